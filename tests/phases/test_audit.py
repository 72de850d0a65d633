"""The audit: whatever happened to our objects in QuickBooks is judged by the whole object alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from allorders_quickbooks import effects
from allorders_quickbooks.effects import Effect
from allorders_quickbooks.exchange.batch import Phase
from allorders_quickbooks.phases import audit, merge
from allorders_quickbooks.phases.binding import UNKNOWN
from allorders_quickbooks.phases.lookup import Said
from allorders_quickbooks.qbxml import objects
from allorders_quickbooks.qbxml.reader import AnswerReader
from allorders_quickbooks.qbxml.replies import Ret
from allorders_quickbooks.qbxml.writer import message_text
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import Binding, DocumentRow, Look, RowState, SetState

from tests.answers import (
    FACTS,
    INVOICE,
    a_binding,
    an_add,
    an_answer,
    invoice_ret,
    no_fence,
    rs,
    seen,
    text,
)
from tests.rows import a_row
from tests.world import a_ref

VOIDED = invoice_ret(total="0.00", Memo="VOID: x")


def _ret(text_of_it: str) -> Ret:
    (reply,) = AnswerReader(BytesIO(text(rs("X", "1", text_of_it))))
    assert reply.ret is not None
    return reply.ret


def _bound(ret: str = invoice_ret(), **more: Any) -> Binding:
    """A binding that knows the object as it stands there."""
    return a_binding(seen=objects.contents(_ret(ret)), **more)


def _judge(binding: Binding, *found: str, row: DocumentRow | None = None) -> Sequence[Effect]:
    answer = an_answer(seen(), rs("InvoiceQuery", "ids Invoice", *found))
    return audit.settle_details(answer, FACTS, [binding], {row.ref: row} if row else {}).effects


def test_suspects_are_read_whole_by_id_together_with_their_twins() -> None:
    batch = audit.plan_details([a_binding(twin="1A-9")], Phase.VERIFY)
    assert batch is not None
    (question,) = [message_text(each.message, each.request.id, "13.0") for each in batch.planned]
    assert "<TxnID>1A-1</TxnID><TxnID>1A-9</TxnID><IncludeLineItems>true" in question
    assert [request.ref for request in batch.asked] == [INVOICE]
    assert audit.plan_details([], Phase.AUDIT) is None


def test_what_is_gone_or_voided_comes_before_a_person_and_is_no_suspect_any_more() -> None:
    assert _judge(_bound()) == (effects.Suspect(INVOICE, False), effects.Review(INVOICE, Reason.GONE, "Invoice 1A-1"))
    cleared, review = _judge(_bound(number="1007"), VOIDED)
    assert cleared == effects.Suspect(INVOICE, False)
    assert review == effects.Review(INVOICE, Reason.VOIDED, "Invoice 1007")


def test_what_was_only_touched_is_bound_as_it_was_under_its_new_edit_sequence() -> None:
    (bind,) = _judge(_bound(twin="1A-9"), invoice_ret(edit="107", BalanceRemaining="1.00"))
    assert isinstance(bind, effects.Bind)
    assert bind.binding == _bound(edit_sequence="107", look=Look(Decimal(1)))


def test_what_was_edited_is_flagged_once_and_keeps_what_we_wrote() -> None:
    bind, note = _judge(_bound(), invoice_ret(edit="107", Memo="theirs", RefNumber="77"))
    assert isinstance(bind, effects.Bind)
    look = bind.binding.look
    assert look is not None and look.contents["Memo"] == "theirs"
    assert bind.binding == _bound(flag="edited", number="77", look=look)
    assert isinstance(note, effects.Note)
    assert (note.what, note.detail) == ("edited there", "Memo, RefNumber")
    again, looked = _judge(bind.binding, invoice_ret(edit="108", Memo="theirs again"))
    assert again == effects.Suspect(INVOICE, False)
    assert isinstance(looked, effects.Looked) and looked.look.contents["Memo"] == "theirs again"


def test_what_somebody_wants_written_over_is_not_asked_about_again_before_it_has_gone() -> None:
    wanted, looked = _judge(_bound(flag=merge.OURS), invoice_ret(edit="107", Memo="theirs"))
    assert wanted == effects.Suspect(INVOICE, False)
    assert isinstance(looked, effects.Looked) and looked.look.contents["Memo"] == "theirs"


def test_an_older_version_is_bound_as_it_is_and_the_newest_goes_again() -> None:
    bind, note, again = _judge(_bound(), invoice_ret(edit="99", Memo="old"), row=a_row(done=1, state=RowState.IDLE))
    assert isinstance(bind, effects.Bind)
    assert (bind.binding.edit_sequence, bind.binding.version, bind.binding.base) == ("99", 0, {})
    assert isinstance(note, effects.Note)
    assert again == effects.Again(INVOICE, reopened=True)


def test_two_live_objects_of_one_guid_are_for_a_person() -> None:
    cleared, review = _judge(_bound(twin="1A-9"), invoice_ret(), invoice_ret("1A-9"))
    assert cleared == effects.Suspect(INVOICE, False)
    assert review == effects.Review(INVOICE, Reason.AMBIGUOUS, "QuickBooks ids 1A-1 and 1A-9")


@pytest.mark.parametrize("ours", [(), (VOIDED,)])
def test_the_one_that_lives_is_the_one_that_counts(ours: tuple[str, ...]) -> None:
    row = a_row(state=RowState.IDLE, done=1)
    bind, _, again = _judge(_bound(twin="1A-9"), *ours, invoice_ret("1A-9", "103"), row=row)
    assert isinstance(bind, effects.Bind)
    assert (bind.binding.qb_id, bind.binding.edit_sequence, bind.binding.twin) == ("1A-9", "103", "")
    assert again == effects.Again(INVOICE, reopened=True)


def test_what_somebody_edited_in_a_twin_is_theirs_and_the_rest_is_as_our_add_said_it() -> None:
    memo, other = (Said(an_add(revision=n), _said(said)) for n, said in ((1, "older"), (2, "newer")))
    edited = invoice_ret("1A-9", Memo="theirs")
    answer = an_answer(seen(), rs("InvoiceQuery", "ids Invoice", edited))
    settled = audit.settle_details(answer, FACTS, [_bound(twin="1A-9")], {}, (), {INVOICE: [other, memo]})
    (bind, _note) = settled.effects
    assert isinstance(bind, effects.Bind)
    assert (bind.binding.qb_id, bind.binding.version, bind.binding.seen["Memo"]) == ("1A-9", 0, UNKNOWN)


def _said(memo: str) -> Ret:
    return objects.sent(text(rs("InvoiceAdd", "1", f"<InvoiceAdd><Memo>{memo}</Memo></InvoiceAdd>")))["1"]


def test_no_more_suspects_are_read_at_once_than_an_answer_should_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "LINES_A_SET", 4)
    suspects = [a_binding(ref=a_ref("ship_doc", key), qb_id=key, lines=("1", "2", "3")) for key in ("S1", "S2")]
    batch = audit.plan_details(suspects, Phase.AUDIT)
    assert batch is not None
    assert [request.targets for request in batch.asked] == [{"id": "S1"}]
    monkeypatch.setattr(audit, "LINES_A_SET", 2)
    assert audit.plan_details(suspects, Phase.AUDIT) == batch


@pytest.mark.parametrize(
    "twin", [invoice_ret("1A-9", total="0.00", Memo="VOID: x"), invoice_ret("1A-9", guid="another")]
)
def test_a_twin_that_is_voided_or_carries_another_guid_by_now_is_none(twin: str) -> None:
    (bind,) = _judge(_bound(twin="1A-9"), invoice_ret(), twin)
    assert isinstance(bind, effects.Bind)
    assert (bind.binding.qb_id, bind.binding.twin) == ("1A-1", "")


@pytest.mark.parametrize(
    ("reason", "reopened"), [(Reason.GONE, True), (Reason.VOIDED, True), (Reason.CONFLICT, False), (None, False)]
)
def test_what_a_person_has_to_decide_is_not_reopened_unless_it_is_this_very_question(
    reason: Reason | None, reopened: bool
) -> None:
    state = RowState.REVIEW if reason else RowState.IN_FLIGHT
    found = _judge(_bound(), invoice_ret(edit="99", Memo="old"), row=a_row(state=state, reason=reason))
    assert any(isinstance(effect, effects.Again) for effect in found) is reopened


def test_each_suspect_is_judged_by_its_own_object() -> None:
    other = replace(_bound(), ref=a_row().ref.model_copy(update={"key": "S2"}), qb_id="1A-2", guid="x")
    answer = an_answer(seen(), rs("InvoiceQuery", "ids Invoice", invoice_ret("1A-2", guid="x")))
    found = audit.settle_details(answer, FACTS, [_bound(), other], {}).effects
    assert [effect.ref for effect in found if isinstance(effect, effects.Review)] == [INVOICE]


def test_in_another_file_no_suspect_is_judged() -> None:
    settled = audit.settle_details(an_answer(no_fence()), FACTS, [_bound()], {})
    assert (settled.set_state, settled.effects, settled.reason) == (SetState.CLOSED, (), Reason.CONFIGURATION)
