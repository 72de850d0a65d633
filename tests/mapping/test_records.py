"""Customers, items and the plugin's own records."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from allorders_hooks.records import Item, ItemType
from allorders_quickbooks.company import CompanySetup
from allorders_quickbooks.mapping.entities import CustomerMapper
from allorders_quickbooks.mapping.internal import internal_record
from allorders_quickbooks.mapping.items import ItemMapper
from allorders_quickbooks.mapping.problems import Unmappable
from allorders_quickbooks.qbxml.objects import request_contents
from allorders_quickbooks.qbxml.writer import message_text
from allorders_quickbooks.reasons import Reason

from tests.mapping.documents import (
    ADDRESS,
    CUSTOMER,
    FREIGHT,
    GUID,
    PROXY,
    TEA,
    binding,
    context,
    customer,
    item,
    ref,
    text,
)

CUSTOMERS = CustomerMapper()
ITEMS = ItemMapper()
TYPES = {
    ItemType.INVENTORY: "ItemInventory",
    ItemType.ASSEMBLY: "ItemInventoryAssembly",
    ItemType.NON_INVENTORY: "ItemNonInventory",
    ItemType.SERVICE: "ItemService",
    ItemType.OTHER_CHARGE: "ItemOtherCharge",
}


def test_a_customer_goes_with_its_addresses() -> None:
    source = customer(
        company_name="Alfreds GmbH", contact="Maria Anders", phone="030-0074321", bill_to=ADDRESS, active=False
    )
    assert text(CUSTOMERS.add(source, context(), GUID)) == (
        '<CustomerAddRq requestID="1"><CustomerAdd><Name>Alfreds Futterkiste</Name><IsActive>false</IsActive>'
        "<CompanyName>Alfreds GmbH</CompanyName><BillAddress><Addr1>Alfreds Futterkiste</Addr1>"
        "<Addr2>Obere Str. 57</Addr2><City>Berlin</City><PostalCode>12209</PostalCode><Country>Germany</Country>"
        "</BillAddress><Phone>030-0074321</Phone><Contact>Maria Anders</Contact>"
        f"<ExternalGUID>{{{GUID}}}</ExternalGUID></CustomerAdd></CustomerAddRq>"
    )


def test_a_customer_is_never_refused_for_its_text() -> None:
    source = customer("東京 " * 30, phone="1" * 40, email="x" * 2000, contact="😀", company_name="a\x00b" * 50)
    written = text(CUSTOMERS.add(source, context(), GUID))
    assert written.isascii() and "&#" not in written


def test_a_customer_keeps_the_name_that_was_chosen_for_it() -> None:
    chosen = context(names={CUSTOMER: "Alfreds~abc"})
    assert "<Name>Alfreds~abc</Name>" in text(CUSTOMERS.add(customer(), chosen, GUID))


@pytest.mark.parametrize("mapper", [CUSTOMERS, ITEMS])
def test_two_records_of_one_name_have_distinct_names_to_fall_back_on(mapper: Any) -> None:
    make = customer if mapper is CUSTOMERS else item
    kind = mapper.kind
    first, second = make("IT", ref=ref(kind, "1")), make("IT", ref=ref(kind, "2"))
    assert mapper.wanted_name(first) == mapper.wanted_name(second) == "IT"
    assert mapper.distinct_name(first) != mapper.distinct_name(second)
    assert mapper.distinct_name(first).startswith("IT~")


@pytest.mark.parametrize("item_type", TYPES)
def test_an_item_becomes_the_item_of_its_type(item_type: ItemType) -> None:
    source = item(item_type=item_type, description="tea", price=Decimal("18.50"), manufacturer_part="M-1")
    written = text(ITEMS.add(source, context(), GUID))
    assert ITEMS.qb_type(source, context()) == TYPES[item_type]
    assert written.startswith(f'<{TYPES[item_type]}AddRq requestID="1">')
    assert "<Name>Chai</Name>" in written and "18.5</" in written and "<FullName>Sales</FullName>" in written
    stocked = item_type in (ItemType.INVENTORY, ItemType.ASSEMBLY)
    assert ("ManufacturerPartNumber" in written) == (stocked or item_type is ItemType.NON_INVENTORY)
    assert ("COGSAccountRef" in written) == stocked


@pytest.mark.parametrize("item_type", TYPES)
def test_a_change_of_an_item_that_changes_nothing_says_the_same_as_the_add(item_type: ItemType) -> None:
    source = item(item_type=item_type, price=Decimal("1"))
    bound = binding(TEA, TYPES[item_type], "8-2")
    by_mod = request_contents(ITEMS.mod(source, context(), bound))
    assert {key: said for key, said in by_mod.items() if said} == request_contents(ITEMS.add(source, context(), GUID))


def test_a_change_of_a_customer_that_changes_nothing_says_the_same_as_the_add() -> None:
    source = customer(bill_to=ADDRESS)
    by_mod = request_contents(CUSTOMERS.mod(source, context(), binding(CUSTOMER, "Customer", "8-1")))
    assert {key: said for key, said in by_mod.items() if said} == request_contents(
        CUSTOMERS.add(source, context(), GUID)
    )


def test_prices_of_items_are_rounded_to_what_quickbooks_keeps() -> None:
    assert "<SalesPrice>0.33333</SalesPrice>" in text(ITEMS.add(item(price=Decimal("0.333333")), context(), GUID))
    with pytest.raises(Unmappable, match="too large"):
        ITEMS.add(item(price=Decimal("1E+10")), context(), GUID)


def test_an_item_cannot_change_its_type() -> None:
    with pytest.raises(Unmappable) as raised:
        ITEMS.mod(item(item_type=ItemType.SERVICE), context(), binding(TEA, "ItemInventory", "8-2"))
    assert raised.value.field == "type"


def test_a_missing_account_is_a_missing_setting() -> None:
    with pytest.raises(Unmappable) as raised:
        ITEMS.add(item(), context(setup=CompanySetup(cogs_account=" ")), GUID)
    assert raised.value.reason is Reason.CONFIGURATION
    assert "Cost of goods sold account of items" in raised.value.sentence


def test_the_freight_item_is_an_other_charge_to_the_freight_account() -> None:
    freight = internal_record(FREIGHT, CompanySetup(freight_item="Shipping"))
    assert isinstance(freight, Item)
    written = text(ITEMS.add(freight, context(), GUID))
    assert written.startswith("<ItemOtherChargeAddRq") and "<Name>Shipping</Name>" in written
    assert "<FullName>Freight Income</FullName>" in written


def test_the_proxy_item_is_the_plugins_own_and_no_other_is() -> None:
    proxy = internal_record(PROXY, CompanySetup())
    assert proxy is not None and proxy.name == "All Orders item"
    assert internal_record(TEA, CompanySetup()) is None
    assert internal_record(ref("customer", "@freight"), CompanySetup()) is None


def test_records_are_deleted() -> None:
    assert "<ListDelType>Customer" in text(CUSTOMERS.remove(binding(CUSTOMER, "Customer", "8-1"), context()))
    assert "<ListDelType>ItemService" in text(ITEMS.remove(binding(TEA, "ItemService", "8-2"), context()))


def test_records_need_nothing_and_have_neither_number_nor_total() -> None:
    assert CUSTOMERS.needs(customer(), context()) == () and ITEMS.needs(item(), context()) == ()
    assert CUSTOMERS.number(customer(), context()) is None and ITEMS.number(item(), context()) is None
    assert CUSTOMERS.total(customer()) is None and ITEMS.total(item()) is None
    assert (CUSTOMERS.title(customer()), ITEMS.title(item())) == ("Customer Alfreds Futterkiste", "Item Chai")


def test_an_assembly_goes_without_components_and_its_part_number_only_where_quickbooks_knows_one() -> None:
    made = ITEMS.add(item(item_type=ItemType.ASSEMBLY, manufacturer_part="M-1"), context(), GUID)
    assert "ItemInventoryAssemblyLine" not in text(made)
    assert "M-1" in message_text(made, "1", "12.0") and "M-1" not in message_text(made, "1", "11.0")


def test_a_discount_is_a_percentage_against_its_own_account() -> None:
    source = item(item_type=ItemType.DISCOUNT, discount=Decimal("0.125"), description="for friends")
    written = text(ITEMS.add(source, context(), GUID))
    assert "<ItemDesc>for friends</ItemDesc><DiscountRatePercent>12.5</DiscountRatePercent>" in written
    assert "<AccountRef><FullName>Sales Discounts</FullName></AccountRef>" in written
    assert "<DiscountRatePercent>12.5" in text(ITEMS.mod(source, context(), binding(TEA, "ItemDiscount", "8-2")))
    with pytest.raises(Unmappable, match="per cent"):
        ITEMS.add(item(item_type=ItemType.DISCOUNT, discount=Decimal("1.5")), context(), GUID)


def test_what_is_bought_too_has_an_account_for_each_side_and_stays_what_it_is() -> None:
    source = item(item_type=ItemType.SERVICE, price=Decimal(10), cost=Decimal(4))
    written = text(ITEMS.add(source, context(), GUID))
    assert "<PurchaseCost>4</PurchaseCost><ExpenseAccountRef><FullName>Cost of Goods Sold" in written
    sold_only = binding(TEA, "ItemService", "8-2", base={"SalesOrPurchase": "x"})
    assert "<SalesOrPurchaseMod>" in text(ITEMS.mod(source, context(), sold_only))
    both = binding(TEA, "ItemService", "8-2", seen={"SalesAndPurchase": "x"})
    assert "<SalesAndPurchaseMod>" in text(ITEMS.mod(source, context(), both))


def test_the_proxy_item_is_bought_and_sold() -> None:
    proxy = internal_record(PROXY, CompanySetup())
    assert isinstance(proxy, Item)
    assert "<SalesAndPurchase>" in text(ITEMS.add(proxy, context(), GUID))
