"""Planning what goes next: what is written, what has to be read first, and why the rest does not go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from allorders_hooks.documents import DocumentRef
from allorders_quickbooks import effects
from allorders_quickbooks.company import CompanySetup, UndoAs
from allorders_quickbooks.effects import Effect
from allorders_quickbooks.exchange.batch import Batch, Phase
from allorders_quickbooks.mapping.registry import guid
from allorders_quickbooks.phases import push
from allorders_quickbooks.phases.push import Plan
from allorders_quickbooks.phases.view import Source, View
from allorders_quickbooks.preferences import SyncPreferences
from allorders_quickbooks.qbxml.writer import message_text
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import Action, Binding, DocumentRow, FreshRead, RowState, Want

from tests.answers import FACTS, NOW, a_binding, an_add
from tests.rows import a_row
from tests.world import COMPANY, a_customer, a_line, a_payment, a_ref, a_ship_doc, an_item

INSTALLATION = "7e0c2a1e-3d0b-5a52-9c43-0d6f8f1b6a11"
NUMBERED = SyncPreferences(ship_doc_numbers=True)
S1, S2, S3 = (a_ref("ship_doc", key) for key in ("S1", "S2", "S3"))
CUSTOMER = a_binding(ref=a_customer().ref, qb_type="Customer", qb_id="80-C", guid="")
ITEM = a_binding(ref=an_item().ref, qb_type="ItemInventory", qb_id="80-I", guid="")
RECORDS = (CUSTOMER, ITEM)


def _view(*sources: Source, bound: tuple[Binding, ...] = RECORDS, **more: Any) -> View:
    """A view of these documents, each with a row that is due unless `rows` says otherwise."""
    values: dict[str, Any] = {
        "preferences": SyncPreferences(),
        "setup": CompanySetup(),
        "facts": FACTS,
        "now": NOW,
        "rows": tuple(a_row(source.ref) for source in sources),
        "names": {source.ref: source.name for source in sources if not hasattr(source, "number")},
        "size": 9,
        **more,
    }
    return View(
        company=COMPANY,
        installation=INSTALLATION,
        sources={source.ref: source for source in sources},
        bindings={binding.ref: binding for binding in bound},
        **values,
    )


def _plan(*sources: Source, **more: Any) -> Plan:
    return push.plan(_view(*sources, **more), Phase.PUSH)


def _batch(*sources: Source, **more: Any) -> Batch:
    plan = _plan(*sources, **more)
    assert plan.batch is not None
    return plan.batch


def _texts(batch: Batch) -> Mapping[str, str]:
    return {each.request.id: message_text(each.message, each.request.id, "13.0") for each in batch.planned}


def _written(batch: Batch) -> list[DocumentRef | None]:
    return [each.request.ref for each in batch.planned if each.request.action is not Action.QUERY]


def _sent(**more: Any) -> Binding:
    """What is bound of S1 after it was sent as `a_ship_doc()` is."""
    base = _batch(a_ship_doc()).planned[0].request.base
    return a_binding(base=base, seen={"Memo": "Ship doc 101"}, **more)


def _fresh(*, settled: bool = True, **seen: str) -> FreshRead:
    return FreshRead("111", {"Memo": "Ship doc 101", **seen}, ("1A-1L",), NOW, settled=settled)


# --- adds ----------------------------------------------------------------------------------------------------------


def test_a_document_goes_with_all_that_its_answer_needs() -> None:
    batch = _batch(a_ship_doc("S1", a_line(quantity="3", price="12.35")), rows=(a_row(S1, wanted=4, generation=2),))
    (each,) = batch.planned
    request = each.request
    assert (batch.write, request.id, request.action, request.qb_type) == (True, "1", Action.ADD, "Invoice")
    assert (request.ref, request.revision, request.generation) == (S1, 4, 2)
    assert (request.expects, request.number) == (Decimal("37.05"), "")
    assert request.guid == guid(INSTALLATION, S1, 2)
    assert request.base is not None
    assert request.base["CustomerRef"] == "80-C"
    assert request.guid in _texts(batch)["1"]


def test_nothing_to_do_is_no_batch() -> None:
    assert _plan() == Plan()


def test_documents_go_in_their_order_up_to_the_size_of_a_set() -> None:
    docs = [a_ship_doc(key) for key in ("S1", "S2", "S3")]
    batch = _batch(*docs, size=2)
    assert _written(batch) == [S1, S2]
    assert list(_texts(batch)) == ["1", "2"]


def test_a_set_carries_no_more_lines_than_its_answer_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push, "LINES_A_SET", 4)
    docs = [a_ship_doc(key, *[a_line(key=str(n)) for n in range(3)]) for key in ("S1", "S2")]
    assert _written(_batch(*docs)) == [S1]
    assert _written(_batch(docs[1])) == [S2]
    monkeypatch.setattr(push, "LINES_A_SET", 2)
    assert _written(_batch(*docs)) == [S1]


def test_what_the_policy_holds_says_why_and_its_neighbour_goes() -> None:
    plan = _plan(a_ship_doc("S1", shipped=False), a_ship_doc("S2"))
    assert plan.changes == [effects.Held(S1, Reason.NOT_READY)]
    assert plan.batch is not None
    assert _written(plan.batch) == [S2]


def test_what_cannot_be_mapped_says_which_field_and_its_neighbour_goes() -> None:
    plan = _plan(a_ship_doc("S1", memo="\N{PARTY POPPER}"), a_ship_doc("S2"))
    (held,) = plan.changes
    assert isinstance(held, effects.Held)
    assert held.reason is Reason.INVALID_FIELD
    assert "memo" in held.detail
    assert plan.batch is not None
    assert _written(plan.batch) == [S2]


def test_a_document_of_more_lines_than_an_answer_can_hold_is_held_and_its_neighbour_goes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(push, "LINES_A_DOCUMENT", 2)
    plan = _plan(a_ship_doc("S1", *[a_line(key=str(n)) for n in range(3)]), a_ship_doc("S2"))
    (held,) = plan.changes
    assert isinstance(held, effects.Held)
    assert "the number of lines is 3, and 2 can go over" in held.detail
    assert plan.batch is not None
    assert _written(plan.batch) == [S2]


def test_what_is_missing_is_asked_for_and_waited_for() -> None:
    plan = _plan(a_ship_doc(), bound=(ITEM,))
    assert plan.needed == [a_customer().ref]
    assert plan.changes == [effects.Waits(S1, a_customer().ref, "It waits for customer C1.")]
    assert plan.batch is None


def test_a_record_goes_under_the_name_that_it_takes() -> None:
    batch = _batch(a_customer(), bound=(), names={a_customer().ref: "Blauer See (C1)"})
    assert batch.planned[0].request.name == "Blauer See (C1)"
    assert "<Name>Blauer See (C1)</Name>" in _texts(batch)["1"]


# --- numbers -------------------------------------------------------------------------------------------------------


def test_a_number_is_looked_for_before_the_document_goes() -> None:
    batch = _batch(a_ship_doc("S1"), a_ship_doc("S2"), preferences=NUMBERED)
    assert not batch.write
    assert "<RefNumber>101</RefNumber><RefNumber>102</RefNumber>" in _texts(batch)["numbers Invoice"]
    assert [(asked.action, asked.ref, asked.number) for asked in batch.asked] == [
        (Action.CHECK, S1, "101"),
        (Action.CHECK, S2, "102"),
    ]


@pytest.mark.parametrize("row", [a_row(S1, checked_number="101"), a_row(S1, override=True)])
def test_a_number_that_is_free_or_a_persons_word_is_enough(row: DocumentRow) -> None:
    batch = _batch(a_ship_doc(), preferences=NUMBERED, rows=(row,))
    assert _written(batch) == [S1]
    assert batch.planned[0].request.number == "101"


def test_another_number_than_the_one_that_was_found_free_is_looked_for_again() -> None:
    batch = _batch(a_ship_doc(), preferences=NUMBERED, rows=(a_row(S1, checked_number="100"),))
    assert not batch.write


def test_nobody_is_warned_of_duplicates_who_does_not_want_to_be() -> None:
    silent = SyncPreferences(ship_doc_numbers=True, no_duplicate_warning=True)
    assert _written(_batch(a_ship_doc(), preferences=silent)) == [S1]


def test_questions_of_the_next_set_ride_behind_what_is_written_now() -> None:
    batch = _batch(
        a_ship_doc("S1"),
        a_ship_doc("S2"),
        preferences=NUMBERED,
        rows=(a_row(S1, checked_number="101"), a_row(S2)),
    )
    assert batch.write
    assert list(_texts(batch)) == ["1", "numbers Invoice"]


def test_the_number_of_a_document_that_waits_is_looked_for_meanwhile() -> None:
    batch = _batch(a_ship_doc(), preferences=NUMBERED, bound=(ITEM,))
    assert [asked.action for asked in batch.asked] == [Action.CHECK]


# --- doubts --------------------------------------------------------------------------------------------------------


def test_a_document_in_doubt_is_looked_for_before_anything_is_written() -> None:
    row = a_row(S1, look_first=True, look_from="2026-03-02T05:00:00")
    batch = _batch(a_ship_doc("S1"), a_ship_doc("S2"), rows=(row, a_row(S2)), doubts={S1: an_add(number="101")})
    assert not batch.write
    assert [(asked.action, asked.ref, asked.number) for asked in batch.asked] == [(Action.LOOK, S1, "101")]
    assert "2026-03-02T03:00:00" in _texts(batch)["since Invoice"]


def test_the_window_reaches_back_to_the_oldest_doubt() -> None:
    rows = (
        a_row(S1, look_first=True, look_from="2026-03-02T05:00:00"),
        a_row(S2, look_first=True, look_from="2026-03-01T05:00:00"),
    )
    doubts = {S1: an_add(), S2: an_add(ref=S2)}
    batch = _batch(a_ship_doc("S1"), a_ship_doc("S2"), rows=rows, doubts=doubts)
    assert "2026-03-01T03:00:00" in _texts(batch)["since Invoice"]


@pytest.mark.parametrize("source", [None, a_ship_doc(shipped=False)])
def test_a_doubt_is_looked_into_whatever_became_of_the_document_here(source: Source | None) -> None:
    row = a_row(S1, look_first=True, want=Want.PRESENT if source else Want.ABSENT)
    plan = _plan(*([source] if source else []), rows=(row,), doubts={S1: an_add()})
    assert plan.changes == []
    assert plan.batch is not None
    assert [asked.action for asked in plan.batch.asked] == [Action.LOOK]


def test_a_mark_without_an_add_is_nothing_to_look_for() -> None:
    assert _written(_batch(a_ship_doc(), rows=(a_row(S1, look_first=True),))) == [S1]


# --- changes -------------------------------------------------------------------------------------------------------


def _is_done(plan: Plan, ref: DocumentRef, version: int = 1) -> bool:
    found: list[Effect] = [effect for effect in plan.changes if not isinstance(effect, effects.Note)]
    return plan.batch is None and found == [effects.Done(ref, version)]


def test_a_save_that_changes_nothing_for_quickbooks_is_done() -> None:
    assert _is_done(_plan(a_ship_doc(), bound=(*RECORDS, _sent()), rows=(a_row(S1, wanted=3),)), S1, 3)


def test_a_changed_document_is_read_before_it_is_changed_there() -> None:
    batch = _batch(a_ship_doc("S1", a_line(quantity="5")), bound=(*RECORDS, _sent()))
    assert not batch.write
    assert batch.wait == 0
    assert "<TxnID>1A-1</TxnID><IncludeLineItems>true" in _texts(batch)["read Invoice"]
    assert [(asked.action, asked.ref, asked.targets) for asked in batch.asked] == [(Action.READ, S1, {"id": "1A-1"})]


def test_an_object_that_was_read_within_its_second_is_read_again_after_it() -> None:
    bound = _sent(fresh=_fresh(settled=False))
    changed = a_ship_doc("S1", a_line(quantity="5"))
    assert _batch(changed, bound=(*RECORDS, bound)).wait == pytest.approx(1.1)
    assert _batch(changed, bound=(*RECORDS, bound), now=NOW + timedelta(seconds=2)).wait == 0


def test_a_change_goes_under_the_edit_sequence_and_the_lines_that_were_read() -> None:
    bound = _sent(edit_sequence="105", lines=("old",), fresh=_fresh())
    batch = _batch(a_ship_doc("S1", a_line(quantity="5")), bound=(*RECORDS, bound), rows=(a_row(S1, wanted=2),))
    (each,) = batch.planned
    assert (each.request.action, each.request.revision, each.request.guid) == (Action.MOD, 2, bound.guid)
    text = _texts(batch)["1"]
    assert "<EditSequence>111</EditSequence>" in text
    assert "<TxnLineID>1A-1L</TxnLineID>" in text
    assert "<Quantity>5</Quantity>" in text


def test_what_somebody_changed_there_is_left_as_it_is() -> None:
    bound = _sent(fresh=_fresh(Memo="bookkeeper's"))
    text = _texts(_batch(a_ship_doc("S1", a_line(quantity="5")), bound=(*RECORDS, bound)))["1"]
    assert "<Quantity>5</Quantity>" in text
    assert "<Memo>" not in text


def test_what_was_changed_on_both_sides_is_for_a_person() -> None:
    bound = _sent(fresh=_fresh(Memo="bookkeeper's"))
    plan = _plan(a_ship_doc("S1", memo="order desk's"), bound=(*RECORDS, bound))
    assert plan.batch is None
    detail = "Memo (here “Ship doc 101: order desk's”, in QuickBooks “bookkeeper's”)."
    assert plan.changes == [effects.Review(S1, Reason.CONFLICT, detail)]


def test_a_fresh_read_of_a_document_that_says_the_same_by_now_sends_nothing() -> None:
    assert _is_done(_plan(a_ship_doc(), bound=(*RECORDS, _sent(fresh=_fresh(Memo="x")))), S1)


# --- removal -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("undo", "action", "request_name"),
    [(UndoAs.VOID, Action.VOID, "TxnVoidRq"), (UndoAs.DELETE, Action.DELETE, "TxnDelRq")],
)
def test_a_document_that_was_deleted_here_is_voided_or_deleted_there(
    undo: UndoAs, action: Action, request_name: str
) -> None:
    batch = _batch(
        rows=(a_row(S1, want=Want.ABSENT, wanted=5),),
        bound=(*RECORDS, _sent()),
        setup=CompanySetup(undo_as=undo),
    )
    (each,) = batch.planned
    assert (each.request.action, each.request.revision) == (action, 5)
    assert _texts(batch)["1"].startswith(f"<{request_name} ")


def test_a_document_that_the_host_has_not_any_more_is_removed_whatever_the_row_wants() -> None:
    assert _batch(rows=(a_row(S1),), bound=(*RECORDS, _sent())).planned[0].request.action is Action.VOID


def test_what_was_never_sent_needs_no_removal() -> None:
    assert _is_done(_plan(rows=(a_row(S1, want=Want.ABSENT, wanted=2),)), S1, 2)


# --- payments ------------------------------------------------------------------------------------------------------


def test_a_payment_waits_in_silence_for_the_invoice_that_is_about_to_go() -> None:
    plan = _plan(a_payment("P1", "36.00", "S1"), coming=frozenset({S1}))
    assert (plan.batch, plan.changes) == (None, [])


def test_a_payment_goes_with_the_invoices_that_it_may_pay() -> None:
    batch = _batch(a_payment("P1", "36.00", "S1"), bound=(*RECORDS, _sent()))
    assert batch.planned[0].request.targets == {"1A-1": "ship_doc S1"}
    assert "<AppliedToTxnAdd><TxnID>1A-1</TxnID>" in _texts(batch)["1"]


def test_two_payments_of_one_invoice_go_one_after_the_other() -> None:
    payments = [a_payment("P1", "10.00", "S1"), a_payment("P2", "10.00", "S1"), a_payment("P3", "10.00")]
    batch = _batch(*payments, bound=(*RECORDS, _sent()))
    assert _written(batch) == [payments[0].ref, payments[2].ref]
    assert list(_texts(batch)) == ["1", "2"]


# --- sets that could not be read -----------------------------------------------------------------------------------


def test_rows_of_an_unreadable_set_go_among_themselves_and_no_more_than_allowed() -> None:
    docs = [a_ship_doc(key) for key in ("S1", "S2", "S3")]
    rows = tuple(a_row(doc.ref, companions=2) for doc in docs)
    assert _written(_batch(*docs, rows=rows)) == [S1, S2]
    mixed = (a_row(S1), a_row(S2, companions=2), a_row(S3))
    assert _written(_batch(*docs, rows=mixed)) == [S1, S3]
    alone = (a_row(S1, companions=1), a_row(S2), a_row(S3, companions=1))
    assert _written(_batch(*docs, rows=alone)) == [S1]


def test_a_batch_belongs_to_the_phase_that_planned_it() -> None:
    flushed = push.plan(_view(a_ship_doc()), Phase.FLUSH).batch
    assert flushed is not None
    assert flushed.phase is Phase.FLUSH


def test_planning_changes_nothing_that_it_looks_at() -> None:
    view = _view(a_ship_doc(), rows=(a_row(S1, state=RowState.READY),))
    before = replace(view)
    assert push.plan(view, Phase.PUSH).batch == push.plan(view, Phase.PUSH).batch
    assert view == before
