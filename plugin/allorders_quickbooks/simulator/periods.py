"""The periods that a DateMacro names. The fiscal year is the calendar year."""

from __future__ import annotations

from datetime import date, timedelta

Period = tuple[date, date]
EVER: Period = (date(1901, 1, 1), date(9999, 12, 31))
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


def period(macro: str, today: date) -> Period:
    """First and last day of what the macro means on that day."""
    if macro == "All":
        return EVER
    if macro == "Today":
        return today, today
    if macro == "Yesterday":
        return today - _DAY, today - _DAY
    to_date = macro.endswith("ToDate")
    which, unit = _parts(macro.removesuffix("ToDate"))
    if unit == "FourWeeks":
        start, _ = _span("Week", today)
        return start + _WEEK, start + 5 * _WEEK - _DAY
    start, end = _shifted(unit, today, {"This": 0, "Last": -1, "Next": 1}[which])
    return (start, _same_place(start, end, unit, today)) if to_date else (start, end)


def _parts(macro: str) -> tuple[str, str]:
    return macro[:4], macro[4:].replace("Calendar", "").replace("Fiscal", "")


def _span(unit: str, day: date) -> Period:
    """The week (from Sunday), month, quarter or year around a day."""
    if unit == "Week":
        start = day - timedelta(days=(day.weekday() + 1) % 7)
        return start, start + _WEEK - _DAY
    months = {"Month": 1, "Quarter": 3, "Year": 12}[unit]
    first = (day.month - 1) // months * months + 1
    start = day.replace(month=first, day=1)
    following = date(day.year + (first + months > 12), (first + months - 1) % 12 + 1, 1)
    return start, following - _DAY


def _shifted(unit: str, today: date, by: int) -> Period:
    start, end = _span(unit, today)
    return _span(unit, start - _DAY if by < 0 else end + _DAY) if by else (start, end)


def _same_place(start: date, end: date, unit: str, today: date) -> date:
    """As far into the period as today is into its own."""
    into = today - _span(unit, today)[0]
    return min(start + into, end)
