"""Entries of simple lists: types, methods and classes, accounts, and the lists that are only read.

Their names are their identity: QuickBooks keeps no ExternalGUID for them and has no Mod for most. So an entry is
looked up by its name before it is ever added, and whoever mentions the same name gets the same entry; whether an Add
whose answer was lost has run or not, the next look-up finds one entry or none, never two. An entry that is renamed
here keeps the name that it has in QuickBooks; the new name is an entry of its own once somebody uses it.
"""

from __future__ import annotations

from decimal import Decimal

from allorders_hooks.documents import DocumentRef, Kind
from allorders_hooks.records import Account, Choice, Record

from allorders_quickbooks.mapping import names
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.internal import SIMPLE_LISTS, SimpleList, choice
from allorders_quickbooks.mapping.problems import Unmappable
from allorders_quickbooks.mapping.removal import removal
from allorders_quickbooks.qbxml.messages import message_class
from allorders_quickbooks.qbxml.messages.base import Message, longest
from allorders_quickbooks.qbxml.messages.simple_lists import AccountAdd
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import Binding

ACCOUNT_TYPES = frozenset(
    {
        "AccountsPayable",
        "AccountsReceivable",
        "Bank",
        "CostOfGoodsSold",
        "CreditCard",
        "Equity",
        "Expense",
        "FixedAsset",
        "Income",
        "LongTermLiability",
        "NonPosting",
        "OtherAsset",
        "OtherCurrentAsset",
        "OtherCurrentLiability",
        "OtherExpense",
        "OtherIncome",
    }
)
_NEVER_DELETED = frozenset({Kind.CLASS.value, Kind.ACCOUNT.value})


class _Entries:
    """What the mappers of all simple lists share."""

    rank = 0
    is_list = True

    def __init__(self, entries: SimpleList) -> None:
        self._list = entries

    @property
    def kind(self) -> str:
        return str(self._list.kind)

    def qb_type(self, source: Record, context: Context) -> str:
        return self._list.qb_type

    def title(self, source: Record) -> str:
        return f"{self._list.title} {source.name}"

    def needs(self, source: Record, context: Context) -> tuple[DocumentRef, ...]:
        """The entry above it."""
        above, colon, _ = self.wanted_name(source).rpartition(":")
        return (choice(source.ref.company, self.kind, above),) if colon else ()

    def wanted_name(self, source: Record) -> str:
        return self._list.name(source.name)

    def distinct_name(self, source: Record) -> str:
        """The same: two that mention one name mean one entry."""
        return self.wanted_name(source)

    def number(self, source: Record, context: Context) -> str | None:
        return None

    def total(self, source: Record) -> Decimal | None:
        return None

    def mod(self, source: Record, context: Context, binding: Binding) -> Message | None:
        return None


class ChoiceMapper(_Entries):
    """A type, method or class. Classes are never deleted from here (behaviour: Lists)."""

    def add(self, source: Choice, context: Context, guid: str) -> Message:
        fields = {"name": self.wanted_name(source).rpartition(":")[2], "is_active": source.active}
        above = self.needs(source, context)
        if above:
            fields["parent_ref"] = context.reference(above[0])
        return message_class(f"{self._list.qb_type}Add")(**fields)

    def remove(self, binding: Binding, context: Context) -> Message | None:
        return None if self.kind in _NEVER_DELETED else removal(binding, context)


class ReadMapper(_Entries):
    """An entry of a list that people keep in QuickBooks alone: it is there, or it is missing."""

    def add(self, source: Record, context: Context, guid: str) -> Message:
        raise missing(self._list, source.name)

    def remove(self, binding: Binding, context: Context) -> Message | None:
        return None


class AccountMapper(_Entries):
    """An account that somebody added in the host. One that a document only names is never made up."""

    def add(self, source: Account | Choice, context: Context, guid: str) -> Message:
        if isinstance(source, Choice):
            raise missing(self._list, source.name)
        if source.account_type not in ACCOUNT_TYPES:
            raise Unmappable(
                self.title(source),
                "type",
                f"is “{source.account_type}”, which QuickBooks does not know",
                "Choose one of QuickBooks' account types and save again.",
            )
        above = self.needs(source, context)
        return AccountAdd(
            name=self.wanted_name(source).rpartition(":")[2],
            is_active=source.active,
            parent_ref=context.reference(above[0]) if above else None,
            account_type=source.account_type,
            account_number=names.fitted(source.number, longest(AccountAdd, "account_number")),
            desc=names.fitted(source.description, longest(AccountAdd, "desc")),
        )

    def remove(self, binding: Binding, context: Context) -> Message | None:
        return None


def missing(entries: SimpleList, name: str) -> Unmappable:
    """QuickBooks lacks an entry that cannot be made from here."""
    return Unmappable(
        f"{entries.title} “{name}”",
        "entry",
        "is missing in QuickBooks",
        "Add it there, or correct the name here, and synchronize again.",
        Reason.CONFIGURATION,
    )


def mappers() -> tuple[ChoiceMapper | ReadMapper | AccountMapper, ...]:
    """One for each list."""
    return tuple(_mapper(entries) for entries in SIMPLE_LISTS.values())


def _mapper(entries: SimpleList) -> ChoiceMapper | ReadMapper | AccountMapper:
    if entries.kind == Kind.ACCOUNT:
        return AccountMapper(entries)
    return ReadMapper(entries) if entries.only_read else ChoiceMapper(entries)
