"""Transactions as replies show them, by type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from . import orders, rets
from .books import Body, Transaction
from .references import shown
from .values import money, number, quantity
from .work import Work

Ret = Callable[..., Body]


def txn_ret(work: Work, txn: Transaction, *, lines: bool = True, links: bool = False) -> Body:
    """The transaction, its lines and its links where they are asked for."""
    return RETS[txn.type](work, txn, lines=lines, links=links)


def _sales_receipt(work: Work, txn: Transaction, *, lines: bool = True, links: bool = False) -> Body:
    ret = _sales_form(work, txn, lines=lines, links=links)
    return ret | {"DepositToAccountRef": txn.account and shown(work, "DepositToAccountRef", txn.account)}


def _credit_memo(work: Work, txn: Transaction, *, lines: bool = True, links: bool = False) -> Body:
    account = shown(work, "ARAccountRef", txn.account) if txn.account else None
    return _sales_form(work, txn, lines=lines, links=links) | {
        "ARAccountRef": account,
        "CreditRemaining": money(txn.open),
    }


def _sales_order(work: Work, txn: Transaction, *, lines: bool = True, links: bool = False) -> Body:
    ret = _sales_form(work, txn, lines=lines, links=links)
    for line in ret.get("SalesOrderLineRet", []):
        line |= {"Invoiced": line.get("Invoiced", "0"), "IsManuallyClosed": line.get("IsManuallyClosed", "false")}
    return ret | {
        "IsManuallyClosed": txn.body.get("IsManuallyClosed", "false"),
        "IsFullyInvoiced": _bool(orders.is_done(txn)),
    }


def _sales_form(work: Work, txn: Transaction, *, lines: bool, links: bool) -> Body:
    """A sales receipt, a credit memo or a sales order: unlike an invoice they have a TotalAmount."""
    ret = {
        **rets.header(work, txn),
        "CustomerRef": shown(work, "CustomerRef", txn.entity) if txn.entity else None,
        "IsPending": _bool(not txn.posting),
        "TotalAmount": money(txn.total),
    }
    if lines:
        ret[f"{txn.type}LineRet"] = [rets.with_references(work, line) for line in txn.lines]
    return ret | ({"LinkedTxn": rets.linked(work, txn)} if links else {})


def _purchase_order(work: Work, txn: Transaction, *, lines: bool = True, links: bool = False) -> Body:
    ret = {
        **rets.header(work, txn),
        "VendorRef": shown(work, "VendorRef", txn.entity) if txn.entity else None,
        "TotalAmount": money(txn.total),
        "IsManuallyClosed": txn.body.get("IsManuallyClosed", "false"),
        "IsFullyReceived": _bool(orders.is_done(txn)),
    }
    if lines:
        ret["PurchaseOrderLineRet"] = [rets.with_references(work, _received(line)) for line in txn.lines]
    return ret | ({"LinkedTxn": rets.linked(work, txn)} if links else {})


def _received(line: Body) -> Body:
    received, billed = (number(line.get(name) or "0") for name in ("ReceivedQuantity", orders.BILLED))
    ordered = number(line.get("Quantity") or "0")
    return line | {
        "ReceivedQuantity": quantity(received),
        "UnbilledQuantity": quantity(received - billed),
        "IsBilled": _bool(bool(ordered) and billed >= ordered),
        "IsManuallyClosed": line.get("IsManuallyClosed", "false"),
    }


def _purchase(work: Work, txn: Transaction, *, lines: bool = True, links: bool = False) -> Body:
    """A bill, an item receipt, a vendor credit or a check."""
    ret = {**rets.header(work, txn), **_PURCHASE_HEADS[txn.type](work, txn)}
    if lines:
        for element in ("ExpenseLine", "ItemLine"):
            ret[f"{element}Ret"] = [
                rets.with_references(work, line) for line in txn.lines if line["LineType"] == element
            ]
    return ret | ({"LinkedTxn": rets.linked(work, txn)} if links else {})


def _vendor(work: Work, txn: Transaction) -> Body:
    return {
        "VendorRef": shown(work, "VendorRef", txn.entity),
        "APAccountRef": shown(work, "APAccountRef", txn.account) if txn.account else None,
        "OpenAmount": money(txn.open),
    }


def _bill(work: Work, txn: Transaction) -> Body:
    return _vendor(work, txn) | {"AmountDue": money(txn.total), "IsPaid": _bool(not txn.open)}


def _item_receipt(work: Work, txn: Transaction) -> Body:
    return _vendor(work, txn) | {"TotalAmount": money(txn.total)}


def _vendor_credit(work: Work, txn: Transaction) -> Body:
    return _vendor(work, txn) | {"CreditAmount": money(txn.total)}


def _check(work: Work, txn: Transaction) -> Body:
    return {
        "AccountRef": txn.account and shown(work, "AccountRef", txn.account),
        "PayeeEntityRef": shown(work, "PayeeEntityRef", txn.entity) if txn.entity else None,
        "Amount": money(txn.total),
    }


_PURCHASE_HEADS: Mapping[str, Callable[[Work, Transaction], Body]] = {
    "Bill": _bill,
    "ItemReceipt": _item_receipt,
    "VendorCredit": _vendor_credit,
    "Check": _check,
}


def _refund(work: Work, txn: Transaction, *, lines: bool = True, links: bool = False) -> Body:
    ret = {
        **rets.header(work, txn),
        "CustomerRef": shown(work, "CustomerRef", txn.entity),
        "ARAccountRef": shown(work, "ARAccountRef", txn.account) if txn.account else None,
        "TotalAmount": money(txn.total),
    }
    if lines:
        ret["RefundAppliedToTxnRet"] = [
            _refunded(rets.applied(work, one)) for one in work.storage.applications(payer=txn.txn_id)
        ]
    return ret


def _refunded(applied: Body) -> Body:
    return applied | {"CreditRemaining": applied["BalanceRemaining"], "RefundAmount": applied["Amount"]}


def _adjustment(work: Work, txn: Transaction, *, lines: bool = True, links: bool = False) -> Body:
    ret = {
        **rets.header(work, txn),
        "AccountRef": txn.account and shown(work, "AccountRef", txn.account),
        "CustomerRef": shown(work, "CustomerRef", txn.entity) if txn.entity else None,
    }
    if lines:
        ret["InventoryAdjustmentLineRet"] = [rets.with_references(work, line) for line in txn.lines]
    return ret


def _build(work: Work, txn: Transaction, *, lines: bool = True, links: bool = False) -> Body:
    built = work.storage.record("item", txn.body["ItemInventoryAssemblyRef"])
    can_build: list[Decimal] = []
    components: list[Body] = []
    for line in txn.lines:
        component = work.storage.record("item", line["ItemRef"])
        on_hand, needed = _on_hand(component.body if component else {}), number(line["QuantityNeeded"])
        components.append(rets.with_references(work, line | {"QuantityOnHand": quantity(on_hand)}))
        if needed:
            can_build.append(on_hand * number(txn.body["QuantityToBuild"]) / needed)
    ret = {
        **rets.header(work, txn),
        "IsPending": _bool(not txn.posting),
        "QuantityCanBuild": quantity(max(min(can_build, default=Decimal(0)) // 1, Decimal(0))),
        "QuantityOnHand": quantity(_on_hand(built.body if built else {})),
        "QuantityOnSalesOrder": (built.body if built else {}).get("QuantityOnSalesOrder", "0"),
    }
    return ret | ({"ComponentItemLineRet": components} if lines else {})


def _on_hand(body: Body) -> Decimal:
    return number(body.get("QuantityOnHand") or "0")


def _transfer(work: Work, txn: Transaction, *, lines: bool = True, links: bool = False) -> Body:
    ret = rets.header(work, txn)
    if lines:
        ret["TransferInventoryLineRet"] = [rets.with_references(work, line) for line in txn.lines]
    return ret


def _bool(value: bool) -> str:
    return "true" if value else "false"


RETS: Mapping[str, Ret] = {
    "Invoice": rets.invoice_ret,
    "ReceivePayment": rets.payment_ret,
    "SalesOrder": _sales_order,
    "SalesReceipt": _sales_receipt,
    "CreditMemo": _credit_memo,
    "ARRefundCreditCard": _refund,
    "PurchaseOrder": _purchase_order,
    "Bill": _purchase,
    "ItemReceipt": _purchase,
    "VendorCredit": _purchase,
    "Check": _purchase,
    "InventoryAdjustment": _adjustment,
    "BuildAssembly": _build,
    "TransferInventory": _transfer,
}
"""Transaction types that are kept, with how each is shown."""
