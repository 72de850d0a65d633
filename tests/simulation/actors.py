"""Who acts in a schedule: the order desk, the bookkeeper, and the runners with what they have under way."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from typing import Any

from allorders_hooks.documents import DocumentRef, ShipDoc
from allorders_quickbooks.errors import LeaseLost, ProcessorFault
from allorders_quickbooks.qbxml.fault_table import FAULTS
from allorders_quickbooks.run.session import Finished, Outgoing, Session
from allorders_quickbooks.simulator import Fault, FaultKind, FaultPlan, RequestProcessorError

from tests.simulation.stage import CUSTOMERS, ITEMS
from tests.world import World, a_line, a_payment, a_ship_doc

# The accidents that leave work done and nobody told come more often than in life: they are what this is about.
_DONE_UNSEEN = (FaultKind.INTERNAL_ERROR_DONE, FaultKind.DIES_MIDWAY, FaultKind.REPLY_LOST)
_IN_THE_SET = (
    *_DONE_UNSEEN,
    *_DONE_UNSEEN,
    FaultKind.BUSY,
    FaultKind.MODAL_DIALOG,
    FaultKind.OTHER_COMPANY_FILE,
    FaultKind.DIES_BEFORE,
    FaultKind.DIES_MIDWAY,
    FaultKind.REPLY_LOST,
    FaultKind.REPLY_MALFORMED,
    FaultKind.REPLY_TRUNCATED,
    FaultKind.REPLY_NOT_STORED,
    FaultKind.REPLAY_IDS_ONLY,
    FaultKind.LOCKED,
    FaultKind.INTERNAL_ERROR_DONE,
    FaultKind.INTERNAL_ERROR_UNDONE,
    FaultKind.SLOW,
    FaultKind.HRESULT,
)
_HRESULTS = sorted(number for number in FAULTS if number)


@dataclass
class Desk:
    """The order desk: it saves, changes, un-ships and deletes."""

    world: World
    chance: random.Random
    ship_docs: list[DocumentRef] = field(default_factory=list)
    payments: list[DocumentRef] = field(default_factory=list)
    number: int = 0

    def save_new(self) -> None:
        self.number += 1
        shipped = self.chance.random() < 0.9
        noted = self.chance.random() < 0.9
        self.ship_docs.append(self.world.save(self._content(f"S{self.number}", shipped=shipped), noted=noted))

    def save_again(self, *, newest: bool = False) -> None:
        kept = [ref for ref in self.ship_docs if ref in self.world.books.kept]
        if kept:
            ref = kept[-1] if newest else self.chance.choice(kept)
            memo = self.chance.choice(["", "", f"desk {self.chance.randint(1, 99)}"])
            self.world.save(self._content(ref.key, shipped=True, memo=memo))

    def delete(self) -> None:
        kept = [ref for ref in self.ship_docs if ref in self.world.books.kept]
        if kept:
            self.world.delete(self.chance.choice(kept))

    def take_payment(self) -> None:
        docs = [doc for ref in self.ship_docs if isinstance(doc := self.world.books.kept.get(ref), ShipDoc)]
        if not docs:
            return
        doc = self.chance.choice(docs)
        self.number += 1
        amount = str(self.chance.choice([Decimal(5), doc.total]))
        customer = doc.customer.key if doc.customer else "C1"
        self.payments.append(self.world.save(a_payment(f"P{self.number}", amount, doc.ref.key, customer=customer)))

    def _content(self, key: str, **more: Any) -> ShipDoc:
        lines = [
            a_line(f"I{self.chance.randint(1, ITEMS)}", str(self.chance.randint(1, 9)), "12.34", key=str(number))
            for number in range(1, self.chance.randint(2, 4))
        ]
        known = self.world.books.kept.get(a_ship_doc(key).ref)
        customer = f"C{self.chance.randint(1, CUSTOMERS)}"
        if isinstance(known, ShipDoc) and known.customer is not None:
            customer = known.customer.key
        return a_ship_doc(key, *lines, customer=customer, **more)


@dataclass
class Edit:
    """What the bookkeeper wrote into the memo of a transaction, and which era of the company file that was in."""

    txn_id: str
    memo: str
    era: int


@dataclass
class Keeper:
    """The bookkeeper in QuickBooks' own windows. `era` counts the restores: a restore undoes what came before."""

    world: World
    chance: random.Random
    edits: list[Edit] = field(default_factory=list)
    removed: set[str] = field(default_factory=set)
    era: int = 0

    def edit(self, *, newest: bool = False) -> None:
        invoices = self.world.invoices()
        if invoices:
            invoice = invoices[-1] if newest else self.chance.choice(invoices)
            memo = f"{invoice.memo} / keeper {len(self.edits)}"
            self.world.file.bookkeeper.edit_transaction(invoice.id, memo=memo)
            self.edits.append(Edit(invoice.id, memo, self.era))

    def void(self) -> None:
        self._remove(self.world.file.bookkeeper.void)

    def delete(self) -> None:
        self._remove(self.world.file.bookkeeper.delete)

    def _remove(self, how: object) -> None:
        unpaid = [invoice for invoice in self.world.invoices() if invoice.open == invoice.total]
        if unpaid:
            invoice = self.chance.choice(unpaid)
            how(invoice.id)  # type: ignore[operator]
            self.removed.add((invoice.external_guid or "").strip("{}").lower())


@dataclass
class Runner:
    """A process that runs the plugin. It can be dropped at any moment; what it sent may still arrive. `elsewhere`: its
    answer comes from another company file; `finished`: how its last run ended; `careful`: no accident befalls it."""

    world: World
    chance: random.Random
    session: Session | None = None
    outgoing: Outgoing | None = None
    answer: bytes | None = None
    elsewhere: bool = False
    finished: Finished | None = None
    careful: bool = False
    fired: Counter[str] = field(default_factory=Counter)

    def go_on(self) -> Outgoing | None:
        """The next thing that this process does. What it lets leave is returned, so that it may arrive again."""
        if self.session is None:
            self._begin()
        elif self.answer is not None:
            self._receive()
        elif self.outgoing is not None:
            return self._send()
        else:
            self._next(self.session)
        return None

    def crash(self) -> Outgoing | None:
        """The process dies. The lease stays until it runs out; the set on its way may still be delivered."""
        left, self.outgoing, self.answer, self.session = self.outgoing, None, None, None
        return left

    def _begin(self) -> None:
        try:
            self.session = self.world.begin(f"runner {self.chance.random()}")
        except AssertionError:
            self.session = None  # somebody else holds the lease

    def _next(self, session: Session) -> None:
        try:
            step = session.next()
        except LeaseLost:
            self.session = None
            return
        if isinstance(step, Finished):
            self.world.end(session)
            self.session, self.finished = None, step
        else:
            self.outgoing = step
            self.world.clock.sleep(step.wait)

    def _send(self) -> Outgoing | None:
        sent = self.outgoing
        assert sent is not None
        assert self.session is not None
        plan = self._accidents(sent.content)
        try:
            self.answer = self.world.deliver(sent.content, plan)
        except RequestProcessorError as error:
            self.outgoing = None
            self.session.fail(ProcessorFault("no answer", error.message, hresult=error.hresult))
        self.fired.update(fired.fault.kind.value for fired in plan.fired)
        return sent

    def _accidents(self, content: bytes) -> FaultPlan:
        """What happens to a set on its way; to one that writes, more often, and mostly to its first document."""
        writes = b"newMessageSetID" in content
        if self.careful or self.chance.random() < (0.5 if writes else 0.85):
            return FaultPlan()
        kind = self.chance.choice(_IN_THE_SET)
        hresult = self.chance.choice(_HRESULTS) if kind is FaultKind.HRESULT else ""
        request = self.chance.choice((1, 1, 1, 2, None)) if writes else None
        return FaultPlan([Fault(kind, request=request, seconds=self.chance.uniform(1, 90), hresult=hresult)])

    def _receive(self) -> None:
        answer, sent = self.answer, self.outgoing
        assert answer is not None
        assert sent is not None
        assert self.session is not None
        self.answer = self.outgoing = None
        if not self.careful and self.chance.random() < 0.05:
            self.session.fail(ProcessorFault("the answer was lost on its way"))
            return
        self.session.receive(sent.set_id, BytesIO(answer))
        if not self.careful and self.chance.random() < 0.1:
            self.session.receive(sent.set_id, BytesIO(answer))
