"""Adding and changing list records of every kind. What is particular to a kind is its `rules`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from . import custom_fields, entities, items, opening_balances
from .books import Body, Record
from .fields import absorb, aggregate, merged, refuse_missing, text, used_by, without_blanks
from .grammar import Shape
from .guards import refuse_guid, refuse_stale
from .kinds import KINDS, Kind, name_key
from .markup import Node
from .references import parent, record_by_id, title_of
from .refusals import Refused
from .render import Reply
from .rets import record_ret
from .values import canonical
from .work import Work

Rule = Callable[[Work, Body, Body], Body]
"""Completes or refuses the body of a record: (work, what the request says, what is stored so far) -> body."""

RULES: Mapping[str, Rule] = {
    "Customer": entities.complete,
    "Vendor": entities.complete,
    "Employee": entities.complete,
    "OtherName": entities.complete,
    "ItemInventory": items.inventory,
    "ItemInventoryAssembly": items.assembly,
    "ItemDiscount": items.discount,
    "ItemNonInventory": items.sold_or_bought,
    "ItemService": items.sold_or_bought,
    "ItemOtherCharge": items.sold_or_bought,
    "ItemSalesTax": items.taxed,
}


def add(work: Work, kind: Kind, request: Node, shape: Shape) -> Reply:
    """Answers an Add. Raises Refused."""
    node, below = aggregate(request, shape)
    refuse_missing(work, kind.name)
    record = _added(work, kind, node, below)
    opening_balances.open_account(work, record, node)
    stored = work.storage.record(record.space, record.list_id)
    return _reply(work, kind, stored or record)


def _added(work: Work, kind: Kind, node: Node, shape: Shape) -> Record:
    said = without_blanks(absorb(work, node, shape, title_of(kind.name)))
    name = _name(work, kind, node)
    above = _parent(work, kind, node)
    guid = node.value("ExternalGUID") or None
    refuse_guid(work, guid)
    record = Record(
        space=kind.space,
        list_id=work.new_list_id(kind.space),
        kind=kind.name,
        name=name,
        full_name=f"{above.full_name}:{name}" if above else name,
        active=canonical("BOOL", node.value("IsActive") or "true") == "true",
        parent=above.list_id if above else None,
        created=work.now,
        modified=work.now,
        edit=work.now,
        guid=guid,
        body=_ruled(work, kind, said, {}),
    )
    _refuse_name(work, record)
    keep(work, record)
    return record


def modify(work: Work, kind: Kind, request: Node, shape: Shape) -> Reply:
    """Answers a Mod. Raises Refused; with 3200 the current object is in the reply."""
    node, below = aggregate(request, shape)
    record = record_by_id(work, kind, node.value("ListID"))
    if record.locked:
        raise Refused(3175, f'There was an error modifying "{record.full_name}": it is in use.')
    refuse_stale(node.value("EditSequence"), record.edit, {kind.ret: record_ret(work, record)})
    said = absorb(work, node, below, title_of(kind.name))
    changed = replace(
        record,
        active=canonical("BOOL", node.value("IsActive")) == "true" if node.value("IsActive") else record.active,
        modified=work.now,
        edit=work.now,
        body=_ruled(work, kind, said, record.body),
    )
    changed = _moved(work, kind, node, changed)
    keep(work, changed)
    return _reply(work, kind, changed)


def keep(work: Work, record: Record) -> None:
    """Store the record and what it refers to."""
    work.keep(record)
    work.storage.set_uses(f"{record.space} {record.list_id}", used_by(record.body))


def rename(work: Work, record: Record, name: str, above: Record | None) -> Record:
    """The record under another name or parent; the full names of everything below it follow."""
    full_name = f"{above.full_name}:{name}" if above else name
    renamed = replace(record, name=name, full_name=full_name, parent=above.list_id if above else None)
    _refuse_name(work, renamed)
    if full_name != record.full_name:
        for child in work.storage.children(record.space, record.list_id):
            work.keep(rename(work, child, child.name, renamed))
    return renamed


def _ruled(work: Work, kind: Kind, said: Body, stored: Body) -> Body:
    rule = RULES.get(kind.name)
    return rule(work, said, stored) if rule else merged(stored, said)


def _moved(work: Work, kind: Kind, node: Node, record: Record) -> Record:
    """The record with the Name and ParentRef that a Mod asks for."""
    named, placed = _says_name(kind, node), node.find("ParentRef") is not None
    if not named and not placed:
        return record
    name = _name(work, kind, node, record) if named else record.name
    above = _parent(work, kind, node) if placed else _stored_parent(work, record)
    if above is not None and f"{above.full_name}:".startswith(f"{record.full_name}:"):
        raise Refused(3130, f'There is an invalid parent reference: "{above.full_name}" is the record or below it.')
    return rename(work, record, name, above)


def _stored_parent(work: Work, record: Record) -> Record | None:
    return work.storage.record(record.space, record.parent) if record.parent else None


def _says_name(kind: Kind, node: Node) -> bool:
    tags = entities.EMPLOYEE_NAME if kind.name == "Employee" else (_named_by(kind),)
    return any(node.find(tag) is not None for tag in tags)


def _named_by(kind: Kind) -> str:
    return "Initial" if kind.name == "SalesRep" else "Name"


def _name(work: Work, kind: Kind, node: Node, record: Record | None = None) -> str:
    """The name that a request gives, blanks around it taken off. Raises Refused 3090 or 3150."""
    if kind.name == "Employee":
        name = entities.employee_name(work, node, record.body if record else {})
    else:
        name = text(work, node.value(_named_by(kind))).strip()
    if not name:
        raise Refused(3150, f"The {title_of(kind.name)} needs a name.")
    if ":" in name:
        raise Refused(
            3090,
            f'There was an error when storing "{name}" in the "{title_of(kind.name).lower()} name" field.  '
            "QuickBooks error message: Names in this list cannot contain a colon.  "
            "The colon is a special character used to indicate a parent/child relationship.",
        )
    return name


def _parent(work: Work, kind: Kind, node: Node) -> Record | None:
    reference = node.find("ParentRef")
    if reference is None or not (reference.value("ListID") or reference.value("FullName")):
        return None
    return parent(work, reference, kind)


def _refuse_name(work: Work, record: Record) -> None:
    other = work.storage.record_named(record.space, record.full_name)
    if other is not None and other.list_id != record.list_id:
        raise Refused(3100, f'The name "{record.full_name}" of the list element is already in use.')
    if record.parent and name_key(record.full_name).count(":") > 4:
        raise Refused(3130, f'There is an invalid parent reference: "{record.full_name}" has too many levels.')


def _reply(work: Work, kind: Kind, record: Record) -> Reply:
    recovery = {"ListID": record.list_id, "EditSequence": str(record.edit), "ExternalGUID": record.guid}
    ret = custom_fields.only_of(work, record_ret(work, record), ())
    return Reply(body={kind.ret: ret}, recovery=recovery)


def kind_of(request: str, verb: str) -> Kind | None:
    """The kind that an Add, Mod or Query of that name is about."""
    return KINDS.get(request.removesuffix(f"{verb}Rq"))
