"""Elements as comparable text: requests brought into the form of a Ret, a Ret into the form that is compared.

Text counts as QuickBooks keeps it, numbers by value, references by ListID where there is one, an empty element
like an absent one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import Any, NamedTuple

from allorders_quickbooks.qbxml.messages.base import NEW_LINE, Aggregate, Kind, Message, Part, parts
from allorders_quickbooks.qbxml.replies import Ret
from allorders_quickbooks.qbxml.text import as_held

_RET_NAMES = {
    "ClearExpenseLines": "ExpenseLineRet",
    "ClearItemLines": "ItemLineRet",
    "QuantityToTransfer": "QuantityTransferred",
    "PaymentAmount": "Amount",
    "SalesOrPurchaseMod": "SalesOrPurchase",
    "SalesAndPurchaseMod": "SalesAndPurchase",
}
"""Elements that a Ret calls otherwise than the request does. Besides, `XLineAdd` and `XLineMod` are `XLineRet`."""

_EMPTIES = frozenset({"ClearExpenseLines", "ClearItemLines"})
"""Elements of a Mod that say: there are no such lines any more."""

_UNFOLDED = frozenset({"QuantityAdjustment", "ValueAdjustment"})
"""Aggregates of a request whose children stand directly in the line of the Ret."""

_LINE = re.compile(r"(Line|AppliedToTxn)(Add|Mod)$")

_NOT_SHOWN = frozenset({"LinkToTxn", "DataExt"})
"""Elements of a line that a Ret does not repeat, or shows only where it is asked to."""

_NUMBERS = frozenset(
    {
        "Amount",
        "CreditLimit",
        "ValueDifference",
        "QuantityToBuild",
        "QuantityDifference",
        "DiscountRatePercent",
        "DiscountRate",
        "Cost",
        "AmountDue",
        "DiscountAmount",
        "ExchangeRate",
        "Price",
        "PurchaseCost",
        "Quantity",
        "Rate",
        "RatePercent",
        "ReorderPoint",
        "SalesPrice",
        "SalesTaxPercentage",
        "SalesTaxTotal",
        "Subtotal",
        "TotalAmount",
    }
)

_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

CARD_NUMBER = "CreditCardNumber"
_SHOWN_OF_A_CARD = 4
"""Answers mask a card number but for these, or leave it out; nothing more of it is compared or remembered either."""


def plain_guid(text: str) -> str:
    """A GUID as it is compared: "{8-4-4-4-12}" and upper case are only ways of writing it."""
    return text.strip().strip("{}").lower()


def ret_name(part: Part) -> str:
    """What the Ret calls an element of a request."""
    return _ret_tag(part.element.name)


@lru_cache(maxsize=1024)  # few names occur, but what is read back may hold any
def _ret_tag(tag: str) -> str:
    return _RET_NAMES.get(tag) or _LINE.sub(r"\1Ret", tag)


def ret_names(ret: Ret) -> Ret:
    """A request that was read back from its text, under the names of the Ret."""
    if ret.tag in _EMPTIES:
        return Ret(_ret_tag(ret.tag))
    said = (child for each in ret.children for child in (each.children if each.tag in _UNFOLDED else (each,)))
    return ret._replace(tag=_ret_tag(ret.tag), children=tuple(map(ret_names, said)))


def as_ret(message: Message) -> Ret:
    """A request as the Ret that it would become, as far as it goes."""
    return Ret(type(message).__name__, children=tuple(_children(message, message.clears)))


class _Step(NamedTuple):
    """One field of an aggregate, and what becomes of it in a Ret."""

    attribute: str
    tag: str
    kind: Kind
    is_aggregate: bool
    is_repeated: bool
    is_unfolded: bool
    is_empty: bool


@cache
def _steps(aggregate: type[Aggregate]) -> tuple[_Step, ...]:
    return tuple(
        _Step(
            part.attribute,
            ret_name(part),
            part.element.kind,
            part.aggregate is not None,
            part.repeated,
            part.element.name in _UNFOLDED,
            part.element.name in _EMPTIES,
        )
        for part in parts(aggregate)
    )


def _children(aggregate: Aggregate, clears: bool) -> Iterator[Ret]:
    held = aggregate.__dict__
    for step in _steps(type(aggregate)):
        value = held[step.attribute]
        if value is None:
            continue
        for each in value if step.is_repeated else (value,):
            if step.is_unfolded:
                yield from sorted(_children(each, clears), key=_comes_last)
            elif step.is_empty and each:
                yield Ret(step.tag)
            else:
                child = _child(step, each, clears)
                if clears or child.text or child.children:  # an Add says nothing of what is empty
                    yield child


def _comes_last(ret: Ret) -> bool:
    """In a line of a Ret, and of a Mod, the differences stand behind the numbers that they are of."""
    return ret.tag.endswith("Difference")


def _child(step: _Step, value: Any, clears: bool) -> Ret:
    if step.is_aggregate:
        return Ret(step.tag, children=tuple(_children(value, clears)))
    return Ret(step.tag, _text(step.kind, value))


def _text(kind: Kind, value: Any) -> str:
    if kind is Kind.BOOL:
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def canonical_elements(ret: Ret, left_out: frozenset[str]) -> dict[str, str]:
    """Element -> canonical text, repeated elements as one text; `left_out` are paths from the Ret."""
    found: dict[str, list[str]] = {}
    for child in ret.children:
        if child.tag not in left_out:
            found.setdefault(child.tag, []).append(_canonical(child, _below(child.tag, left_out)))
    return {tag: "\n".join(texts) for tag, texts in found.items()}


@lru_cache(maxsize=4096)
def _below(tag: str, left_out: frozenset[str]) -> frozenset[str]:
    prefix = f"{tag}/"
    return frozenset(path.removeprefix(prefix) for path in left_out if path.startswith(prefix))


def _canonical(ret: Ret, left_out: frozenset[str]) -> str:
    if not ret.children:
        return _leaf(ret.tag, ret.text)
    if ret.tag.endswith("Ref"):
        return ret.value("ListID") or as_held(ret.value("FullName")).casefold()
    inner = [
        (child.tag, text)
        for child in ret.children
        if child.tag not in left_out and child.tag not in _NOT_SHOWN
        if (text := _canonical(child, _below(child.tag, left_out)))
    ]
    return _written(inner) if inner else ""


def _leaf(tag: str, text: str) -> str:
    held = as_held(text)
    if tag == CARD_NUMBER:
        return held[-_SHOWN_OF_A_CARD:]
    if tag in _NUMBERS:
        return _number(held)
    return plain_guid(held) if tag.endswith("GUID") else held


def _number(text: str) -> str:
    try:
        value = Decimal(text.removesuffix("%"))
    except InvalidOperation:
        return text
    return f"{value.normalize():f}" if value else "0"


def holds_all(wanted: tuple[Ret, ...], held: tuple[Ret, ...]) -> bool:
    """Whether the elements of one name that an object has are those that a request asked for."""
    if not any(map(_says, wanted)):
        return not any(map(_says, held))
    if wanted[0].tag == "AppliedToTxnRet":
        wanted, held = _by_transaction(wanted), _by_transaction(held)
    return len(wanted) == len(held) and all(map(_holds, wanted, held))


def _says(ret: Ret) -> bool:
    return any(map(_says, ret.children)) if ret.children else bool(ret.text.strip())


def _by_transaction(applied: tuple[Ret, ...]) -> tuple[Ret, ...]:
    """QuickBooks lists what a payment was applied to in an order of its own."""
    return tuple(sorted(applied, key=lambda ret: ret.value("TxnID")))


def _holds(wanted: Ret, held: Ret) -> bool:
    if not wanted.children:
        is_new_line = wanted.tag == "TxnLineID" and wanted.text == NEW_LINE
        is_kept_back = wanted.tag == CARD_NUMBER and not held.text
        return is_new_line or is_kept_back or _leaf(wanted.tag, wanted.text) == _leaf(held.tag, held.text)
    if wanted.tag.endswith("Ref"):
        by = "ListID" if wanted.find("ListID") else "FullName"
        return as_held(wanted.value(by)).casefold() == as_held(held.value(by)).casefold()
    shown = (child for child in wanted.children if child.tag not in _NOT_SHOWN)
    return all(_holds(child, held.find(child.tag) or Ret(child.tag)) for child in shown)
