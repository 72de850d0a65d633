"""Charts as plain values for an inline SVG: bars with a sentence each, and the same figures as a table beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from allorders_quickbooks.operations.history import Figures
from allorders_quickbooks.store.stock import Reconciliation
from allorders_quickbooks.terms import Reason

WIDTH, HEIGHT = 600.0, 110.0  # units of the drawing
_GAP = 2.0
_CAUSES = 8  # that are shown


@dataclass(frozen=True)
class Bar:
    """One bar: its place in the drawing, and what it says."""

    x: float
    y: float
    width: float
    height: float
    caption: str
    figure: str
    stands_out: bool = False


@dataclass(frozen=True)
class Chart:
    """`summary` is what a person who does not see the drawing is told of it."""

    name: str
    title: str
    summary: str
    bars: tuple[Bar, ...]


def of(figures: Figures) -> tuple[Chart, ...]:
    """Documents a day, time in QuickBooks, and what stands in the way, by cause."""
    days = [f"{day.day:%d %b}" for day in figures.days]
    sent = [float(day.documents) for day in figures.days]
    busy = [day.seconds for day in figures.days]
    causes = figures.causes[:_CAUSES]
    stuck = f"{sum(number for _, number in causes)} documents, by cause." if causes else "Nothing does."
    return (
        Chart("documents", "Documents a day", _summary(sent, "{:.0f} documents"), _standing(days, sent, "{:.0f}")),
        Chart(
            "seconds", "Time in QuickBooks a day", _summary(busy, "{:.1f} seconds"), _standing(days, busy, "{:.1f} s")
        ),
        Chart("causes", "What stands in the way now", stuck, _lying(causes)),
    )


def of_comparisons(newest_first: Sequence[Reconciliation]) -> Chart:
    """The differences of each comparison, the oldest first: below what is explained, above what is not."""
    shown = list(reversed(newest_first))
    most, step = max((each.explained + each.unexplained for each in shown), default=0) or 1, WIDTH / max(len(shown), 1)
    bars: list[Bar] = []
    for place, each in enumerate(shown):
        at = f"{each.started:%d %b %H:%M}"
        known, rest = HEIGHT * each.explained / most, HEIGHT * each.unexplained / most
        x, width = round(place * step, 1), round(step - _GAP, 1)
        bars.append(Bar(x, round(HEIGHT - known, 1), width, round(known, 1), f"{at}, explained", str(each.explained)))
        caption, figure = f"{at}, for no known reason", str(each.unexplained)
        bars.append(Bar(x, round(HEIGHT - known - rest, 1), width, round(rest, 1), caption, figure, stands_out=True))
    least = f"{shown[-1].unexplained} items differed for no known reason in the last" if shown else "None"
    return Chart("differences", "Differences over time", f"{least} of {len(shown)} comparisons.", tuple(bars))


def _summary(values: Sequence[float], figure: str) -> str:
    most = max(values, default=0)
    return f"{figure.format(sum(values))} in {len(values)} days, at most {figure.format(most)} on one of them."


def _standing(captions: Sequence[str], values: Sequence[float], figure: str) -> tuple[Bar, ...]:
    most, step = max(values, default=0) or 1, WIDTH / max(len(values), 1)
    heights = [HEIGHT * value / most for value in values]
    return tuple(
        Bar(round(place * step, 1), round(HEIGHT - height, 1), round(step - _GAP, 1), round(height, 1), caption,
            figure.format(value))
        for place, (caption, value, height) in enumerate(zip(captions, values, heights, strict=True))
    )  # fmt: skip


def _lying(causes: Sequence[tuple[str, int]]) -> tuple[Bar, ...]:
    most = max((number for _, number in causes), default=0) or 1
    step = HEIGHT / max(len(causes), 1)
    return tuple(
        Bar(
            0,
            round(place * step, 1),
            round(WIDTH * number / most, 1),
            round(step - _GAP, 1),
            _said(reason),
            str(number),
        )
        for place, (reason, number) in enumerate(causes)
    )


def _said(reason: str) -> str:
    return Reason.of(reason).value.user if reason.upper() in Reason.__members__ else reason
