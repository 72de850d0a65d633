"""What a company file has is suggested for a setting by its usual names."""

from __future__ import annotations

from allorders_quickbooks.matching.suggesting import suggested


def test_a_usual_name_comes_before_a_like_one() -> None:
    assert suggested(("Sales", "Income"), ["Sale", "Income"]) == "Income"


def test_a_name_below_another_is_named_with_its_path() -> None:
    assert suggested(("Freight Income",), ["Income:Freight income"]) == "Income:Freight income"


def test_a_slip_is_understood_and_nothing_else_is() -> None:
    assert suggested(("Cost of Goods Sold",), ["Cost of Good Sold", "Checking"]) == "Cost of Good Sold"
    assert suggested(("Cost of Goods Sold",), ["Checking"]) == ""
    assert suggested(("Cost of Goods Sold",), []) == ""
