"""The scan: whatever happened to our objects in QuickBooks since the last one is seen by their heads alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from allorders_quickbooks import effects
from allorders_quickbooks.company import CompanyFacts
from allorders_quickbooks.effects import Effect, Settled
from allorders_quickbooks.phases import scan
from allorders_quickbooks.qbxml.writer import message_text
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import Binding, DocumentRow, Look, RowState, SetState

from tests.answers import (
    FACTS,
    GUID,
    INVOICE,
    NOW,
    a_binding,
    an_answer,
    invoice_ret,
    no_fence,
    rs,
    seen,
)
from tests.rows import a_row

DELETED = "<TxnDeletedRet><TxnDelType>Invoice</TxnDelType><TxnID>1A-1</TxnID></TxnDeletedRet>"


def _scan(
    *found: str,
    deleted: str = "",
    bindings: Sequence[Binding] = (),
    rows: Sequence[DocumentRow] = (),
    facts: CompanyFacts = FACTS,
    fence: str = "100",
) -> Settled:
    answer = an_answer(
        seen(fence), rs("InvoiceQuery", "changed Invoice", *found), rs("TxnDeletedQuery", "deleted", deleted)
    )
    by_id = {binding.qb_id: [binding] for binding in bindings}
    by_guid = {binding.guid: [binding] for binding in bindings}
    rows_by_guid = {row.guid or "": row for row in rows}
    suspects = scan.suspicious(scan.sightings(answer), by_id, by_guid, rows_by_guid)
    return scan.settle_scan(answer, facts, suspects, NOW)


def _what(settled: Settled) -> Sequence[Effect]:
    return [effect for effect in settled.effects if not isinstance(effect, effects.Facts | effects.Note)]


def _facts(settled: Settled) -> dict[str, object]:
    (facts,) = [effect for effect in settled.effects if isinstance(effect, effects.Facts)]
    return dict(facts.values)


def test_the_scan_asks_for_heads_and_deletions_since_two_hours_before_the_last_audit() -> None:
    batch = scan.plan_scan(FACTS)
    assert batch is not None
    texts = [message_text(each.message, each.request.id, "13.0") for each in batch.planned]
    assert len(texts) == 3
    assert all("2026-03-02T04:00:00" in each for each in texts)
    assert all("IncludeLineItems" not in each for each in texts)


def test_what_stands_as_we_left_it_is_no_suspect() -> None:
    assert _what(_scan(invoice_ret(edit="105"), bindings=[a_binding()])) == []


def test_what_was_changed_or_deleted_since_is_a_suspect() -> None:
    assert _what(_scan(invoice_ret(edit="106"), bindings=[a_binding()])) == [effects.Suspect(INVOICE, True)]
    assert _what(_scan(deleted=DELETED, bindings=[a_binding()])) == [effects.Suspect(INVOICE, True)]


def test_what_is_open_of_an_invoice_by_quickbooks_own_figure_is_noted_where_it_is_new() -> None:
    paid = invoice_ret(edit="105", BalanceRemaining="12.00")
    (looked,) = _what(_scan(paid, bindings=[a_binding()]))
    assert looked == effects.Looked(INVOICE, Look(Decimal(12)))
    known = replace(a_binding(), look=Look(Decimal(12), at=NOW))
    assert _what(_scan(paid, bindings=[known])) == []
    settled = invoice_ret(edit="105", IsPaid="true")
    assert _what(_scan(settled, bindings=[known])) == [effects.Looked(INVOICE, Look(Decimal(0)))]


def test_what_is_not_ours_is_left_alone() -> None:
    assert _what(_scan(invoice_ret("1A-9", guid=""), deleted=DELETED)) == []


def test_our_guid_on_another_object_makes_both_suspect() -> None:
    assert _what(_scan(invoice_ret("1A-9"), bindings=[a_binding()])) == [
        effects.Suspect(INVOICE, True),
        effects.Twin(INVOICE, "1A-9"),
    ]


def test_a_document_that_nobody_answered_for_is_looked_for_and_never_sent_again() -> None:
    waiting = a_row(guid=GUID)
    assert _what(_scan(invoice_ret(), rows=[waiting])) == [effects.Again(INVOICE, look_first=True)]
    resting = a_row(guid=GUID, done=1, state=RowState.IDLE)
    assert _what(_scan(invoice_ret(), rows=[resting])) == [effects.Again(INVOICE, look_first=True, reopened=True)]


@pytest.mark.parametrize("state", [RowState.IN_FLIGHT, RowState.REVIEW])
def test_what_is_under_way_or_before_a_person_is_not_touched(state: RowState) -> None:
    assert _what(_scan(invoice_ret(), rows=[a_row(guid=GUID, state=state)])) == []


def test_the_watermark_moves_with_the_findings_and_never_back() -> None:
    facts = _facts(_scan(invoice_ret(edit="106"), bindings=[a_binding()]))
    assert (facts["audited_to"], facts["wall_seen"], facts["clock_seen"]) == (
        "2026-03-02T07:10:00",
        "2026-03-02T07:10:00",
        "106",
    )
    ahead = FACTS.model_copy(update={"audited_to": "2026-03-02T09:00:00"})
    assert _facts(_scan(invoice_ret(), facts=ahead))["audited_to"] == "2026-03-02T09:00:00"


def test_a_fence_that_somebody_moved_makes_everything_suspect() -> None:
    settled = _scan(fence="90")
    facts = _facts(settled)
    assert (facts["fence_edit"], facts["fence_reported"], facts["check_all"]) == ("90", NOW, True)
    assert effects.Note("history went back", detail="fence 90") in settled.effects


def test_in_another_file_nothing_is_believed_and_no_watermark_moves() -> None:
    settled = scan.settle_scan(an_answer(no_fence()), FACTS, [], NOW)
    assert (settled.set_state, settled.effects, settled.reason) == (SetState.CLOSED, (), Reason.CONFIGURATION)
