"""Making the lists of both sides diverge, by a seed, in every way there is; and what must come of it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from allorders_hooks.documents import DocumentRef
from allorders_hooks.records import AnyRecord, Customer, Vendor
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.simulator import Readings
from allorders_quickbooks.simulator.views import RecordView
from allorders_quickbooks.terms import RowState

from tests.taking import Died, TakingBooks, a_taking_world
from tests.world import World, a_customer, a_ref, an_item

_MANY = 12
_TYPES = {"customer": "Customer", "vendor": "Vendor", "item": "ItemInventory"}


@dataclass
class Listing:
    """A world in which both lists agree, and what a seed does to them. `told` is what the host must be told, `asked`
    what a person must be asked, by record; nothing else may come."""

    world: World
    random: random.Random
    books: TakingBooks
    told: list[tuple[str, str]]
    asked: dict[DocumentRef, Reason]
    planted: list[str]
    left: list[DocumentRef]
    touched: int = 0

    def one(self) -> AnyRecord:
        """A record that both sides have, and that nobody has touched."""
        ref = self.left.pop(self.random.randrange(len(self.left)))
        return self.books.records([ref])[ref]

    def text(self) -> str:
        self.touched += 1
        return f"{self.touched}-{self.random.randrange(1000)}"

    def there(self, ref: DocumentRef) -> str:
        binding = self.world.binding(ref)
        assert binding is not None
        self.world.clock.sleep(self.random.randint(2, 90))
        return binding.qb_id


def diverging(path: Path, seed: int, *, url: str = "") -> Listing:
    """Both sides, agreed; then some of the ways in which they come apart, in any order."""
    chance = random.Random(seed)
    world, books = a_taking_world(path, seed=seed, url=url, readings=Readings.draw(random.Random(seed)))
    refs = []
    for number in range(_MANY):
        refs.append(world.save(a_customer(f"C{number}", f"Customer {number}")))
        refs.append(world.save(Vendor(ref=a_ref("vendor", f"V{number}"), name=f"Vendor {number}", revision=0)))
        refs.append(world.save(an_item(f"I{number}", f"Item {number}")))
    world.settle()
    world.clock.sleep(60)
    books.heard.clear()
    listing = Listing(world, chance, books, [], {}, [], refs)
    for way in chance.sample(WAYS, k=chance.randint(1, len(WAYS))):
        way(listing)
        listing.planted.append(way.__name__.strip("_"))
        world.clock.sleep(chance.randint(2, 90))
    return listing


def mistakes(path: Path, seed: int, *, url: str = "") -> list[str]:
    """What came of that seed that should not, or did not come and should: a sentence each."""
    listing = diverging(path, seed, url=url)
    world, books, wrong = listing.world, listing.books, []
    books.dies = listing.random.random() < 0.5
    try:
        world.run()
    except Died:
        world.let_lease_run_out()
    for _ in range(3):
        world.clock.sleep(60)
        world.run()
    told = sorted((each.what.value, str(each.ref)) for each in books.heard)
    if told != sorted(listing.told):
        wrong.append(f"told {told}, must be {sorted(listing.told)}")
    asked = {ref: row.reason for ref in books.kept if (row := world.row(ref)).state is RowState.REVIEW}
    if asked != listing.asked:
        wrong.append(f"asked about {asked}, must be about {listing.asked}")
    wrong += [f"{ref} differs" for ref in books.kept if ref not in listing.asked and not _agree(world, ref)]
    before, heard = _there(world), len(books.heard)
    world.clock.sleep(60)
    world.run()
    if _there(world) != before or len(books.heard) != heard:
        wrong.append("a second run changes something")
    return [f"lists of seed {seed} {listing.planted}: {each}" for each in wrong]


def _there(world: World) -> dict[str, str]:
    return {each.id: each.edit_sequence for each in world.file.records() if each.type in _TYPES.values()}


def _agree(world: World, ref: DocumentRef) -> bool:
    """Written down once more, so that a mistake in the plugin's own reading shows."""
    if ref.kind not in _TYPES:
        return True
    record, binding = world.books.records([ref]).get(ref), world.binding(ref)
    found = [each for each in world.file.records(_TYPES[ref.kind]) if binding is not None and each.id == binding.qb_id]
    if record is None or not found:
        return False
    (there,) = found
    same = (there.name, there.active) == (record.name, record.active)
    return same and (not isinstance(record, Customer | Vendor) or _reached(record, there))


def _reached(record: Customer | Vendor, there: RecordView) -> bool:
    shown = (there.fields.get("Phone") or "", there.fields.get("Email") or "")
    return shown == (record.phone, record.email)


# --- the ways: there -----------------------------------------------------------------------------------------


def _created_there(listing: Listing) -> None:
    kind = listing.random.choice(("Customer", "Vendor"))
    listing.world.file.bookkeeper.add_record(kind, f"New {listing.text()}", Phone=listing.text())
    listing.told.append(("created", f"{kind.lower()} "))


def _created_inactive_there(listing: Listing) -> None:
    qb_id = listing.world.file.bookkeeper.add_record("Customer", f"New {listing.text()}")
    listing.world.file.bookkeeper.inactivate("Customer", qb_id)


def _entry_created_there(listing: Listing) -> None:
    listing.world.file.bookkeeper.add_record("CustomerType", f"Type {listing.text()}")
    listing.told.append(("created", "customer_type "))


def _changed_there(listing: Listing) -> None:
    record = _with_phone(listing)
    kind = _TYPES[record.ref.kind]
    listing.world.file.bookkeeper.edit_record(kind, listing.there(record.ref), Phone=listing.text())
    listing.told.append(("changed", str(record.ref)))


def _unmapped_there(listing: Listing) -> None:
    record = _with_phone(listing)
    kind = _TYPES[record.ref.kind]
    listing.world.file.bookkeeper.edit_record(kind, listing.there(record.ref), Notes=listing.text())


def _renamed_there(listing: Listing) -> None:
    record = listing.one()
    name = f"Name {listing.text()}"
    listing.world.file.bookkeeper.rename(_TYPES[record.ref.kind], listing.there(record.ref), name)
    listing.told.append(("renamed", str(record.ref)))


def _inactivated_there(listing: Listing) -> None:
    record = listing.one()
    listing.world.file.bookkeeper.inactivate(_TYPES[record.ref.kind], listing.there(record.ref))
    listing.told.append(("inactivated", str(record.ref)))


def _deleted_there(listing: Listing) -> None:
    record = listing.one()
    listing.world.file.bookkeeper.delete_record(_TYPES[record.ref.kind], listing.there(record.ref))
    listing.told.append(("deleted", str(record.ref)))


def _merged_there(listing: Listing) -> None:
    loser = listing.one()
    winner = next(ref for ref in listing.left if ref.kind == loser.ref.kind)
    listing.left.remove(winner)
    kind = _TYPES[loser.ref.kind]
    listing.world.file.bookkeeper.merge(kind, listing.there(loser.ref), listing.there(winner))
    listing.asked[loser.ref] = Reason.MERGED


# --- here ----------------------------------------------------------------------------------------------------


def _created_here(listing: Listing) -> None:
    key = listing.text()
    listing.world.save(a_customer(f"N{key}", f"Made here {key}"))


def _changed_here(listing: Listing) -> None:
    listing.world.save(_with_phone(listing).model_copy(update={"phone": listing.text()}))


def _renamed_here(listing: Listing) -> None:
    listing.world.save(listing.one().model_copy(update={"name": f"Here {listing.text()}"}))


def _inactivated_here(listing: Listing) -> None:
    listing.world.save(listing.one().model_copy(update={"active": False}))


def _deleted_here(listing: Listing) -> None:
    listing.world.delete(listing.one().ref)


# --- on both sides -------------------------------------------------------------------------------------------


def _different_fields(listing: Listing) -> None:
    record = _with_phone(listing)
    kind = _TYPES[record.ref.kind]
    listing.world.file.bookkeeper.edit_record(kind, listing.there(record.ref), Phone=listing.text())
    listing.world.save(record.model_copy(update={"email": f"{listing.text()}@example.com"}))
    listing.told.append(("changed", str(record.ref)))


def _same_field(listing: Listing) -> None:
    record = _with_phone(listing)
    kind = _TYPES[record.ref.kind]
    listing.world.file.bookkeeper.edit_record(kind, listing.there(record.ref), Phone=listing.text())
    listing.world.save(record.model_copy(update={"phone": listing.text()}))
    listing.asked[record.ref] = Reason.CONFLICT


def _same_change(listing: Listing) -> None:
    record, phone = _with_phone(listing), listing.text()
    listing.world.file.bookkeeper.edit_record(_TYPES[record.ref.kind], listing.there(record.ref), Phone=phone)
    listing.world.save(record.model_copy(update={"phone": phone}))


def _with_phone(listing: Listing) -> AnyRecord:
    while True:
        record = listing.one()
        if isinstance(record, Customer | Vendor):
            return record


WAYS: tuple[Callable[[Listing], None], ...] = (
    _created_there,
    _created_inactive_there,
    _entry_created_there,
    _changed_there,
    _unmapped_there,
    _renamed_there,
    _inactivated_there,
    _deleted_there,
    _merged_there,
    _created_here,
    _changed_here,
    _renamed_here,
    _inactivated_here,
    _deleted_here,
    _different_fields,
    _same_field,
    _same_change,
)
