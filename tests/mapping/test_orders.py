"""Sales orders, the invoices that are linked to them, and returns."""

from __future__ import annotations

from decimal import Decimal

import pytest
from allorders_hooks.documents import DocumentRef, Kind, PaidOnTheSpot, ShipDoc
from allorders_quickbooks.company import CompanyFacts, CompanySetup
from allorders_quickbooks.mapping.following import follows
from allorders_quickbooks.mapping.internal import SALES_REP, TAX_ITEM, TERMS
from allorders_quickbooks.mapping.orders import SalesOrderMapper
from allorders_quickbooks.mapping.problems import Unmappable
from allorders_quickbooks.mapping.remembered import keys, line_id
from allorders_quickbooks.mapping.returns import CustomerReturnMapper
from allorders_quickbooks.mapping.sales import ShipDocMapper
from allorders_quickbooks.qbxml.messages.sales import InvoiceAdd
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import Binding

from tests.mapping.documents import BOUND, COFFEE, GUID, TEA, binding, context, line, payment, ref, ship_doc, text
from tests.mapping.sold import ALL_FEATURES, ORDER, customer_return, sales_order, with_entries

ORDERS, SHIP_DOCS, RETURNS = SalesOrderMapper(), ShipDocMapper(), CustomerReturnMapper()


def bound_order(*line_keys: str) -> dict[DocumentRef, Binding]:
    lines = tuple(f"2-{n}" for n, _ in enumerate(line_keys))
    return {**BOUND, ORDER: binding(ORDER, "SalesOrder", "2-1", lines=lines, base=keys(line_keys))}


def invoice(source: ShipDoc, bindings: dict[DocumentRef, Binding]) -> InvoiceAdd:
    message = SHIP_DOCS.add(source, context(bindings), GUID)
    assert isinstance(message, InvoiceAdd)
    return message


def test_an_order_says_whether_it_is_closed_and_keeps_the_keys_of_its_lines() -> None:
    source = sales_order(closed=True, freight=Decimal(1), customer_po="PO-9")
    written = text(ORDERS.add(source, context(), GUID))
    assert "<RefNumber>900</RefNumber>" in written and "<IsManuallyClosed>true</IsManuallyClosed>" in written
    assert ORDERS.line_keys(source, context()) == ("a", "b", "")


def test_a_number_that_the_form_has_no_room_for_is_left_to_quickbooks() -> None:
    assert ORDERS.number(sales_order(number="x" * 12), context()) is None
    assert "RefNumber" not in text(RETURNS.add(customer_return(number="x" * 12), context(), GUID))


def test_an_invoice_takes_the_lines_of_its_order_over_and_names_no_item_there() -> None:
    source = ship_doc(line(TEA, "1", "2", order_line="b"), line(COFFEE, "1", "2"), order=ORDER)
    message = invoice(source, bound_order("a", "b"))
    linked, free = message.lines
    assert message.linked_to and linked.link is not None and linked.item_ref is None
    assert (linked.link.txn_id, linked.link.txn_line_id) == ("2-1", "2-1")
    assert free.link is None and free.item_ref is not None


@pytest.mark.parametrize("known", [("a",), ("b", "b"), ()])
def test_a_line_that_is_not_known_for_certain_is_not_linked(known: tuple[str, ...]) -> None:
    source = ship_doc(line(TEA, "1", "2", order_line="b"), order=ORDER)
    assert not invoice(source, bound_order(*known)).linked_to


def test_an_order_that_is_not_in_quickbooks_leaves_an_invoice_as_it_is() -> None:
    assert not invoice(ship_doc(line(TEA, "1", "2", order_line="b"), order=ORDER), BOUND).linked_to
    assert line_id(binding(ORDER, "SalesOrder", "2-1", lines=("2-2",)), "a") is None


def test_a_receipt_is_not_linked_and_says_how_it_was_paid() -> None:
    source = ship_doc(
        line(TEA, "1", "2", order_line="a"), order=ORDER, paid=PaidOnTheSpot(method="Visa", reference="9"), terms="Net"
    )
    seen = context(bound_order("a"), setup=CompanySetup(receipts_where_paid=True))
    written = text(SHIP_DOCS.add(source, seen, GUID))
    assert written.startswith('<SalesReceiptAddRq requestID="1">')
    assert "<CheckNumber>9</CheckNumber><PaymentMethodRef><FullName>Visa</FullName>" in written
    assert "LinkToTxn" not in written and "TermsRef" not in written
    assert Kind.PAYMENT_METHOD in {needed.kind for needed in SHIP_DOCS.needs(source, seen)}


def test_a_document_needs_the_entries_that_it_names() -> None:
    source = ship_doc(terms="Net 30", sales_rep="AB", ship_method="UPS", class_name="Trade", tax_item="State")
    kinds = {needed.kind for needed in SHIP_DOCS.needs(source, context(facts=ALL_FEATURES))}
    assert {TERMS, SALES_REP, Kind.SHIP_METHOD, Kind.CLASS, TAX_ITEM} <= kinds
    plain = {needed.kind for needed in SHIP_DOCS.needs(source, context())}
    assert Kind.CLASS not in plain and TAX_ITEM not in plain
    bindings = with_entries((TERMS, "Net 30"))
    assert "<TermsRef><ListID>7-1</ListID></TermsRef>" in text(SHIP_DOCS.add(source, context(bindings), GUID))


def test_terms_that_are_gone_here_are_cleared_by_a_change() -> None:
    bound = binding(ref("ship_doc", "7"), "Invoice", "1-1")
    change = SHIP_DOCS.mod(ship_doc(), context(), bound)
    assert change is not None and "<TermsRef><FullName></FullName></TermsRef>" in text(change)


def test_a_total_counts_its_tax_and_a_file_without_tax_cannot_hold_one() -> None:
    source = ship_doc(line(TEA, "1", "10", taxed=True), tax=Decimal("0.83"), total=Decimal("10.83"))
    assert "<FullName>Tax</FullName>" in text(SHIP_DOCS.add(source, context(facts=CompanyFacts(sales_tax=True)), GUID))
    with pytest.raises(Unmappable) as raised:
        SHIP_DOCS.add(source, context(), GUID)
    assert (raised.value.field, raised.value.reason) == ("tax", Reason.CONFIGURATION)


def test_a_rate_goes_to_a_file_of_several_currencies_and_a_currency_to_no_other() -> None:
    source = ship_doc(currency="EUR", exchange_rate=Decimal("1.0850"))
    written = text(SHIP_DOCS.add(source, context(facts=CompanyFacts(multi_currency=True)), GUID))
    assert "<ExchangeRate>1.085</ExchangeRate>" in written
    with pytest.raises(Unmappable) as raised:
        SHIP_DOCS.add(source, context(), GUID)
    assert raised.value.reason is Reason.NOT_IN_EDITION


def test_a_payment_follows_its_ship_docs_and_a_ship_doc_its_order_where_orders_go() -> None:
    shipped = ref("ship_doc", "7")
    on, off = CompanySetup(send_sales_orders=True), CompanySetup()
    assert follows(payment("5", shipped), off, CompanyFacts()) == (shipped,)
    assert follows(ship_doc(order=ORDER), on, CompanyFacts()) == (ORDER,)
    assert follows(ship_doc(order=ORDER), off, CompanyFacts()) == ()
    assert follows(ship_doc(order=ORDER), on, CompanyFacts(sales_orders=False)) == ()
