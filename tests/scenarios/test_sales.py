"""What is sold: orders, ship docs, receipts, returns, payments, refunds, from the host's save to QuickBooks' books."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from allorders_hooks.documents import Line, PaidOnTheSpot, PaidOrder
from allorders_quickbooks.operations.actions import do
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.simulator import Features
from allorders_quickbooks.terms import RowState

from tests.mapping.documents import COFFEE, CUSTOMER, TEA, line, payment, ref, ship_doc
from tests.mapping.sold import ORDER, REFUND, RETURN, customer_return, refund, sales_order
from tests.world import COMPANY, World, a_customer, an_item, new_world

SHIPPED = ref("ship_doc", "7")


def furnished(path: Path, **features: object) -> World:
    """A company file that is set up, with one customer and two items in it and in the host."""
    world = new_world(path, features=Features(**features))  # type: ignore[arg-type]
    world.save(a_customer(CUSTOMER.key, "Alfreds Futterkiste"))
    world.save(an_item(TEA.key, "Chai"))
    world.save(an_item(COFFEE.key, "Coffee"))
    world.settle()
    return world


@pytest.fixture
def world(tmp_path: Path) -> World:
    return furnished(tmp_path)


def fulfilling(quantity: str, of: str, price: str = "18.50") -> Line:
    return line(TEA, quantity, price, key=f"s{of}", order_line=of)


def test_a_sales_order_goes_by_the_set_up_only(world: World) -> None:
    world.save(sales_order())
    world.run()
    assert world.file.transactions("SalesOrder") == ()
    assert (world.row(ORDER).state, world.row(ORDER).reason) == (RowState.READY, None)
    do(world.ports, COMPANY, "send", [ORDER], "anna")
    world.run()
    assert (world.row(ORDER).state, world.row(ORDER).reason) == (RowState.HELD, Reason.ORDERS_STAY)
    world.set_up(send_sales_orders=True)
    world.settle()
    (order,) = world.file.transactions("SalesOrder")
    assert (order.total, order.number) == (Decimal("75.50"), "900")


def test_an_edition_without_sales_orders_holds_them_with_that_reason(tmp_path: Path) -> None:
    world = furnished(tmp_path, product="QuickBooks Pro 2014")
    world.set_up(send_sales_orders=True)
    world.save(sales_order())
    world.save(ship_doc(order=ORDER))
    world.settle()
    assert (world.row(ORDER).state, world.row(ORDER).reason) == (RowState.HELD, Reason.NOT_IN_EDITION)
    assert len(world.invoices()) == 1


def test_an_invoice_is_linked_to_the_lines_of_its_order_which_goes_first(world: World) -> None:
    world.set_up(send_sales_orders=True)
    world.save(ship_doc(fulfilling("2", "a"), order=ORDER))
    world.save(sales_order())
    world.settle()
    (order,), (invoice,) = world.file.transactions("SalesOrder"), world.invoices()
    assert invoice.total == Decimal("37.00")
    assert [each.item for each in invoice.lines] == ["Chai"]
    assert [each.fields.get("Invoiced") for each in order.lines][:1] == ["2"]
    before = invoice.edit_sequence
    world.save(ship_doc(fulfilling("2", "a"), order=ORDER))
    world.settle()
    assert world.invoices()[0].edit_sequence == before, "a linked invoice comes to what a change of it would say"


def test_an_order_is_changed_closed_and_deleted(world: World) -> None:
    world.set_up(send_sales_orders=True)
    world.save(sales_order())
    world.settle()
    world.save(sales_order(line(TEA, "4", "18.50", key="a"), closed=True))
    world.settle()
    (order,) = world.file.transactions("SalesOrder")
    assert (order.total, len(order.lines)) == (Decimal(74), 1)
    assert order.fields.get("IsManuallyClosed") == "true"
    world.delete(ORDER)
    world.settle()
    assert world.file.transactions("SalesOrder") == ()


def test_what_was_paid_on_the_spot_is_a_receipt_by_the_set_up(world: World) -> None:
    world.set_up(receipts_where_paid=True)
    world.save(ship_doc(paid=PaidOnTheSpot(method="Visa", reference="4711")))
    world.settle()
    (receipt,) = world.file.transactions("SalesReceipt")
    assert (receipt.total, world.invoices()) == (Decimal("75.50"), [])
    assert receipt.fields.get("CheckNumber") == "4711"
    world.save(ship_doc(line(TEA, "1", "18.50"), paid=PaidOnTheSpot(method="Visa")))
    world.settle()
    assert world.file.transactions("SalesReceipt")[0].total == Decimal("18.50")
    world.delete(SHIPPED)
    world.settle()
    assert world.file.transactions("SalesReceipt")[0].voided


def test_a_customer_return_is_a_credit_of_the_customer(world: World) -> None:
    world.save(customer_return())
    world.settle()
    (credit,) = world.file.transactions("CreditMemo")
    assert (credit.total, credit.open, credit.number) == (Decimal("18.50"), Decimal("18.50"), "R-6")
    world.save(customer_return(line(TEA, "2", "18.50")))
    world.settle()
    assert world.file.transactions("CreditMemo")[0].total == Decimal("37.00")
    world.delete(RETURN)
    world.settle()
    assert world.file.transactions("CreditMemo")[0].voided


def test_tax_is_worked_out_there_and_a_cent_of_difference_is_shown(tmp_path: Path) -> None:
    world = furnished(tmp_path, sales_tax=True, sales_tax_rate="8.25")
    lines = (line(TEA, "1", "10.00", taxed=True), line(COFFEE, "1", "5.00"))
    world.save(ship_doc(*lines, tax=Decimal("0.83"), total=Decimal("15.83"), tax_item="Sales Tax"))
    world.settle()
    assert world.invoices()[0].total == Decimal("15.83")
    assert "total differs" not in world.journal(SHIPPED)
    world.save(ship_doc(*lines, tax=Decimal("0.82"), total=Decimal("15.82"), tax_item="Sales Tax", memo="again"))
    world.settle()
    bound = world.binding(SHIPPED)
    assert bound is not None and bound.flag == "total differs"
    assert "total differs" in world.journal(SHIPPED)


def test_a_tax_that_quickbooks_does_not_know_is_a_missing_setting(tmp_path: Path) -> None:
    world = furnished(tmp_path, sales_tax=True)
    world.save(ship_doc(line(TEA, "1", "10.00"), tax_item="Harbour tax"))
    world.run()
    assert world.invoices() == []
    waits = world.row(SHIPPED).waits_for
    assert waits is not None and world.row(waits).reason is Reason.CONFIGURATION


def test_a_foreign_currency_needs_a_company_file_that_keeps_several(world: World) -> None:
    world.save(ship_doc(currency="EUR", exchange_rate=Decimal("1.08")))
    world.run()
    row = world.row(SHIPPED)
    assert (row.state, row.reason) == (RowState.HELD, Reason.NOT_IN_EDITION)
    assert "EUR" in row.detail


def test_a_deposit_is_applied_once_its_invoice_is_there_though_nobody_saves_it_again(world: World) -> None:
    deposit = world.save(payment("50.00", SHIPPED))
    world.save(ship_doc(shipped=False))
    world.settle()
    assert world.file.transactions("ReceivePayment")[0].open == Decimal("50.00")
    assert world.row(deposit).state is RowState.IDLE
    world.save(ship_doc())
    world.settle()
    (paid,), (invoice,) = world.file.transactions("ReceivePayment"), world.invoices()
    assert (paid.open, invoice.open) == (Decimal(0), Decimal("25.50"))
    assert world.row(deposit).state is RowState.IDLE


def test_a_deposit_that_is_larger_than_the_invoice_leaves_the_rest_unapplied(world: World) -> None:
    world.save(payment("100.00", SHIPPED))
    world.save(ship_doc())
    world.settle()
    assert world.invoices()[0].open == 0
    assert world.file.transactions("ReceivePayment")[0].open == Decimal("24.50")


def test_a_payment_of_two_orders_pays_each_its_share_and_nothing_else(world: World) -> None:
    docs = [ref("ship_doc", key) for key in ("7", "8", "9")]
    for number, doc in enumerate(docs):
        world.save(ship_doc(line(TEA, "1", "20.00"), ref=doc, number=f"10{number}"))
    orders = (
        PaidOrder(number="1", ship_docs=(docs[0],), amount=Decimal("5.00")),
        PaidOrder(number="2", ship_docs=(docs[1],)),
    )
    world.save(payment("25.00", orders=orders))
    world.settle()
    assert sorted(invoice.open for invoice in world.invoices()) == [Decimal(0), Decimal(15), Decimal(20)]


def test_a_refund_is_a_check_through_the_receivables(world: World) -> None:
    world.save(refund(method="Check", reference="1001"))
    world.settle()
    (check,) = world.file.transactions("Check")
    assert (check.total, check.number, check.lines[0].account) == (Decimal("18.50"), "1001", "Accounts Receivable")
    world.save(refund("20.00", method="Check", reference="1001"))
    world.settle()
    assert world.file.transactions("Check")[0].total == Decimal("20.00")
    world.delete(REFUND)
    world.settle()
    assert world.file.transactions("Check")[0].voided


def test_a_refund_of_a_credit_to_a_card_uses_the_credit_up_and_cannot_be_changed(world: World) -> None:
    world.save(refund(of=RETURN, method="Visa"))
    world.save(customer_return())
    world.settle()
    (refunded,), (credit,) = world.file.transactions("ARRefundCreditCard"), world.file.transactions("CreditMemo")
    assert (refunded.total, credit.open) == (Decimal("18.50"), Decimal(0))
    world.save(refund("10.00", of=RETURN, method="Visa"))
    world.settle()
    assert (world.row(REFUND).state, world.row(REFUND).reason) == (RowState.HELD, Reason.INVALID_FIELD)


def custom(world: World) -> dict[str, str]:
    """The custom fields of the one invoice's head, as QuickBooks gives them."""
    query = '<InvoiceQueryRq requestID="1"><OwnerID>0</OwnerID></InvoiceQueryRq>'
    from allorders_quickbooks.qbxml.reader import AnswerReader

    content = f'<?qbxml version="16.0"?><QBXML><QBXMLMsgsRq onError="stopOnError">{query}</QBXMLMsgsRq></QBXML>'
    answer = AnswerReader(BytesIO(world.deliver(content.encode())))
    ret = next(reply.ret for reply in answer if reply.ret is not None)
    return {each.value("DataExtName"): each.value("DataExtValue") for each in ret.all("DataExtRet")}


def with_fields(world: World) -> None:
    world.file.bookkeeper.define_field("SO #", ["Customer"])
    world.file.bookkeeper.define_field("Tracking", ["Customer"])
    world.file.bookkeeper.define_field("Ordered", ["Item"])
    world.prefer(sales_order_number_field="SO #", tracking_number_field="Tracking", original_quantity_field="Ordered")


def test_custom_fields_are_written_after_the_invoice_in_the_same_run(world: World) -> None:
    with_fields(world)
    world.save(ship_doc(order_number="900", tracking=("1Z-1", "1Z-2")))
    run = world.run()
    assert custom(world) == {"SO #": "900", "Tracking": "1Z-1, 1Z-2"}
    assert (run.sent, run.changed, world.row(SHIPPED).state) == (1, 0, RowState.IDLE)
    world.save(ship_doc(order_number="901"))
    world.settle()
    assert custom(world) == {"SO #": "901"}


def test_a_custom_field_that_somebody_filled_is_changed_instead_of_added(world: World) -> None:
    with_fields(world)
    world.save(ship_doc())
    world.settle()
    (invoice,) = world.invoices()
    add = (
        "<DataExtAddRq><DataExtAdd><OwnerID>0</OwnerID><DataExtName>SO #</DataExtName><TxnDataExtType>Invoice"
        f"</TxnDataExtType><TxnID>{invoice.id}</TxnID><DataExtValue>mine</DataExtValue></DataExtAdd></DataExtAddRq>"
    )
    head = '<?qbxml version="16.0"?><QBXML><QBXMLMsgsRq onError="stopOnError">'
    world.deliver(f"{head}{add}</QBXMLMsgsRq></QBXML>".encode())
    world.clock.sleep(5)
    world.save(ship_doc(order_number="900"))
    world.settle()
    assert custom(world) == {"SO #": "900"}
    assert world.row(SHIPPED).state is RowState.IDLE


def test_a_lost_answer_to_custom_fields_leaves_them_written(world: World) -> None:
    with_fields(world)
    world.save(ship_doc(order_number="900"))
    session = world.begin()
    step = world.next_write(session)
    while b"DataExtAdd" not in step.content:
        session.receive(step.set_id, BytesIO(world.deliver(step.content)))
        step = world.next_write(session)
    world.deliver(step.content)  # it is carried out, and nobody hears of it
    world.let_lease_run_out()
    world.settle()
    assert custom(world) == {"SO #": "900"}
    assert (len(world.invoices()), world.row(SHIPPED).state) == (1, RowState.IDLE)
