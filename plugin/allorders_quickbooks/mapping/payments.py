"""Payments on sales orders: each becomes a ReceivePayment, applied to the order's own invoices and to no other."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from allorders_hooks.documents import DocumentRef, Kind, SalesOrderPayment

from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.internal import choices
from allorders_quickbooks.mapping.problems import Unmappable, line_of_text, money
from allorders_quickbooks.mapping.removal import removal
from allorders_quickbooks.qbxml.messages.base import Message, longest
from allorders_quickbooks.qbxml.messages.payments import AppliedTo, ReceivePaymentAdd, ReceivePaymentMod
from allorders_quickbooks.terms import Binding

_REFERENCE = longest(ReceivePaymentAdd, "ref_number")
_METHOD = longest(ReceivePaymentAdd, "payment_method_ref")
_MEMO = longest(ReceivePaymentAdd, "memo")
_INVOICE = "Invoice"
_NOTHING = Decimal(0)


class PaymentMapper:
    """A payment goes unapplied until an invoice of its order is in QuickBooks; then a Mod applies it."""

    kind = Kind.SALES_ORDER_PAYMENT.value
    rank = 30
    is_list = False

    def qb_type(self, source: SalesOrderPayment, context: Context) -> str:
        return "ReceivePayment"

    def title(self, source: SalesOrderPayment) -> str:
        return f"Payment {source.number}"

    def needs(self, source: SalesOrderPayment, context: Context) -> tuple[DocumentRef, ...]:
        method = choices(source.ref.company, **{Kind.PAYMENT_METHOD: source.method})
        return (self._customer(source), *method)

    def wanted_name(self, source: SalesOrderPayment) -> None:
        return None

    def distinct_name(self, source: SalesOrderPayment) -> None:
        return None

    def number(self, source: SalesOrderPayment, context: Context) -> str | None:
        """None: what stands in RefNumber is the customer's reference, which any two customers may share."""
        return None

    def total(self, source: SalesOrderPayment) -> Decimal | None:
        return source.amount

    def add(self, source: SalesOrderPayment, context: Context, guid: str) -> Message:
        applied = tuple(self._applied(source, context))
        return ReceivePaymentAdd(
            **self._head(source, context),
            external_guid=guid,
            is_auto_apply=None if applied else False,
            applied_to=applied,
        )

    def mod(self, source: SalesOrderPayment, context: Context, binding: Binding) -> Message:
        return ReceivePaymentMod(
            txn_id=binding.qb_id,
            edit_sequence=binding.edit_sequence,
            **self._head(source, context),
            applied_to=tuple(self._applied(source, context)),
        )

    def remove(self, binding: Binding, context: Context) -> Message:
        return removal(binding, context)

    def _head(self, source: SalesOrderPayment, context: Context) -> dict[str, Any]:
        title = self.title(source)
        method = line_of_text(title, "payment method", source.method, _METHOD)
        return {
            "customer_ref": context.reference(self._customer(source)),
            "txn_date": source.txn_date,
            "ref_number": line_of_text(title, "reference", source.reference, _REFERENCE),
            "total_amount": self._amount(source),
            "exchange_rate": context.exchange_rate(title, source.currency, source.exchange_rate),
            "payment_method_ref": context.entry(source.ref.company, Kind.PAYMENT_METHOD, method),
            "memo": line_of_text(title, "memo", self._memo(source), _MEMO),
        }

    def _memo(self, source: SalesOrderPayment) -> str:
        title, numbers = self.title(source), ", ".join(order.number for order in source.orders if order.number)
        told = f"{title} on order {numbers}" if numbers else title
        return f"{told}: {source.memo}" if source.memo.strip() else told

    def _amount(self, source: SalesOrderPayment) -> Decimal:
        amount = money(self.title(source), "amount", source.amount)
        if amount <= 0:
            raise Unmappable(
                self.title(source),
                "amount",
                f"is {amount}, and QuickBooks only takes money that came in",
                "Enter a refund in QuickBooks itself, or correct the amount and save again.",
            )
        return amount

    def _customer(self, source: SalesOrderPayment) -> DocumentRef:
        if source.customer is None:
            raise Unmappable(self.title(source), "customer", "is missing", "Choose the customer and save again.")
        return source.customer

    def _applied(self, source: SalesOrderPayment, context: Context) -> Iterator[AppliedTo]:
        """Order by order, in each the oldest invoice first, up to the order's share of the money and to what other
        payments leave open. An invoice that this payment paid before and no longer does is set to nothing."""
        shares: dict[DocumentRef, Decimal] = {}
        left = self._amount(source)
        for order in source.orders:
            share = left if order.amount is None else min(left, order.amount)
            for ref in order.ship_docs:
                invoice = context.bindings.get(ref)
                # What was paid on the spot is a receipt, and owes nothing.
                if invoice is not None and invoice.qb_type == _INVOICE and ref not in shares:
                    shares[ref] = min(share, _open_for(source.ref.key, invoice))
                    share, left = share - shares[ref], left - shares[ref]
        for ref, share in shares.items():
            invoice = context.bindings[ref]
            if share or invoice.applied.get(source.ref.key):
                yield AppliedTo(txn_id=invoice.qb_id, payment_amount=share)


def _open_for(payment: str, invoice: Binding) -> Decimal:
    """What an invoice can take from one payment: its total less what the others pay of it."""
    others = sum((paid for key, paid in invoice.applied.items() if key != payment), _NOTHING)
    return max(_NOTHING, (invoice.total or _NOTHING) - others)
