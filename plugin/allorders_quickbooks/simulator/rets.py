"""Objects as replies show them: every element that the newest version knows, before the asked version drops some."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from .books import Application, Body, Record, Transaction
from .general_ledger import shown_balance
from .kinds import KINDS, REFERENCES
from .references import shown
from .values import money
from .work import Work

PRINTED_LINES = 5
_ALWAYS_SHOWN = {"Customer": {"JobStatus": "None", "PreferredDeliveryMethod": "None"}}


def record_ret(work: Work, record: Record) -> Body:
    """A list record."""
    parent = work.full_name(record.space, record.parent) if record.parent else None
    ret: Body = {
        **_ALWAYS_SHOWN.get(record.kind, {}),
        **with_references(work, record.body),
        "ListID": record.list_id,
        "TimeCreated": work.stamp(record.created),
        "TimeModified": work.stamp(record.modified),
        "EditSequence": str(record.edit),
        "Name": record.name,
        "FullName": record.full_name,
        "IsActive": _bool(record.active),
        "Sublevel": str(record.full_name.count(":")),
        "ExternalGUID": record.guid,
    }
    if record.parent:
        ret["ParentRef"] = {"ListID": record.parent, "FullName": parent}
    if record.space in ("entity", "account"):
        ret["Balance"] = money(own_balance(work, record))
        ret["TotalBalance"] = money(total_balance(work, record))
    return ret


def total_balance(work: Work, record: Record) -> Decimal:
    """The balance with those of everything below."""
    below = work.storage.children(record.space, record.list_id) if KINDS[record.kind].nested else []
    return own_balance(work, record) + sum((total_balance(work, child) for child in below), Decimal(0))


def own_balance(work: Work, record: Record) -> Decimal:
    """What a customer or vendor owes or is owed; of an account, what was posted to it."""
    return shown_balance(work, record) if record.space == "account" else record.balance


def invoice_ret(work: Work, txn: Transaction, *, lines: bool = True, links: bool = False) -> Body:
    """An invoice. It has no TotalAmount: the total is Subtotal and SalesTaxTotal."""
    applied = txn.total - txn.open if txn.posting else txn.total * 0
    ret = {
        **header(work, txn),
        "CustomerRef": shown(work, "CustomerRef", txn.entity),
        "ARAccountRef": shown(work, "ARAccountRef", txn.account) if txn.account else None,
        "IsPending": _bool(not txn.posting),
        "AppliedAmount": money(-applied),
        "BalanceRemaining": money(txn.open),
        "IsPaid": _bool(txn.posting and not txn.open),
    }
    if lines:
        ret["InvoiceLineRet"] = [with_references(work, line) for line in txn.lines]
    if links:
        ret["LinkedTxn"] = linked(work, txn)
    return ret


def payment_ret(work: Work, txn: Transaction, *, lines: bool = True, links: bool = False) -> Body:
    """A payment of a customer. What it pays is shown with the balance that is left after it."""
    ret = {
        **header(work, txn),
        "CustomerRef": shown(work, "CustomerRef", txn.entity),
        "ARAccountRef": shown(work, "ARAccountRef", txn.account) if txn.account else None,
        "TotalAmount": money(txn.total),
        "UnusedPayment": money(txn.open),
        "UnusedCredits": "0.00",
    }
    if lines:
        ret["AppliedToTxnRet"] = [applied(work, one) for one in work.storage.applications(payer=txn.txn_id)]
    return ret


def header(work: Work, txn: Transaction) -> Body:
    """What every transaction shows of itself."""
    return {
        **with_references(work, txn.body),
        "TxnID": txn.txn_id,
        "TimeCreated": work.stamp(txn.created),
        "TimeModified": work.stamp(txn.modified),
        "EditSequence": str(txn.edit),
        "TxnNumber": str(txn.number),
        "TxnDate": txn.txn_date,
        "RefNumber": txn.ref_number or None,
        "Memo": txn.memo,
        "ExternalGUID": txn.guid,
    }


def applied(work: Work, one: Application) -> Body:
    """What a payment or a refund is set against."""
    paid = work.storage.transaction(one.paid)
    assert paid is not None  # noqa: S101 an application goes with either of its transactions
    ret = against(paid, one.amount)
    if one.discount:
        ret["DiscountAmount"] = money(one.discount)
        ret["DiscountAccountRef"] = one.discount_account and shown(work, "DiscountAccountRef", one.discount_account)
        ret["DiscountClassRef"] = one.discount_class and shown(work, "DiscountClassRef", one.discount_class)
    return ret


def against(paid: Transaction, amount: Decimal) -> Body:
    """A transaction that money was set against, with what is left of it."""
    return {
        "TxnID": paid.txn_id,
        "TxnType": paid.type,
        "TxnDate": paid.txn_date,
        "RefNumber": paid.ref_number or None,
        "BalanceRemaining": money(paid.open),
        "Amount": money(amount),
    }


def linked(work: Work, txn: Transaction) -> list[Body]:
    """The transactions that a transaction is paid by or pays, was made of, or that were made of it."""
    by_money = [_link(work, one.payer, -one.reduces) for one in work.storage.applications(paid=txn.txn_id)]
    by_money += [_link(work, one.paid, -one.amount) for one in work.storage.applications(payer=txn.txn_id)]
    rows = work.storage.rows(
        "SELECT order_id AS other FROM links WHERE txn_id = ? UNION SELECT txn_id FROM links WHERE order_id = ?",
        (txn.txn_id, txn.txn_id),
    )
    return by_money + [_link(work, row["other"], None) for row in rows]


def _link(work: Work, txn_id: str, amount: Decimal | None) -> Body:
    """A LinkedTxn: of money where an amount is given, else of goods."""
    other = work.storage.transaction(txn_id)
    assert other is not None  # noqa: S101 an application or a link goes with either of its transactions
    return {
        "TxnID": other.txn_id,
        "TxnType": other.type,
        "TxnDate": other.txn_date,
        "RefNumber": other.ref_number or None,
        "LinkType": "QUANTYPE" if amount is None else "AMTTYPE",
        "Amount": money(other.total if amount is None else amount),
    }


def with_references(work: Work, body: Mapping[str, Any]) -> Body:
    """A stored body with each ListID shown as a reference, and each address followed by its printed block."""
    result: Body = {}
    for name, value in body.items():
        if isinstance(value, list):
            result[name] = [_with_references(work, name, one) for one in value]
        else:
            result[name] = _with_references(work, name, value)
            if name.endswith("Address") and isinstance(value, dict):
                result[f"{name}Block"] = {f"Addr{n}": line for n, line in enumerate(printed(value)[:PRINTED_LINES], 1)}
    return result


def _with_references(work: Work, name: str, value: Any) -> Any:
    if isinstance(value, dict):
        return with_references(work, value)
    return shown(work, name, value) if name in REFERENCES and value else value


def printed(address: Mapping[str, str]) -> list[str]:
    """The lines of an address as QuickBooks prints them."""
    lines = [address[f"Addr{n}"] for n in range(1, 6) if address.get(f"Addr{n}")]
    region = " ".join(part for part in (address.get("State"), address.get("PostalCode")) if part)
    town = ", ".join(part for part in (address.get("City"), region) if part)
    return [*lines, *(line for line in (town, address.get("Country")) if line)]


def _bool(value: bool) -> str:
    return "true" if value else "false"
