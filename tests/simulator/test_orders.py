"""What is made of orders: links, quantities still open, orders that are closed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .sending import Answer, Company
from .trading import Trader, ref


def purchase_order(trader: Trader, *lines: tuple[str, str, str]) -> Answer:
    inside = "".join(
        f"<PurchaseOrderLineAdd>{ref('ItemRef', item)}<Quantity>{many}</Quantity><Rate>{rate}</Rate>"
        "</PurchaseOrderLineAdd>"
        for item, many, rate in lines
    )
    head = f"{ref('VendorRef', 'Maker')}<TxnDate>2025-07-01</TxnDate>"
    return trader.ok(f"<PurchaseOrderAddRq><PurchaseOrderAdd>{head}{inside}</PurchaseOrderAdd></PurchaseOrderAddRq>")


def linked(order: Answer, many: str = "", place: int = 0, kind: str = "InvoiceLine") -> str:
    line_id = order.all(f"{order.name.removesuffix('AddRs')}LineRet/TxnLineID")[place]
    link = f"<LinkToTxn><TxnID>{order['TxnID']}</TxnID><TxnLineID>{line_id}</TxnLineID></LinkToTxn>"
    quantity = f"<Quantity>{many}</Quantity>" if many else ""
    return f"<{kind}Add>{quantity}{link}</{kind}Add>"


def whole(order: Answer) -> str:
    return f"<LinkToTxnID>{order['TxnID']}</LinkToTxnID>"


def on_order(trader: Trader, item: str = "Bolt") -> tuple[int, int]:
    one = trader.company.file.stock()[item]
    return int(one.on_order), int(one.on_sales_order)


def test_an_invoice_of_a_whole_order_takes_all_its_open_lines(trader: Trader) -> None:
    lines = "".join(trader.sales_line("SalesOrder", item, "4", "3.00") for item in ("Bolt", "Nut"))
    order = trader.ok(trader.sold("SalesOrder", lines))
    invoice = trader.ok(trader.sold("Invoice", "", whole(order)))
    assert invoice.all("InvoiceLineRet/ItemRef/FullName") == ["Bolt", "Nut"]
    assert invoice["Subtotal"] == "24.00"
    after = trader.query("SalesOrder", order)
    assert (after["IsFullyInvoiced"], after.all("Invoiced")) == ("true", ["4", "4"])
    assert on_order(trader) == (0, 0)


def test_one_line_is_taken_in_parts(trader: Trader) -> None:
    order = trader.sell("Bolt", "4", "3.00", kind="SalesOrder")
    first = trader.ok(trader.sold("Invoice", linked(order, "1")))
    assert (first["InvoiceLineRet/Quantity"], first["InvoiceLineRet/Rate"]) == ("1", "3.00")
    assert on_order(trader) == (0, 3)
    rest = trader.ok(trader.sold("Invoice", linked(order)))
    assert rest["InvoiceLineRet/Quantity"] == "3"
    assert trader.query("SalesOrder", order)["IsFullyInvoiced"] == "true"


def test_what_was_made_of_an_order_and_is_taken_back_is_open_again(trader: Trader) -> None:
    order = trader.sell("Bolt", "4", "3.00", kind="SalesOrder")
    first, second = (trader.ok(trader.sold("Invoice", linked(order, many))) for many in ("1", "2"))
    assert trader.delete("Invoice", first).code == 0
    assert on_order(trader) == (0, 2)
    assert trader.void("Invoice", second).code == 0
    assert on_order(trader) == (0, 4)
    assert trader.query("SalesOrder", order)["Invoiced"] == "0"


def test_a_mod_of_a_linked_line_moves_the_order(trader: Trader) -> None:
    order = trader.sell("Bolt", "4", "3.00", kind="SalesOrder")
    invoice = trader.ok(trader.sold("Invoice", linked(order, "1")))
    line = f"<TxnLineID>{invoice['InvoiceLineRet/TxnLineID']}</TxnLineID><Quantity>3</Quantity>"
    assert trader.modify("Invoice", invoice, f"<InvoiceLineMod>{line}</InvoiceLineMod>").code == 0
    assert trader.query("SalesOrder", order)["Invoiced"] == "3"


def test_a_closed_order_is_not_linked_and_the_work_is_done(trader: Trader) -> None:
    order = trader.sell("Bolt", "4", "3.00", kind="SalesOrder")
    trader.ok(trader.sold("Invoice", "", whole(order)))
    more = trader.sales_line("Invoice", "Fitting", "1", "10.00")
    late = trader.company.one(trader.sold("Invoice", more, whole(order)))
    assert (late.code, late.severity, late["Subtotal"]) == (570, "Warn", "10.00")
    again = trader.company.one(trader.sold("Invoice", linked(order, "1")))
    assert (again.code, again["InvoiceLineRet/ItemRef/FullName"]) == (570, "Bolt")
    assert trader.query("SalesOrder", order)["Invoiced"] == "4"


@pytest.mark.parametrize("moves", [False, True])
def test_a_link_moves_the_time_of_the_order_and_by_reading_its_edit_sequence(
    company_with: Callable[..., Company], moves: bool
) -> None:
    trader = Trader(company_with(link_moves_edit=moves))
    order = trader.sell("Bolt", "4", "3.00", kind="SalesOrder")
    trader.company.clock.advance(60)
    trader.ok(trader.sold("Invoice", "", whole(order)))
    after = trader.query("SalesOrder", order)
    assert after["TimeModified"] != order["TimeModified"]
    assert (after["EditSequence"] != order["EditSequence"]) is moves


def test_links_are_shown_where_they_are_asked_for(trader: Trader) -> None:
    order = trader.sell("Bolt", "4", "3.00", kind="SalesOrder")
    invoice = trader.ok(trader.sold("Invoice", "", whole(order)))
    asked = "<IncludeLinkedTxns>true</IncludeLinkedTxns>"
    assert trader.query("Invoice", invoice, asked)["LinkedTxn/TxnID"] == order["TxnID"]
    back = trader.query("SalesOrder", order, asked)
    assert (back["LinkedTxn/TxnID"], back["LinkedTxn/LinkType"]) == (invoice["TxnID"], "QUANTYPE")
    assert "LinkedTxn" not in trader.query("Invoice", invoice)


def test_mistakes_in_links_are_refused(trader: Trader) -> None:
    order = trader.sell("Bolt", "4", "3.00", kind="SalesOrder")
    one = trader.company.one
    with_item = linked(order, "1").replace("<InvoiceLineAdd>", f"<InvoiceLineAdd>{ref('ItemRef', 'Bolt')}")
    assert one(trader.sold("Invoice", with_item)).code == 3151
    assert one(trader.sold("Invoice", "", whole(order) * 2)).code == 3177
    assert one(trader.sold("Invoice", linked(order), whole(order))).code == 3000
    assert one(trader.sold("Invoice", "", "<LinkToTxnID>FF-1</LinkToTxnID>")).code == 3120
    bill = trader.buy("Bolt", "1", "1.00")
    assert one(trader.sold("Invoice", "", whole(bill))).code == 3120


def test_goods_are_on_order_until_they_are_received(trader: Trader) -> None:
    order = purchase_order(trader, ("Bolt", "10", "1.50"), ("Nut", "4", "1.00"))
    assert (order["TotalAmount"], order["RefNumber"], order["IsFullyReceived"]) == ("19.00", "1", "false")
    assert on_order(trader) == (10, 0)
    receipt = trader.ok(trader.bought("ItemReceipt", linked(order, "4", kind="ItemLine")))
    assert (receipt["ItemLineRet/Cost"], receipt["TotalAmount"]) == ("1.50", "6.00")
    assert on_order(trader) == (6, 0)
    after = trader.query("PurchaseOrder", order)
    assert after.all("ReceivedQuantity") == ["4", "0"]
    assert after.all("UnbilledQuantity") == ["4", "0"]
    trader.ok(trader.bought("Bill", "", whole(order)))
    after = trader.query("PurchaseOrder", order)
    assert (after["IsFullyReceived"], after.all("UnbilledQuantity")) == ("true", ["4", "0"])
    assert (on_order(trader), trader.on_hand("Bolt")[0]) == ((0, 0), 10)


def test_a_purchase_order_can_be_closed_as_a_whole_or_line_by_line(trader: Trader) -> None:
    order = purchase_order(trader, ("Bolt", "10", "1.50"), ("Nut", "4", "1.00"))
    first, second = order.all("PurchaseOrderLineRet/TxnLineID")
    closed = f"<PurchaseOrderLineMod><TxnLineID>{first}</TxnLineID><IsManuallyClosed>true</IsManuallyClosed>"
    kept = f"</PurchaseOrderLineMod><PurchaseOrderLineMod><TxnLineID>{second}</TxnLineID></PurchaseOrderLineMod>"
    assert trader.modify("PurchaseOrder", order, closed + kept).all("PurchaseOrderLineRet/IsManuallyClosed") == [
        "true",
        "false",
    ]
    assert (on_order(trader), on_order(trader, "Nut")) == ((0, 0), (4, 0))
    assert trader.modify("PurchaseOrder", order, "<IsManuallyClosed>true</IsManuallyClosed>").code == 0
    assert on_order(trader, "Nut") == (0, 0)


def test_a_purchase_order_needs_a_vendor(trader: Trader) -> None:
    line = f"<PurchaseOrderLineAdd>{ref('ItemRef', 'Bolt')}</PurchaseOrderLineAdd>"
    request = f"<PurchaseOrderAddRq><PurchaseOrderAdd>{line}</PurchaseOrderAdd></PurchaseOrderAddRq>"
    assert trader.company.one(request).code == 3150


def test_a_deleted_order_leaves_what_was_made_of_it(trader: Trader) -> None:
    order = trader.sell("Bolt", "4", "3.00", kind="SalesOrder")
    invoice = trader.ok(trader.sold("Invoice", linked(order, "1")))
    assert trader.delete("SalesOrder", order).code == 0
    assert on_order(trader) == (0, 0)
    assert trader.delete("Invoice", invoice).code == 0
