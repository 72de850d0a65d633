"""What rode along: free numbers, fresh reads and documents found, each only where its question was answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from allorders_quickbooks import effects
from allorders_quickbooks.effects import Effect
from allorders_quickbooks.message_sets import MessageSet, Request
from allorders_quickbooks.phases.reads import settle_reads
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import Action, Binding, FreshRead

from tests.answers import GUID, INVOICE, NOW, a_binding, a_request, a_set, an_answer, invoice_ret, rs, seen

OTHER_GUID = "11111111-0000-5000-8000-000000000001"
CHECK = a_set(
    Request("numbers Invoice", Action.QUERY, "Invoice"), a_request(Action.CHECK, id="", number="1007"), write=False
)
READ = a_set(
    Request("read Invoice", Action.QUERY, "Invoice"),
    a_request(Action.READ, id="", targets={"id": "1A-1"}),
    write=False,
)
LOOK = a_set(Request("since Invoice", Action.QUERY, "Invoice"), a_request(Action.LOOK, id=""), write=False)


def _settle(
    asked: MessageSet, *found: str, code: int = 0, binding: Binding | None = None, clock: str = "100"
) -> Sequence[Effect]:
    answer = an_answer(seen(), rs("InvoiceQuery", asked.requests[1].id, *found, code=code))
    bindings = {INVOICE: binding} if binding else {}
    return settle_reads(asked, answer, {}, {}, bindings, clock, NOW)


def test_a_number_that_nobody_has_is_free() -> None:
    assert _settle(CHECK, code=1) == [effects.Checked(INVOICE, "1007")]
    assert _settle(CHECK, invoice_ret(guid=OTHER_GUID, RefNumber="10071")) == [effects.Checked(INVOICE, "1007")]


def test_a_number_that_a_foreign_invoice_has_holds_ours_and_names_it() -> None:
    customer = "<FullName>Chai</FullName>"
    (held,) = _settle(
        CHECK, invoice_ret("1A-9", guid="", RefNumber=" 1007", CustomerRef=customer, TxnDate="2026-03-01")
    )
    assert held == effects.Held(INVOICE, Reason.DUPLICATE_NUMBER, "Invoice 1007 of Chai, 2026-03-01 (1A-9)")


def test_a_number_is_compared_without_regard_to_case() -> None:
    asked = a_set(CHECK.requests[1], a_request(Action.CHECK, id="", number="ab-1"), write=False)
    (held,) = _settle(asked, invoice_ret(guid="", RefNumber="AB-1"))
    assert isinstance(held, effects.Held)


def test_a_number_that_our_own_document_has_already_is_looked_at() -> None:
    assert _settle(CHECK, invoice_ret(RefNumber="1007")) == [effects.Again(INVOICE, look_first=True)]


def test_a_payment_of_that_number_is_no_invoice_of_that_number() -> None:
    payment = "<ReceivePaymentRet><TxnID>1B-1</TxnID><RefNumber>1007</RefNumber></ReceivePaymentRet>"
    assert _settle(CHECK, payment) == [effects.Checked(INVOICE, "1007")]


@pytest.mark.parametrize("asked", [CHECK, READ, LOOK])
@pytest.mark.parametrize("code", [1000, 3175, 3231])
def test_a_question_that_was_not_answered_decides_nothing(asked: MessageSet, code: int) -> None:
    assert _settle(asked, code=code, binding=a_binding()) == []


def _fresh(settled: Sequence[Effect]) -> FreshRead:
    (effect,) = settled
    assert isinstance(effect, effects.Fresh)
    assert effect.read is not None
    return effect.read


def test_an_object_read_after_its_second_is_settled() -> None:
    fresh = _fresh(_settle(READ, invoice_ret(edit="105", Memo="x"), binding=a_binding(), clock="106"))
    assert (fresh.edit_sequence, fresh.lines, fresh.read_at, fresh.settled) == ("105", ("1A-1L",), NOW, True)
    assert fresh.seen["Memo"] == "x"


def test_an_object_read_within_its_second_may_still_change_unseen() -> None:
    assert not _fresh(_settle(READ, invoice_ret(edit="105"), binding=a_binding(), clock="105")).settled


@pytest.mark.parametrize(
    ("edit_before", "seconds", "settled"), [("105", 1.2, True), ("105", 0.5, False), ("104", 1.2, False)]
)
def test_the_same_object_read_twice_a_second_apart_is_settled(edit_before: str, seconds: float, settled: bool) -> None:
    before = FreshRead(edit_before, {}, (), NOW - timedelta(seconds=seconds), settled=False)
    assert _fresh(_settle(READ, invoice_ret(edit="105"), binding=a_binding(fresh=before))).settled is settled


def test_an_object_that_is_gone_or_voided_is_for_a_person() -> None:
    assert _settle(READ, code=500, binding=a_binding()) == [effects.Review(INVOICE, Reason.GONE)]
    voided = invoice_ret(total="0.00", Memo="VOID: x")
    assert _settle(READ, voided, binding=a_binding()) == [effects.Review(INVOICE, Reason.VOIDED)]


def test_what_is_not_bound_any_more_is_not_read() -> None:
    assert _settle(READ, invoice_ret()) == []


def test_a_document_that_was_looked_for_is_adopted_or_may_go() -> None:
    bind, done = _settle(LOOK, invoice_ret(guid=GUID))
    assert isinstance(bind, effects.Bind)
    assert isinstance(done, effects.Done)
    assert _settle(LOOK, code=1) == [effects.Again(INVOICE, look_first=False)]


def test_an_object_of_another_id_is_not_the_one_that_was_asked_for() -> None:
    assert _settle(READ, invoice_ret("1A-2"), binding=a_binding()) == [effects.Review(INVOICE, Reason.GONE)]
