"""Orders and what is made of them: links, quantities still open, orders that are closed (qbXML reference, section 6).

Invoices are made of sales orders, bills and item receipts of purchase orders. A line that was made of an order's
line remembers it in `LinkToTxn`, which no reply shows; the order's line counts what was made of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from .books import Body, Transaction
from .ledger import refuse_locked
from .markup import Node
from .references import check_id, unknown_object
from .refusals import Refused
from .stock import Stock
from .values import number, quantity
from .work import Work

SOURCE = {"Invoice": "SalesOrder", "Bill": "PurchaseOrder", "ItemReceipt": "PurchaseOrder"}
"""What each type can be made of."""

DONE = {"SalesOrder": "Invoiced", "PurchaseOrder": "ReceivedQuantity"}
ON_ORDER = {"SalesOrder": "QuantityOnSalesOrder", "PurchaseOrder": "QuantityOnOrder"}
BILLED = "Billed"
LINK = "LinkToTxn"
_CLOSED = 570
_PULLED = {
    "Invoice": ("ItemRef", "Desc", "Rate", "RatePercent", "ClassRef", "SalesTaxCodeRef", "Other1", "Other2"),
    "Bill": ("ItemRef", "Desc", "ClassRef", "CustomerRef"),
    "ItemReceipt": ("ItemRef", "Desc", "ClassRef", "CustomerRef"),
}

_Counts = Mapping[tuple[str, str], Decimal]


def is_line_open(line: Body, type: str) -> bool:
    """True for an order's line of which something is still to come."""
    if line.get("IsManuallyClosed") == "true":
        return False
    return "Quantity" not in line or remaining(line, type) > 0


def remaining(line: Body, type: str) -> Decimal:
    """How many of an order's line nothing was made of yet."""
    return number(line.get("Quantity") or "0") - number(line.get(DONE[type]) or "0")


def is_done(order: Transaction) -> bool:
    """True where something was made of everything that was ordered."""
    counted = [line for line in order.lines if "Quantity" in line]
    return bool(counted) and all(remaining(line, order.type) <= 0 for line in counted)


def is_closed(order: Transaction) -> bool:
    """True for an order that nothing can be made of any more."""
    if order.body.get("IsManuallyClosed") == "true":
        return True
    return not any(is_line_open(line, order.type) for line in order.lines if line.get("ItemRef"))


def pulled(work: Work, node: Node, type: str, entity: str) -> list[Body]:
    """A line for each open line of the orders that the LinkToTxnID elements name. Raises Refused 3000, 3120, 3177."""
    ids = node.values("LinkToTxnID")
    if len(set(ids)) != len(ids):
        raise Refused(3177, "The same transaction is named twice in LinkToTxnID.")
    lines: list[Body] = []
    for txn_id in ids:
        order = _order(work, txn_id, type, entity)
        if is_closed(order):
            work.warn(f'The transaction "{txn_id}" is closed already: it was not linked.', _CLOSED)
            continue
        lines += [_of_line(order, line, type, {}) for line in order.lines if is_line_open(line, order.type)]
    return lines


def pull(work: Work, link: Node, said: Body, node: Node, type: str, entity: str) -> Body:
    """A line made of the order's line that a LinkToTxn names. Raises Refused 3000, 3120, 3151."""
    if "ItemRef" in said:
        raise Refused(3151, 'A line that has a "LinkToTxn" cannot have an "ItemRef" as well.')
    txn_id, line_id = link.value("TxnID"), link.value("TxnLineID")
    if txn_id in node.values("LinkToTxnID"):
        raise Refused(
            3000, f'The given object ID "{txn_id}" in the field "LinkToTxn" is invalid: it is linked already.'
        )
    order = _order(work, txn_id, type, entity)
    line = next((one for one in order.lines if one["TxnLineID"] == line_id), None)
    if line is None:
        raise unknown_object(work, line_id, "transaction line id")
    made = _of_line(order, line, type, said)
    if is_closed(order) or not is_line_open(line, order.type):
        work.warn(f'The transaction "{txn_id}" is closed already: it was not linked.', _CLOSED)
        del made[LINK]
    return made


def follow(work: Work, before: Transaction | None, after: Transaction | None) -> None:
    """Let the orders know what is made of them, and the items what is on order, after a change of a transaction."""
    kind = after or before
    assert kind is not None  # noqa: S101 one of them there is
    if kind.type in ON_ORDER:
        _reserve(work, before, after)
    elif kind.type in SOURCE:
        _count(work, kind, _links(before), _links(after))


def _order(work: Work, txn_id: str, type: str, entity: str) -> Transaction:
    check_id(txn_id, "LinkToTxnID")
    order = work.storage.transaction(txn_id)
    if order is None or order.type != SOURCE[type] or order.entity != entity:
        raise unknown_object(work, txn_id, "LinkToTxnID")
    refuse_locked(order, 3176)
    return order


def _of_line(order: Transaction, line: Body, type: str, said: Body) -> Body:
    made = {name: line[name] for name in _PULLED[type] if name in line}
    if type != "Invoice" and "Rate" in line:
        made["Cost"] = line["Rate"]
    if "Quantity" in line:
        made["Quantity"] = quantity(max(remaining(line, order.type), Decimal(0)))
    elif "Amount" in line:
        made["Amount"] = line["Amount"]
    if "Amount" in said:
        made = {name: value for name, value in made.items() if name not in ("Rate", "RatePercent", "Cost")}
    return made | said | {LINK: {"TxnID": order.txn_id, "TxnLineID": line["TxnLineID"]}}


def _links(txn: Transaction | None) -> _Counts:
    """How many of each order's line a transaction takes."""
    counts: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    if txn is not None and not txn.voided:
        for line in txn.lines:
            if LINK in line:
                counts[line[LINK]["TxnID"], line[LINK]["TxnLineID"]] += number(line.get("Quantity") or "0")
    return counts


def _count(work: Work, txn: Transaction, before: _Counts, after: _Counts) -> None:
    if before == after:
        return
    work.storage.execute("DELETE FROM links WHERE txn_id = ?", (txn.txn_id,))
    linked = sorted({order_id for order_id, _ in after})
    work.storage.execute_many("INSERT INTO links VALUES (?, ?)", [(txn.txn_id, order_id) for order_id in linked])
    for order_id in dict.fromkeys(order_id for order_id, _ in (*before, *after)):
        order = work.storage.transaction(order_id)
        if order is not None:
            lines = tuple(_counted(order, line, txn.type, before, after) for line in order.lines)
            edit = work.now if work.readings.link_moves_edit else order.edit
            changed = replace(order, lines=lines, modified=work.now, edit=edit)
            work.storage.keep_transaction(changed)
            _reserve(work, order, changed)


def _counted(order: Transaction, line: Body, type: str, before: _Counts, after: _Counts) -> Body:
    key = (order.txn_id, line["TxnLineID"])
    change = after.get(key, Decimal(0)) - before.get(key, Decimal(0))
    if not change:
        return line
    elements = (DONE[order.type], BILLED) if type == "Bill" else (DONE[order.type],)
    return line | {name: quantity(number(line.get(name) or "0") + change) for name in elements}


def _reserve(work: Work, before: Transaction | None, after: Transaction | None) -> None:
    """Move the items' quantities on order by what an order has more or less of them open."""
    changes: dict[str, Decimal] = defaultdict(Decimal)
    for sign, order in ((-1, before), (1, after)):
        for item, many in _open(order) if order is not None else ():
            changes[item] += sign * many
    kind = after or before
    assert kind is not None  # noqa: S101 one of them there is
    if any(changes.values()):
        stock = Stock(work)
        for item, many in changes.items():
            stock.order(item, ON_ORDER[kind.type], many)
        stock.put_away(kind.txn_id)


def _open(order: Transaction) -> Iterator[tuple[str, Decimal]]:
    if order.body.get("IsManuallyClosed") == "true":
        return
    for line in order.lines:
        if line.get("ItemRef") and "Quantity" in line and is_line_open(line, order.type):
            yield line["ItemRef"], remaining(line, order.type)
