"""Date macros."""

from __future__ import annotations

from datetime import date

import pytest
from allorders_quickbooks.simulator.grammar import grammar
from allorders_quickbooks.simulator.periods import period

WEDNESDAY = date(2025, 5, 14)


@pytest.mark.parametrize(
    ("macro", "first", "last"),
    [
        ("Today", "2025-05-14", "2025-05-14"),
        ("Yesterday", "2025-05-13", "2025-05-13"),
        ("ThisWeek", "2025-05-11", "2025-05-17"),
        ("ThisWeekToDate", "2025-05-11", "2025-05-14"),
        ("LastWeek", "2025-05-04", "2025-05-10"),
        ("LastWeekToDate", "2025-05-04", "2025-05-07"),
        ("NextFourWeeks", "2025-05-18", "2025-06-14"),
        ("LastMonth", "2025-04-01", "2025-04-30"),
        ("NextMonth", "2025-06-01", "2025-06-30"),
        ("ThisCalendarQuarter", "2025-04-01", "2025-06-30"),
        ("LastFiscalQuarter", "2025-01-01", "2025-03-31"),
        ("ThisCalendarYearToDate", "2025-01-01", "2025-05-14"),
        ("LastFiscalYear", "2024-01-01", "2024-12-31"),
        ("NextCalendarYear", "2026-01-01", "2026-12-31"),
    ],
)
def test_a_date_macro_means_a_period(macro: str, first: str, last: str) -> None:
    assert period(macro, WEDNESDAY) == (date.fromisoformat(first), date.fromisoformat(last))


def test_the_last_month_to_date_ends_where_the_month_does() -> None:
    assert period("LastMonthToDate", date(2025, 3, 31)) == (date(2025, 2, 1), date(2025, 2, 28))


def test_every_macro_of_the_grammar_means_something() -> None:
    message = grammar().message("InvoiceQueryRq")
    assert message is not None
    dates = grammar().below(message.shape.by_name["TxnDateRangeFilter"])
    assert dates is not None
    for macro in dates.by_name["DateMacro"].enum:
        for today in (WEDNESDAY, date(2024, 12, 31), date(2024, 2, 29), date(2025, 1, 1)):
            first, last = period(macro, today)
            assert first <= last, macro
