"""QuickBooks' objects as answers hold them: which one it is, what is in it, and whether anybody has edited it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from io import BytesIO
from typing import TypeVar

from allorders_quickbooks.qbxml.canonical import as_ret, canonical_elements, holds_all, plain_guid, ret_name, ret_names
from allorders_quickbooks.qbxml.messages.base import Message, parts
from allorders_quickbooks.qbxml.object_types import BOOKKEEPING, EXPENSE_LINE, OBJECTS, ObjectType
from allorders_quickbooks.qbxml.reader import AnswerReader
from allorders_quickbooks.qbxml.replies import Ret

M = TypeVar("M", bound=Message)

__all__ = [
    "EXPENSE",
    "OBJECTS",
    "ObjectType",
    "contents",
    "differences",
    "guid",
    "is_voided",
    "line_ids",
    "linked",
    "object_type",
    "request_contents",
    "restricted",
    "sent",
]

EXPENSE = "expense "
"""Stands before the TxnLineID of an expense line, so that it never takes the place of an item."""

_WORTH = ("Quantity", "Amount", "QuantityDifference", "ValueDifference", "QuantityTransferred")

_IDENTITY = frozenset({"TxnID", "ListID", "EditSequence", "ExternalGUID"})
_UNSEEN = _IDENTITY | {"IsAutoApply"}


_BY_RET = {ret: kind for kind in OBJECTS.values() for ret in kind.rets or (kind.ret,)}
_LINE_IDS = {f"{tag}/TxnLineID" for kind in OBJECTS.values() for tag in kind.line_tags}


def add_object_types(added: Iterable[ObjectType]) -> None:
    """Types that an extension makes objects of. ValueError for one that there is already."""
    for kind in added:
        if OBJECTS.setdefault(kind.name, kind) != kind:
            raise ValueError(f"the object type {kind.name} exists already")
        _BY_RET[kind.ret] = kind
        _LINE_IDS.update(f"{tag}/TxnLineID" for tag in kind.line_tags)


def object_type(ret: Ret) -> ObjectType | None:
    """The type of a returned object, None for one that this plugin does not handle."""
    return _BY_RET.get(ret.tag)


def guid(ret: Ret) -> str:
    """The object's ExternalGUID as it is stored here: lower case, without braces; "" where it has none."""
    return plain_guid(ret.value("ExternalGUID"))


def line_ids(ret: Ret) -> tuple[str, ...]:
    """The TxnLineIDs of an object's lines, in the order of the form; see EXPENSE."""
    kind = object_type(ret)
    lines = (child for child in ret.children if kind and child.tag in kind.line_tags)
    return tuple(f"{EXPENSE if line.tag == EXPENSE_LINE else ''}{line.value('TxnLineID')}" for line in lines)


def linked(ret: Ret) -> frozenset[str]:
    """The TxnIDs of what a transaction is linked to, as far as the query asked for links."""
    return frozenset(link.value("TxnID") for link in ret.all("LinkedTxn"))


def is_voided(ret: Ret) -> bool:
    """Whether a transaction has been voided: it is worth nothing, and either QuickBooks' memo says so or its
    lines have neither a quantity nor an amount any more. Goods given away keep their quantities."""
    kind = object_type(ret)
    if kind is None or kind.is_list or (kind.total_tags and kind.total(ret) != 0):
        return False
    lines = [child for child in ret.children if child.tag in kind.line_tags]
    emptied = bool(lines) and not any(line.decimal(tag) for line in lines for tag in _WORTH)
    return emptied or ret.value("Memo").upper().startswith("VOID:")


def contents(ret: Ret) -> dict[str, str]:
    """What a person can edit of an object: element -> canonical text, repeated elements as one text in their
    order. Two readings are equal where nobody has edited the object in between."""
    return canonical_elements(ret, _volatile(ret) | _IDENTITY)


def request_contents(message: Message) -> dict[str, str]:
    """The same of what a request says, under the names of the Ret and equal for an Add and a Mod that say the
    same. So line ids are left out, and elements that a Mod clears are empty."""
    return canonical_elements(as_ret(message), _UNSEEN | _LINE_IDS)


def sent(content: bytes) -> dict[str, Ret]:
    """What the requests of a stored set said, by request id, under the names of the Ret. Raises AnswerUnreadable."""
    requests = AnswerReader(BytesIO(content))
    return {r.status.request_id or "": ret_names(r.ret) for r in requests if r.ret is not None}


def differences(said: Ret, ret: Ret) -> frozenset[str]:
    """The elements in which an object does not hold what a request said (see `sent`); what the request does not
    mention is free. Text is compared as QuickBooks keeps it, numbers by value, references by what was given."""
    left_out = _UNSEEN | _volatile(ret)
    tags = {child.tag for child in said.children} - left_out
    return frozenset(tag for tag in tags if not holds_all(said.all(tag), ret.all(tag)))


def restricted(message: M, elements: Collection[str]) -> M:
    """The Mod with its identity and those elements only, named as in `request_contents`; the others stay as they
    are in QuickBooks."""
    left_out = {
        part.attribute: () if part.repeated else None
        for part in parts(type(message))
        if ret_name(part) not in _IDENTITY and ret_name(part) not in elements
    }
    return message.model_copy(update=left_out)


def _volatile(ret: Ret) -> frozenset[str]:
    kind = object_type(ret)
    return kind.volatile if kind else BOOKKEEPING
