"""What a host says has happened: event models, and the blinker signals that carry them.

A host sends `signal.send(sender, event=..., enlistment=...)`; the sender is any object that stands for the host.
The event is pure data; `enlistment` is the host's open transaction as `allorders_hooks.enlist.enlist` wraps it, or
None where the host's save is not transactional (then it sends after the save, the plugin notes the change after
it, and `HostServices.changed` is the only guarantee). Application events carry no enlistment.

`alert_raised` alone is sent by plugins, with the HostServices as its sender: a host may connect to it, and its manager
tells every plugin.

An event names what changed, never the content: whoever wants the document asks `HostServices.documents` for it
later, and gets the newest. Each save sends one signal: a payment sends `payment_recorded` and nothing else. The
only exception that a send can raise is TransactionLost; the host lets it end its save.
"""

from __future__ import annotations

from datetime import date

from blinker import Signal
from pydantic import Field

from allorders_hooks.documents import DocumentRef
from allorders_hooks.frozen import Frozen, UtcTime

app_started = Signal("the application has started; its companies can be opened")
app_stopping = Signal("the application is about to stop")
transaction_saved = Signal("a document was saved, inside the transaction that saves it")
transaction_deleted = Signal("a document was deleted, inside the transaction that deletes it")
payment_recorded = Signal("a payment was recorded, inside the transaction that records it")
record_saved = Signal("a list record was saved, inside the transaction that saves it")
record_deleted = Signal("a list record was deleted, inside the transaction that deletes it")
alert_raised = Signal(
    "a plugin has something to tell although nobody may be at a screen; its sender is the HostServices"
)

SAVES = {
    "transaction_saved": transaction_saved,
    "transaction_deleted": transaction_deleted,
    "payment_recorded": payment_recorded,
    "record_saved": record_saved,
    "record_deleted": record_deleted,
}
"""The signals that belong to a save, by the hook of the same name. They alone carry an enlistment."""


class Event(Frozen):
    """What all events share: the moment, and the person where there was one."""

    at: UtcTime
    user: str = ""


class AppStarted(Event):
    """A host that opens companies one by one sends it for each; an open company is not opened again."""

    companies: tuple[str, ...] = Field(description="keys of the companies that this application has open")


class AppStopping(Event):
    companies: tuple[str, ...]


class TransactionSaved(Event):
    """`number` and `txn_date` ride along so that a list of waiting documents needs no look-up in the host."""

    ref: DocumentRef
    revision: int
    number: str = ""
    txn_date: date | None = None


class PaymentRecorded(TransactionSaved):
    """A payment was saved: the same facts as for any other document."""


class TransactionDeleted(Event):
    ref: DocumentRef
    revision: int


class RecordSaved(Event):
    ref: DocumentRef
    revision: int
    name: str = ""


class RecordDeleted(Event):
    ref: DocumentRef
    revision: int


class AlertRaised(Event):
    """Something that a person should hear of although nobody is at a screen: new problems, or a long silence. A plugin
    sends it, outside every save, and never twice of the same thing."""

    company: str
    subject: str = Field(description="one line")
    text: str = Field(description="plain text, one or several paragraphs; no secret and no card number is in it")


SaveEvent = TransactionSaved | TransactionDeleted | PaymentRecorded | RecordSaved | RecordDeleted
