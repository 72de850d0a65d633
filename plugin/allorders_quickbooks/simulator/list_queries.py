"""Queries for list records: of one kind, or of a whole list of several kinds."""

from __future__ import annotations

from collections.abc import Sequence

from .answers import Found, answer
from .books import Body, Record
from .custom_fields import only_of
from .fields import refuse_missing
from .filters import Condition, between, checked_ids, each_key, like, modified_between, naming, one_of
from .kinds import KINDS, LISTS, REFERENCES, name_key
from .markup import Node
from .refusals import Refused
from .render import Reply
from .rets import record_ret
from .values import money, number
from .work import Work

_ACTIVE = {"ActiveOnly": "active", "InactiveOnly": "NOT active", "All": "1"}
_OPERATORS = {
    "LessThan": "<",
    "LessThanEqual": "<=",
    "Equal": "=",
    "GreaterThan": ">",
    "GreaterThanEqual": ">=",
}
_IN_BODY = {"AccountType": "AccountType", "PaymentMethodType": "PaymentMethodType"}
_NEVER_MATCHED = ("CurrencyFilter", "ItemRef")


def kinds_asked(request: str) -> Sequence[str] | None:
    """The kinds that a query of that name is about; None where it is no list query."""
    name = request.removesuffix("QueryRq")
    return LISTS.get(name) or ((name,) if name in KINDS else None)


def query(work: Work, request: Node) -> Reply:
    """Answers a list query. Raises Refused."""
    kinds = kinds_asked(request.tag)
    assert kinds is not None  # noqa: S101 the registry asks first
    refuse_missing(work, kinds[0])
    space = KINDS[kinds[0]].space
    owners = set(request.values("OwnerID"))

    def show(list_id: str) -> tuple[str, Body] | None:
        record = work.storage.record(space, list_id)
        return _shown(work, record, owners) if record else None

    return answer(work, request, lambda: _find(work, request, space, kinds), show)


def _shown(work: Work, record: Record, owners: set[str]) -> tuple[str, Body]:
    return KINDS[record.kind].ret, only_of(work, record_ret(work, record), owners)


def _find(work: Work, request: Node, space: str, kinds: Sequence[str]) -> Found:
    ids, names = request.values("ListID"), request.values("FullName")
    if not ids and not names:
        return Found(_filtered(work, request, space, kinds))
    of_kind, values = one_of("kind", kinds)
    column = "list_id" if ids else "name_key"
    statement = f"SELECT list_id FROM records WHERE space = ? AND {column} = ? AND {of_kind}"  # noqa: S608 constants

    def named(key: str) -> list[str]:
        return [row["list_id"] for row in work.storage.rows(statement, (space, key, *values))]

    keys = checked_ids(ids, "list id") if ids else [name_key(name) for name in names]
    found, missed = each_key(keys, named)
    return Found(found, named=True, missed=missed)


def _filtered(work: Work, request: Node, space: str, kinds: Sequence[str]) -> list[str]:
    condition = Condition()
    condition.need("space = ?", space)
    of_kind, values = one_of("kind", kinds)
    condition.need(of_kind, *values)
    condition.need(_ACTIVE[request.value("ActiveStatus") or "ActiveOnly"])
    modified_between(work, condition, request)
    for child in request.children:
        _narrow(work, condition, child)
    types = {tag: request.values(tag) for tag in _IN_BODY}
    for tag, wanted in types.items():
        if wanted:
            part, values = one_of(f"json_extract(body, '$.{tag}')", wanted)
            condition.need(part, *values)
    statement = f"SELECT list_id FROM records WHERE {condition.sql} ORDER BY name_key"  # noqa: S608 constants
    return [row["list_id"] for row in work.storage.rows(statement, condition.values)]


def _narrow(work: Work, condition: Condition, node: Node) -> None:
    """One filter of a list query."""
    if node.tag == "NameFilter":
        like(condition, "name_key", node, "Name")
    elif node.tag == "NameRangeFilter":
        between(condition, "name_key", node, "Name")
    elif node.tag == "TotalBalanceFilter":
        amount = int(number(money(number(node.value("Amount")))).scaleb(2))
        condition.need(f"balance {_OPERATORS[node.value('Operator')]} ?", amount)
    elif node.tag == "ClassFilter":
        classes = naming(work, node, REFERENCES["ClassRef"], "query")
        part, values = one_of("json_extract(body, '$.ClassRef')", classes)
        condition.need(part, *values)
    elif node.tag in _NEVER_MATCHED:
        raise Refused(3250, f"This feature is not enabled or not available: {node.tag}.")
