"""Receivers, vendor returns and purchase orders as QuickBooks gets them, and what is refused before it is sent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from allorders_hooks.documents import Kind, Lot
from allorders_quickbooks.company import CompanyFacts, CompanySetup
from allorders_quickbooks.mapping import remembered
from allorders_quickbooks.mapping.internal import TERMS, choice
from allorders_quickbooks.mapping.problems import Unmappable
from allorders_quickbooks.mapping.registry import mapper
from allorders_quickbooks.qbxml.objects import EXPENSE
from allorders_quickbooks.reasons import Reason

from tests.mapping.documents import COFFEE, COMPANY, FREIGHT, GUID, PROXY, TEA, binding, context, line, ref, text
from tests.mapping.purchases import BUILT, VENDOR, entry, purchase_order, receiver, spent, vendor_return

ACCOUNTS = {
    **entry(Kind.ACCOUNT, "Freight In", "Account", "8-40"),
    **entry(Kind.ACCOUNT, "Freight and Shipping Costs", "Account", "8-41"),
}
KNOWN = {**BUILT, **ACCOUNTS, **entry(TERMS, "Net 30", "Terms", "8-20")}


def added(source: Any, **options: Any) -> str:
    return text(mapper(source.ref.kind).add(source, context(KNOWN, **options), GUID))


def changed(source: Any, lines: tuple[str, ...], qb_type: str = "Bill") -> str:
    bound = binding(source.ref, qb_type, "1-9", lines=lines)
    message = mapper(source.ref.kind).mod(source, context(KNOWN), bound)
    assert message is not None
    return text(message)


def refused(source: Any, **options: Any) -> Unmappable:
    with pytest.raises(Unmappable) as raised:
        mapper(source.ref.kind).needs(source, context(KNOWN, **options))
        mapper(source.ref.kind).add(source, context(KNOWN, **options), GUID)
    return raised.value


def test_a_receiver_is_a_bill_with_expenses_and_freight_before_its_items() -> None:
    source = receiver(
        line(TEA, "3", "12.50", description="tea"),
        expenses=(spent("4.00", description="duty"),),
        freight=Decimal("2.00"),
        vendor_invoice="EL-77",
        terms="Net 30",
        due_date=date(2024, 3, 30),
    )
    assert added(source) == (
        '<BillAddRq requestID="1"><BillAdd><VendorRef><ListID>8-10</ListID></VendorRef><TxnDate>2024-02-29</TxnDate>'
        "<DueDate>2024-03-30</DueDate><RefNumber>EL-77</RefNumber><TermsRef><ListID>8-20</ListID></TermsRef>"
        f"<Memo>Receiver R1</Memo><ExternalGUID>{{{GUID}}}</ExternalGUID>"
        "<ExpenseLineAdd><AccountRef><ListID>8-40</ListID></AccountRef><Amount>4.00</Amount><Memo>duty</Memo>"
        "</ExpenseLineAdd><ExpenseLineAdd><AccountRef><ListID>8-41</ListID></AccountRef><Amount>2.00</Amount>"
        "<Memo>Freight</Memo></ExpenseLineAdd><ItemLineAdd><ItemRef><ListID>8-2</ListID></ItemRef><Desc>tea</Desc>"
        "<Quantity>3</Quantity><Cost>12.5</Cost></ItemLineAdd></BillAdd></BillAddRq>"
    )
    assert mapper("receiver").total(source) == Decimal("43.50")


def test_everything_that_a_receiver_names_goes_before_it() -> None:
    source = receiver(expenses=(spent("4.00"),), freight=Decimal(1), terms="Net 30")
    needed = mapper("receiver").needs(source, context(KNOWN))
    accounts = [choice(COMPANY, Kind.ACCOUNT, name) for name in ("Freight In", "Freight and Shipping Costs")]
    assert needed == (VENDOR, TEA, COFFEE, *accounts, choice(COMPANY, TERMS, "Net 30"))


def test_by_preference_a_receiver_is_an_item_receipt_which_has_no_terms() -> None:
    written = added(receiver(terms="Net 30", due_date=date(2024, 3, 30)), receive_as_item_receipts=True)
    assert written.startswith('<ItemReceiptAddRq requestID="1">')
    assert "TermsRef" not in written and "DueDate" not in written and "<RefNumber>R1</RefNumber>" in written


def test_a_receiver_is_linked_to_its_order_line_by_line_and_then_names_no_item() -> None:
    order = ref("purchase_order", "o1")
    base = remembered.keys(("first", "second"))
    bound = {**KNOWN, order: binding(order, "PurchaseOrder", "1-50", lines=("1-51", "1-52"), base=base)}
    source = receiver(line(TEA, "1", "2", order_line="second"), line(COFFEE, "1", "2", order_line="gone"), order=order)
    message = mapper("receiver").add(source, context(bound), GUID)
    written = text(message)
    assert message.linked_to
    assert "<LinkToTxn><TxnID>1-50</TxnID><TxnLineID>1-52</TxnLineID></LinkToTxn>" in written
    assert written.count("<ItemRef>") == 1
    assert mapper("purchase_order").line_keys(purchase_order(), context()) == (f"{TEA}",)  # type: ignore[attr-defined]


def test_in_a_change_items_take_the_place_of_items_and_expenses_of_expenses() -> None:
    written = changed(receiver(expenses=(spent("4.00"),)), (f"{EXPENSE}1-1", "1-2"))
    assert "<ExpenseLineMod><TxnLineID>1-1</TxnLineID>" in written
    assert "<ItemLineMod><TxnLineID>1-2</TxnLineID>" in written and "<ItemLineMod><TxnLineID>-1</TxnLineID>" in written
    assert "Clear" not in written


def test_a_change_says_where_no_line_of_a_kind_is_left() -> None:
    assert "<ClearExpenseLines>true" in changed(receiver(), (f"{EXPENSE}1-1", "1-2"))
    emptied = receiver(lines=(), expenses=(spent("4.00"),))
    source = emptied.model_copy(update={"lines": (), "total": Decimal("4.00")})
    assert "<ClearItemLines>true" in changed(source, (f"{EXPENSE}1-1", "1-2"))


def test_a_change_keeps_the_form_that_quickbooks_has_whatever_the_preference_says_now() -> None:
    assert changed(receiver(), ("1-2", "1-3"), "ItemReceipt").startswith('<ItemReceiptModRq requestID="1">')


def test_a_vendor_return_is_a_vendor_credit() -> None:
    written = added(vendor_return(vendor_reference="RMA-1"))
    assert written.startswith('<VendorCreditAddRq requestID="1">') and "<RefNumber>RMA-1</RefNumber>" in written
    assert "<Quantity>1</Quantity><Cost>12.5</Cost>" in written


def test_a_purchase_order_has_its_freight_as_an_item_and_one_warehouse_in_its_head() -> None:
    sites = CompanyFacts(version="13.0", sites=True)
    source = purchase_order(line(TEA, "3", "12.50", site="Harbour"), freight=Decimal("2.00"))
    known = context({**KNOWN, **entry("site", "Harbour", "InventorySite", "8-60")}, facts=sites)
    written = text(mapper("purchase_order").add(source, known, GUID))
    assert "<InventorySiteRef><ListID>8-60</ListID></InventorySiteRef><TxnDate>" in written
    assert "<PurchaseOrderLineAdd><ItemRef><ListID>8-4</ListID></ItemRef><Amount>2.00</Amount>" in written
    assert "<Rate>12.5</Rate>" in written and FREIGHT in mapper("purchase_order").needs(source, known)
    apart = purchase_order(line(TEA, "1", "2", site="Harbour"), line(TEA, "1", "2", site="Town"))
    assert "InventorySiteRef" not in text(mapper("purchase_order").add(apart, known, GUID))


def test_a_purchase_order_cannot_hold_expenses() -> None:
    assert refused(purchase_order(expenses=(spent("4.00"),))).field == "list of expenses"


@pytest.mark.parametrize(
    ("source", "field"),
    [
        (receiver(vendor=None, total=Decimal(0)), "vendor"),
        (receiver(line(None, "1", "1")), "item of line 1"),
        (receiver(line(TEA, "-1", "1")), "quantity of line 1"),
        (receiver(total=Decimal(1)), "total"),
        (receiver(vendor_invoice="9" * 21), "vendor's number"),
        (receiver(number="9" * 21), "number"),
        (purchase_order(number="9" * 12), "number"),
        (receiver(memo="thanks \N{PARTY POPPER}"), "memo"),
        (receiver(expenses=(spent("1.00", " "),)), "account of expense 1"),
        (receiver(expenses=(spent("1.001"),)), "amount of expense 1"),
        (receiver(expenses=(spent("-90.00"),)), "total"),
        (receiver(freight=Decimal("-1.00")), "freight"),
        (vendor_return(currency="EUR"), "currency"),
    ],
)
def test_what_quickbooks_could_not_take_is_refused_with_its_field_and_a_remedy(source: Any, field: str) -> None:
    problem = refused(source)
    assert problem.field == field and problem.remedy and mapper(source.ref.kind).title(source) in problem.sentence


def test_a_missing_account_for_freight_is_a_missing_setting() -> None:
    problem = refused(receiver(freight=Decimal(1)), setup=CompanySetup(purchase_freight_account=" "))
    assert problem.reason is Reason.CONFIGURATION


def test_an_amount_that_no_cost_gives_exactly_goes_as_an_amount() -> None:
    written = added(receiver(line(TEA, "3", "3.333333")))
    assert "<Quantity>3</Quantity><Amount>10.00</Amount>" in written and "<Cost>" not in written


def test_lots_stand_in_the_description_by_preference_and_in_their_elements_where_quickbooks_tracks_them() -> None:
    lots = (Lot(number="A", expires=date(2025, 1, 31)), Lot(number="B", quantity=Decimal(2)))
    source = receiver(line(TEA, "3", "2", description="tea", lots=lots))
    said = added(source, lots_on_bills=True, lots_with_expiration=True)
    assert "<Desc>A (expires 2025-01-31), B</Desc>" in said
    tracked = added(source, facts=CompanyFacts(version="13.0", lots=True))
    assert "<LotNumber>A</LotNumber><Desc>tea</Desc><Quantity>1</Quantity>" in tracked
    assert "<LotNumber>B</LotNumber><Desc>tea</Desc><Quantity>2</Quantity>" in tracked
    assert "LotNumber" not in added(purchase_order(line(TEA, "3", "2", lots=lots)), facts=CompanyFacts(lots=True))


def test_class_unit_and_warehouse_go_only_where_the_file_keeps_them() -> None:
    source = receiver(line(TEA, "1", "2", class_name="East", unit="box", site="Harbour"))
    assert not {"ClassRef", "UnitOfMeasure", "InventorySiteRef"} & set(added(source).replace("<", " ").split())
    written = added(source, facts=CompanyFacts(version="13.0", classes=True, units=True, sites=True))
    assert "<UnitOfMeasure>box</UnitOfMeasure>" in written and "<ClassRef><FullName>East" in written
    assert "<InventorySiteRef><FullName>Harbour" in written


def test_with_one_proxy_item_a_bill_names_it_and_says_which_item_it_stands_for() -> None:
    from allorders_quickbooks.preferences import ItemSync

    source = receiver(line(TEA, "1", "2", description="bottles"))
    bound = {**KNOWN, PROXY: binding(PROXY, "ItemNonInventory", "8-5")}
    proxied = context(bound, {TEA: "Chai"}, items=ItemSync.PROXY_ITEM)
    assert mapper("receiver").needs(source, proxied) == (VENDOR, PROXY)
    written = text(mapper("receiver").add(source, proxied, GUID))
    assert "<ItemRef><ListID>8-5</ListID></ItemRef><Desc>Chai bottles</Desc>" in written


def test_orders_go_before_receipts_and_receipts_before_work_orders_and_sales() -> None:
    ranks = [mapper(kind).rank for kind in ("vendor", "purchase_order", "receiver", "work_order", "ship_doc")]
    assert ranks == sorted(set(ranks))
