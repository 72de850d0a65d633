"""QuickBooks' objects: how each type is identified, what it is worth, and whether anybody has edited it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import TypeVar

from allorders_quickbooks.qbxml.canonical import as_ret, canonical_elements, holds_all, plain_guid, ret_name, ret_names
from allorders_quickbooks.qbxml.messages.base import Message, parts
from allorders_quickbooks.qbxml.reader import AnswerReader, Ret

M = TypeVar("M", bound=Message)

_BOOKKEEPING = frozenset({"TimeCreated", "TimeModified", "EditSequence", "TxnNumber"})
_IDENTITY = frozenset({"TxnID", "ListID", "EditSequence", "ExternalGUID"})
_UNSEEN = _IDENTITY | {"IsAutoApply"}


@dataclass(frozen=True)
class ObjectType:
    """One type of object.

    `number_tag` is the element that people know it by; `line_tags` are its lines, `total_tags` the elements whose
    sum it is worth. `volatile` are the elements of the Ret that change while nobody edits it (balances, printing,
    what other documents do to it), as paths from the Ret. `voidable`: see the qbXML reference, section 8.
    """

    name: str
    is_list: bool
    number_tag: str
    line_tags: tuple[str, ...] = ()
    total_tags: tuple[str, ...] = ()
    volatile: frozenset[str] = frozenset()
    voidable: bool = False

    @property
    def ret(self) -> str:
        return f"{self.name}Ret"

    @property
    def id_tag(self) -> str:
        return "ListID" if self.is_list else "TxnID"

    @property
    def add_rs(self) -> str:
        return f"{self.name}AddRs"

    @property
    def mod_rs(self) -> str:
        return f"{self.name}ModRs"

    def total(self, ret: Ret) -> Decimal | None:
        """What the object is worth: an invoice has no total of its own, only a subtotal and its tax. None for
        list records, and where the Ret does not say it."""
        amounts = [amount for amount in map(ret.decimal, self.total_tags) if amount is not None]
        return sum(amounts, Decimal(0)) if amounts else None


def _record(name: str, *volatile: str) -> ObjectType:
    return ObjectType(name, is_list=True, number_tag="Name", volatile=_BOOKKEEPING | frozenset(volatile))


OBJECTS: Mapping[str, ObjectType] = {
    kind.name: kind
    for kind in (
        _record("OtherName"),
        _record("Customer", "Balance", "TotalBalance"),
        _record("ItemInventory", "QuantityOnHand", "AverageCost", "QuantityOnOrder", "QuantityOnSalesOrder"),
        _record("ItemNonInventory"),
        _record("ItemService"),
        _record("ItemOtherCharge"),
        ObjectType(
            "Invoice",
            is_list=False,
            number_tag="RefNumber",
            line_tags=("InvoiceLineRet", "InvoiceLineGroupRet"),
            total_tags=("Subtotal", "SalesTaxTotal"),
            volatile=_BOOKKEEPING
            | {
                "AppliedAmount",
                "BalanceRemaining",
                "BalanceRemainingInHomeCurrency",
                "IsPaid",
                "IsToBePrinted",
                "IsToBeEmailed",
                "SuggestedDiscountAmount",
                "SuggestedDiscountDate",
                "LinkedTxn",
            },
            voidable=True,
        ),
        ObjectType(
            "ReceivePayment",
            is_list=False,
            number_tag="RefNumber",
            line_tags=("AppliedToTxnRet",),
            total_tags=("TotalAmount",),
            volatile=_BOOKKEEPING
            | {
                "UnusedPayment",
                "UnusedCredits",
                "AppliedToTxnRet/BalanceRemaining",
                "AppliedToTxnRet/RefNumber",
                "AppliedToTxnRet/TxnDate",
                "AppliedToTxnRet/LinkedTxn",
            },
        ),
    )
}

_BY_RET = {kind.ret: kind for kind in OBJECTS.values()}


def object_type(ret: Ret) -> ObjectType | None:
    """The type of a returned object, None for one that this plugin does not handle."""
    return _BY_RET.get(ret.tag)


def guid(ret: Ret) -> str:
    """The object's ExternalGUID as it is stored here: lower case, without braces; "" where it has none."""
    return plain_guid(ret.value("ExternalGUID"))


def line_ids(ret: Ret) -> tuple[str, ...]:
    """The TxnLineIDs of an object's lines, in the order of the form."""
    kind = object_type(ret)
    lines = (child for child in ret.children if kind and child.tag in kind.line_tags)
    return tuple(line.value("TxnLineID") for line in lines)


def is_voided(ret: Ret) -> bool:
    """Whether a transaction has been voided: it is worth nothing, and either QuickBooks' memo says so or its
    lines have neither a quantity nor an amount any more. Goods given away keep their quantities."""
    kind = object_type(ret)
    if kind is None or kind.is_list or kind.total(ret) != 0:
        return False
    lines = [child for child in ret.children if child.tag in kind.line_tags]
    emptied = bool(lines) and not any(line.decimal(tag) for line in lines for tag in ("Quantity", "Amount"))
    return emptied or ret.value("Memo").upper().startswith("VOID:")


def contents(ret: Ret) -> dict[str, str]:
    """What a person can edit of an object: element -> canonical text, repeated elements as one text in their
    order. Two readings are equal where nobody has edited the object in between."""
    return canonical_elements(ret, _volatile(ret) | _IDENTITY)


def request_contents(message: Message) -> dict[str, str]:
    """The same of what a request says, under the names of the Ret and equal for an Add and a Mod that say the
    same. So line ids are left out, and elements that a Mod clears are empty."""
    return canonical_elements(as_ret(message), _UNSEEN | {"InvoiceLineRet/TxnLineID"})


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
    return kind.volatile if kind else _BOOKKEEPING
