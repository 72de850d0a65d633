"""Custom fields: their values on records, transactions, lines and the company (qbXML reference, section 10)."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

from .books import Body, Definition
from .kinds import KINDS, Target
from .markup import Node
from .references import check_id, find, invalid, transaction_by_id
from .refusals import Refused
from .render import Reply
from .values import fits
from .work import Work

PUBLIC = "0"
"""The OwnerID of the fields that users define and see."""

STORED = "DataExtRet"
COMPANY_FIELDS = "company fields"
_SALES_FORMS = frozenset({"Invoice", "SalesOrder", "SalesReceipt", "CreditMemo", "Estimate", "ReceivePayment"})
_LONGEST = {"STR255TYPE": 255, "STR1024TYPE": 1024}
_MISSHAPEN = {"AMT": 3040, "PRICE": 3045, "PERCENT": 3050, "QUAN": 3060, "DATETIME": 3020, "INT": 3085}


@dataclass(frozen=True)
class Holder:
    """An object that has custom fields: what kinds of definitions fit it, its values, and how to keep them."""

    kinds: tuple[str, ...]
    values: tuple[Body, ...]
    keep: Callable[[list[Body]], None]
    recovery: Body


def inline(work: Work, node: Node, type: str) -> list[Body]:
    """The fields that a new line of such a form brings along, each of a definition for items. Raises Refused."""
    said = node.all("DataExt")
    return [_value(_definition(work, one, ("Item", type)), one.value("DataExtValue")) for one in said]


def only_of(work: Work, body: Body, owners: Collection[str]) -> Body:
    """The Ret with only those custom fields that a query lists the OwnerIDs of, on its lines too."""
    for name, value in body.items():
        if name == STORED:
            body[name] = shown_fields(work, value, owners)
        elif name.endswith("LineRet") and isinstance(value, list):
            for line in value:
                only_of(work, line, owners)
    return body


def shown_fields(work: Work, stored: Collection[Body], owners: Collection[str]) -> list[Body]:
    """Stored values as replies show them, under the names that their definitions have now."""
    asked = [one for one in stored if one["OwnerID"] in owners]
    known = {one.number: one for one in work.storage.definitions()} if asked else {}
    return [
        {
            "OwnerID": known[one["DataExtID"]].owner_id,
            "DataExtName": known[one["DataExtID"]].name,
            "DataExtType": known[one["DataExtID"]].type,
            "DataExtValue": one["DataExtValue"],
        }
        for one in asked
        if one["DataExtID"] in known
    ]


def of_company(work: Work) -> list[Body]:
    """The stored values of the company itself."""
    found: list[Body] = json.loads(work.storage.fact(COMPANY_FIELDS) or "[]")
    return found


def add(work: Work, request: Node) -> Reply:
    """Answers DataExtAdd. Raises Refused; 3180 where there is a value already, by reading."""
    node = request.children[0]
    holder, definition = _named(work, node)
    if _has(holder, definition) and not work.readings.field_add_replaces:
        raise Refused(3180, f'There was an error when saving the field "{definition.name}": it has a value already.')
    return _set(work, node, holder, definition)


def modify(work: Work, request: Node) -> Reply:
    """Answers DataExtMod. Raises Refused; 3120 where there is no value yet, by reading."""
    node = request.children[0]
    holder, definition = _named(work, node)
    if not node.value("DataExtValue"):
        raise Refused(3190, f'The value of the field "{definition.name}" cannot be cleared: delete it.')
    if not _has(holder, definition) and not work.readings.field_mod_adds:
        raise Refused(3120, f'The field "{definition.name}" specified in the request cannot be found.')
    return _set(work, node, holder, definition)


def delete(work: Work, request: Node) -> Reply:
    """Answers DataExtDel. Raises Refused."""
    node = request.children[0]
    holder, definition = _named(work, node)
    if not _has(holder, definition):
        raise Refused(3120, f'The field "{definition.name}" specified in the request cannot be found.')
    holder.keep([one for one in holder.values if one["DataExtID"] != definition.number])
    ret: Body = {child.tag: child.text.strip() for child in node.children if not child.children}
    listed = node.find("ListObjRef")
    if listed is not None:
        ret["ListObjRef"] = {child.tag: child.text.strip() for child in listed.children}
    return Reply(body={"DataExtDelRet": ret | {"TimeDeleted": work.stamp(work.now)}}, recovery=holder.recovery)


def _set(work: Work, node: Node, holder: Holder, definition: Definition) -> Reply:
    value = _value(definition, node.value("DataExtValue"))
    holder.keep([*(one for one in holder.values if one["DataExtID"] != definition.number), value])
    ret = shown_fields(work, [value], {definition.owner_id})[0]
    return Reply(body={STORED: ret}, recovery=holder.recovery)


def _has(holder: Holder, definition: Definition) -> bool:
    return any(one["DataExtID"] == definition.number for one in holder.values)


def _named(work: Work, node: Node) -> tuple[Holder, Definition]:
    holder = _holder(work, node)
    return holder, _definition(work, node, holder.kinds)


def _definition(work: Work, node: Node, kinds: Collection[str]) -> Definition:
    """The definition that a request names. Raises Refused 3120, or 3351 where it is not for such objects."""
    owner, name = node.value("OwnerID"), node.value("DataExtName")
    found = next((one for one in work.storage.definitions() if (one.owner_id, one.name) == (owner, name)), None)
    if found is None:
        raise Refused(3120, f'The custom field "{name}" cannot be found.')
    if not set(found.objects).intersection(kinds):
        raise Refused(3351, f'The custom field "{name}" is not one that such an object can have.')
    return found


def _value(definition: Definition, text: str) -> Body:
    kind = definition.type.removesuffix("TYPE")
    if len(text) > _LONGEST.get(definition.type, 1024):
        raise Refused(3070, f'The string "{text}" in the field "DataExtValue" is too long.')
    if kind in _MISSHAPEN and not fits(kind, text):
        raise Refused(_MISSHAPEN[kind], f'The value "{text}" of the field "{definition.name}" is not valid.')
    return {"OwnerID": definition.owner_id, "DataExtID": definition.number, "DataExtValue": text}


def _holder(work: Work, node: Node) -> Holder:
    """The object that a request is about. Raises Refused 3000, 3120 or 3140."""
    if node.value("OtherDataExtType"):
        return Holder(("Company",), tuple(of_company(work)), lambda values: _keep_company(work, values), {})
    if node.value("TxnDataExtType"):
        return _transaction(work, node)
    return _record(work, node)


def _keep_company(work: Work, values: list[Body]) -> None:
    work.storage.set_fact(COMPANY_FIELDS, json.dumps(values))


def _record(work: Work, node: Node) -> Holder:
    type, named = node.value("ListDataExtType"), node.find("ListObjRef")
    assert named is not None  # noqa: S101 the grammar asks for it
    space = "item" if type == "Item" else KINDS[type].space
    target = Target(space, type, () if type == "Item" else (type,))
    record = find(work, target, list_id=named.value("ListID"), full_name=named.value("FullName"))
    if record is None:
        raise invalid(target, named.value("ListID") or named.value("FullName"), "DataExt")
    edit = work.now if work.readings.field_moves_edit else record.edit

    def keep(values: list[Body]) -> None:
        work.keep(replace(record, body=record.body | {STORED: values}, modified=work.now, edit=edit))

    recovery = {"ListID": record.list_id, "EditSequence": str(edit), "ExternalGUID": record.guid}
    return Holder((type,), tuple(record.body.get(STORED, ())), keep, recovery)


def _transaction(work: Work, node: Node) -> Holder:
    type, line_id = node.value("TxnDataExtType"), node.value("TxnLineID")
    txn = transaction_by_id(work, type, node.value("TxnID"))
    edit = work.now if work.readings.field_moves_edit else txn.edit
    recovery = {"TxnID": txn.txn_id, "TxnNumber": str(txn.number), "EditSequence": str(edit)}

    def keep(values: list[Body]) -> None:
        work.storage.keep_transaction(replace(txn, body=txn.body | {STORED: values}, modified=work.now, edit=edit))

    if not line_id:
        usual = "Customer" if type in _SALES_FORMS else "Vendor"
        return Holder((type, usual), tuple(txn.body.get(STORED, ())), keep, recovery)
    check_id(line_id, "TxnLineID")
    held: dict[str, Any] | None = next((line for line in txn.lines if line.get("TxnLineID") == line_id), None)
    if held is None:
        raise Refused(3120, f'The line "{line_id}" specified in the request cannot be found.')

    def keep_line(values: list[Body]) -> None:
        lines = tuple(line | {STORED: values} if line is held else line for line in txn.lines)
        work.storage.keep_transaction(replace(txn, lines=lines, modified=work.now, edit=edit))

    return Holder(("Item", type), tuple(held.get(STORED, ())), keep_line, recovery)
