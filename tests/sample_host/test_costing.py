"""The moving average: what comes at its price, what goes at the average, and what was sold before it came."""

from __future__ import annotations

from decimal import Decimal

from allorders_hooks.documents import DocumentRef

from sample_host.costing import Movement, Stock

ITEM = DocumentRef(company="main", kind="item", key="1")


def moved(stock: Stock, quantity: str, value: str | None = None, *, settles: bool = False) -> tuple[str, str]:
    worth = None if value is None else Decimal(value)
    change, correction = stock.move(Movement(ITEM, Decimal(quantity), worth, settles=settles))
    return str(change), str(correction)


def test_what_goes_is_worth_the_average_of_what_came() -> None:
    stock = Stock()
    moved(stock, "2", "10.00", settles=True)
    moved(stock, "1", "6.00", settles=True)
    assert moved(stock, "-1") == ("-5.33", "0")
    assert (stock.on_hand, stock.worth) == (Decimal(2), Decimal("10.67"))


def test_the_last_piece_takes_all_that_is_left() -> None:
    stock = Stock()
    moved(stock, "3", "10.00", settles=True)
    moved(stock, "-1")
    moved(stock, "-2")
    assert (stock.on_hand, stock.worth) == (Decimal(0), Decimal("0.00"))


def test_what_was_sold_before_it_came_is_charged_with_its_cost_afterwards() -> None:
    stock = Stock()
    assert moved(stock, "-2") == ("0.00", "0")
    assert moved(stock, "5", "20.00", settles=True) == ("12.00", "8.00")
    assert (stock.on_hand, stock.worth) == (Decimal(3), Decimal("12.00"))


def test_what_is_found_settles_nothing() -> None:
    stock = Stock()
    moved(stock, "4", "8.00", settles=True)
    moved(stock, "-5")
    assert moved(stock, "3") == ("6.00", "0")


def test_what_is_taken_back_leaves_no_trace() -> None:
    stock = Stock(Decimal(4), Decimal("10.00"), Decimal("2.5"))
    value, _ = stock.move(Movement(ITEM, Decimal(-3), None))
    stock.shift(Decimal(3), -value)
    assert (stock.on_hand, stock.worth, stock.average) == (Decimal(4), Decimal("10.00"), Decimal("2.5"))
