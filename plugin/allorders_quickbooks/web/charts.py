"""Charts as plain values for an inline SVG: bars with a sentence each, and the same figures as a table below them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from allorders_quickbooks.operations.history import Figures
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.store.stock import Reconciliation

Said = Callable[[float], str]
WIDTH, HEIGHT = 600.0, 110.0  # units of the drawing
_GAP = 2.0
_CAUSES = 6  # that stand in the way, as many as there are colours
_LAYERS = 5  # causes that have a colour of their own; the others share the last
_OTHERS = "Other causes"
_DIFFERENCES = ("Explained", "For no known reason")


@dataclass(frozen=True)
class Bar:
    """One bar, or one piece of a bar: its place in the drawing, what it says, and which layer of the legend it is."""

    x: float
    y: float
    width: float
    height: float
    caption: str
    figure: str
    layer: int = 0


@dataclass(frozen=True)
class Chart:
    """`summary` is what a person who does not see the drawing is told of it, `table` the figures: a heading a column,
    then the records, each with its caption first. `legend` names the layers, where bars have several."""

    name: str
    title: str
    summary: str
    bars: tuple[Bar, ...]
    table: tuple[tuple[str, ...], ...]
    legend: tuple[str, ...] = ()


def of(figures: Figures) -> tuple[Chart, ...]:
    """Documents a day, time in QuickBooks, failures by cause over the days, and what stands in the way, by cause."""
    days = [f"{day.day:%d %b}" for day in figures.days]
    sent = _daily("documents", "Documents a day", days, [float(day.documents) for day in figures.days], _documents)
    busy = _daily("seconds", "Time in QuickBooks a day", days, [day.seconds for day in figures.days], _seconds)
    return (sent, busy, _failures(days, figures), _in_the_way(figures.causes[:_CAUSES]))


def _daily(name: str, title: str, days: Sequence[str], values: Sequence[float], said: Said) -> Chart:
    records = [(day, said(value)) for day, value in zip(days, values, strict=True)]
    return Chart(name, title, _summary(values, said), _standing(days, values, said), (("Day", title), *records))


def _failures(days: Sequence[str], figures: Figures) -> Chart:
    layers = _layers(figures)
    totals = [float(sum(day)) for day in zip(*(values for _, values in layers), strict=True)] or [0.0] * len(days)
    summary = _summary(totals, _failed) if layers else "Nothing has failed in these days."
    legend = tuple(cause for cause, _ in layers)
    records = [(day, *(str(values[place]) for _, values in layers)) for place, day in enumerate(days) if totals[place]]
    bars = tuple(_stacked(days, layers, max(totals, default=0) or 1))
    return Chart("failures", "Failures by cause", summary, bars, (("Day", *legend), *records), legend)


def _layers(figures: Figures) -> list[tuple[str, tuple[int, ...]]]:
    """The most frequent causes, and the others together."""
    said = [(_said(reason), values) for reason, values in figures.failures]
    if len(said) <= _LAYERS + 1:
        return said
    others = tuple(map(sum, zip(*(values for _, values in said[_LAYERS:]), strict=True)))
    return [*said[:_LAYERS], (_OTHERS, others)]


def _stacked(days: Sequence[str], layers: Sequence[tuple[str, tuple[int, ...]]], most: float) -> Iterator[Bar]:
    step = WIDTH / max(len(days), 1)
    for place, day in enumerate(days):
        below = HEIGHT
        for layer, (cause, values) in enumerate(layers):
            height = HEIGHT * values[place] / most
            below -= height
            if values[place]:
                said = f"{day}, {cause}"
                yield Bar(round(place * step, 1), round(below, 1), round(step - _GAP, 1), round(height, 1), said,
                          str(values[place]), layer)  # fmt: skip


def _in_the_way(causes: Sequence[tuple[str, int]]) -> Chart:
    stuck = f"{sum(number for _, number in causes)} documents, by cause." if causes else "Nothing does."
    records = tuple((_said(reason), str(number)) for reason, number in causes)
    legend = tuple(cause for cause, _ in records)
    return Chart("causes", "What stands in the way", stuck, _lying(causes), (("Cause", "Documents"), *records), legend)


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
        bars.append(Bar(x, round(HEIGHT - known - rest, 1), width, round(rest, 1), caption, figure, layer=1))
    least = f"{shown[-1].unexplained} items differed for no known reason in the last" if shown else "None"
    records = [(f"{each.started:%d %b %H:%M}", str(each.explained), str(each.unexplained)) for each in shown]
    summary = f"{least} of {len(shown)} comparisons."
    table = (("Compared", *_DIFFERENCES), *records)
    return Chart("differences", "Differences over time", summary, tuple(bars), table, _DIFFERENCES)


def _summary(values: Sequence[float], said: Said) -> str:
    return f"{said(sum(values))} in {len(values)} days, at most {said(max(values, default=0))} on one of them."


def _documents(number: float) -> str:
    return f"{number:.0f} {'document' if number == 1 else 'documents'}"


def _failed(number: float) -> str:
    return f"{number:.0f} {'failure' if number == 1 else 'failures'}"


def _seconds(number: float) -> str:
    return f"{number:.1f} seconds"


def _standing(captions: Sequence[str], values: Sequence[float], said: Said) -> tuple[Bar, ...]:
    most, step = max(values, default=0) or 1, WIDTH / max(len(values), 1)
    heights = [HEIGHT * value / most for value in values]
    return tuple(
        Bar(round(place * step, 1), round(HEIGHT - height, 1), round(step - _GAP, 1), round(height, 1), caption,
            said(value))
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
            layer=place,
        )
        for place, (reason, number) in enumerate(causes)
    )


def _said(reason: str) -> str:
    return Reason.of(reason).value.user if reason.upper() in Reason.__members__ else reason
