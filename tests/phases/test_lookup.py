"""Looking for an Add that nobody has answered for: by GUID alone, and only where the question was answered."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from allorders_quickbooks import effects
from allorders_quickbooks.effects import Effect
from allorders_quickbooks.message_sets import Request
from allorders_quickbooks.phases.lookup import Found, Said, has_run, questions, settle_add, unanswered
from allorders_quickbooks.qbxml import objects
from allorders_quickbooks.qbxml.replies import Ret
from allorders_quickbooks.qbxml.writer import message_text
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import Action, SetState

from tests.answers import INVOICE, a_request, a_set, an_add, an_answer, invoice_ret, rs, seen, text
from tests.world import a_ref

OTHER_GUID = "11111111-0000-5000-8000-000000000001"
NOT_FOUND = effects.Again(INVOICE)
WALL = "2026-03-02T01:30:00"


def _asked(*adds: Request, wall: str = WALL) -> dict[str, str]:
    return {
        each.request.id: message_text(each.message, each.request.id, "13.0").partition(">")[2]
        for each in questions(adds, wall)
    }


def _settle(*objects_found: str, sent: Ret | None = None, request: Request | None = None) -> Sequence[Effect]:
    found = Found.in_answer(an_answer(seen(), rs("InvoiceQuery", "since Invoice", *objects_found)))
    return settle_add(request or an_add(), found, sent, not_found=NOT_FOUND)


def _customer_ret(name: str, guid: str = "") -> str:
    identity = f"<ExternalGUID>{{{guid}}}</ExternalGUID>" if guid else ""
    return f"<CustomerRet><ListID>80-1</ListID><Name>{name}</Name>{identity}</CustomerRet>"


def test_a_document_is_asked_for_by_number_and_by_the_window_since_before_it_was_sent() -> None:
    asked = _asked(an_add(number="1007"), an_add(id="2", number="1008"))
    assert "<FromModifiedDate>2026-03-01T23:30:00</FromModifiedDate>" in asked["since Invoice"]
    assert asked["number Invoice"].count("<RefNumber>") == 2
    assert all("<IncludeLineItems>true</IncludeLineItems>" in question for question in asked.values())


def test_a_document_without_a_number_is_asked_for_by_the_window_alone() -> None:
    assert set(_asked(an_add())) == {"since Invoice"}


def test_a_record_is_asked_for_by_its_name_among_items_of_every_type() -> None:
    customer = an_add(qb_type="Customer", name="Chai & Co")
    item = an_add(qb_type="ItemService", name="Advice")
    asked = _asked(customer, item)
    assert set(asked) == {"named Customer", "named ItemService"}
    assert "Chai &amp; Co" in asked["named Customer"]
    texts = [message_text(each.message, each.request.id, "13.0") for each in questions([item], "")]
    assert texts[0].startswith("<ItemQueryRq")


def test_one_that_carries_our_guid_is_ours_with_what_it_really_holds() -> None:
    bind, done = _settle(invoice_ret("1A-9", "105", guid=OTHER_GUID), invoice_ret("1A-1", "104", RefNumber="77"))
    assert isinstance(bind, effects.Bind)
    assert (bind.binding.qb_id, bind.binding.edit_sequence, bind.binding.number) == ("1A-1", "104", "77")
    assert (bind.binding.version, bind.binding.flag) == (1, "")
    assert done == effects.Done(INVOICE, 1)


def test_a_guid_is_the_same_however_it_is_written() -> None:
    assert isinstance(_settle(invoice_ret(guid=an_add().guid.upper()))[0], effects.Bind)


def test_the_same_number_is_no_identity() -> None:
    request = an_add(number="1007")
    assert _settle(invoice_ret(guid=OTHER_GUID, RefNumber="1007"), request=request) == [NOT_FOUND]
    assert _settle(invoice_ret(guid="", RefNumber="1007"), request=request) == [NOT_FOUND]


def test_an_object_that_two_questions_bring_back_is_one_object() -> None:
    answer = an_answer(seen(), rs("X", "since Invoice", invoice_ret()), rs("X", "number Invoice", invoice_ret()))
    (bind, _) = settle_add(an_add(), Found.in_answer(answer), None, not_found=NOT_FOUND)
    assert isinstance(bind, effects.Bind)


def test_two_live_ones_are_for_a_person() -> None:
    (review,) = _settle(invoice_ret("1A-1"), invoice_ret("1A-2"))
    assert review == effects.Review(INVOICE, Reason.AMBIGUOUS, "QuickBooks ids 1A-1, 1A-2")


def test_a_live_one_beside_a_voided_one_is_ours() -> None:
    bind, _ = _settle(invoice_ret("1A-1", total="0.00", Memo="VOID: x"), invoice_ret("1A-2"))
    assert isinstance(bind, effects.Bind)
    assert bind.binding.qb_id == "1A-2"


def test_one_that_was_voided_before_its_answer_came_is_for_a_person() -> None:
    (review,) = _settle(invoice_ret(total="0.00", Memo="VOID: x"))
    assert isinstance(review, effects.Review)
    assert review.reason is Reason.VOIDED


def test_one_that_was_edited_before_its_answer_came_is_ours_and_flagged() -> None:
    bind, done, note = _settle(invoice_ret(Memo="theirs"), sent=_said("ours"))
    assert isinstance(bind, effects.Bind)
    assert (bind.binding.flag, bind.binding.seen["Memo"]) == ("edited", "?")
    assert isinstance(done, effects.Done)
    assert isinstance(note, effects.Note)
    assert "Memo" in note.detail


def test_an_older_version_of_ours_that_came_late_is_no_edit_and_leaves_the_newer_to_be_sent() -> None:
    older, newer = (_said(memo) for memo in ("older", "newer"))
    found = Found.in_answer(an_answer(seen(), rs("InvoiceQuery", "since Invoice", invoice_ret(Memo="older"))))
    earlier = [Said(an_add(revision=2), _said("other")), Said(an_add(revision=1), older)]
    bind, done, note = settle_add(an_add(revision=3), found, newer, earlier, not_found=NOT_FOUND)
    assert isinstance(bind, effects.Bind)
    assert (bind.binding.version, bind.binding.flag) == (1, "")
    assert done == effects.Done(INVOICE, 1)
    assert isinstance(note, effects.Note)
    assert note.what == "came late"


def _said(memo: str) -> Ret:
    return objects.sent(text(rs("InvoiceAdd", "1", f"<InvoiceAdd><Memo>{memo}</Memo></InvoiceAdd>")))["1"]


def test_a_name_that_somebody_else_has_is_a_conflict_and_not_ours() -> None:
    request = an_add(qb_type="Customer", name="Chai & Co", ref=a_ref("customer", "C1"))
    seen, held = _settle(_customer_ret(" CHAI &amp; CO "), request=request)
    assert isinstance(seen, effects.Pulled) and [each.qb_id for each in seen.records] == ["80-1"]
    assert held == effects.Held(a_ref("customer", "C1"), Reason.NAME_CONFLICT, "'Chai & Co' is 80-1")
    bind, _ = _settle(_customer_ret("Chai &amp; Co", request.guid), request=request)
    assert isinstance(bind, effects.Bind)


def test_an_id_belongs_to_its_own_list() -> None:
    found = Found.in_answer(an_answer(rs("X", "1", _customer_ret("x"), invoice_ret("80-1"))))
    invoice, customer = found.with_id("80-1", "Invoice"), found.with_id("80-1", "Customer")
    assert invoice is not None
    assert customer is not None
    assert (invoice.tag, customer.tag) == ("InvoiceRet", "CustomerRet")
    assert found.with_id("80-1", "ReceivePayment") is None


QUESTIONS = a_set(a_request(Action.QUERY, id="a", ref=None), a_request(Action.QUERY, id="b", ref=None), write=False)


@pytest.mark.parametrize("code", [0, 1, 500])
def test_a_question_is_answered_whatever_was_found(code: int) -> None:
    answer = an_answer(seen(), rs("X", "a", code=code), rs("X", "b"))
    assert unanswered(QUESTIONS, answer) is None
    assert has_run(answer, "a")


@pytest.mark.parametrize("code", [1000, 1010, 3175, 3231, 3260])
def test_a_question_that_was_refused_ends_the_run_in_quickbooks_words(code: int) -> None:
    settled = unanswered(QUESTIONS, an_answer(seen(), rs("X", "a"), rs("X", "b", code=code, message="in use")))
    assert settled is not None
    assert (settled.set_state, settled.effects) == (SetState.CLOSED, ())
    assert settled.end_run is not None
    assert "in use" in settled.end_run


def test_a_question_without_a_reply_was_not_answered() -> None:
    assert unanswered(QUESTIONS, an_answer(seen(), rs("X", "a"))) is not None


def test_the_fence_is_judged_by_those_who_look_at_it() -> None:
    assert unanswered(QUESTIONS, an_answer(rs("X", "0", code=3120), rs("X", "a"), rs("X", "b"))) is None
