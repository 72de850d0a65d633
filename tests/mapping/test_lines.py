"""The lines of documents to customers: what goes along by the company file and by the set-up."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from allorders_hooks.documents import Kind, ShipDoc
from allorders_quickbooks.company import CompanyFacts, CompanySetup
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.internal import SITE
from allorders_quickbooks.mapping.lines import SoldLine, needs_of_lines, sold_lines

from tests.mapping.documents import COFFEE, TEA, context, line, ship_doc
from tests.mapping.sold import ALL_FEATURES, customer_return, with_entries

RICH = line(TEA, "2", "10", class_name="Trade", unit="case", site="Harbour", taxed=True)


def first(source: Any, seen: Context) -> SoldLine:
    return next(iter(sold_lines("Ship doc 1", source, seen)))


def test_class_unit_and_site_go_where_the_company_file_keeps_them() -> None:
    bindings = with_entries((Kind.CLASS, "Trade"), (SITE, "Harbour"))
    said = first(ship_doc(RICH), context(bindings, facts=ALL_FEATURES)).fields
    assert said["class_ref"].list_id == "7-1"
    assert said["inventory_site_ref"].list_id == "7-2"
    assert said["unit_of_measure"] == "case"
    plain = first(ship_doc(RICH), context(bindings)).fields
    assert (plain["class_ref"], plain["inventory_site_ref"], plain["unit_of_measure"]) == (None, None, None)


def test_what_a_line_names_is_needed_only_where_it_goes_along() -> None:
    source = ship_doc(RICH)
    kinds = [needed.kind for needed in needs_of_lines("x", source, context(facts=ALL_FEATURES))]
    assert kinds == ["item", "class", "site"]
    assert [needed.kind for needed in needs_of_lines("x", source, context())] == ["item"]


def test_tax_codes_are_those_of_the_company_file() -> None:
    facts = CompanyFacts(sales_tax=True, taxable_code="VAT", untaxed_code="No")
    source = ship_doc(line(TEA, "1", "1", taxed=True), line(COFFEE, "1", "1"), freight=Decimal(1))
    codes = [each.fields["sales_tax_code_ref"] for each in sold_lines("x", source, context(facts=facts))]
    assert [code.full_name for code in codes] == ["VAT", "No", "No"]


def test_a_wholly_back_ordered_line_goes_by_the_set_up_only() -> None:
    source: ShipDoc = ship_doc(line(TEA, "1", "1"), line(COFFEE, "0", "1", back_ordered=Decimal(3)))
    assert len(list(sold_lines("x", source, context()))) == 1
    seen = context(setup=CompanySetup(back_ordered_lines=True))
    assert [each.fields["quantity"] for each in sold_lines("x", source, seen)] == [1, 0]


def test_custom_values_of_a_line_go_where_the_file_has_the_fields() -> None:
    source = ship_doc(line(TEA, "1", "1", ordered=Decimal("5.0"), back_ordered=Decimal(4)))
    chosen = context(original_quantity_field="Ordered", back_order_quantity_field="Gone")
    seen = replace(chosen, facts=CompanyFacts(item_fields=("Ordered",)))
    assert first(source, seen).custom == {"Ordered": "5"}


def test_a_negative_quantity_on_a_return_says_what_to_enter() -> None:
    try:
        first(customer_return(line(TEA, "-1", "1")), context())
    except Exception as problem:
        assert "positive quantity" in str(getattr(problem, "remedy", ""))
    else:
        raise AssertionError("it was taken")
