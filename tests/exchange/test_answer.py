"""An answer: replies by the request that they belong to, and what QuickBooks' clocks had reached."""

from __future__ import annotations

from io import BytesIO

import pytest
from allorders_quickbooks.errors import AnswerUnreadable
from allorders_quickbooks.exchange.answer import read
from allorders_quickbooks.qbxml import reader

from tests.answers import an_answer, fence_ret, invoice_ret, moved, rs, text


def test_replies_are_found_by_their_request() -> None:
    answer = an_answer(moved("110"), rs("InvoiceQuery", "q", invoice_ret("1"), invoice_ret("2")))
    assert [reply.ret.value("TxnID") for reply in answer.replies["q"] if reply.ret] == ["1", "2"]
    first = answer.first("q")
    assert first is not None
    assert first.ret is not None
    assert first.ret.value("TxnID") == "1"
    assert answer.first("unknown") is None
    assert len(list(answer.all())) == 3


def test_a_response_without_an_object_is_a_reply_all_the_same() -> None:
    reply = an_answer(rs("InvoiceAdd", "1", code=3180, message="no")).first("1")
    assert reply is not None
    assert (reply.status.code, reply.status.message, reply.ret) == (3180, "no", None)


def test_the_clock_seen_is_the_greatest_edit_sequence_by_value() -> None:
    answer = an_answer(rs("X", "1", fence_ret("999"), fence_ret("1000"), fence_ret("not a number"), fence_ret("")))
    assert answer.clock_seen == "1000"


def test_the_wall_clock_seen_is_the_latest_modification_without_its_offset() -> None:
    early = invoice_ret("1").replace("07:10:00-08:00", "06:00:00+01:00")
    answer = an_answer(rs("X", "1", invoice_ret("2"), early))
    assert answer.wall_seen == "2026-03-02T07:10:00"


def test_a_moment_that_is_none_is_passed_over() -> None:
    odd = invoice_ret("1").replace("2026-03-02T07:10:00-08:00", "yesterday")
    assert an_answer(rs("X", "1", odd)).wall_seen == ""


def test_an_answer_without_objects_has_seen_no_clock() -> None:
    answer = an_answer(rs("InvoiceQuery", "1", code=1))
    assert (answer.clock_seen, answer.wall_seen) == ("", "")


def test_the_status_of_the_set_is_kept() -> None:
    answer = read(BytesIO(text(set_attributes='messageSetStatusCode="600" newMessageSetID="s"')))
    assert (answer.set_status, answer.replies) == ("600", {})


def test_what_is_of_no_use_is_not_kept_and_can_be_read_once_more() -> None:
    whole = text(
        moved("110"), rs("InvoiceQuery", "q", invoice_ret("1"), invoice_ret("2")), rs("BillQuery", "b", code=1)
    )
    answer = read(BytesIO(whole), lambda reply: reply.ret is not None and reply.ret.value("TxnID") == "2")
    assert [reply.ret is not None for reply in answer.replies["q"]] == [False, True]
    assert [len(answer.replies[each]) for each in ("0", "q", "b")] == [1, 2, 1]
    assert answer.clock_seen == "110"
    assert [reply.ret.value("TxnID") for reply in answer.whole() if reply.ret is not None] == ["", "1", "2"]
    assert len(list(answer.whole())) == 4


def test_what_is_kept_may_only_grow_so_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_ELEMENTS", 300)
    many = text(moved(), rs("InvoiceQuery", "q", *[invoice_ret(str(number)) for number in range(100)]))
    with pytest.raises(AnswerUnreadable, match="too long"):
        read(BytesIO(many))
    assert len(list(read(BytesIO(many), lambda _: False).whole())) == 101


@pytest.mark.parametrize("cut", [b"", b"<html/>", text(moved())[:-20], b"<!DOCTYPE QBXML []>" + text(moved())])
def test_what_cannot_be_read_to_its_end_is_no_answer(cut: bytes) -> None:
    with pytest.raises(AnswerUnreadable):
        read(BytesIO(cut))
