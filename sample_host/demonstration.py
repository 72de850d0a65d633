"""Demonstration data, made by code from a seed: a ship chandler's customers, goods, orders, shipments, payments.

It holds on purpose what a tidy sample lacks: two customers of one name, colons in names, names too long for
QuickBooks, letters that QuickBooks cannot keep, orders not shipped, payments before and after the shipment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from random import Random

from allorders_hooks.documents import Address
from allorders_hooks.records import ItemType
from sqlalchemy import select

from sample_host import queries
from sample_host.database import Database
from sample_host.entries import CustomerEntry, ItemEntry, LineEntry, OrderEntry, PaymentEntry
from sample_host.models import Customer, Item, SalesOrder
from sample_host.money import cents
from sample_host.orders import OrderDesk
from sample_host.shipping import proposal

Progress = Callable[[str, int, int], None]
FIRST_DAY = date(2026, 1, 5)
PLAIN_CUSTOMERS = 24

TOWNS = (
    "Bergen",
    "Brest",
    "Cork",
    "Gdynia",
    "Genoa",
    "Halifax",
    "Kiel",
    "Lisbon",
    "Oban",
    "Porto",
    "Riga",
    "Turku",
)
TRADES = (
    "Boatyard",
    "Chandlery",
    "Ferry Lines",
    "Fishing Co-op",
    "Marina",
    "Sailing School",
    "Salvage",
    "Yacht Club",
)
PEOPLE = ("A. Nilsen", "B. Moreau", "C. Doyle", "D. Rossi", "E. Kask", "F. Silva", "G. Brandt", "H. Aalto")
STREETS = ("Anchor Lane", "Harbour Street", "Lighthouse Road", "Mole Walk", "Net Lofts", "Quayside")
AWKWARD_CUSTOMERS = (
    "Seaview Hotel",
    "Seaview Hotel",
    "Nordlys Rederi: Winter Service",
    "The Honourable Company of Lightkeepers and Pilots of the Outer Skerries",
    "Stocznia Żuraw & Łosoś Sp. z o.o.",
    "横浜マリン株式会社",
    "Blue Buoy Café 🐟",
    "O'Hara, Núñez & Søn",
)
ITEMS = (
    ("Mooring line 12 mm", "Braided polyester mooring line, per metre", "3.45"),
    ("Mooring line 16 mm", "Braided polyester mooring line, per metre", "5.95"),
    ("Fender, small", "Inflatable fender 15 x 50 cm", "18.90"),
    ("Fender, large", "Inflatable fender 30 x 90 cm", "64.50"),
    ("Bow shackle 10 mm", "Galvanised bow shackle", "4.20"),
    ("Deck brush", "Deck brush with telescopic pole", "24.75"),
    ("Bilge pump 12 V", "Submersible bilge pump, 60 litres a minute", "89.00"),
    ("Navigation light: port", "LED navigation light, red", "112.40"),
    ("Navigation light: starboard", "LED navigation light, green", "112.40"),
    ("Stainless steel folding boarding ladder, four steps", "Boarding ladder for transoms", "329.00"),
    ("Antifouling paint 5 l", "Self-polishing antifouling, dark blue", "148.35"),
    ("Varnish 1 l", "Spar varnish, high gloss", "38.65"),
    ("Compass, Żeglarz model", "Bulkhead compass", "276.15"),
    ("Signal flag set ⚓", "Forty signal flags in a roll", "94.99"),
    ("Life jacket 150 N", "Automatic life jacket, adult", "139.50"),
    ("Distress flare", "Red hand flare", "16.33"),
    ("Winch handle", "Locking winch handle, 25 cm", "57.80"),
    ("Chart table lamp", "Flexible lamp, red and white", "44.44"),
    ("Tar, 1 kg", "Stockholm tar", "21.05"),
    ("Cleat 200 mm", "Aluminium cleat", "13.37"),
)
SERVICES = (("Rigging, hour", "Work of a rigger, per hour", "68.00"), ("Delivery on board", "By launch", "45.00"))
CUSTOMER_NUMBERS = (*["PO-{}"] * 20, *[""] * 19, "Łódź {}")  # one in forty is in letters that QuickBooks cannot keep
COURSES = (
    (("ship",), 40),
    (("ship", "pay"), 22),
    (("deposit", "ship"), 12),
    (("deposit", "ship", "pay"), 6),
    (("part", "ship"), 8),
    (("prepare",), 7),
    ((), 5),
)


@dataclass(frozen=True)
class _Trade:
    """What the orders are drawn from."""

    chance: Random
    desk: OrderDesk
    database: Database
    customers: list[int]
    items: list[int]


def populate(database: Database, documents: int, seed: int, progress: Progress) -> None:
    """Save customers, items and orders until there are that many more documents (ship docs and payments)."""
    chance, desk = Random(seed), OrderDesk(database)  # noqa: S311
    customers = [desk.add_customer(entry) for entry in customer_entries(chance)]
    trade = _Trade(chance, desk, database, customers, [desk.add_item(entry) for entry in _items()])
    _save(trade, documents, progress)


def carry_on(database: Database, documents: int, seed: int, progress: Progress) -> None:
    """Save that many more documents for the customers and items that are there: what another workstation does."""
    with database.reading() as session:
        customers = list(session.scalars(select(Customer.id).order_by(Customer.id)))
        items = list(session.scalars(select(Item.id).order_by(Item.id)))
    _save(_Trade(Random(seed), OrderDesk(database), database, customers, items), documents, progress)  # noqa: S311


def _save(trade: _Trade, documents: int, progress: Progress) -> None:
    for count, _ in enumerate(islice(_trading(trade), documents), start=1):
        progress("documents", count, documents)


def customer_entries(chance: Random) -> Iterator[CustomerEntry]:
    plain = [f"{town} {trade}" for town in TOWNS for trade in TRADES]
    for number, name in enumerate((*chance.sample(plain, PLAIN_CUSTOMERS), *AWKWARD_CUSTOMERS), start=1):
        town = name.split()[0] if name.split()[0] in TOWNS else chance.choice(TOWNS)
        street = f"{chance.randint(1, 99)} {chance.choice(STREETS)}"
        address = Address(name=name, street=street, city=town, postal_code=str(chance.randint(10000, 99999)))
        yield CustomerEntry(
            name=name,
            company_name=name,
            contact=chance.choice(PEOPLE),
            phone=f"+00 555 {chance.randint(1000, 9999)}",
            email=f"orders{number}@example.com",
            account_number=f"C{number:04}",
            bill_to=address,
            ship_to=address,
        )


def _items() -> Iterator[ItemEntry]:
    for kind, goods in ((ItemType.INVENTORY, ITEMS), (ItemType.SERVICE, SERVICES)):
        for name, description, price in goods:
            cost = cents(Decimal(price) * Decimal("0.6")) if kind is ItemType.INVENTORY else Decimal(0)
            yield ItemEntry(name=name, item_type=kind, description=description, price=Decimal(price), cost=cost)


def _trading(trade: _Trade) -> Iterator[str]:
    """Order after order, without end; yields once for each document that was saved."""
    courses, weights = zip(*COURSES, strict=True)
    day = FIRST_DAY
    while True:
        day += timedelta(days=trade.chance.choice((0, 0, 1)))
        order = trade.desk.enter_order(_order(trade, day))
        steps = trade.chance.choices(courses, weights)[0]
        for later, step in enumerate(steps, start=1):
            _STEPS[step](trade, order, day + timedelta(days=later))
            yield step


def _order(trade: _Trade, day: date) -> OrderEntry:
    chance = trade.chance
    chosen = chance.sample(trade.items, chance.randint(1, 4))
    return OrderEntry(
        customer_id=chance.choice(trade.customers),
        order_date=day,
        customer_po=chance.choice(CUSTOMER_NUMBERS).format(chance.randint(100, 999)),
        freight=Decimal(chance.choice(("0", "0", "9.50", "14.90", "32.25"))),
        lines=tuple(
            LineEntry(
                item_id=item,
                quantity=Decimal(chance.randint(1, 24)),
                discount=Decimal(chance.choice(("0", "0", "0", "0.05", "0.125", "0.15"))),
            )
            for item in chosen
        ),
    )


def _ship(trade: _Trade, order: int, day: date) -> None:
    doc = proposal(_loaded(trade, order), day, shipped=True)
    kept_out = trade.chance.random() < 0.03
    trade.desk.ship(order, doc.model_copy(update={"nc_only": kept_out}))


def _ship_part(trade: _Trade, order: int, day: date) -> None:
    """One piece of the first line goes ahead; the rest follows."""
    doc = proposal(_loaded(trade, order), day, shipped=True)
    ahead = doc.lines[0].model_copy(update={"quantity": Decimal("0.5")})
    trade.desk.ship(order, doc.model_copy(update={"lines": (ahead,)}))


def _prepare(trade: _Trade, order: int, day: date) -> None:
    trade.desk.ship_rest(order, day, shipped=False)


def _deposit(trade: _Trade, order: int, day: date) -> None:
    amount = cents(_loaded(trade, order).total * Decimal("0.3"))
    trade.desk.pay(order, PaymentEntry(txn_date=day, amount=amount, method="Check", memo="Deposit"))


def _pay(trade: _Trade, order: int, day: date) -> None:
    """Pay what is open of the order."""
    row = _loaded(trade, order)
    amount = row.total - sum((payment.amount for payment in row.payments), Decimal(0))
    method, reference = trade.chance.choice((("Check", str(trade.chance.randint(1000, 9999))), ("Cash", "")))
    trade.desk.pay(order, PaymentEntry(txn_date=day, amount=amount, method=method, reference=reference))


def _loaded(trade: _Trade, order: int) -> SalesOrder:
    with trade.database.reading() as session:
        row = queries.order(session, order)
    if row is None:
        raise LookupError(f"order {order} was saved a moment ago and is gone")
    return row


_STEPS = {"ship": _ship, "part": _ship_part, "prepare": _prepare, "deposit": _deposit, "pay": _pay}
