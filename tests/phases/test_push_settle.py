"""Settling a pushed set: the fence first, then each reply by its code; what may not be sent is never taken for sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from allorders_quickbooks import effects
from allorders_quickbooks.effects import Effect, Settled
from allorders_quickbooks.message_sets import MessageSet, Request
from allorders_quickbooks.phases import push_settle
from allorders_quickbooks.phases.backoff import ATTEMPTS
from allorders_quickbooks.phases.push_settle import Known
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import Action, Binding, DocumentRow, RowState, SetState

from tests.answers import (
    FACTS,
    INVOICE,
    NOW,
    a_binding,
    a_request,
    a_set,
    an_add,
    an_answer,
    invoice_ret,
    moved,
    no_fence,
    rs,
    seen,
)
from tests.rows import a_row
from tests.world import a_ref

ADD = a_set(an_add())
MOD = a_set(a_request(Action.MOD, revision=2))
REMOVALS = [a_set(a_request(action, revision=3)) for action in (Action.VOID, Action.DELETE)]
PAYMENT = a_ref("so_payment", "P1")


def _settle(
    answered: MessageSet, *responses: str, row: DocumentRow | None = None, binding: Binding | None = None
) -> Settled:
    row = row or a_row(INVOICE, state=RowState.IN_FLIGHT)
    known = Known(
        facts=FACTS,
        rows={row.ref: row},
        bindings={binding.ref: binding} if binding else {},
        earlier={},
        sent={},
        now=NOW,
        jitter=0.0,
    )
    return push_settle.settle(answered, an_answer(*responses), known)


def _what(settled: Settled) -> Sequence[Effect]:
    assert settled.set_state == SetState.ANSWERED
    return [effect for effect in settled.effects if not isinstance(effect, effects.Facts)]


def _reply(code: int, answered: MessageSet = ADD, message: str = "no", ret: str = "", **more: Any) -> Sequence[Effect]:
    """What follows for the one document of a set whose request was answered with that code."""
    return _what(_settle(answered, moved(), rs("Invoice", "1", ret, code=code, message=message), **more))


# --- the fence -----------------------------------------------------------------------------------------------------


def test_a_set_in_another_file_stays_open_and_the_run_ends() -> None:
    settled = _settle(ADD, rs("OtherNameMod", "0", code=3120), rs("Invoice", "1", code=3231))
    assert (settled.set_state, settled.effects, settled.reason) == (SetState.SENT, (), Reason.CONFIGURATION)
    assert settled.end_run is not None


def test_a_question_in_another_file_is_closed_and_the_run_ends() -> None:
    settled = _settle(a_set(write=False), no_fence())
    assert (settled.set_state, settled.effects, settled.reason) == (SetState.CLOSED, (), Reason.CONFIGURATION)
    assert _settle(a_set(write=False)).end_run is not None


def test_a_stale_fence_leaves_the_set_in_doubt_and_the_run_looks() -> None:
    settled = _settle(ADD, moved("120", code=3200), rs("Invoice", "1", code=3231))
    assert settled == Settled(SetState.DOUBTFUL)


def test_a_set_of_which_quickbooks_itself_knows_nothing_is_in_doubt_until_the_next_run() -> None:
    for responses in ((), (rs("OtherNameMod", "0", code=1000),), (moved(""),)):
        settled = _settle(ADD, *responses)
        assert (settled.set_state, settled.effects, settled.reason) == (SetState.DOUBTFUL, (), Reason.UNKNOWN)
        assert settled.end_run is not None


def test_a_replay_that_holds_ids_alone_is_looked_into() -> None:
    ids = "<ErrorRecovery><TxnID>1A-1</TxnID></ErrorRecovery>"
    settled = _settle(ADD, moved(), rs("InvoiceAdd", "1", ids))
    assert settled == Settled(SetState.DOUBTFUL)


def test_a_refused_fence_refuses_every_document_alike_and_moves_nothing() -> None:
    settled = _settle(ADD, rs("OtherNameMod", "0", code=3175), rs("Invoice", "1", code=3231))
    retry, facts = settled.effects
    assert isinstance(retry, effects.RetryAt)
    assert (retry.reason, retry.attempts) == (Reason.BUSY, 1)
    assert isinstance(facts, effects.Facts)
    assert "fence_edit" not in facts.values


def test_the_new_value_of_the_fence_and_the_clocks_are_remembered() -> None:
    settled = _settle(ADD, moved("110"), rs("InvoiceAdd", "1", invoice_ret(edit="112")))
    (facts,) = [effect for effect in settled.effects if isinstance(effect, effects.Facts)]
    assert facts.values == {
        "fence_edit": "110",
        "fence_reported": NOW,
        "clock_seen": "112",
        "wall_seen": "2026-03-02T07:10:00",
    }


def test_a_reading_set_moves_no_fence() -> None:
    (facts,) = _settle(a_set(write=False), seen("100")).effects
    assert isinstance(facts, effects.Facts)
    assert set(facts.values) == {"clock_seen", "wall_seen"}


# --- each document -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [0, 530, 570])
def test_what_was_written_is_bound_as_it_was_answered(code: int) -> None:
    bind, done = _reply(code, ret=invoice_ret("1A-7", "112", RefNumber="1007"))
    assert isinstance(bind, effects.Bind)
    bound = bind.binding
    assert (bound.qb_id, bound.edit_sequence, bound.number, bound.version) == ("1A-7", "112", "1007", 1)
    assert (bound.total, bound.lines) == (Decimal("36.00"), ("1A-7L",))
    assert done == effects.Done(INVOICE, 1)


def test_a_mod_keeps_what_payments_have_paid() -> None:
    bind, done = _reply(0, MOD, ret=invoice_ret(), binding=a_binding(applied={"P1": Decimal(5)}))
    assert isinstance(bind, effects.Bind)
    assert (bind.binding.applied, bind.binding.version) == ({"P1": Decimal(5)}, 2)
    assert done == effects.Done(INVOICE, 2)


def test_a_total_that_is_not_ours_is_noted() -> None:
    *_, note = _reply(0, a_set(an_add(expects=Decimal("36.01"))), ret=invoice_ret())
    assert note == effects.Note("total differs", INVOICE, "here 36.01, in QuickBooks 36.00")
    assert len(_reply(0, a_set(an_add(expects=Decimal("36.00"))), ret=invoice_ret())) == 2


def test_done_without_an_object_is_looked_at_before_it_is_believed() -> None:
    assert _reply(0) == [effects.Again(INVOICE, look_first=True)]
    assert _reply(0, MOD, binding=a_binding()) == [effects.Again(INVOICE)]


def test_a_document_that_got_no_reply_is_looked_for() -> None:
    assert _what(_settle(ADD, moved())) == [effects.Again(INVOICE, look_first=True)]
    assert _what(_settle(MOD, moved())) == [effects.Again(INVOICE)]


def test_what_quickbooks_did_not_come_to_goes_again_at_once() -> None:
    assert _reply(3231) == [effects.Again(INVOICE)]


def test_what_is_in_use_is_tried_again_ever_more_patiently_and_not_for_ever() -> None:
    waits = []
    for attempts in (0, 3):
        (retry,) = _reply(3175, row=a_row(INVOICE, attempts=attempts))
        assert isinstance(retry, effects.RetryAt)
        assert retry.attempts == attempts + 1
        waits.append(retry.not_before - NOW)
    assert timedelta(0) < waits[0] < waits[1]
    said = "It is open in a QuickBooks window. QuickBooks says: no"
    assert _reply(3175, row=a_row(INVOICE, attempts=ATTEMPTS - 1)) == [effects.Review(INVOICE, Reason.EXCEEDED, said)]


def test_the_text_decides_where_the_code_does_not() -> None:
    (retry,) = _reply(3180, message="The list has been modified by another user.")
    assert isinstance(retry, effects.RetryAt)
    (held,) = _reply(3180, message="Something else.")
    assert held == effects.Held(
        INVOICE, Reason.REJECTED, "QuickBooks could not save it. QuickBooks says: Something else."
    )


@pytest.mark.parametrize("code", [1000, 1020, -1])
def test_an_add_of_unknown_fate_is_looked_for_and_not_for_ever(code: int) -> None:
    assert _reply(code) == [effects.Again(INVOICE, look_first=True, attempts=1)]
    assert _reply(code, MOD, binding=a_binding()) == [effects.Again(INVOICE, attempts=1)]
    asked_often = a_row(INVOICE, attempts=ATTEMPTS - 1)
    assert _reply(code, row=asked_often) == [effects.Review(INVOICE, Reason.UNKNOWN, "QuickBooks says: no")]


def test_a_stale_document_is_taken_from_the_answer_once_and_is_a_conflict_the_second_time() -> None:
    again, note, fresh = _reply(3200, MOD, ret=invoice_ret(edit="99", Memo="theirs"), binding=a_binding())
    assert again == effects.Again(INVOICE, attempts=1)
    assert isinstance(note, effects.Note)
    assert isinstance(fresh, effects.Fresh)
    assert fresh.read is not None
    assert (fresh.read.edit_sequence, fresh.read.seen["Memo"], fresh.read.settled) == ("99", "theirs", True)
    conflict = effects.Review(INVOICE, Reason.CONFLICT, "QuickBooks says: no")
    assert _reply(3200, MOD, row=a_row(INVOICE, attempts=1)) == [conflict]


def test_a_stale_document_of_this_very_second_is_read_once_more() -> None:
    *_, fresh = _reply(3200, MOD, ret=invoice_ret(edit="100"), binding=a_binding())
    assert isinstance(fresh, effects.Fresh)
    assert fresh.read is not None
    assert not fresh.read.settled


def test_a_name_that_exists_may_be_our_own_and_is_a_conflict_when_it_is_not() -> None:
    assert _reply(3100) == [effects.Again(INVOICE, look_first=True, attempts=1)]
    assert _reply(3100, row=a_row(INVOICE, attempts=1)) == [
        effects.Held(INVOICE, Reason.NAME_CONFLICT, "QuickBooks says: no")
    ]


@pytest.mark.parametrize("removal", REMOVALS)
@pytest.mark.parametrize("code", [0, 3120])
def test_what_was_removed_or_was_gone_already_is_unbound(removal: MessageSet, code: int) -> None:
    assert _reply(code, removal, binding=a_binding()) == [effects.Unbind(INVOICE), effects.Done(INVOICE, 3)]


@pytest.mark.parametrize("removal", REMOVALS)
@pytest.mark.parametrize("code", [3161, 3121])
def test_what_quickbooks_will_not_remove_stays_bound_and_is_held(removal: MessageSet, code: int) -> None:
    (held,) = _reply(code, removal, binding=a_binding())
    assert isinstance(held, effects.Held)


def test_a_mod_of_what_may_be_gone_is_held_and_the_object_looked_at() -> None:
    suspect, held = _reply(3120, MOD, binding=a_binding())
    assert suspect == effects.Suspect(INVOICE, True)
    assert isinstance(held, effects.Held)


@pytest.mark.parametrize(
    ("code", "reason", "meant"),
    [
        (3171, Reason.CLOSED_PERIOD, "It lies in a closed period and cannot be changed."),
        (3260, Reason.NOT_PERMITTED, "The QuickBooks user lacks the permission for it."),
        (3140, Reason.CONFIGURATION, "It names something that is not in QuickBooks."),
        (3070, Reason.INVALID_FIELD, "A text is longer than QuickBooks accepts."),
        (1030, Reason.NOT_IN_EDITION, "This QuickBooks does not know that kind of document."),
    ],
)
def test_a_refusal_holds_the_document_and_says_what_the_number_means(code: int, reason: Reason, meant: str) -> None:
    assert _reply(code) == [effects.Held(INVOICE, reason, f"{meant} QuickBooks says: no")]


def test_a_refusal_that_means_no_more_than_its_reason_says_it_once() -> None:
    assert _reply(3999) == [effects.Held(INVOICE, Reason.REJECTED, "QuickBooks says: no")]


def test_one_refused_document_is_not_its_neighbours_fault() -> None:
    other = a_ref("ship_doc", "S2")
    both = a_set(an_add(), an_add(id="2", ref=other))
    held, again = _what(_settle(both, moved(), rs("X", "1", code=3260), rs("X", "2", code=3231)))
    assert isinstance(held, effects.Held)
    assert again == effects.Again(other)


def test_what_a_payment_pays_is_kept_with_each_of_our_invoices() -> None:
    request = Request("1", Action.ADD, "ReceivePayment", PAYMENT, 1, targets={"1A-1": "ship_doc S1"})
    paid = "<AppliedToTxnRet><TxnID>{}</TxnID><Amount>20.00</Amount></AppliedToTxnRet>"
    ret = (
        f"<ReceivePaymentRet><TxnID>1B-1</TxnID><EditSequence>112</EditSequence><TotalAmount>40.00</TotalAmount>"
        f"{paid.format('1A-1')}{paid.format('not ours')}</ReceivePaymentRet>"
    )
    row = a_row(PAYMENT)
    bind, _, applied = _what(_settle(a_set(request), moved(), rs("ReceivePaymentAdd", "1", ret), row=row))
    assert isinstance(bind, effects.Bind)
    assert bind.binding.total == Decimal("40.00")
    assert applied == effects.Applied(INVOICE, "P1", "20.00")


def test_what_rode_along_is_settled_with_the_clock_that_the_fence_has_shown() -> None:
    reads = a_set(
        an_add(id="1", ref=a_ref("ship_doc", "S2")),
        Request("read Invoice", Action.QUERY, "Invoice"),
        a_request(Action.READ, id="", targets={"id": "1A-1"}),
    )
    settled = _settle(
        reads,
        moved("110"),
        rs("InvoiceAdd", "1", invoice_ret("1A-2", "110")),
        rs("InvoiceQuery", "read Invoice", invoice_ret(edit="109")),
        binding=a_binding(),
    )
    (fresh,) = [effect for effect in settled.effects if isinstance(effect, effects.Fresh)]
    assert fresh.read is not None
    assert fresh.read.settled
