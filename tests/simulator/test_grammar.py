"""The grammar: order, versions, editions, types, and one hint-less refusal for all of it."""

from __future__ import annotations

import json

import pytest
from allorders_quickbooks.simulator import Features, RequestProcessorError
from lxml import etree

from . import make_grammar
from .sending import Company, add_customer, document

PARSE_ERROR = "0x80040400"


def refused(company: Company, text: str | bytes) -> str:
    with pytest.raises(RequestProcessorError) as caught, company.file.session("Tests") as session:
        session.process(text)
    return caught.value.hresult


def test_the_packaged_grammar_is_what_the_tables_make_of_it() -> None:
    if not make_grammar.TABLES.exists():
        pytest.skip("the shared tables are not here")
    tables = json.loads(make_grammar.TABLES.read_text(encoding="utf-8"))
    assert make_grammar.GRAMMAR.read_text(encoding="utf-8") == make_grammar.grammar(tables)


@pytest.mark.parametrize(
    "request_text",
    [
        pytest.param(
            "<CustomerAddRq><CustomerAdd><Phone>1</Phone><Name>A</Name></CustomerAdd></CustomerAddRq>", id="order"
        ),
        pytest.param("<CustomerAddRq><CustomerAdd><Nome>A</Nome></CustomerAdd></CustomerAddRq>", id="unknown element"),
        pytest.param("<CustomerAddRq><CustomerAdd></CustomerAdd></CustomerAddRq>", id="required element missing"),
        pytest.param(
            "<CustomerAddRq><CustomerAdd><Name>A</Name><Name>B</Name></CustomerAdd></CustomerAddRq>", id="twice"
        ),
        pytest.param(
            "<CustomerAddRq><CustomerAdd><Name>A<b/></Name></CustomerAdd></CustomerAddRq>", id="element in text"
        ),
        pytest.param("<CustomerAddRq>x<CustomerAdd><Name>A</Name></CustomerAdd></CustomerAddRq>", id="text between"),
        pytest.param(
            "<CustomerAddRq colour='red'><CustomerAdd><Name>A</Name></CustomerAdd></CustomerAddRq>", id="attribute"
        ),
        pytest.param(add_customer("A", "<Suffix>Jr</Suffix>"), id="another edition's element"),
        pytest.param(add_customer("A", "<IsActive>yes</IsActive>"), id="boolean"),
        pytest.param(add_customer("A", "<CreditLimit>1e3</CreditLimit>"), id="exponent"),
        pytest.param(add_customer("A", "<CreditLimit>1.5</CreditLimit>"), id="one decimal in an amount"),
        pytest.param(add_customer("A", "<JobStatus>Perhaps</JobStatus>"), id="enumeration"),
        pytest.param(add_customer("A", "<ExternalGUID>12345678-1234-1234-1234-123456789012</ExternalGUID>"), id="guid"),
        pytest.param("<InvoiceQueryRq><MaxReturned>0</MaxReturned></InvoiceQueryRq>", id="below the least integer"),
        pytest.param(
            "<InvoiceQueryRq><TxnID>1-1</TxnID><RefNumber>1</RefNumber></InvoiceQueryRq>", id="two branches of a choice"
        ),
        pytest.param("<AccountQueryRq iterator='Start'><MaxReturned>5</MaxReturned></AccountQueryRq>", id="iterator"),
        pytest.param("<NoSuchQueryRq/>", id="unknown message"),
        pytest.param(
            "<ReceivePaymentAddRq><ReceivePaymentAdd><CustomerRef><FullName>A</FullName></CustomerRef>"
            "</ReceivePaymentAdd></ReceivePaymentAddRq>",
            id="no branch of a required choice",
        ),
        pytest.param(
            "<InvoiceAddRq><InvoiceAdd><CustomerRef><FullName>A</FullName></CustomerRef><InvoiceLineAdd><Rate>1.00</Rate>"
            "<Quantity>1</Quantity></InvoiceLineAdd></InvoiceAdd></InvoiceAddRq>",
            id="rate before quantity",
        ),
        pytest.param(
            "<InvoiceAddRq><InvoiceAdd><CustomerRef><FullName>A</FullName></CustomerRef><InvoiceLineAdd>"
            "<Rate>1.123456</Rate></InvoiceLineAdd></InvoiceAdd></InvoiceAddRq>",
            id="six decimals",
        ),
        pytest.param(
            "<InvoiceAddRq><InvoiceAdd><CustomerRef><FullName>A</FullName></CustomerRef>"
            "<TxnDate>2025-07-01T08:00:00</TxnDate></InvoiceAdd></InvoiceAddRq>",
            id="time in a date",
        ),
        pytest.param(
            "<TxnVoidRq><TxnVoidType>ReceivePayment</TxnVoidType><TxnID>1-1</TxnID></TxnVoidRq>", id="not voidable"
        ),
    ],
)
def test_one_mistake_makes_the_whole_set_unparsable_before_anything_runs(company: Company, request_text: str) -> None:
    assert refused(company, document(add_customer("Good one"), request_text)) == PARSE_ERROR
    assert company.file.records("Customer") == ()


def test_nobody_is_told_where_the_mistake_is(company: Company) -> None:
    with pytest.raises(RequestProcessorError) as caught:
        company.send("<CustomerAddRq><CustomerAdd><Nome>A</Nome></CustomerAdd></CustomerAddRq>")
    assert "Nome" not in caught.value.message


def test_an_element_newer_than_the_version_line_is_unparsable(company: Company) -> None:
    with_job_title = add_customer("A", "<JobTitle>Buyer</JobTitle>")
    assert refused(company, document(with_job_title, version="11.0")) == PARSE_ERROR
    assert company.one(with_job_title, version="12.0").code == 0


def test_a_message_newer_than_the_version_line_is_unparsable(company: Company) -> None:
    assert refused(company, document("<TransactionQueryRq/>", version="3.0")) == PARSE_ERROR


def test_replies_leave_out_what_the_asked_version_does_not_know(company: Company) -> None:
    company.customer("A", "<BillAddress><Addr1>1 Main Street</Addr1></BillAddress>")
    assert "BillAddressBlock" in company.one("<CustomerQueryRq/>", version="6.0")
    assert "BillAddressBlock" not in company.one("<CustomerQueryRq/>", version="5.0")


def test_text_that_is_too_long_is_a_status_and_not_a_parse_error(company: Company) -> None:
    replies = company.send(add_customer("A" * 42), add_customer("Short"))
    assert replies.codes == [3070, 0]


def test_length_counts_characters_after_unescaping(company: Company) -> None:
    assert company.one(add_customer("&amp;" * 41)).code == 0


def test_alternatives_may_be_mixed_where_the_schema_lets_them() -> None:
    from allorders_quickbooks.simulator.grammar import grammar

    message = grammar().message("JournalEntryAddRq")
    assert message is not None
    shape = grammar().below(message.shape.by_name["JournalEntryAdd"])
    assert shape is not None
    assert shape.order.fullmatch("JournalDebitLine JournalCreditLine JournalDebitLine ")
    assert not shape.order.fullmatch("TxnDate ")


def test_a_version_that_is_not_offered_has_its_own_hresult(company_with: object) -> None:
    old = company_with(features=Features(versions=("12.0", "13.0")))  # type: ignore[operator]
    assert refused(old, document("<HostQueryRq/>", version="14.0")) == "0x80040423"
    assert refused(old, document("<HostQueryRq/>", version="CA3.0")) == "0x80040423"


@pytest.mark.parametrize(
    ("text", "hresult"),
    [
        (b"", PARSE_ERROR),
        (b"<QBXML>", PARSE_ERROR),
        (b'<?xml version="1.0"?><QBXML><QBXMLMsgsRq onError="stopOnError"/></QBXML>', PARSE_ERROR),
        (b'<?qbxml version="thirteen"?><QBXML><QBXMLMsgsRq onError="stopOnError"/></QBXML>', PARSE_ERROR),
        (b'<?qbxml version="13.0"?><QBXML><QBXMLMsgsRq/></QBXML>', PARSE_ERROR),
        (b'<?qbxml version="13.0"?><QBXML><QBXMLMsgsRq onError="perhaps"/></QBXML>', PARSE_ERROR),
        (b'<?qbxml version="13.0"?><QBXML/>', PARSE_ERROR),
        (b'<?qbxml version="13.0"?><QBXML><QBXMLMsgsRq onError="rollbackOnError"/></QBXML>', "0x80040413"),
    ],
)
def test_the_envelope_is_judged_first(company: Company, text: bytes, hresult: str) -> None:
    assert refused(company, text) == hresult


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_a_document_type_declaration_is_refused_in_every_encoding(company: Company, encoding: str) -> None:
    text = document("<HostQueryRq/>").replace('encoding="utf-8"?>', f'encoding="{encoding}"?><!DOCTYPE QBXML>')
    assert refused(company, text.encode(encoding)) == PARSE_ERROR
    assert refused(company, text) == PARSE_ERROR


def test_an_undefined_entity_is_refused(company: Company) -> None:
    assert refused(company, document(add_customer("&nbsp;"))) == PARSE_ERROR


def test_every_request_of_the_tables_has_a_usable_order() -> None:
    from allorders_quickbooks.simulator.grammar import grammar

    facts = json.loads(make_grammar.GRAMMAR.read_text(encoding="utf-8"))
    for name in facts["messages"]:
        message = grammar().message(name)
        assert message is not None
        message.shape.order.fullmatch("")


def test_text_without_an_encoding_of_its_own_may_claim_any(company: Company) -> None:
    text = document("<HostQueryRq/>").replace("utf-8", "utf-16")
    with company.file.session("Tests") as session:
        assert etree.fromstring(session.process(text))[0][0].get("statusCode") == "0"


def test_raw_accents_are_unparsable_under_the_other_reading(company: Company, company_with: object) -> None:
    other = company_with(raw_accents_refused=True)  # type: ignore[operator]
    assert company.one(add_customer("José")).code == 0
    assert refused(other, document(add_customer("José"))) == PARSE_ERROR
    assert other.one(add_customer("Jos&#233;")).code == 0
