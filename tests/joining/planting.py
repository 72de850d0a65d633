"""What a company file may have of a host's records, by a seed: twins, near twins, foreign names, inactive holders.

The truth is written down beside: which record of QuickBooks each of the host's is, and how it was planted.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from allorders_hooks.documents import DocumentRef
from allorders_hooks.records import Item
from allorders_quickbooks.simulator import CompanyFile

from tests.joining.northwind import Known

QB_TYPES = {"customer": "Customer", "vendor": "Vendor", "item": "ItemInventory"}
_PERSON = 25  # characters of a first or last name
_LIMITS = {"customer": 41, "vendor": 41, "item": 31}
_ACCOUNTS = {"IncomeAccountRef": "Sales", "COGSAccountRef": "Cost of Goods Sold", "AssetAccountRef": "Inventory Asset"}


class How(StrEnum):
    """How a record was planted. FOREIGN: its name is a record's of another list; ABSENT: not at all."""

    EXACT = "exact"
    INACTIVE = "inactive"
    NEAR = "near"
    FOREIGN = "foreign"
    ABSENT = "absent"


@dataclass
class Planted:
    """The truth: for each record how it was planted, and as which record of QuickBooks. `strangers` are records (kind
    and id) that are nobody's, near as they may look. `apart` are those whose name an employee or an other name has."""

    how: dict[DocumentRef, How] = field(default_factory=dict)
    ids: dict[DocumentRef, str] = field(default_factory=dict)
    strangers: set[tuple[str, str]] = field(default_factory=set)
    apart: set[DocumentRef] = field(default_factory=set)


def plant(file: CompanyFile, records: Sequence[Known], seed: int) -> Planted:
    """Fill the company file."""
    draw, planted = random.Random(seed), Planted()
    used = {_folded(record.name) for record in records}
    for record in records:
        kind = record.ref.kind
        how = draw.choices(list(How), weights=(40, 8, 30, 6 if kind != "item" else 0, 16))[0]
        planted.how[record.ref] = how
        if how is How.FOREIGN:
            _foreign(file, draw, record, planted)
        elif how is not How.ABSENT:
            name = _near(draw, record, used) if how is How.NEAR else _same(draw, record)
            used.add(_folded(name))
            planted.ids[record.ref] = _add(file, draw, record, name, how)
        if draw.random() < 0.12:
            planted.strangers |= _stranger(file, draw, record, used)
    return planted


def _foreign(file: CompanyFile, draw: random.Random, record: Known, planted: Planted) -> None:
    """Somebody else has its name, in one of the other lists that share it."""
    kind, name = record.ref.kind, record.name[: _LIMITS[record.ref.kind]].strip()
    other = draw.choice(("vendor" if kind == "customer" else "customer", "employee", "other name"))
    is_person = all(len(part) <= _PERSON for part in name.rpartition(" ")) and "  " not in name
    qb_type = QB_TYPES.get(other) or ("Employee" if other == "employee" and is_person else "OtherName")
    planted.strangers.add((other, file.bookkeeper.add_record(qb_type, name)))
    planted.apart |= {record.ref} if other not in QB_TYPES else set()


def _same(draw: random.Random, record: Known) -> str:
    name = record.name
    written = draw.choice((name, name, name.upper(), name.lower(), f"  {name} "))
    return written if len(written) <= _LIMITS[record.ref.kind] else name[: _LIMITS[record.ref.kind]]


def _near(draw: random.Random, record: Known, used: set[str]) -> str:
    """A name that people write for this one; never another record's."""
    for way in draw.sample(_WAYS, len(_WAYS)):
        name = way(draw, record.name)[: _LIMITS[record.ref.kind]].strip()
        if name and _folded(name) not in used:
            return name
    return f"{record.name[: _LIMITS[record.ref.kind] - 2]}.."


def _slip(draw: random.Random, name: str) -> str:
    """A letter left out, doubled, or changed with its neighbour."""
    letters = [at for at, letter in enumerate(name[1:-1], start=1) if letter.isalpha() and name[at + 1].isalpha()]
    if not letters:
        return f"{name}s"
    at = draw.choice(letters)
    return draw.choice(
        (
            name[:at] + name[at + 1 :],
            name[:at] + name[at] + name[at:],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        )
    )


def _bare(draw: random.Random, name: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))


def _with_form(draw: random.Random, name: str) -> str:
    return f"{name} {draw.choice(('Inc.', 'GmbH', 'Ltd', 'S.A.', 'LLC'))}"


def _turned(draw: random.Random, name: str) -> str:
    first, _, rest = name.partition(" ")
    return f"{rest}, {first}" if rest else f"{name}."


def _marked(draw: random.Random, name: str) -> str:
    return name.replace(" ", draw.choice(("-", "  ", ". ")), 1) if " " in name else f"{name}."


_FIRST, _SECOND = ("Quick", "Grand", "Little"), ("Bakery", "Harbour", "Meadow")
_PLACES = ("Wien", "North", "Airport", "Catering")
_WAYS: Sequence[Callable[[random.Random, str], str]] = (_slip, _slip, _bare, _with_form, _turned, _marked)


def _add(file: CompanyFile, draw: random.Random, record: Known, name: str, how: How) -> str:
    """The record, with some of what the host's is reached by."""
    kind = record.ref.kind
    active: dict[str, object] = {"IsActive": "false"} if how is How.INACTIVE else {}
    return file.bookkeeper.add_record(QB_TYPES[kind], name, **active, **_reached(draw, record), **_needed(kind))


def _reached(draw: random.Random, record: Known) -> dict[str, object]:
    known = {"Phone": "phone", "Email": "email", "AccountNumber": "account_number",
             "ManufacturerPartNumber": "manufacturer_part"}  # fmt: skip
    said = {tag: getattr(record, ours, "") for tag, ours in known.items()}
    order = ("Phone", "Email", "AccountNumber", "ManufacturerPartNumber")
    return {tag: said[tag] for tag in order if said[tag] and draw.random() < 0.3}


def _needed(kind: str) -> Mapping[str, object]:
    return {tag: {"FullName": name} for tag, name in _ACCOUNTS.items()} if kind == "item" else {}


def _stranger(file: CompanyFile, draw: random.Random, record: Known, used: set[str]) -> set[tuple[str, str]]:
    """Another shop or branch of that house, another size of that product, or somebody at the same telephone."""
    kind = record.ref.kind
    shop, size = draw.randint(2, 9), draw.randint(20, 90)
    name = draw.choice((f"{record.name[:20]} No {shop}", f"{record.name[:12]} of {size}th Street"))
    if kind != "item" and draw.random() < 0.3:
        name = f"{record.name[:30]} {draw.choice(_PLACES)}"
    elif kind != "item" and draw.random() < 0.5:
        name = f"{draw.choice(_FIRST)} {draw.choice(_SECOND)} {size}"
    name = name[: _LIMITS[kind]].strip()
    if _folded(name) in used:
        return set()
    used.add(_folded(name))
    phone = {} if isinstance(record, Item) or not record.phone else {"Phone": record.phone}
    return {(kind, file.bookkeeper.add_record(QB_TYPES[kind], name, **phone, **_needed(kind)))}


def _folded(name: str) -> str:
    return name.strip().casefold()
