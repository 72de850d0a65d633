"""Entries of simple lists: one name, one entry, and what may be made of it."""

from __future__ import annotations

import pytest
from allorders_hooks.documents import Kind
from allorders_quickbooks.company import CompanyFacts, CompanySetup
from allorders_quickbooks.mapping.internal import (
    CURRENCY,
    SIMPLE_LISTS,
    TERMS,
    choice,
    choices,
    internal_record,
    is_internal,
    is_only_named,
)
from allorders_quickbooks.mapping.problems import Unmappable
from allorders_quickbooks.mapping.registry import mapper
from allorders_quickbooks.reasons import Reason

from tests.mapping.documents import COMPANY, CUSTOMER, GUID, binding, context, customer, ref, text
from tests.mapping.purchases import account, entry, listed, vendor

WRITTEN = ("customer_type", "vendor_type", "class", "ship_method", "payment_method")


@pytest.mark.parametrize("kind", SIMPLE_LISTS)
def test_the_same_name_is_the_same_entry_whoever_mentions_it(kind: str) -> None:
    mentioned = choice(COMPANY, kind, "  Blue  Sky ")
    assert mentioned == choice(COMPANY, kind, "Blue Sky") and is_internal(mentioned)
    record = internal_record(mentioned, CompanySetup())
    assert record is not None and record.ref == mentioned
    assert mapper(kind).wanted_name(record) == mapper(kind).distinct_name(record)
    assert mapper(kind).wanted_name(listed(kind, "Blue Sky")) == mapper(kind).wanted_name(record)


@pytest.mark.parametrize("kind", SIMPLE_LISTS)
def test_a_name_that_is_too_long_or_not_writable_has_one_short_form(kind: str) -> None:
    length = SIMPLE_LISTS[kind].length
    for name in ("x" * 300, "東京" * 40, "\x00", ""):
        shown = mapper(kind).wanted_name(listed(kind, name))
        most = 100 if SIMPLE_LISTS[kind].only_read else length
        assert shown is not None and 0 < len(shown) <= most and shown.encode("cp1252")
        assert shown == mapper(kind).wanted_name(listed(kind, name, ref=ref(kind, "other")))


def test_no_entry_is_mentioned_by_an_empty_name() -> None:
    assert choices(COMPANY, terms=" ", ship_method="UPS") == (choice(COMPANY, Kind.SHIP_METHOD, "UPS"),)
    with pytest.raises(KeyError):
        choice(COMPANY, "colour", "red")


@pytest.mark.parametrize("kind", WRITTEN)
def test_an_entry_is_added_by_its_name(kind: str) -> None:
    source = listed(kind, "Blue Sky", active=False)
    written = text(mapper(kind).add(source, context(), GUID))
    assert "<Name>Blue Sky</Name><IsActive>false</IsActive>" in written and "GUID" not in written
    assert SIMPLE_LISTS[kind].qb_type in written


def test_an_entry_below_another_needs_it_and_names_it() -> None:
    source = listed("class", "East : Boston")
    assert mapper("class").wanted_name(source) == "East:Boston"
    assert mapper("class").needs(source, context()) == (choice(COMPANY, "class", "East"),)
    written = text(mapper("class").add(source, context(entry("class", "East", "Class", "8-7")), GUID))
    assert "<Name>Boston</Name>" in written and "<ParentRef><ListID>8-7</ListID></ParentRef>" in written
    assert mapper("ship_method").wanted_name(listed("ship_method", "A:B")).startswith("A-B~")  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", SIMPLE_LISTS)
def test_an_entry_is_never_changed_and_deleted_only_where_the_host_may(kind: str) -> None:
    bound = binding(ref(kind, "L1"), SIMPLE_LISTS[kind].qb_type, "8-7")
    assert mapper(kind).mod(listed(kind, "Other"), context(), bound) is None
    deleted = mapper(kind).remove(bound, context())
    assert (deleted is not None) == (kind in set(WRITTEN) - {"class"})


@pytest.mark.parametrize("kind", ["terms", "sales_rep", "tax_code", "tax_item", "currency", "site"])
def test_an_entry_that_only_people_make_is_a_missing_setting(kind: str) -> None:
    with pytest.raises(Unmappable) as raised:
        mapper(kind).add(listed(kind, "Net 90"), context(), GUID)
    assert raised.value.reason is Reason.CONFIGURATION and "Net 90" in raised.value.sentence


def test_an_account_is_made_from_the_hosts_record_and_never_from_a_name() -> None:
    written = text(mapper("account").add(account(number="5010", description="of imports"), context(), GUID))
    assert "<AccountType>Expense</AccountType><AccountNumber>5010</AccountNumber><Desc>of imports</Desc>" in written
    named = choice(COMPANY, Kind.ACCOUNT, "Freight In")
    assert is_only_named(named) and not is_only_named(account().ref)
    with pytest.raises(Unmappable) as raised:
        mapper("account").add(internal_record(named, CompanySetup()), context(), GUID)
    assert raised.value.reason is Reason.CONFIGURATION
    with pytest.raises(Unmappable, match="which QuickBooks does not know"):
        mapper("account").add(account(account_type="Costs"), context(), GUID)


def test_a_customer_and_a_vendor_need_the_entries_that_they_mention() -> None:
    buyer, seller = customer(terms="Net 30", customer_type="Trade"), vendor(vendor_type="Importers")
    terms, trade = choice(COMPANY, TERMS, "Net 30"), choice(COMPANY, "customer_type", "Trade")
    assert mapper("customer").needs(buyer, context()) == (trade, terms)
    assert mapper("vendor").needs(seller, context()) == (choice(COMPANY, "vendor_type", "Importers"),)
    known = {**entry(TERMS, "Net 30", "Terms", "8-20"), **entry("customer_type", "Trade", "CustomerType", "8-21")}
    written = text(mapper("customer").add(buyer, context(known), GUID))
    assert "<CustomerTypeRef><ListID>8-21</ListID></CustomerTypeRef><TermsRef><ListID>8-20</ListID>" in written


def test_a_currency_is_said_only_where_the_file_keeps_several() -> None:
    buyer = customer(currency="Euro")
    assert mapper("customer").needs(buyer, context()) == ()
    several = context(entry(CURRENCY, "Euro", "Currency", "8-30"), facts=CompanyFacts(multi_currency=True))
    assert mapper("customer").needs(buyer, several) == (choice(COMPANY, CURRENCY, "Euro"),)
    assert "<CurrencyRef><ListID>8-30" in text(mapper("customer").add(buyer, several, GUID))
    bound = binding(CUSTOMER, "Customer", "8-1")
    kept = mapper("customer").mod(customer(), several, bound)
    assert kept is not None and "CurrencyRef" not in text(kept)


def test_a_vendor_goes_with_its_address_and_is_never_refused_for_its_text() -> None:
    written = text(mapper("vendor").add(vendor("東京 " * 30, phone="1" * 40, email="x" * 2000), context(), GUID))
    assert written.isascii() and "<ExternalGUID>" in written and "Balance" not in written
    assert mapper("vendor").distinct_name(vendor()) != mapper("vendor").wanted_name(vendor())
    assert mapper("vendor").title(vendor()) == "Vendor Exotic Liquids"
