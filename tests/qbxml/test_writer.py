"""What leaves: bytes that QuickBooks can parse, the same ones every time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from allorders_quickbooks.qbxml.messages.base import NEW_LINE, Message, PostalAddress, Ref
from allorders_quickbooks.qbxml.messages.company import CompanyQuery, HostQuery
from allorders_quickbooks.qbxml.messages.entities import CustomerAdd, CustomerMod
from allorders_quickbooks.qbxml.messages.sales import InvoiceAdd, InvoiceLine, InvoiceLineChange, InvoiceMod
from allorders_quickbooks.qbxml.versions import SPOKEN
from allorders_quickbooks.qbxml.writer import OnError, Unwritable, amount, decimal, escape, message_set, message_text
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.qbxml.reference import complaints, needs_reference

GUID = "01234567-89ab-cdef-0123-456789abcdef"
CUSTOMER = Ref(list_id="80000001-1400000000")
INVOICE = InvoiceAdd(
    customer_ref=CUSTOMER,
    txn_date=date(2024, 2, 29),
    ref_number="1042",
    bill_address=PostalAddress(addr1="Alfreds Futterkiste", city="Berlin"),
    memo="Ship doc 1042",
    external_guid=GUID,
    lines=(
        InvoiceLine(item_ref=Ref(full_name="Chai"), desc="tea", quantity=Decimal(3), rate=Decimal("18.5")),
        InvoiceLine(item_ref=Ref(full_name="Freight"), amount=Decimal("7.5")),
    ),
)


def text(message: Message, version: str = "13.0") -> str:
    return message_text(message, "1", version)


def test_an_invoice_is_written_in_full() -> None:
    assert text(INVOICE) == (
        '<InvoiceAddRq requestID="1"><InvoiceAdd>'
        "<CustomerRef><ListID>80000001-1400000000</ListID></CustomerRef>"
        "<TxnDate>2024-02-29</TxnDate><RefNumber>1042</RefNumber>"
        "<BillAddress><Addr1>Alfreds Futterkiste</Addr1><City>Berlin</City></BillAddress>"
        "<Memo>Ship doc 1042</Memo>"
        "<ExternalGUID>{01234567-89ab-cdef-0123-456789abcdef}</ExternalGUID>"
        "<InvoiceLineAdd><ItemRef><FullName>Chai</FullName></ItemRef><Desc>tea</Desc>"
        "<Quantity>3</Quantity><Rate>18.5</Rate></InvoiceLineAdd>"
        "<InvoiceLineAdd><ItemRef><FullName>Freight</FullName></ItemRef><Amount>7.50</Amount></InvoiceLineAdd>"
        "</InvoiceAdd></InvoiceAddRq>"
    )


def test_a_set_has_its_envelope_and_is_the_same_bytes_every_time() -> None:
    requests: list[tuple[str, Message]] = [("0", HostQuery()), ("1", INVOICE)]
    first = message_set(requests, "13.0", new_id="new", old_id="old")
    assert first == message_set(requests, "13.0", new_id="new", old_id="old")
    head = first.decode("ascii").splitlines()[:4]
    assert head == [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<?qbxml version="13.0"?>',
        "<QBXML>",
        '<QBXMLMsgsRq onError="stopOnError" newMessageSetID="new" oldMessageSetID="old">',
    ]


def test_a_set_without_ids_or_requests_is_written_too() -> None:
    content = message_set([], "13.0", on_error=OnError.CONTINUE).decode()
    assert '<QBXMLMsgsRq onError="continueOnError">' in content


@needs_reference
@pytest.mark.parametrize("version", SPOKEN)
def test_intuits_schema_takes_a_set_in_every_version(version: str) -> None:
    customer = CustomerAdd(name="Alfreds", cc="a@b.c", job_title="Boss", class_ref=Ref(full_name="East"))
    mod = InvoiceMod(
        txn_id="1-1",
        edit_sequence="1",
        memo="",
        bill_address=PostalAddress(addr1="x", addr2=""),
        lines=(InvoiceLineChange(txn_line_id=NEW_LINE, quantity=Decimal(1), amount=Decimal(1)),),
    )
    requests: list[tuple[str, Message]] = [
        ("1", INVOICE),
        ("2", customer),
        ("3", mod),
        ("4", CompanyQuery(owner_id=("0",))),
    ]
    assert complaints(message_set(requests, version, new_id="A" * 22)) == []


def test_elements_newer_than_the_version_are_left_out() -> None:
    customer = CustomerAdd(name="Alfreds", job_title="Boss", class_ref=Ref(full_name="East"))
    assert "JobTitle" in text(customer, "12.0") and "ClassRef" in text(customer, "12.0")
    assert "JobTitle" not in text(customer, "11.0") and "ClassRef" not in text(customer, "11.0")


def test_an_add_has_no_empty_element() -> None:
    customer = CustomerAdd(name="Alfreds", phone="", bill_address=PostalAddress(addr1="", city=""))
    assert text(customer) == (
        '<CustomerAddRq requestID="1"><CustomerAdd><Name>Alfreds</Name></CustomerAdd></CustomerAddRq>'
    )


def test_a_mod_clears_with_an_empty_element_and_leaves_alone_what_it_does_not_name() -> None:
    customer = CustomerMod(list_id="1-1", edit_sequence="7", phone="", bill_address=PostalAddress(addr2=""))
    written = text(customer)
    assert "<Phone></Phone>" in written and "<BillAddress><Addr2></Addr2></BillAddress>" in written
    assert "Fax" not in written


def test_an_aggregate_with_nothing_in_it_is_not_written() -> None:
    assert "BillAddress" not in text(CustomerMod(list_id="1", edit_sequence="1", bill_address=PostalAddress()))


@pytest.mark.parametrize(
    ("value", "written"),
    [("0", "0.00"), ("-0", "0.00"), ("1E+2", "100.00"), ("-12.5", "-12.50"), ("9999999999999.99", "9999999999999.99")],
)
def test_amounts_have_exactly_two_decimals(value: str, written: str) -> None:
    assert amount(Decimal(value)) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [("0", "0"), ("1E+3", "1000"), ("0.00001", "0.00001"), ("1.50000", "1.5"), ("-2", "-2"), ("100", "100")],
)
def test_prices_and_quantities_have_no_exponent(value: str, written: str) -> None:
    assert decimal(Decimal(value)) == written


@pytest.mark.parametrize("value", ["0.001", "10000000000000", "NaN", "Infinity"])
def test_amounts_that_do_not_fit_are_refused(value: str) -> None:
    with pytest.raises(Unwritable):
        amount(Decimal(value))


@pytest.mark.parametrize("value", ["0.000001", "10000000000"])
def test_prices_that_do_not_fit_are_refused(value: str) -> None:
    with pytest.raises(Unwritable):
        decimal(Decimal(value))


@pytest.mark.parametrize("bad", ["\x00", "a\x0bb", "\ud800", "\uffff"])
def test_characters_that_would_spoil_the_set_are_refused(bad: str) -> None:
    with pytest.raises(Unwritable):
        escape(bad)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufffe\uffff"), max_size=40))
def test_any_text_comes_back_from_the_parser_as_it_was(value: str) -> None:
    memo = f"<{value}>\r\n\t&'\""
    written = text(INVOICE.model_copy(update={"memo": memo}))
    assert written.isascii()
    found = etree.fromstring(written.encode(), etree.XMLParser(resolve_entities=False)).findtext("InvoiceAdd/Memo")
    assert found == memo


@pytest.mark.parametrize(
    "fields",
    [
        {"ref_number": "123456789012"},
        {"customer_ref": Ref(full_name="x" * 210)},
        {"bill_address": PostalAddress(addr1="x" * 42)},
        {"external_guid": "no guid"},
    ],
)
def test_what_is_too_long_or_no_guid_never_leaves(fields: dict[str, Any]) -> None:
    with pytest.raises((Unwritable, ValueError)):
        text(INVOICE.model_copy(update=fields))


def test_ids_and_versions_that_quickbooks_would_refuse_never_leave() -> None:
    with pytest.raises(Unwritable):
        message_set([], "13.0", new_id="x" * 23)
    with pytest.raises(Unwritable):
        message_set([], "13.0", old_id="")
    with pytest.raises(Unwritable):
        message_text(HostQuery(), "x" * 51, "13.0")
    with pytest.raises(Unwritable):
        message_text(HostQuery(), "1", "8.0")
