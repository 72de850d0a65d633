"""The two sides of a matching, as far as it looks at them, and what it says of a pair."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

RECORDS = ("Customer", "Vendor", "Item")
"""The lists whose records are matched. Entries of simple lists go by their names alone and are looked up by them."""

INVOICES = "Invoice"
"""What was invoiced by hand, which is matched with the ship docs that would become invoices."""

MATCHED = (*RECORDS, INVOICES)
"""Everything that is matched, in the order in which it has to be."""

NAME_LISTS = frozenset({"Customer", "Vendor", "Employee", "OtherName"})
"""Lists that share one name space in QuickBooks (qbXML reference, section 6)."""

CERTAIN = 95
"""The score from which on accepting many at once is offered first."""


KIND_OF = {"Customer": "customer", "Vendor": "vendor", "Item": "item", INVOICES: "ship_doc"}
"""The kind of the host's records or documents that a list is matched with."""


class Choice(StrEnum):
    """What is decided for a record of the host. BIND: it is that one, and both stay as they are. RENAME: the same, and
    the host's name goes over. TAKE: the same, and QuickBooks' name comes here. CREATE: QuickBooks has none, so it is
    made. NAME: it is made, or stays, under a name of its own, since its name is another record's there. SKIP: it stays
    out. MERGE: QuickBooks will merge two first; it stays out until somebody decides anew."""

    UNDECIDED = ""
    BIND = "bind"
    RENAME = "rename"
    TAKE = "take"
    CREATE = "create"
    NAME = "name"
    SKIP = "skip"
    MERGE = "merge"


BINDS = frozenset({Choice.BIND, Choice.RENAME, Choice.TAKE})


class Cause(StrEnum):
    """Why a record is asked about although its list was confirmed. NAME: QuickBooks has its name already, since it was
    made on both sides or another one was renamed. MERGED: QuickBooks has merged it into another. CHANGED: it was
    renamed or made inactive there, and the host would not take that over. INACTIVE: it is inactive there, and a
    document names it."""

    FIRST = ""
    NAME = "name"
    MERGED = "merged"
    CHANGED = "changed"
    INACTIVE = "inactive"


CHOICES = {
    Cause.FIRST: tuple(choice for choice in Choice if choice),
    Cause.NAME: tuple(choice for choice in Choice if choice),
    Cause.MERGED: (Choice.BIND, Choice.CREATE, Choice.SKIP),
    Cause.CHANGED: (Choice.RENAME, Choice.TAKE, Choice.SKIP),
    Cause.INACTIVE: (Choice.BIND, Choice.SKIP),
}
"""What can be decided about a record that is asked about for that cause."""

SAID = {
    Cause.FIRST: "",
    Cause.NAME: "Its name is in QuickBooks already.",
    Cause.MERGED: "It was merged in QuickBooks: bind it to what it has become, or create it again.",
    Cause.CHANGED: "It was renamed or made inactive in QuickBooks: take that over, or have this name go over.",
    Cause.INACTIVE: "It is inactive in QuickBooks, and documents name it: bind it to make it active again.",
}
"""What a person is told of the cause."""


@dataclass(frozen=True, slots=True)
class Ours:
    """A record of the host. `short` is the name that QuickBooks would be given, `qb_type` the type that it would be
    there."""

    key: str
    name: str
    short: str
    qb_type: str
    active: bool = True
    company_name: str = ""
    account_number: str = ""
    email: str = ""
    phone: str = ""
    part_number: str = ""


@dataclass(frozen=True, slots=True)
class Theirs:
    """A record of QuickBooks. `full_name` is the path of one that stands below another, `Parent:Child`."""

    listed: str
    qb_id: str
    qb_type: str
    name: str
    full_name: str
    active: bool = True
    account_number: str = ""
    email: str = ""
    phone: str = ""
    part_number: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record of QuickBooks that may be the host's. `score` goes from 0 to 100. `fits` is off for one that only takes
    the name away: it is of another list or type, and can never be bound."""

    theirs: Theirs
    score: int
    reason: str
    fits: bool = True
