"""Making transactions drift apart, by a seed, in every way there is; what must be said of each, and what must come of
what a person decides about it."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from allorders_hooks.documents import DocumentRef, Receiver, SalesOrderPayment, ShipDoc
from allorders_quickbooks.operations import drift
from allorders_quickbooks.phases.audit import EDITED, LINK_LOST
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.simulator import TransactionView
from allorders_quickbooks.terms import RowState

from tests.reconcile import linked
from tests.reconcile.planting import change_there
from tests.taking import a_taking_world
from tests.world import COMPANY, World, a_customer, a_line, a_payment, a_ship_doc, an_item

BY_HAND = "by hand"
_MANY, _ORDERS = 8, 2
_TYPES = {"ship_doc": "Invoice", "receiver": "Bill", "so_payment": "ReceivePayment"}
_GONE, _VOIDED = Reason.GONE.code, Reason.VOIDED.code


@dataclass
class Drifting:
    """Invoices, payments, and what was made of orders, on both sides, and what a seed does to those in QuickBooks.
    `expected` is what must be said of which of them; of no other anything may be said."""

    world: World
    random: random.Random
    unpaid: list[DocumentRef]
    payments: list[tuple[DocumentRef, DocumentRef]]
    linked: list[DocumentRef]
    expected: dict[DocumentRef, str] = field(default_factory=dict)

    def invoice(self) -> DocumentRef:
        return self.unpaid.pop(self.random.randrange(len(self.unpaid)))

    def payment(self) -> tuple[DocumentRef, DocumentRef]:
        """One that nobody has touched, and the invoice that it pays."""
        return self.payments.pop(self.random.randrange(len(self.payments)))

    def of_an_order(self) -> DocumentRef:
        """An invoice or a bill that is linked to its order."""
        return self.linked.pop(self.random.randrange(len(self.linked)))

    def there(self, ref: DocumentRef) -> TransactionView | None:
        binding = self.world.binding(ref)
        found = self.world.file.transactions(_TYPES[ref.kind])
        return next((txn for txn in found if binding is not None and txn.id == binding.qb_id), None)

    def view(self, ref: DocumentRef) -> TransactionView:
        txn = self.there(ref)
        assert txn is not None
        return txn

    def txn(self, ref: DocumentRef) -> str:
        return self.view(ref).id


def drifted(path: Path, seed: int, *, url: str = "") -> Drifting:
    """Both sides agree; then some of the ways in which they come apart, in any order."""
    chance = random.Random(seed)
    world, _ = a_taking_world(path, seed=seed, url=url)
    world.save(a_customer())
    world.save(an_item())
    unpaid = [world.save(a_ship_doc(f"S{n}", a_line(quantity=str(n + 1)))) for n in range(_MANY)]
    paid = []
    for n in range(_MANY):
        invoice = world.save(a_ship_doc(f"T{n}"))
        paid.append((world.save(a_payment(f"P{n}", "36.00", f"T{n}")), invoice))
    linked.let_orders_go(world)
    of_orders = [make(world, n) for n in range(_ORDERS) for make in (linked.sold, linked.bought)]
    world.settle()
    world.clock.sleep(60)
    drifting = Drifting(world, chance, unpaid, paid, of_orders)
    for way in chance.sample(WAYS, k=chance.randint(1, len(WAYS))):
        way(drifting)
        world.clock.sleep(chance.randint(2, 90))
    return drifting


def mistakes(path: Path, seed: int, *, url: str = "") -> list[str]:
    """What is said wrongly of that seed's documents, or comes wrongly of a decision about them: a sentence each."""
    drifting = drifted(path, seed, url=url)
    world = drifting.world
    _run(world, 1)
    untouched = [*drifting.unpaid, *drifting.linked, *(ref for pair in drifting.payments for ref in pair)]
    everything = [*drifting.expected, *untouched]
    said = {ref: _said(world, ref) for ref in everything if _said(world, ref)}
    wrong = [] if said == drifting.expected else [f"said {said}, must be {drifting.expected}"]
    decided = {ref: _decide(drifting, ref) for ref in said}
    _run(world, 3)
    for ref, (action, before) in decided.items():
        if not _CAME[action](drifting, ref, before):
            wrong.append(f"{ref}, {said[ref]}: {action} did not come to what it says")
    open_ones = [ref for ref in everything if world.row(ref).state is not RowState.IDLE]
    wrong += [f"{ref} is {world.row(ref).state}" for ref in open_ones]
    before_again = _edits(world)
    _run(world, 1)
    if _edits(world) != before_again:
        wrong.append("a second run changes something")
    return [f"documents of seed {seed}: {each}" for each in wrong]


def _run(world: World, times: int) -> None:
    for _ in range(times):
        world.clock.sleep(60)
        world.run()


def _said(world: World, ref: DocumentRef) -> str:
    row, binding = world.row(ref), world.binding(ref)
    if row.state is RowState.REVIEW and row.reason is not None:
        return row.reason.code
    return binding.flag if binding is not None else ""


def _edits(world: World) -> dict[str, str]:
    return {txn.id: txn.edit_sequence for txn in world.file.transactions()}


# --- what is decided, and what must come of it --------------------------------------------------------------------


def _decide(drifting: Drifting, ref: DocumentRef) -> tuple[str, TransactionView | None]:
    """One of the verbs that are offered, by chance; and what was there before it."""
    world = drifting.world
    offered = [action for action, _ in drift.offered(world.row(ref), world.binding(ref))]
    if drifting.expected[ref] == LINK_LOST and ref.kind == "so_payment":
        # The old payment would go on paying a part of the invoice, and the new one be held.
        offered.remove(drift.UNLINK)
    action = drifting.random.choice(offered)
    before = drifting.there(ref)
    result = drift.do(world.ports, COMPANY, action, [ref], "anna")
    assert result is not None and result.done, (ref, action)
    return action, before


def _is_untouched(drifting: Drifting, ref: DocumentRef, before: TransactionView | None) -> bool:
    return drifting.there(ref) == before


def _is_accepted(drifting: Drifting, ref: DocumentRef, before: TransactionView | None) -> bool:
    return _is_untouched(drifting, ref, before) and not _said(drifting.world, ref)


def _is_ours_again(drifting: Drifting, ref: DocumentRef, before: TransactionView | None) -> bool:
    after, ours = drifting.there(ref), drifting.world.books.kept[ref]
    if after is None or before is None or after.id != before.id or _said(drifting.world, ref):
        return False
    if isinstance(ours, SalesOrderPayment):
        return sum(each.amount for each in after.applied) == ours.amount
    return isinstance(ours, ShipDoc | Receiver) and after.total == ours.total and after.memo != BY_HAND


def _is_a_new_one(drifting: Drifting, ref: DocumentRef, before: TransactionView | None) -> bool:
    after = drifting.there(ref)
    return after is not None and (before is None or after.id != before.id) and not _said(drifting.world, ref)


_CAME: Mapping[str, Callable[[Drifting, DocumentRef, TransactionView | None], bool]] = {
    drift.KEEP: _is_untouched,
    drift.ACCEPT: _is_accepted,
    drift.RESEND: _is_ours_again,
    drift.UNLINK: _is_a_new_one,
}


# --- the ways -----------------------------------------------------------------------------------------------------


def _edited(drifting: Drifting) -> None:
    ref = drifting.invoice()
    drifting.world.file.bookkeeper.edit_transaction(drifting.txn(ref), memo=BY_HAND)
    drifting.expected[ref] = EDITED


def _worth_more(drifting: Drifting) -> None:
    ref = drifting.invoice()
    change_there(drifting.world, ref, Decimal(drifting.random.randint(20, 30)))
    drifting.expected[ref] = EDITED


def _deleted(drifting: Drifting) -> None:
    ref = drifting.invoice()
    drifting.world.file.bookkeeper.delete(drifting.txn(ref))
    drifting.expected[ref] = _GONE


def _voided(drifting: Drifting) -> None:
    ref = drifting.invoice()
    drifting.world.file.bookkeeper.void(drifting.txn(ref))
    drifting.expected[ref] = _VOIDED


def _saved_unchanged(drifting: Drifting) -> None:
    """Nobody has to hear of that."""
    drifting.world.file.bookkeeper.edit_transaction(drifting.txn(drifting.invoice()))


def _payment_deleted(drifting: Drifting) -> None:
    payment, _ = drifting.payment()
    drifting.world.file.bookkeeper.delete(drifting.txn(payment))
    drifting.expected[payment] = _GONE


def _payment_lost_its_invoice(drifting: Drifting) -> None:
    payment, invoice = drifting.payment()
    apply_less_there(drifting.world, payment, invoice)
    drifting.expected[payment] = LINK_LOST


def _line_typed_anew(drifting: Drifting) -> None:
    """It says the same as before, and its order is open again."""
    ref = drifting.of_an_order()
    linked.retype_there(drifting.world, drifting.view(ref))
    drifting.expected[ref] = LINK_LOST


def _line_typed_anew_with_more(drifting: Drifting) -> None:
    ref = drifting.of_an_order()
    linked.retype_there(drifting.world, drifting.view(ref), drifting.random.randint(1, 9))
    drifting.expected[ref] = EDITED


def _line_of_no_order_typed_anew(drifting: Drifting) -> None:
    ref = drifting.invoice()
    linked.retype_there(drifting.world, drifting.view(ref))
    drifting.expected[ref] = EDITED


def _saved_unchanged_with_its_link(drifting: Drifting) -> None:
    drifting.world.file.bookkeeper.edit_transaction(drifting.txn(drifting.of_an_order()))


WAYS: tuple[Callable[[Drifting], None], ...] = (
    _edited,
    _worth_more,
    _deleted,
    _voided,
    _saved_unchanged,
    _payment_deleted,
    _payment_lost_its_invoice,
    _line_typed_anew,
    _line_typed_anew_with_more,
    _line_of_no_order_typed_anew,
    _saved_unchanged_with_its_link,
)


def apply_less_there(world: World, payment: DocumentRef, invoice: DocumentRef) -> None:
    """A person lets the payment pay only 1.00 of the invoice, in QuickBooks."""
    bound, paid = world.binding(payment), world.binding(invoice)
    assert bound is not None and paid is not None
    txn = next(txn for txn in world.file.transactions("ReceivePayment") if txn.id == bound.qb_id)
    content = (
        '<?xml version="1.0"?><?qbxml version="13.0"?><QBXML><QBXMLMsgsRq onError="stopOnError">'
        f'<ReceivePaymentModRq requestID="1"><ReceivePaymentMod><TxnID>{txn.id}</TxnID>'
        f"<EditSequence>{txn.edit_sequence}</EditSequence><AppliedToTxnMod><TxnID>{paid.qb_id}</TxnID>"
        "<PaymentAmount>1.00</PaymentAmount></AppliedToTxnMod></ReceivePaymentMod></ReceivePaymentModRq>"
        "</QBXMLMsgsRq></QBXML>"
    )
    world.clock.sleep(2)
    assert b'statusCode="0"' in world.deliver(content.encode())
