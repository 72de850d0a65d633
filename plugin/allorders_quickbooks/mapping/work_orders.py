"""Work orders: an assembly made of its components, or taken apart again.

By default each becomes a Bill of nothing to a vendor of our own: what was made comes in, its components go out at
negative quantities, and what labour and services it took leaves their expense accounts. Taken apart, all signs turn
round. Where the set-up says so, making becomes a BuildAssembly, which QuickBooks values and takes the components of by
itself; taking apart stays a bill, since QuickBooks has no such transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from allorders_hooks.documents import DocumentRef, Kind, Line, WorkOrder

from allorders_quickbooks.company import WorkOrdersAs
from allorders_quickbooks.mapping import lots
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.internal import SITE, choices, work_order_vendor
from allorders_quickbooks.mapping.lines import item_of
from allorders_quickbooks.mapping.problems import (
    CENT,
    Unmappable,
    line_of_text,
    money,
    quantity,
    setting,
)
from allorders_quickbooks.mapping.purchase_lines import described, needs_of_expenses, spent, worth_of
from allorders_quickbooks.mapping.purchasing import changed_lines
from allorders_quickbooks.mapping.removal import removal
from allorders_quickbooks.qbxml.messages.base import Message, longest
from allorders_quickbooks.qbxml.messages.inventory import BuildAssemblyAdd, BuildAssemblyMod
from allorders_quickbooks.qbxml.messages.purchasing import BillAdd, BillMod, ExpenseLine, ItemLine
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import Binding

_BUILD = "BuildAssembly"
_COMPONENTS = "ItemInventoryAssemblyLine"
_MEMO = longest(BillAdd, "memo")
_NUMBERS = {"Bill": longest(BillAdd, "ref_number"), _BUILD: longest(BuildAssemblyAdd, "ref_number")}
_NOTHING = Decimal(0)


class WorkOrderMapper:
    """A finished work order: a Bill of nothing, or a BuildAssembly."""

    kind = Kind.WORK_ORDER.value
    rank = 12
    is_list = False

    def qb_type(self, source: WorkOrder, context: Context) -> str:
        builds = context.setup.work_orders_as is WorkOrdersAs.BUILD
        return _BUILD if builds and not source.disassembly else "Bill"

    def title(self, source: WorkOrder) -> str:
        return f"Work order {source.number}"

    def needs(self, source: WorkOrder, context: Context) -> tuple[DocumentRef, ...]:
        """What a bill of it names; of a build that is only the assembly, but its components must be there too."""
        title, company = self.title(source), source.ref.company
        setting(title, "Vendor of work order bills", context.setup.work_order_vendor)
        places = ((line, f"line {n}") for n, line in enumerate(source.components, start=1))
        items = [item_of(title, place, line, context, company) for line, place in places]
        found = (work_order_vendor(company), self._assembly(source, context), *items)
        return tuple(dict.fromkeys((*found, *self._choices(source, context))))

    def wanted_name(self, source: WorkOrder) -> None:
        return None

    def distinct_name(self, source: WorkOrder) -> None:
        return None

    def number(self, source: WorkOrder, context: Context) -> str | None:
        limit = _NUMBERS[self.qb_type(source, context)]
        return line_of_text(self.title(source), "number", source.number, limit) or None

    def total(self, source: WorkOrder) -> Decimal | None:
        """Nobody owes anything on it; a build has no total at all."""
        return _NOTHING

    def vendor(self, source: WorkOrder) -> DocumentRef:
        return work_order_vendor(source.ref.company)

    def looks_at(self, source: WorkOrder, context: Context) -> DocumentRef | None:
        """What is built: people keep its components in QuickBooks, and without any a build would use nothing up."""
        if self.qb_type(source, context) != _BUILD or context.one_proxy_item:
            return None
        return self._assembly(source, context)

    def add(self, source: WorkOrder, context: Context, guid: str) -> Message:
        if self.qb_type(source, context) == _BUILD:
            item = context.reference(self._assembly(source, context))
            return BuildAssemblyAdd(
                item_inventory_assembly_ref=item, **self._build(source, context), external_guid=guid
            )
        self._check_sum(source)
        return BillAdd(
            vendor_ref=context.reference(work_order_vendor(source.ref.company)),
            **self._head(source, context, "Bill"),
            external_guid=guid,
            expenses=tuple(ExpenseLine(**fields) for fields in self._expenses(source, context)),
            lines=tuple(ItemLine(**fields) for fields in self._lines(source, context)),
        )

    def mod(self, source: WorkOrder, context: Context, binding: Binding) -> Message:
        """In the form that QuickBooks has it in, whatever the set-up says now."""
        identity = {"txn_id": binding.qb_id, "edit_sequence": binding.edit_sequence}
        if binding.qb_type == _BUILD:
            return BuildAssemblyMod(**identity, **self._build(source, context))
        self._check_sum(source)
        lines = changed_lines(binding, list(self._expenses(source, context)), list(self._lines(source, context)))
        vendor = context.reference(work_order_vendor(source.ref.company))
        return BillMod(**identity, vendor_ref=vendor, **self._head(source, context, "Bill"), **lines)

    def remove(self, binding: Binding, context: Context) -> Message | None:
        return removal(binding, context)

    def _head(self, source: WorkOrder, context: Context, form: str) -> dict[str, Any]:
        title = self.title(source)
        memo = f"{title}: {source.memo}" if source.memo.strip() else title
        return {
            "txn_date": source.txn_date,
            "ref_number": line_of_text(title, "number", source.number, _NUMBERS[form]),
            "memo": line_of_text(title, "memo", memo, _MEMO),
        }

    def _build(self, source: WorkOrder, context: Context) -> dict[str, Any]:
        title, item = self.title(source), context.bindings.get(self._assembly(source, context))
        if source.expenses:
            raise Unmappable(
                title,
                "list of expenses",
                "is not empty, and a build in QuickBooks has none",
                "Have work orders sent as bills, or take the expenses out.",
                Reason.CONFIGURATION,
            )
        if context.one_proxy_item or (item is not None and item.qb_type != "ItemInventoryAssembly"):
            raise Unmappable(
                title,
                "item",
                "is no assembly in QuickBooks, so nothing can be built there",
                "Make it an assembly, or have work orders sent as bills.",
                Reason.CONFIGURATION,
            )
        if item is not None and item.fresh is not None and _COMPONENTS not in item.fresh.seen:
            raise Unmappable(
                title,
                "item",
                "has no components in QuickBooks, so nothing would be used up",
                "List its components there, or have work orders sent as bills.",
                Reason.CONFIGURATION,
            )
        (portion, *more) = self._portions(source, context)
        if more:
            raise Unmappable(
                title, "list of lots", "has more than one lot, and a build has one", "Enter one work order a lot."
            )
        numbers = {"serial_number": portion.serial_number, "lot_number": portion.lot_number}
        return {**self._head(source, context, _BUILD), **numbers, "quantity_to_build": source.quantity}

    def _choices(self, source: WorkOrder, context: Context) -> Iterator[DocumentRef]:
        company, facts = source.ref.company, context.facts
        yield from needs_of_expenses(self.title(source), company, source.expenses)
        for line in source.components:
            named = {Kind.CLASS: line.class_name if facts.classes else "", SITE: line.site if facts.sites else ""}
            yield from choices(company, **named)

    def _assembly(self, source: WorkOrder, context: Context) -> DocumentRef:
        return item_of(self.title(source), "the assembly", self._made(source), context, source.ref.company)

    def _made(self, source: WorkOrder) -> Line:
        """What is made, as a line: its cost is only known as a whole."""
        return Line(
            key="", item=source.item, quantity=source.quantity, price=_NOTHING, amount=source.amount, lots=source.lots
        )

    def _portions(self, source: WorkOrder, context: Context) -> tuple[lots.Portion, ...]:
        title = self.title(source)
        if quantity(title, "quantity", source.quantity, "Enter a disassembly instead, and save again.") == 0:
            raise Unmappable(title, "quantity", "is nothing", "Enter how many were made, and save again.")
        tracked = context.facts.tracked_on_purchases
        return lots.portions(title, "the assembly", self._made(source), context.facts, tracked=tracked)

    def _lines(self, source: WorkOrder, context: Context) -> Iterator[dict[str, Any]]:
        """What was made, then what went into it with the opposite sign."""
        sign = -1 if source.disassembly else 1
        title, company, facts = self.title(source), source.ref.company, context.facts
        item = context.reference(self._assembly(source, context))
        instead = context.preferences.lots_on_bills
        made = described(title, "the assembly", self._made(source), context, instead=instead)
        for portion in self._portions(source, context):
            worth = {"quantity": sign * portion.quantity, "amount": sign * portion.amount}
            yield {"item_ref": item, "desc": made, **_numbers(portion), **worth}
        for position, line in enumerate(source.components, start=1):
            place = f"line {position}"
            quantity(title, f"quantity of {place}", line.quantity, "Enter a disassembly instead, and save again.")
            said = {
                "item_ref": context.reference(item_of(title, place, line, context, company)),
                "desc": described(title, place, line, context, instead=instead),
                "class_ref": context.entry(company, Kind.CLASS, line.class_name) if facts.classes else None,
                "inventory_site_ref": context.entry(company, SITE, line.site) if facts.sites else None,
            }
            for portion in lots.portions(title, place, line, facts, tracked=facts.tracked_on_purchases):
                cost = line.price * (1 - line.discount)
                yield {**said, **_numbers(portion), **worth_of(-sign * portion.quantity, cost, -sign * portion.amount)}

    def _expenses(self, source: WorkOrder, context: Context) -> Iterator[dict[str, Any]]:
        sign = -1 if source.disassembly else 1
        for fields in spent(self.title(source), source.ref.company, source.expenses, context):
            yield {**fields, "amount": -sign * fields["amount"]}

    def _check_sum(self, source: WorkOrder) -> None:
        """The bill must come to nothing, or somebody would seem to be owed the difference."""
        title = self.title(source)
        went_in = [
            *(money(title, f"amount of line {n}", line.amount) for n, line in enumerate(source.components, start=1)),
            *(money(title, f"amount of expense {n}", e.amount) for n, e in enumerate(source.expenses, start=1)),
        ]
        added = sum(went_in, _NOTHING.quantize(CENT))
        if money(title, "value", source.amount) != added:
            raise Unmappable(
                title,
                "value",
                f"is {source.amount}, but components and expenses come to {added}",
                "Open the work order, check its components and save it again.",
            )


def _numbers(portion: lots.Portion) -> dict[str, Any]:
    return {"serial_number": portion.serial_number, "lot_number": portion.lot_number}
