"""References between objects: finding what a ListID or FullName names, and showing it again."""

from __future__ import annotations

from .books import Record, Transaction
from .kinds import KINDS, REFERENCES, Kind, Target
from .markup import Node
from .refusals import Refused
from .values import is_object_id
from .work import Work

_NOT_IN_LIST = "QuickBooks error message: Invalid argument.  The specified record does not exist in the list."


def is_blank(node: Node) -> bool:
    """True for a reference that names nothing: a Mod clears the field with it."""
    return not node.value("ListID") and not node.value("FullName")


def need(node: Node, tag: str, place: str) -> Node:
    """A reference that the object cannot do without. Raises Refused 3150."""
    reference = node.find(tag)
    if reference is None or is_blank(reference):
        raise Refused(3150, f'The "{tag}" of the {place} is missing.')
    return reference


def resolve(work: Work, node: Node, place: str) -> Record:
    """The record that a reference names. A ListID wins over a FullName, which is then not looked at.

    Raises Refused: 3000 for a malformed id, 3140 where there is no such record (or only an inactive one, by reading).
    """
    target = REFERENCES.get(node.tag)
    if target is None:
        raise Refused(3140, f'There is an invalid reference in the "{node.tag}" field of the {place}.')
    list_id, full_name = node.value("ListID"), node.value("FullName")
    found = find(work, target, list_id=list_id, full_name=full_name)
    if found is None or (not found.active and work.readings.inactive_ref_refused):
        raise invalid(target, list_id or full_name, place)
    return found


def find(work: Work, target: Target, *, list_id: str = "", full_name: str = "") -> Record | None:
    """The record of that id or name, inactive or not. Raises Refused 3000 for a malformed id."""
    if list_id:
        check_id(list_id, "list id")
        found = work.storage.record(target.space, list_id)
    else:
        found = work.storage.record_named(target.space, full_name)
    return None if found is None or (target.kinds and found.kind not in target.kinds) else found


def invalid(target: Target, named: str, place: str) -> Refused:
    """The answer to a reference that names nothing."""
    return Refused(
        3140, f'There is an invalid reference to QuickBooks {target.title} "{named}" in the {place}.  {_NOT_IN_LIST}'
    )


def parent(work: Work, node: Node, kind: Kind) -> Record:
    """The record that a ParentRef names. Raises Refused 3130."""
    found = (
        work.storage.record(kind.space, node.value("ListID"))
        if node.value("ListID")
        else work.storage.record_named(kind.space, node.value("FullName"))
    )
    if found is None or found.kind != kind.name:
        named = node.value("ListID") or node.value("FullName")
        raise Refused(3130, f'There is an invalid parent reference "{named}".  {_NOT_IN_LIST}')
    return found


def check_id(text: str, field: str) -> None:
    """Raises Refused 3000 for what cannot be an id."""
    if not is_object_id(text):
        raise Refused(3000, f'The given object ID "{text}" in the field "{field}" is invalid.')


def unknown_object(work: Work, object_id: str, field: str) -> Refused:
    """The answer to an id that is well formed and names nothing here (3120, or 3000 by reading)."""
    if work.readings.foreign_id == "3000":
        return Refused(3000, f'The given object ID "{object_id}" in the field "{field}" is invalid.')
    return Refused(3120, f'Object "{object_id}" specified in the request cannot be found.  {_NOT_IN_LIST}')


def record_by_id(work: Work, kind: Kind, list_id: str) -> Record:
    """The record that a Mod or a ListDel names. Raises Refused 3000 or 3120."""
    check_id(list_id, "list id")
    found = work.storage.record(kind.space, list_id)
    if found is None or found.kind != kind.name:
        raise unknown_object(work, list_id, "list id")
    return found


def transaction_by_id(work: Work, type: str, txn_id: str) -> Transaction:
    """The transaction that a Mod, a void or a deletion names. Raises Refused 3000 or 3120."""
    check_id(txn_id, "transaction id")
    found = work.storage.transaction(txn_id)
    if found is None or found.type != type:
        raise unknown_object(work, txn_id, "transaction id")
    return found


def shown(work: Work, tag: str, list_id: str) -> dict[str, str]:
    """A stored reference as replies show it."""
    full_name = work.full_name(REFERENCES[tag].space, list_id)
    return {"ListID": list_id, **({"FullName": full_name} if full_name is not None else {})}


def title_of(kind: str) -> str:
    """The kind as QuickBooks' messages call it."""
    return KINDS[kind].title or kind
