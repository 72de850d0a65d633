"""The lists that the demonstration of every kind trades with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from allorders_hooks.documents import Address, Lot
from allorders_hooks.records import ItemType

from sample_host import models
from sample_host.demonstration import ITEMS, SERVICES, customer_entries
from sample_host.entries import AccountEntry, ChoiceEntry, CustomerEntry, ItemEntry, VendorEntry
from sample_host.models import Tracking
from sample_host.money import cents
from sample_host.orders import OrderDesk

TAX = "Sales Tax"
WAGES, DUTY, SCRAP = "Workshop wages", "Customs duty", "Scrapped stock"
ACCOUNTS = ((WAGES, "Expense"), (DUTY, "CostOfGoodsSold"), (SCRAP, "Expense"))
CHOICES: Mapping[type[models.Listed], tuple[str, ...]] = {
    models.CustomerType: ("Trade", "Private"),
    models.VendorType: ("Importer", "Workshop"),
    models.ShipMethod: ("UPS", "Coastal barge"),
    models.PaymentMethod: ("Cash", "Check", "Visa"),
    models.ClassName: ("Retail", "Fleet"),
}
VENDORS = (
    "Rope Works Lübeck",
    "Fender & Buoy Ltd",
    "Nordic Lights A/S",
    "Pumpen Maier KG",
    "Seaview Hotel",
    "Żagle i Liny Sp. z o.o.",
    "The Honourable Company of Lightkeepers: Stores and Instruments Branch",
    "Tar and Varnish Co.",
)
ASSEMBLIES = (
    ("Mooring kit", "180.00", ((0, 4), (2, 2), (4, 2))),
    ("Bilge kit", "149.00", ((6, 1), (4, 3))),
    ("Light set, port and starboard", "249.00", ((7, 1), (8, 1))),
    ("Harbour care set", "99.00", ((5, 1), (11, 1), (18, 1))),
)
OTHERS = (
    ("Pallet", ItemType.NON_INVENTORY, "12.00"),
    ("Handling", ItemType.OTHER_CHARGE, "7.50"),
)
TRACKED = {"Antifouling paint 5 l": Tracking.LOT, "Distress flare": Tracking.LOT, "Life jacket 150 N": Tracking.SERIAL}


@dataclass(frozen=True)
class Lists:
    """The keys of what was saved. `assemblies` are with their parts and how many of each; `tracked` is by item."""

    customers: list[int]
    vendors: list[int]
    goods: list[int]
    assemblies: list[tuple[int, tuple[tuple[int, Decimal], ...]]]
    sold: list[int]
    discount: int
    tracked: Mapping[int, Tracking]

    def numbers(self, item: int | None, quantity: Decimal, batch: str, chance: Random) -> tuple[Lot, ...]:
        """The lots or serial numbers of that many pieces; none of an item that has no numbers."""
        tracking = self.tracked.get(item or 0)
        if tracking is Tracking.LOT:
            return (Lot(number=f"L{batch}", quantity=quantity, expires=date(2028, chance.randint(1, 12), 1)),)
        if tracking is Tracking.SERIAL and quantity <= 20:
            return tuple(Lot(number=f"S{batch}-{piece}", serial=True) for piece in range(1, int(quantity) + 1))
        return ()


def save_lists(desk: OrderDesk, chance: Random) -> Lists:
    """Save all of them, entries of simple lists first."""
    for model, names in CHOICES.items():
        for name in names:
            desk.enter(model, ChoiceEntry(name=name))
    for name, account_type in ACCOUNTS:
        desk.enter(models.Account, AccountEntry(name=name, account_type=account_type))
    customers = [desk.add_customer(_typed(entry, chance)) for entry in customer_entries(chance)]
    vendors = [desk.enter(models.Vendor, entry) for entry in _vendors(chance)]
    goods = [desk.add_item(_good(*item)) for item in ITEMS]
    tracked = {key: TRACKED[name] for key, (name, *_) in zip(goods, ITEMS, strict=True) if name in TRACKED}
    assemblies = [(desk.add_item(_assembly(name, price)), _parts(goods, parts)) for name, price, parts in ASSEMBLIES]
    others = [desk.add_item(entry) for entry in _others()]
    discount = desk.add_item(
        ItemEntry(name="Friends of the house", item_type=ItemType.DISCOUNT, discount=Decimal("0.05"))
    )
    sold = [*goods, *(key for key, _ in assemblies), *others]
    return Lists(customers, vendors, goods, assemblies, sold, discount, tracked)


def _typed(entry: CustomerEntry, chance: Random) -> CustomerEntry:
    return entry.model_copy(
        update={
            "customer_type": chance.choice(("", *CHOICES[models.CustomerType])),
            "terms": chance.choice(("", "Net 30")),
        }
    )


def _vendors(chance: Random) -> Iterator[VendorEntry]:
    for number, name in enumerate(VENDORS, start=1):
        yield VendorEntry(
            name=name,
            company_name=name,
            email=f"sales{number}@example.com",
            account_number=f"V{number:03}",
            vendor_type=chance.choice(("", *CHOICES[models.VendorType])),
            address=Address(name=name, street="Quay 1", city="Kiel", postal_code=str(chance.randint(10000, 99999))),
        )


def _good(name: str, description: str, price: str) -> ItemEntry:
    return ItemEntry(
        name=name,
        description=description,
        price=Decimal(price),
        cost=cents(Decimal(price) * Decimal("0.6")),
        tracking=TRACKED.get(name, Tracking.NONE),
        taxed=True,
    )


def _assembly(name: str, price: str) -> ItemEntry:
    return ItemEntry(name=name, item_type=ItemType.ASSEMBLY, description=name, price=Decimal(price), taxed=True)


def _parts(goods: list[int], parts: tuple[tuple[int, int], ...]) -> tuple[tuple[int, Decimal], ...]:
    return tuple((goods[place], Decimal(many)) for place, many in parts)


def _others() -> Iterator[ItemEntry]:
    for name, description, price in SERVICES:
        yield ItemEntry(name=name, item_type=ItemType.SERVICE, description=description, price=Decimal(price))
    for name, item_type, price in OTHERS:
        cost = cents(Decimal(price) / 2)
        yield ItemEntry(name=name, item_type=item_type, description=name, price=Decimal(price), cost=cost)
