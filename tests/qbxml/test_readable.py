"""What a person reads of an element's canonical text: captions of documents and plain values, never JSON."""

from __future__ import annotations

import pytest
from allorders_quickbooks.qbxml.objects import OBJECTS, contents
from allorders_quickbooks.qbxml.readable import caption, leaves
from allorders_quickbooks.qbxml.replies import Ret


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("BillAddress", "Billing address"),
        ("TxnDate", "Date"),
        ("RefNumber", "Number"),
        ("ShipMethodRef", "Ship method"),
        ("SalesTaxCodeRef", "Sales tax code"),
        ("PONumber", "PO number"),
        ("IsActive", "Active"),
        ("InvoiceLineRet", "Line"),
        ("FOB", "FOB"),
        ("Memo", "Memo"),
    ],
)
def test_an_element_is_called_as_documents_call_it(tag: str, said: str) -> None:
    assert caption(tag) == said


def an_invoice() -> Ret:
    address = Ret("BillAddress", children=(Ret("Addr1", "Kai 3"), Ret("City", "Kiel")))
    line = (Ret("TxnLineID", "A-1"), Ret("ItemRef", children=(Ret("ListID", "80-1"),)), Ret("Quantity", "2.00"))
    lines = (Ret("InvoiceLineRet", children=line), Ret("InvoiceLineRet", children=(Ret("Desc", "a \n[[ remark"),)))
    return Ret("InvoiceRet", children=(address, *lines, Ret("IsPending", "false")))


def test_an_object_is_read_field_by_field_and_line_by_line() -> None:
    said = {name: value for name, (_, value) in leaves(contents(an_invoice())).items()}
    assert said["Billing address: first line"] == "Kai 3" and said["Billing address: city"] == "Kiel"
    assert said["Line 1: item"] == "80-1" and said["Line 1: quantity"] == "2"
    assert said["Line 2: description"].endswith("[[ remark")
    assert said["Is pending"] == "no"
    assert not any("A-1" in value for value in said.values())


def test_what_only_we_remember_of_it_is_not_shown() -> None:
    assert leaves({"@lines": '["1"]', "@custom": "x"}) == {}


@pytest.mark.parametrize("tag", sorted({tag for kind in OBJECTS.values() for tag in kind.line_tags}))
def test_lines_of_every_type_are_numbered(tag: str) -> None:
    (name,) = leaves({tag: '[["Quantity","1"]]'})
    assert " 1: quantity" in name and "[" not in name
