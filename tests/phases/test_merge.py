"""Three ways to merge: only what changed on one side alone can be decided without a person."""

from __future__ import annotations

from datetime import UTC, datetime

from allorders_hooks.documents import DocumentRef
from allorders_quickbooks.phases.merge import Merge, edited, merge, paid_by
from allorders_quickbooks.terms import Binding, FreshRead

BINDING = Binding(
    ref=DocumentRef(company="main", kind="ship_doc", key="1"),
    generation=0,
    qb_type="Invoice",
    qb_id="1-1",
    edit_sequence="100",
    guid="",
    number="",
    name="",
    total=None,
    version=1,
    base={"Memo": "sent", "PONumber": "4711"},
    seen={"Memo": "sent", "PONumber": "4711", "TxnDate": "2026-03-02"},
)


def _fresh(**seen: str) -> FreshRead:
    return FreshRead("101", {**BINDING.seen, **seen}, (), datetime(2026, 3, 2, tzinfo=UTC), settled=True)


def test_an_element_changed_only_here_is_sent() -> None:
    merged = merge(BINDING, _fresh(), {"Memo": "changed", "PONumber": "4711"}, ())
    assert merged == Merge(ours=frozenset({"Memo"}), theirs=frozenset())
    assert not merged.conflict


def test_an_element_changed_only_there_is_left_alone() -> None:
    merged = merge(BINDING, _fresh(TxnDate="2026-03-05"), {"Memo": "changed", "PONumber": "4711"}, ())
    assert merged == Merge(ours=frozenset({"Memo"}), theirs=frozenset({"TxnDate"}))
    assert not merged.conflict


def test_an_element_changed_on_both_sides_is_for_a_person() -> None:
    merged = merge(BINDING, _fresh(Memo="bookkeeper"), {"Memo": "order desk", "PONumber": "4711"}, ())
    assert merged.conflict == {"Memo"}


def test_an_absent_element_equals_an_empty_one() -> None:
    merged = merge(BINDING, _fresh(Other=""), {"Memo": "sent", "PONumber": "4711", "FOB": ""}, ())
    assert not merged.ours | merged.theirs


def _paid(*invoices: str) -> dict[str, str]:
    lines = (f'[["TxnID","{invoice}"],["Amount","36"]]' for invoice in invoices)
    return {"AppliedToTxnRet": "\n".join(lines), "Memo": "sent"}


def test_what_a_payment_paid_of_an_invoice_that_is_gone_is_nobodys_edit() -> None:
    assert edited(_paid("1-1", "1-2"), _paid("1-2"), there={"1-2"}) == frozenset()
    assert paid_by(_paid("1-1", "1-2")) == {"1-1", "1-2"}


def test_taking_a_payment_off_an_invoice_that_is_there_is_an_edit() -> None:
    assert edited(_paid("1-1", "1-2"), _paid("1-2"), there={"1-1", "1-2"}) == {"AppliedToTxnRet"}


def test_putting_a_payment_on_another_invoice_is_an_edit() -> None:
    assert edited(_paid("1-1"), _paid("1-9"), there=()) == {"AppliedToTxnRet"}
