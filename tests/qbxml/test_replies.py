"""What QuickBooks returned is read by path, and what is not there is no error."""

from __future__ import annotations

from decimal import Decimal

from allorders_quickbooks.qbxml.replies import Ret

RET = Ret(
    "InvoiceRet",
    children=(
        Ret("TxnID", "1-1"),
        Ret("CustomerRef", children=(Ret("ListID", " 8-1 "),)),
        Ret("SalesTaxPercentage", "18.0%"),
        Ret("Memo", "café"),
    ),
)


def test_a_value_is_read_by_its_path_and_trimmed() -> None:
    assert (RET.value("CustomerRef/ListID"), RET.value("Memo")) == ("8-1", "café")
    assert RET.value("CustomerRef/FullName", "none") == RET.value("ItemRef/ListID", "none") == "none"


def test_every_element_of_a_name_is_found() -> None:
    assert [child.text for child in RET.all("TxnID")] == ["1-1"]
    assert RET.all("TxnLineID") == ()


def test_a_number_may_be_a_percentage_and_what_is_none_is_not_guessed() -> None:
    assert RET.decimal("SalesTaxPercentage") == Decimal("18.0")
    assert RET.decimal("Memo") is None and RET.decimal("Nothing") is None
    assert Ret("A", "NaN", (Ret("B", "Infinity"),)).decimal("B") is None
