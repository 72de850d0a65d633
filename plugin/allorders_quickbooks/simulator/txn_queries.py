"""Queries for transactions: of one type, or the headers of all types (qbXML reference, sections 9.1 and 9.5)."""

from __future__ import annotations

from .answers import Found, answer
from .books import Body, Transaction
from .custom_fields import only_of
from .fields import refuse_missing
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
from .txn_rets import txn_ret
from .values import canonical, money
from .work import Work

ENTITY = Target("entity", "Entity")
_NEGATIVE = ("ReceivePayment", "CreditMemo", "VendorCredit", "Check", "ARRefundCreditCard")
"""Types whose amount TransactionQuery shows with a minus."""

_NOT_ASKED = ("TransferInventory",)
"""Types that TransactionQuery does not know (section 9.5)."""

_KEYS = ("TxnID", "RefNumber", "RefNumberCaseSensitive")
_PAID = {"All": "1", "PaidOnly": "posting AND open = 0", "NotPaidOnly": "posting AND open <> 0"}
_OPEN = {"Either": "1", "Closed": "open = 0", "Open": "open <> 0"}
_PENDING = {"All": "1", "PendingOnly": "NOT posting", "NotPendingOnly": "posting"}
_POSTING = {"Either": "1", "Posting": "posting", "NonPosting": "NOT posting"}


def query(work: Work, request: Node) -> Reply:
    """Answers a query for one type of transaction. Raises Refused."""
    type = request.tag.removesuffix("QueryRq")
    refuse_missing(work, type)
    asked = "IncludeComponentLineItems" if type == "BuildAssembly" else "IncludeLineItems"
    lines = canonical("BOOL", request.value(asked)) == "true"
    links = canonical("BOOL", request.value("IncludeLinkedTxns")) == "true"
    owners = set(request.values("OwnerID"))

    def show(number: int) -> tuple[str, Body] | None:
        row = work.storage.row("SELECT * FROM transactions WHERE number = ?", (number,))
        if row is None:
            return None
        ret = txn_ret(work, transaction_of(row), lines=lines, links=links)
        return f"{type}Ret", only_of(work, ret, owners)

    return answer(work, request, lambda: _find(work, request, type), show)


def query_none(work: Work, request: Node) -> Reply:
    """Answers a query for a type of transaction that there never is one of."""
    named = any(request.find(tag) is not None for tag in _KEYS)
    return answer(work, request, lambda: Found((), named=named, missed=named), lambda key: None)


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
        "EntityRef": shown(work, "CustomerRef", txn.entity) if txn.entity else None,
        "AccountRef": shown(work, "AccountRef", txn.account) if txn.account else None,
        "TxnDate": txn.txn_date,
        "RefNumber": txn.ref_number or None,
        "Amount": money(-txn.total if txn.type in _NEGATIVE else txn.total),
        "Memo": txn.memo,
    }


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
    else:
        condition.need("type <> ?", *_NOT_ASKED)
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
    elif node.tag == "PendingStatus":
        condition.need(_PENDING[text])
    elif node.tag in ("TransactionItemFilter", "ItemFilter"):
        _narrow_used(work, condition, node, REFERENCES["ItemRef"])
    elif node.tag == "SiteFilter":
        _narrow_used(work, condition, node, REFERENCES["InventorySiteRef"])
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
    """Transactions that name one of these accounts, or were posted to it."""
    type = node.value("AccountTypeFilter")
    if type:
        chosen, values = "SELECT list_id FROM records WHERE json_extract(body, '$.AccountType') = ?", [type]
    else:
        values = naming(work, node, REFERENCES["AccountRef"], "query")
        chosen = ", ".join("?" * len(values))
    condition.need(
        f"""(txn_id IN (SELECT owner FROM uses WHERE space = 'account' AND list_id IN ({chosen}))
            OR txn_id IN (SELECT txn_id FROM postings WHERE account IN ({chosen})))""",  # noqa: S608 constants
        *values,
        *values,
    )


def _narrow_used(work: Work, condition: Condition, node: Node, target: Target) -> None:
    """Transactions that refer to one of these records anywhere."""
    if node.value("ItemTypeFilter"):
        raise Refused(1030, "The simulator does not filter by the type of an item.")
    part, values = one_of("list_id", naming(work, node, target, "query"))
    condition.need(f"txn_id IN (SELECT owner FROM uses WHERE space = ? AND {part})", target.space, *values)  # noqa: S608
