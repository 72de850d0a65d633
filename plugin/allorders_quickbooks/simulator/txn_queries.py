"""Queries for transactions: of one type, or the headers of all types (qbXML reference, sections 9.1 and 9.5)."""

from __future__ import annotations

from collections.abc import Callable

from . import rets
from .answers import Found, answer
from .books import Body, Transaction
from .filters import (
    Condition,
    between,
    checked_ids,
    dated_between,
    each_key,
    like,
    modified_between,
    naming,
    one_of,
)
from .kinds import REFERENCES, Target
from .markup import Node
from .references import shown
from .refusals import Refused
from .render import Reply
from .rows import transaction_of
from .values import canonical, money
from .work import Work

RETS: dict[str, Callable[..., Body]] = {"Invoice": rets.invoice_ret, "ReceivePayment": rets.payment_ret}
"""Transaction types that are kept, with how each is shown."""

ENTITY = Target("entity", "Entity")
_KEYS = ("TxnID", "RefNumber", "RefNumberCaseSensitive")
_PAID = {"All": "1", "PaidOnly": "posting AND open = 0", "NotPaidOnly": "posting AND open <> 0"}
_OPEN = {"Either": "1", "Closed": "open = 0", "Open": "open <> 0"}
_POSTING = {"Either": "1", "Posting": "posting", "NonPosting": "NOT posting"}


def query(work: Work, request: Node) -> Reply:
    """Answers a query for one type of transaction. Raises Refused."""
    type = request.tag.removesuffix("QueryRq")
    ret = RETS[type]
    lines = canonical("BOOL", request.value("IncludeLineItems")) == "true"
    links = canonical("BOOL", request.value("IncludeLinkedTxns")) == "true"
    owners = set(request.values("OwnerID"))

    def show(number: int) -> tuple[str, Body] | None:
        row = work.storage.row("SELECT * FROM transactions WHERE number = ?", (number,))
        if row is None:
            return None
        body = ret(work, transaction_of(row), lines=lines, links=links)
        _only_owners(body, owners)
        return f"{type}Ret", body

    return answer(work, request, lambda: _find(work, request, type), show)


def query_headers(work: Work, request: Node) -> Reply:
    """Answers TransactionQuery: one entry for the summary of each transaction. Raises Refused."""

    def show(number: int) -> tuple[str, Body] | None:
        row = work.storage.row("SELECT * FROM transactions WHERE number = ?", (number,))
        return ("TransactionRet", _header(work, transaction_of(row))) if row else None

    return answer(work, request, lambda: _find(work, request, None), show)


def _header(work: Work, txn: Transaction) -> Body:
    return {
        "TxnType": txn.type,
        "TxnID": txn.txn_id,
        "TimeCreated": work.stamp(txn.created),
        "TimeModified": work.stamp(txn.modified),
        "EntityRef": shown(work, "CustomerRef", txn.entity),
        "AccountRef": shown(work, "AccountRef", txn.account) if txn.account else None,
        "TxnDate": txn.txn_date,
        "RefNumber": txn.ref_number or None,
        "Amount": money(txn.total if txn.type == "Invoice" else -txn.total),
        "Memo": txn.memo,
    }


def _only_owners(body: Body, owners: set[str]) -> None:
    """Custom fields come back only for the OwnerIDs that a query lists (section 10)."""
    for line in body.get("InvoiceLineRet", []):
        line["DataExtRet"] = [one for one in line.get("DataExtRet") or [] if one["OwnerID"] in owners]


def _find(work: Work, request: Node, type: str | None) -> Found:
    tag = next((tag for tag in _KEYS if request.find(tag) is not None), None)
    if tag is None:
        return Found(_filtered(work, request, type))
    statement, wanted = _by_key(work, request, tag, type)
    found, missed = each_key(
        wanted, lambda key: [row["number"] for row in work.storage.rows(statement, (key, *([type] if type else [])))]
    )
    return Found(found, named=True, missed=missed)


def _by_key(work: Work, request: Node, tag: str, type: str | None) -> tuple[str, list[str]]:
    keys = request.values(tag)
    if tag == "TxnID":
        column = "txn_id"
        checked_ids(keys, "transaction id")
    elif tag == "RefNumber" and work.readings.ref_number_ignores_case:
        column, keys = "ref_key", [key.lower() for key in keys]
    else:
        column = "ref_number"
    of_type = "AND type = ?" if type else ""
    return f"SELECT number FROM transactions WHERE {column} = ? {of_type} ORDER BY number", keys  # noqa: S608 constants


def _filtered(work: Work, request: Node, type: str | None) -> list[int]:
    condition = Condition()
    if type is not None:
        condition.need("type = ?", type)
    for child in request.children:
        _narrow(work, condition, child)
    statement = f"SELECT number FROM transactions WHERE {condition.sql} ORDER BY number"  # noqa: S608 constants
    return [row["number"] for row in work.storage.rows(statement, condition.values)]


def _narrow(work: Work, condition: Condition, node: Node) -> None:
    """One filter of a transaction query; what is no filter narrows nothing."""
    text = node.text.strip()
    if node.tag in ("ModifiedDateRangeFilter", "TransactionModifiedDateRangeFilter"):
        if node.value("DateMacro"):
            dated_between(work, condition, node, column="substr(wall, 1, 10)")
        else:
            modified_between(work, condition, node)
    elif node.tag in ("TxnDateRangeFilter", "TransactionDateRangeFilter"):
        dated_between(work, condition, node)
    elif node.tag in ("EntityFilter", "TransactionEntityFilter"):
        _narrow_entity(work, condition, node)
    elif node.tag in ("AccountFilter", "TransactionAccountFilter"):
        _narrow_account(work, condition, node)
    elif node.tag == "RefNumberFilter":
        like(condition, "ref_key", node, "RefNumber")
    elif node.tag == "RefNumberRangeFilter":
        between(condition, "ref_key", node, "RefNumber")
    elif node.tag == "PaidStatus":
        condition.need(_PAID[text])
    elif node.tag == "TransactionPaidStatusFilter":
        condition.need(_OPEN[text])
    elif node.tag == "TransactionPostingStatusFilter":
        condition.need(_POSTING[text])
    elif node.tag == "TransactionTypeFilter" and "All" not in node.values("TxnTypeFilter"):
        part, values = one_of("type", node.values("TxnTypeFilter"))
        condition.need(part, *values)
    elif node.tag == "TransactionItemFilter":
        _narrow_used(work, condition, node, REFERENCES["ItemRef"])
    elif node.tag == "TransactionClassFilter":
        _narrow_used(work, condition, node, REFERENCES["ClassRef"])
    elif node.tag == "TransactionDetailLevelFilter" and text != "SummaryOnly":
        raise Refused(1030, "The simulator shows the summary of each transaction, not its lines.")
    elif node.tag == "CurrencyFilter":
        raise Refused(3250, "This feature is not enabled or not available: multiple currencies.")


def _narrow_entity(work: Work, condition: Condition, node: Node) -> None:
    kind = node.value("EntityTypeFilter")
    if kind:
        condition.need("entity IN (SELECT list_id FROM records WHERE space = 'entity' AND kind = ?)", kind)
        return
    part, values = one_of("entity", naming(work, node, ENTITY, "query"))
    condition.need(part, *values)


def _narrow_account(work: Work, condition: Condition, node: Node) -> None:
    if node.value("AccountTypeFilter"):
        raise Refused(1030, "The simulator does not filter by the type of an account.")
    _narrow_used(work, condition, node, REFERENCES["AccountRef"])


def _narrow_used(work: Work, condition: Condition, node: Node, target: Target) -> None:
    """Transactions that refer to one of these records anywhere."""
    if node.value("ItemTypeFilter"):
        raise Refused(1030, "The simulator does not filter by the type of an item.")
    part, values = one_of("list_id", naming(work, node, target, "query"))
    condition.need(f"txn_id IN (SELECT owner FROM uses WHERE space = ? AND {part})", target.space, *values)  # noqa: S608
