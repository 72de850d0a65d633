"""Adjustments, transfers and work orders as QuickBooks gets them, and what is refused before it is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from allorders_hooks.documents import AdjustmentLine, Kind, Lot, TransferLine
from allorders_quickbooks.company import CompanyFacts, CompanySetup, WorkOrdersAs
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.internal import SITE, choice
from allorders_quickbooks.mapping.problems import Unmappable
from allorders_quickbooks.mapping.registry import LooksFirst, mapper
from allorders_quickbooks.preferences import ItemSync
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import FreshRead

from tests.mapping.documents import COFFEE, COMPANY, GUID, PROXY, TEA, binding, context, line, text
from tests.mapping.purchases import BUILT, INTERNAL, KIT, adjustment, entry, spent, transfer, work_order

SITES = {**entry(SITE, "Harbour", "InventorySite", "8-60"), **entry(SITE, "Town", "InventorySite", "8-61")}
ACCOUNTS = {
    **entry(Kind.ACCOUNT, "Inventory Adjustment", "Account", "8-40"),
    **entry(Kind.ACCOUNT, "Labour", "Account", "8-41"),
}
KNOWN = {**BUILT, **SITES, **ACCOUNTS, PROXY: binding(PROXY, "ItemNonInventory", "8-5")}
NEW = CompanyFacts(version="13.0")
BUILDS = CompanySetup(work_orders_as=WorkOrdersAs.BUILD)


def known(facts: CompanyFacts = NEW, **options: Any) -> Context:
    return context(KNOWN, facts=facts, **options)


def added(source: Any, facts: CompanyFacts = NEW, **options: Any) -> str:
    return text(mapper(source.ref.kind).add(source, known(facts, **options), GUID))


def changed(source: Any, qb_type: str, lines: tuple[str, ...] = ("1-1",), **options: Any) -> str:
    message = mapper(source.ref.kind).mod(source, known(**options), binding(source.ref, qb_type, "1-9", lines=lines))
    assert message is not None
    return text(message)


def refused(source: Any, facts: CompanyFacts = NEW, **options: Any) -> Unmappable:
    with pytest.raises(Unmappable) as raised:
        mapper(source.ref.kind).needs(source, known(facts, **options))
        mapper(source.ref.kind).add(source, known(facts, **options), GUID)
    assert raised.value.remedy
    return raised.value


def lot(number: str, quantity: str = "1", **fields: Any) -> Lot:
    return Lot(number=number, quantity=Decimal(quantity), **fields)


def moved(quantity: str, **fields: Any) -> AdjustmentLine:
    return AdjustmentLine(key="1", item=TEA, quantity=Decimal(quantity), **fields)


def test_an_adjustment_is_a_difference_against_the_account_of_the_setup() -> None:
    assert added(adjustment()) == (
        '<InventoryAdjustmentAddRq requestID="1"><InventoryAdjustmentAdd><AccountRef><ListID>8-40</ListID>'
        "</AccountRef><TxnDate>2024-02-29</TxnDate><RefNumber>A1</RefNumber><Memo>Adjustment A1</Memo>"
        f"<ExternalGUID>{{{GUID}}}</ExternalGUID><InventoryAdjustmentLineAdd><ItemRef><ListID>8-2</ListID></ItemRef>"
        "<QuantityAdjustment><QuantityDifference>-2</QuantityDifference></QuantityAdjustment>"
        "</InventoryAdjustmentLineAdd></InventoryAdjustmentAdd></InventoryAdjustmentAddRq>"
    )
    assert mapper("adjustment").total(adjustment()) is None
    assert mapper("adjustment").needs(adjustment(account="Labour"), known()) == (
        TEA,
        choice(COMPANY, Kind.ACCOUNT, "Labour"),
    )


def test_a_value_alone_changes_by_a_difference_where_quickbooks_knows_one() -> None:
    source = adjustment(AdjustmentLine(key="1", item=TEA, value=Decimal("-5.00")))
    assert "<QuantityDifference>0</QuantityDifference><ValueDifference>-5.00</ValueDifference>" in added(source)
    assert refused(source, CompanyFacts(version="9.0")).reason is Reason.NOT_IN_EDITION
    assert "<ValueDifference>-5.00" in changed(source, "InventoryAdjustment")


def test_lots_and_serial_numbers_go_only_where_quickbooks_tracks_them() -> None:
    source = adjustment(moved("-3", lots=(lot("A"), lot("B", "2"))))
    assert "LotNumber" not in added(source)
    written = added(source, NEW.model_copy(update={"lots": True}))
    assert "<QuantityDifference>-1</QuantityDifference><LotNumber>A</LotNumber>" in written
    assert "<QuantityDifference>-2</QuantityDifference><LotNumber>B</LotNumber>" in written
    serials = adjustment(moved("-2", lots=(lot("S1", serial=True), lot("S2", serial=True))))
    assert "<SerialNumber>S1,S2</SerialNumber>" in added(serials, NEW.model_copy(update={"serials": True}))
    wrong = adjustment(moved("-9", lots=(lot("A"),)))
    assert refused(wrong, NEW.model_copy(update={"lots": True})).field == "lots of line 1"


def test_an_adjustment_is_of_one_warehouse() -> None:
    sites = NEW.model_copy(update={"sites": True})
    here = adjustment(moved("1", site="Harbour"))
    assert "<InventorySiteRef><ListID>8-60" in added(here, sites) and "InventorySiteRef" not in added(here)
    assert refused(adjustment(moved("1", site="Harbour"), moved("1", site="Town")), sites).field == "warehouse"


@pytest.mark.parametrize(
    ("source", "field"),
    [
        (adjustment(lines=()), "list of lines"),
        (adjustment(AdjustmentLine(key="1", item=None, quantity=Decimal(1))), "item of line 1"),
        (adjustment(moved("1"), AdjustmentLine(key="2", item=TEA, value=Decimal(1))), "list of lines"),
        (adjustment(AdjustmentLine(key="1", item=TEA)), "list of lines"),
        (adjustment(moved("1.000001")), "quantity of line 1"),
        (adjustment(number="9" * 12), "number"),
        (transfer(from_site=" "), "warehouse"),
        (transfer(TransferLine(key="1", item=TEA, quantity=Decimal(-1))), "quantity of line 1"),
        (work_order(item=None), "item of the assembly"),
        (work_order(quantity=Decimal(0)), "quantity"),
        (work_order(amount=Decimal("99.00")), "value"),
        (work_order(line(None, "1", "1")), "item of line 1"),
        (work_order(line(TEA, "-1", "1"), amount=Decimal(-1)), "quantity of line 1"),
    ],
)
def test_what_quickbooks_could_not_take_is_refused_with_its_field(source: Any, field: str) -> None:
    if field == "list of lines" and not getattr(source, "lines", True):
        source = source.model_copy(update={"lines": ()})
    problem = refused(source)
    assert problem.field == field and mapper(source.ref.kind).title(source) in problem.sentence


def test_a_transfer_names_both_sites_and_needs_them() -> None:
    source = transfer()
    sites = choice(COMPANY, SITE, "Harbour"), choice(COMPANY, SITE, "Town")
    assert mapper("transfer").needs(source, known()) == (TEA, *sites)
    written = added(source)
    assert "<FromInventorySiteRef><ListID>8-60</ListID></FromInventorySiteRef><ToInventorySiteRef>" in written
    assert "<QuantityToTransfer>3</QuantityToTransfer>" in written
    assert "<TransferInventoryLineMod><TxnLineID>1-1</TxnLineID>" in changed(source, "TransferInventory")


def test_a_work_order_is_a_bill_of_nothing_to_a_vendor_of_our_own() -> None:
    source = work_order(expenses=(spent("3.00", "Labour"),))
    written = added(source)
    assert written.startswith('<BillAddRq requestID="1"><BillAdd><VendorRef><ListID>8-12</ListID></VendorRef>')
    assert "<Amount>-3.00</Amount>" in written
    assert (
        "<ItemLineAdd><ItemRef><ListID>8-11</ListID></ItemRef><Quantity>2</Quantity><Amount>18.00</Amount></ItemLineAdd>"
        in written
    )
    assert "<Quantity>-4</Quantity><Cost>2.5</Cost>" in written and "<Quantity>-1</Quantity><Cost>5</Cost>" in written
    assert mapper("work_order").total(source) == 0
    needed = mapper("work_order").needs(source, known())
    assert needed == (INTERNAL, KIT, TEA, COFFEE, choice(COMPANY, Kind.ACCOUNT, "Labour"))


def test_taken_apart_all_signs_turn_round() -> None:
    written = added(work_order(expenses=(spent("3.00", "Labour"),), disassembly=True))
    assert "<Amount>3.00</Amount>" in written and "<Quantity>-2</Quantity><Amount>-18.00</Amount>" in written
    assert "<Quantity>4</Quantity><Cost>2.5</Cost>" in written


def test_by_setup_a_work_order_is_a_build_and_taking_apart_stays_a_bill() -> None:
    written = added(work_order(), setup=BUILDS)
    assert "<ItemInventoryAssemblyRef><ListID>8-11</ListID></ItemInventoryAssemblyRef><TxnDate>" in written
    assert "<QuantityToBuild>2</QuantityToBuild>" in written and "Pending" not in written
    assert added(work_order(disassembly=True), setup=BUILDS).startswith("<BillAddRq")
    assert changed(work_order(), "Bill", setup=BUILDS).startswith("<BillModRq")
    assert "<QuantityToBuild>2" in changed(work_order(), "BuildAssembly")


def test_a_build_needs_an_assembly_with_components_and_no_expenses() -> None:
    making = mapper("work_order")
    assert isinstance(making, LooksFirst)
    assert making.looks_at(work_order(), known(setup=BUILDS)) == KIT
    assert making.looks_at(work_order(), known()) is None
    assert refused(work_order(expenses=(spent("3.00", "Labour"),)), setup=BUILDS).field == "list of expenses"
    assert refused(work_order(item=TEA), setup=BUILDS).reason is Reason.CONFIGURATION
    read = FreshRead("17", {"Name": "box"}, (), datetime(2024, 3, 1, tzinfo=UTC), settled=True)
    bare = replace(known(setup=BUILDS), bindings={**KNOWN, KIT: replace(BUILT[KIT], fresh=read)})
    with pytest.raises(Unmappable, match="no components"):
        making.add(work_order(), bare, GUID)


def test_with_one_proxy_item_a_work_order_is_a_bill_of_it_and_never_a_build() -> None:
    assert refused(work_order(), items=ItemSync.PROXY_ITEM, setup=BUILDS).field == "item"
    needed = mapper("work_order").needs(work_order(), known(items=ItemSync.PROXY_ITEM))
    assert [need.key for need in needed] == ["@work orders", "@proxy"]
    named = replace(known(items=ItemSync.PROXY_ITEM), names={KIT: "Box", TEA: "Chai"})
    written = text(mapper("work_order").add(work_order(), named, GUID))
    assert "<Desc>Box</Desc><Quantity>2</Quantity>" in written and "<Desc>Chai</Desc><Quantity>-4" in written
