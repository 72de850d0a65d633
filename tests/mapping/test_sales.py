"""Ship docs as invoices."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from allorders_hooks.documents import Address, ShipDoc
from allorders_quickbooks.company import CompanyFacts, CompanySetup, UndoAs
from allorders_quickbooks.mapping.problems import Unmappable
from allorders_quickbooks.mapping.registry import Mapper
from allorders_quickbooks.mapping.sales import ShipDocMapper
from allorders_quickbooks.preferences import ItemSync
from allorders_quickbooks.qbxml.messages.sales import InvoiceAdd, InvoiceLine, InvoiceMod
from allorders_quickbooks.qbxml.objects import request_contents
from allorders_quickbooks.reasons import Reason
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.mapping.documents import (
    ADDRESS,
    BOUND,
    CENT,
    COFFEE,
    CUSTOMER,
    FREIGHT,
    GUID,
    PROXY,
    TEA,
    binding,
    context,
    line,
    ref,
    ship_doc,
    text,
)

MAPPER = ShipDocMapper()


def invoice(source: ShipDoc, **preferences: Any) -> InvoiceAdd:
    message = MAPPER.add(source, context(**preferences), GUID)
    assert isinstance(message, InvoiceAdd)
    return message


def change(source: ShipDoc, *lines: str) -> InvoiceMod:
    message = MAPPER.mod(source, context(), binding(source.ref, "Invoice", "1-1", lines=lines))
    assert isinstance(message, InvoiceMod)
    return message


def problem(source: ShipDoc, **preferences: Any) -> Unmappable:
    with pytest.raises(Unmappable) as raised:
        MAPPER.add(source, context(**preferences), GUID)
    assert "Ship doc" in raised.value.sentence and raised.value.remedy
    assert raised.value.field in raised.value.sentence
    return raised.value


def test_a_ship_doc_becomes_an_invoice() -> None:
    source = ship_doc(memo="by truck", customer_po="PO-9", bill_to=ADDRESS, freight=Decimal("7.5"))
    assert text(invoice(source)) == (
        '<InvoiceAddRq requestID="1"><InvoiceAdd><CustomerRef><ListID>8-1</ListID></CustomerRef>'
        "<TxnDate>2024-02-29</TxnDate>"
        "<BillAddress><Addr1>Alfreds Futterkiste</Addr1><Addr2>Obere Str. 57</Addr2><City>Berlin</City>"
        "<PostalCode>12209</PostalCode><Country>Germany</Country></BillAddress>"
        "<PONumber>PO-9</PONumber><ShipDate>2024-03-01</ShipDate><Memo>Ship doc 1042: by truck</Memo>"
        f"<ExternalGUID>{{{GUID}}}</ExternalGUID>"
        "<InvoiceLineAdd><ItemRef><ListID>8-2</ListID></ItemRef><Desc>tea</Desc><Quantity>3</Quantity>"
        "<Rate>18.5</Rate></InvoiceLineAdd>"
        "<InvoiceLineAdd><ItemRef><ListID>8-3</ListID></ItemRef><Quantity>2</Quantity><Rate>10</Rate></InvoiceLineAdd>"
        "<InvoiceLineAdd><ItemRef><ListID>8-4</ListID></ItemRef><Amount>7.50</Amount></InvoiceLineAdd>"
        "</InvoiceAdd></InvoiceAddRq>"
    )


def test_an_invoice_needs_its_customer_its_items_and_the_freight_item() -> None:
    source = ship_doc(line(TEA, "1", "1"), line(COFFEE, "1", "1"), line(TEA, "2", "1"), freight=Decimal(1))
    assert MAPPER.needs(source, context()) == (CUSTOMER, TEA, COFFEE, FREIGHT)
    assert MAPPER.needs(ship_doc(), context()) == (CUSTOMER, TEA, COFFEE)
    assert MAPPER.needs(ship_doc(), context(items=ItemSync.PROXY_ITEM)) == (CUSTOMER, PROXY)


def test_the_number_goes_along_only_by_preference() -> None:
    assert MAPPER.number(ship_doc(), context()) is None
    assert "RefNumber" not in text(invoice(ship_doc()))
    assert MAPPER.number(ship_doc(), context(ship_doc_numbers=True)) == "1042"
    assert "<RefNumber>1042</RefNumber>" in text(invoice(ship_doc(), ship_doc_numbers=True))
    assert MAPPER.number(ship_doc(number=" "), context(ship_doc_numbers=True)) is None


def test_a_number_of_twelve_characters_is_refused_only_where_it_is_sent() -> None:
    source = ship_doc(number="SHIP-0001042")
    assert invoice(source)
    refused = problem(source, ship_doc_numbers=True)
    assert refused.field == "number" and "12 characters" in refused.sentence and "11" in refused.sentence


def test_an_unknown_ship_date_is_the_date_of_the_document() -> None:
    assert invoice(ship_doc(ship_date=None)).ship_date == date(2024, 2, 29)


def test_one_proxy_item_stands_for_all_and_says_which() -> None:
    bindings = {**BOUND, PROXY: binding(PROXY, "ItemNonInventory", "8-5")}
    seen = context(bindings, {TEA: "Chai"}, items=ItemSync.PROXY_ITEM)
    message = MAPPER.add(ship_doc(), seen, GUID)
    assert isinstance(message, InvoiceAdd)
    assert [each.desc for each in message.lines] == ["Chai tea", "2"]
    assert {each.item_ref.list_id for each in message.lines if each.item_ref} == {"8-5"}


def test_lines_bear_a_code_for_no_tax_where_the_company_file_knows_tax() -> None:
    taxed = MAPPER.add(ship_doc(freight=Decimal(1)), context(facts=CompanyFacts(sales_tax=True)), GUID)
    assert text(taxed).count("<SalesTaxCodeRef><FullName>Non</FullName></SalesTaxCodeRef>") == 3
    assert "SalesTaxCodeRef" not in text(invoice(ship_doc()))


@pytest.mark.parametrize(
    ("quantity", "price", "discount", "rate", "amount"),
    [
        ("3", "18.50", "0", "18.5", None),
        ("2", "10", "0.15", "8.5", None),
        ("1", "0.005", "0", None, "0.01"),
        ("3", "0.333333", "0", None, "1.00"),
        ("7", "1.99", "0.05", None, "13.23"),
        ("0", "5", "0", "5", None),
        ("2.5", "1.2", "0", "1.2", None),
    ],
)
def test_a_rate_is_sent_only_where_nothing_has_to_be_rounded(
    quantity: str, price: str, discount: str, rate: str | None, amount: str | None
) -> None:
    sent = invoice(ship_doc(line(TEA, quantity, price, discount))).lines[0]
    assert sent.rate == (None if rate is None else Decimal(rate))
    assert sent.amount == (None if amount is None else Decimal(amount))
    assert sent.quantity == Decimal(quantity)


def _worth(sent: InvoiceLine) -> Decimal:
    """What QuickBooks makes of a line, without any rounding of its own."""
    if sent.amount is not None:
        return sent.amount
    assert sent.rate is not None and sent.quantity is not None
    assert sent.rate == sent.rate.quantize(Decimal("0.00001"))
    return sent.rate * sent.quantity


QUANTITIES = st.decimals(0, 10_000, places=3)
PRICES = st.decimals(0, 10_000, places=6)
DISCOUNTS = st.decimals(0, 1, places=2)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(QUANTITIES, PRICES, DISCOUNTS), min_size=1, max_size=4), st.decimals(0, 100, places=2))
def test_quickbooks_comes_to_the_total_of_the_host_to_the_cent(
    worth: list[tuple[Decimal, Decimal, Decimal]], freight: Decimal
) -> None:
    source = ship_doc(*(line(TEA, str(q), str(p), str(d)) for q, p, d in worth), freight=freight)
    assert sum(map(_worth, invoice(source).lines), Decimal(0)) == source.total


def test_a_change_lists_every_line_under_the_line_ids_that_are_there() -> None:
    message = change(ship_doc(freight=Decimal(1)), "1-2", "1-3")
    assert [each.txn_line_id for each in message.lines] == ["1-2", "1-3", "-1"]
    assert (message.txn_id, message.edit_sequence) == ("1-1", "17")


def test_a_line_that_is_gone_here_is_not_listed() -> None:
    assert [each.txn_line_id for each in change(ship_doc(line(TEA, "1", "1")), "1-2", "1-3").lines] == ["1-2"]


def test_a_change_that_changes_nothing_says_the_same_as_the_add() -> None:
    source = ship_doc(memo="x", bill_to=ADDRESS, freight=Decimal(2))
    by_mod = request_contents(change(source, "1-2", "1-3", "1-4"))
    assert {key: said for key, said in by_mod.items() if said} == request_contents(invoice(source))


def test_a_change_clears_what_is_empty_now() -> None:
    written = text(change(ship_doc(bill_to=ADDRESS), "1-2"))
    assert "<PONumber></PONumber>" in written and "<Addr3></Addr3>" in written


@pytest.mark.parametrize(
    ("source", "field"),
    [
        (ship_doc(customer=None), "customer"),
        (ship_doc(line(None, "1", "1")), "item of line 1"),
        (ship_doc(line(TEA, "1", "1"), line(TEA, "-1", "1")), "quantity of line 2"),
        (ship_doc(line(TEA, "1.000001", "1")), "quantity of line 1"),
        (ship_doc(line(TEA, "10000000000", "0")), "quantity of line 1"),
        (ship_doc(customer_po="x" * 26), "customer PO number"),
        (ship_doc(customer_po="東"), "customer PO number"),
        (ship_doc(memo="so 😀"), "memo"),
        (ship_doc(memo="a\x00b"), "memo"),
        (ship_doc(memo="x" * 4095), "memo"),
        (ship_doc(line(TEA, "1", "1", description="a\x1b[0m")), "description of line 1"),
        (ship_doc(line(TEA, "1", "1", description="x" * 4096)), "description of line 1"),
        (ship_doc(line(TEA, "1", "1", amount=Decimal("1.005")), total=Decimal("1.005")), "amount of line 1"),
        (ship_doc(total=Decimal("75.501")), "total"),
        (ship_doc(total=Decimal("75.51")), "total"),
        (ship_doc(freight=Decimal("0.005")), "freight"),
        (ship_doc(freight=Decimal(-1)), "freight"),
        (ship_doc(line(TEA, "1", "10000000000000")), "amount of line 1"),
        (ship_doc(line(TEA, "1", "-5")), "total"),
        (ship_doc(lines=(), total=Decimal(0)), "list of lines"),
    ],
)
def test_what_quickbooks_would_refuse_is_refused_with_the_field(source: ShipDoc, field: str) -> None:
    refused = problem(source)
    assert refused.field == field
    assert refused.reason is Reason.INVALID_FIELD


def test_a_missing_customer_or_item_is_found_before_anything_is_loaded() -> None:
    for source in (ship_doc(customer=None), ship_doc(line(None, "1", "1"))):
        with pytest.raises(Unmappable):
            MAPPER.needs(source, context(bindings={}))


def test_freight_without_a_freight_item_is_a_missing_setting() -> None:
    setup = CompanySetup(freight_item="")
    with pytest.raises(Unmappable) as raised:
        MAPPER.needs(ship_doc(freight=Decimal(1)), context(setup=setup))
    assert raised.value.reason is Reason.CONFIGURATION
    assert MAPPER.needs(ship_doc(), context(setup=setup))


def test_freight_alone_is_an_invoice_too() -> None:
    only = invoice(ship_doc(lines=(), freight=Decimal(5), total=Decimal(5)))
    assert [each.amount for each in only.lines] == [5]


def test_an_invoice_is_voided_or_deleted_by_the_set_up() -> None:
    bound = binding(ref("ship_doc", "7"), "Invoice", "1-1")
    assert "<TxnVoidType>Invoice" in text(MAPPER.remove(bound, context()))
    deleting = context(setup=CompanySetup(undo_as=UndoAs.DELETE))
    assert "<TxnDelType>Invoice" in text(MAPPER.remove(bound, deleting))


def test_an_address_in_letters_that_quickbooks_lacks_never_holds_an_invoice() -> None:
    message = invoice(ship_doc(ship_to=Address(name="Łódź 東京", city="東京")))
    assert message.ship_address is not None and message.ship_address.addr1 == "Lódz"


def test_the_words_of_a_ship_doc() -> None:
    source = ship_doc()
    assert (MAPPER.title(source), MAPPER.qb_type(source, context()), MAPPER.total(source)) == (
        "Ship doc 1042",
        "Invoice",
        Decimal("75.50").quantize(CENT, ROUND_HALF_UP),
    )
    serving: Mapper = MAPPER
    assert serving.wanted_name(source) is None and serving.distinct_name(source) is None
