"""What settling an answer decides, as values: the store writes them down in one transaction.

Phases are pure; whatever they want changed, they say with one of these. An effect names its document and the
new state, never a difference, so that writing the same effects once is all that "applied once" needs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from allorders_hooks.documents import DocumentRef

from allorders_quickbooks.listed import ListRecord
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import Binding, FreshRead, Look


@dataclass(frozen=True)
class Done:
    """QuickBooks has that revision of the document; the row rests unless it was saved meanwhile."""

    ref: DocumentRef
    version: int


@dataclass(frozen=True)
class Again:
    """The document goes back to waiting, to be planned anew; never a guess: see exactly-once, invariant 4.

    `reopened`: it goes although nobody has saved it since, for QuickBooks was found to hold something else."""

    ref: DocumentRef
    look_first: bool = False
    companions: int | None = None
    attempts: int | None = None
    reopened: bool = False


@dataclass(frozen=True)
class Held:
    """The document stays for that reason until it is saved, the reason goes away, or a person acts. `this_run`: what
    it lacks may be there by the next run, which asks again."""

    ref: DocumentRef
    reason: Reason
    detail: str = ""
    this_run: bool = False


@dataclass(frozen=True)
class Waits:
    """The document stays until that other one is in QuickBooks."""

    ref: DocumentRef
    waits_for: DocumentRef
    detail: str = ""


@dataclass(frozen=True)
class Awaits:
    """The document rests, and goes once more when that other one is in QuickBooks."""

    ref: DocumentRef
    other: DocumentRef


@dataclass(frozen=True)
class RetryAt:
    """A transient fault: the document is tried again by itself, not before that moment."""

    ref: DocumentRef
    reason: Reason
    detail: str
    not_before: datetime
    attempts: int


@dataclass(frozen=True)
class Review:
    """A person has to decide; later saves of the document are kept and wait for that decision."""

    ref: DocumentRef
    reason: Reason
    detail: str = ""


@dataclass(frozen=True)
class Checked:
    """The number was looked up in QuickBooks and is free."""

    ref: DocumentRef
    number: str


@dataclass(frozen=True)
class Fresh:
    """The object behind a binding was read before it is changed; None: the read is used up."""

    ref: DocumentRef
    read: FreshRead | None


@dataclass(frozen=True)
class Bind:
    """QuickBooks holds the document as this object."""

    binding: Binding


@dataclass(frozen=True)
class Unbind:
    """QuickBooks does not hold the document any more; sent again, it is a new generation."""

    ref: DocumentRef


@dataclass(frozen=True)
class Suspect:
    """Something about the bound object looks different: the audit reads it whole."""

    ref: DocumentRef
    suspect: bool


@dataclass(frozen=True)
class Twin:
    """Another object in QuickBooks carries the ExternalGUID of this document."""

    ref: DocumentRef
    qb_id: str


@dataclass(frozen=True)
class Applied:
    """A payment pays that much of the bound invoice."""

    invoice: DocumentRef
    payment: str
    amount: str


@dataclass(frozen=True)
class Looked:
    """What QuickBooks has of the bound object now."""

    ref: DocumentRef
    look: Look


@dataclass(frozen=True)
class Facts:
    """New facts about the company file, by field of CompanyFacts."""

    values: Mapping[str, Any]


@dataclass(frozen=True)
class Note:
    """A line for the journal that no other effect writes by itself."""

    what: str
    ref: DocumentRef | None = None
    detail: str = ""


@dataclass(frozen=True)
class ItemStock:
    """One item of a comparison. `there` is QuickBooks' quantity and `cost` its average; `here` the host's
    quantity, None where the host keeps no stock of it, and `worth` what the host says all of it is worth.
    `explained` is, by reason, how much more QuickBooks has for it; what remains is `unexplained`. `unsure`: a document
    of which nobody knows touches it, so nothing is adjusted."""

    item: DocumentRef
    qb_id: str
    name: str
    there: Decimal
    cost: Decimal
    here: Decimal | None = None
    worth: Decimal = Decimal(0)
    explained: Mapping[str, Decimal] = field(default_factory=dict)
    unexplained: Decimal = Decimal(0)
    unsure: bool = False

    @property
    def difference(self) -> Decimal:
        """How much more QuickBooks has."""
        return Decimal(0) if self.here is None else self.there - self.here


@dataclass(frozen=True)
class Cause:
    """How much more QuickBooks has of an item for what became of one document. `unsure`: that may change any moment."""

    item: DocumentRef
    document: DocumentRef
    number: str
    why: str
    quantity: Decimal
    unsure: bool = False


@dataclass(frozen=True)
class Compared:
    """A page of the comparison of stock, up to and with the item or document `after`."""

    after: DocumentRef
    items: tuple[ItemStock, ...] = ()
    causes: tuple[Cause, ...] = ()


@dataclass(frozen=True)
class Pulled:
    """A page of list records as QuickBooks has them now, and of those that it has no more (list and id)."""

    records: tuple[ListRecord, ...] = ()
    gone: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Placed:
    """The reading of a list stands elsewhere now: new values, by field of Position."""

    listed: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """The host has saved a record as it was told to, at that revision: there is nothing to send of that."""

    ref: DocumentRef
    revision: int
    name: str = ""
    deleted: bool = False


@dataclass(frozen=True)
class Named:
    """A record of ours has that name in QuickBooks now; whoever had it before has another."""

    ref: DocumentRef
    name: str


@dataclass(frozen=True)
class ListMet:
    """A list was looked at for the first time: whether QuickBooks has records in it, which have to be matched."""

    listed: str
    is_empty: bool


@dataclass(frozen=True)
class FoundInvoice:
    """An invoice that QuickBooks has, as far as it is compared with the host's ship docs."""

    qb_id: str
    number: str
    customer_id: str
    customer: str
    day: date
    total: Decimal


@dataclass(frozen=True)
class InvoicesFound:
    """A page of the invoices that were looked for."""

    invoices: tuple[FoundInvoice, ...]


Effect = (
    Done
    | Again
    | Held
    | Waits
    | Awaits
    | RetryAt
    | Review
    | Checked
    | Fresh
    | Bind
    | Unbind
    | Suspect
    | Twin
    | Applied
    | Looked
    | Facts
    | Note
    | Compared
    | Pulled
    | Placed
    | Told
    | Named
    | ListMet
    | InvoicesFound
)


@dataclass(frozen=True)
class Settled:
    """What came of one answered set. `set_state` is 'answered', 'doubtful', 'closed', or 'sent' where the set
    stays open; `end_run` is the sentence with which the run ends early, None where it goes on."""

    set_state: str
    effects: tuple[Effect, ...] = ()
    end_run: str | None = None
    reason: Reason | None = None
    next_phase: bool = False
    closes: str | None = None


def apart_from(refs: Collection[DocumentRef], all_effects: Iterable[Effect]) -> list[Effect]:
    """Those of them that do not concern these documents."""
    return [effect for effect in all_effects if getattr(effect, "ref", None) not in refs]
