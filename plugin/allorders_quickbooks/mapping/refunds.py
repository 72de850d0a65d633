"""Refunds: money given back to a customer, as a check through the receivables or as a card refund of a credit.

A card refund (ARRefundCreditCard) uses up a credit that QuickBooks has: that of a customer return, or what is left
of a payment. It needs one of the payment methods that the set-up calls credit cards, and cannot be changed later
(qbXML reference, section 7). Everything else is a check whose one line is posted to the receivables of the customer:
it raises what the customer owes, which a bookkeeper then applies to the credit.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from allorders_hooks.documents import DocumentRef, Kind, Refund

from allorders_quickbooks.mapping import names
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.internal import choices
from allorders_quickbooks.mapping.problems import Unmappable, line_of_text, money, setting
from allorders_quickbooks.mapping.removal import removal
from allorders_quickbooks.qbxml.messages.base import NEW_LINE, Message, Ref, longest
from allorders_quickbooks.qbxml.messages.refunds import (
    ARRefundCreditCardAdd,
    CheckAdd,
    CheckExpense,
    CheckExpenseChange,
    CheckMod,
    RefundedCredit,
)
from allorders_quickbooks.qbxml.objects import EXPENSE
from allorders_quickbooks.qbxml.text import single_line
from allorders_quickbooks.terms import Binding

_CARD = "ARRefundCreditCard"
_NUMBER = longest(CheckAdd, "ref_number")
_MEMO = longest(CheckAdd, "memo")


class RefundMapper:
    """A refund becomes a Check, or an ARRefundCreditCard where it names a credit and a card."""

    kind = Kind.REFUND.value
    rank = 40
    is_list = False

    def qb_type(self, source: Refund, context: Context) -> str:
        cards = {name.strip().casefold() for name in context.setup.card_methods.split(",") if name.strip()}
        return _CARD if source.of is not None and source.method.strip().casefold() in cards else "Check"

    def title(self, source: Refund) -> str:
        return f"Refund {source.number}"

    def needs(self, source: Refund, context: Context) -> tuple[DocumentRef, ...]:
        """A check needs the customer only; a card refund the credit that it uses up, too."""
        needed = [self._customer(source)]
        if source.of is not None and self.qb_type(source, context) == _CARD:
            needed += [source.of, *choices(source.ref.company, **{Kind.PAYMENT_METHOD: source.method})]
        if context.facts.classes:
            needed += choices(source.ref.company, **{Kind.CLASS: source.class_name})
        return tuple(needed)

    def wanted_name(self, source: Refund) -> None:
        return None

    def distinct_name(self, source: Refund) -> None:
        return None

    def number(self, source: Refund, context: Context) -> str | None:
        """None: what stands in RefNumber is the number of a cheque, which other accounts have as well."""
        return None

    def total(self, source: Refund) -> Decimal | None:
        return source.amount

    def add(self, source: Refund, context: Context, guid: str) -> Message:
        if self.qb_type(source, context) == _CARD and source.of is not None:
            return self._card_refund(source, source.of, context, guid)
        return CheckAdd(**self._check(source, context), external_guid=guid, expenses=(self._line(source, context),))

    def mod(self, source: Refund, context: Context, binding: Binding) -> Message | None:
        if binding.qb_type == _CARD:
            self._check_unchanged(source, binding)
            return None
        line = self._line(source, context)
        line_id = binding.lines[0].removeprefix(EXPENSE) if binding.lines else NEW_LINE
        return CheckMod(
            txn_id=binding.qb_id,
            edit_sequence=binding.edit_sequence,
            **self._check(source, context),
            expenses=(CheckExpenseChange(**{"txn_line_id": line_id, **dict(line)}),),
        )

    def remove(self, binding: Binding, context: Context) -> Message:
        return removal(binding, context)

    def _card_refund(self, source: Refund, of: DocumentRef, context: Context, guid: str) -> Message:
        company, setup = source.ref.company, context.setup
        return ARRefundCreditCardAdd(
            customer_ref=context.reference(self._customer(source)),
            refund_from_account_ref=self._account(source, "Account that refunds are paid from", setup.refund_account),
            txn_date=source.txn_date,
            ref_number=self._ref_number(source),
            payment_method_ref=context.entry(company, Kind.PAYMENT_METHOD, source.method),
            memo=self._memo(source),
            exchange_rate=context.exchange_rate(self.title(source), source.currency, source.exchange_rate),
            external_guid=guid,
            credits=(RefundedCredit(txn_id=context.bindings[of].qb_id, refund_amount=self._amount(source)),),
        )

    def _check(self, source: Refund, context: Context) -> dict[str, Any]:
        account = context.setup.refund_account
        return {
            "account_ref": self._account(source, "Account that refunds are paid from", account),
            "payee_entity_ref": context.reference(self._customer(source)),
            "ref_number": self._ref_number(source),
            "txn_date": source.txn_date,
            "memo": self._memo(source),
            "exchange_rate": context.exchange_rate(self.title(source), source.currency, source.exchange_rate),
        }

    def _line(self, source: Refund, context: Context) -> CheckExpense:
        company, account = source.ref.company, context.setup.receivable_account
        return CheckExpense(
            account_ref=self._account(source, "Accounts receivable account", account),
            amount=self._amount(source),
            memo=self.title(source),
            customer_ref=context.reference(self._customer(source)),
            class_ref=context.entry(company, Kind.CLASS, source.class_name) if context.facts.classes else None,
        )

    def _check_unchanged(self, source: Refund, binding: Binding) -> None:
        """QuickBooks has no change of a card refund: the same amount stays as it is, another one is for a person."""
        if binding.total is not None and binding.total != self._amount(source):
            raise Unmappable(
                self.title(source),
                "amount",
                f"is {source.amount} now, and QuickBooks cannot change a card refund of {binding.total}",
                "Delete this refund, which voids it in QuickBooks, and enter another one.",
            )

    def _account(self, source: Refund, caption: str, name: str) -> Ref:
        return Ref(full_name=setting(self.title(source), caption, name))

    def _ref_number(self, source: Refund) -> str | None:
        """A number that is too long for a cheque stands in the memo alone."""
        return single_line(source.reference) or None if names.fits(source.reference, _NUMBER) else None

    def _memo(self, source: Refund) -> str:
        title = self.title(source)
        parts = [title, source.method.strip(), source.reference.strip()]
        told = " ".join(part for part in parts if part)
        return line_of_text(title, "memo", f"{told}: {source.memo}" if source.memo.strip() else told, _MEMO)

    def _amount(self, source: Refund) -> Decimal:
        amount = money(self.title(source), "amount", source.amount)
        if amount <= 0:
            raise Unmappable(
                self.title(source),
                "amount",
                f"is {amount}, and a refund gives money back",
                "Enter a payment instead, or correct the amount and save again.",
            )
        return amount

    def _customer(self, source: Refund) -> DocumentRef:
        if source.customer is None:
            raise Unmappable(self.title(source), "customer", "is missing", "Choose the customer and save again.")
        return source.customer
