"""Documents that were made of orders, and a person in QuickBooks who makes them be of none."""

from __future__ import annotations

from datetime import date

from allorders_hooks.documents import DocumentRef, PurchaseOrder, Receiver, SalesOrder
from allorders_hooks.records import Vendor
from allorders_quickbooks.simulator import TransactionView

from tests.world import World, a_line, a_ref, a_ship_doc

VENDOR = a_ref("vendor", "V1")
_DAY = date(2026, 3, 2)
_OF_ORDER = {"order_line": "1"}


def sold(world: World, number: int) -> DocumentRef:
    """A ship doc of a sales order of its own; the order is not saved again."""
    line = a_line(quantity=str(number + 1))
    order = a_ref("sales_order", f"O{number}")
    head = {"ref": order, "number": f"O{number}", "txn_date": _DAY, "revision": 0, "customer": a_ref("customer", "C1")}
    world.save(SalesOrder(**head, lines=(line,), total=line.amount))
    taken = a_ship_doc(f"L{number}", line.model_copy(update=_OF_ORDER))
    return world.save(taken.model_copy(update={"order": order}))


def bought(world: World, number: int) -> DocumentRef:
    """A receiver of a purchase order of its own."""
    line = a_line(quantity=str(number + 1), price="2.00")
    head = {"txn_date": _DAY, "revision": 0, "vendor": VENDOR, "total": line.amount}
    order = a_ref("purchase_order", f"B{number}")
    world.save(PurchaseOrder(ref=order, number=f"B{number}", lines=(line,), **head))
    taken = line.model_copy(update=_OF_ORDER)
    return world.save(
        Receiver(ref=a_ref("receiver", f"R{number}"), number=f"R{number}", order=order, lines=(taken,), **head)
    )


def let_orders_go(world: World) -> None:
    """Orders are sent, and there is a vendor to order from."""
    world.set_up(send_sales_orders=True)
    world.prefer(block_purchase_orders=False)
    world.save(Vendor(ref=VENDOR, name="Exotic Liquids", revision=0))


def retype_there(world: World, txn: TransactionView, more: int = 0) -> None:
    """A person deletes its only line and types the same by hand, or so many more: it is linked to no order then."""
    (line,) = txn.lines
    assert line.quantity is not None
    price, tag = ("Rate", "InvoiceLine") if txn.type == "Invoice" else ("Cost", "ItemLine")
    content = (
        '<?xml version="1.0"?><?qbxml version="13.0"?><QBXML><QBXMLMsgsRq onError="stopOnError">'
        f'<{txn.type}ModRq requestID="1"><{txn.type}Mod><TxnID>{txn.id}</TxnID>'
        f"<EditSequence>{txn.edit_sequence}</EditSequence><{tag}Mod><TxnLineID>-1</TxnLineID>"
        f"<ItemRef><ListID>{line.fields['ItemRef']}</ListID></ItemRef>"
        f"<Desc>{line.description}</Desc><Quantity>{line.quantity + more}</Quantity><{price}>{line.rate}</{price}>"
        f"</{tag}Mod></{txn.type}Mod></{txn.type}ModRq></QBXMLMsgsRq></QBXML>"
    )
    world.clock.sleep(2)
    assert b'statusCode="0"' in world.deliver(content.encode())
