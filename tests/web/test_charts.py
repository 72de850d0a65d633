"""What the charts of the history are drawn from, and that their tables say the same."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from allorders_quickbooks.operations import history
from allorders_quickbooks.operations.history import Figures
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.store.runs import Day
from allorders_quickbooks.web import charts
from allorders_quickbooks.web.charts import HEIGHT, Chart

from tests.world import COMPANY, World, a_ship_doc, new_world

MONDAY = date(2026, 3, 2)


def figures(*failures: tuple[str, tuple[int, ...]]) -> Figures:
    days = tuple(Day(MONDAY + timedelta(days=number), number, float(number)) for number in range(3))
    return Figures(days, (("duplicate_number", 4),), failures)


def named(found: tuple[Chart, ...], name: str) -> Chart:
    return next(chart for chart in found if chart.name == name)


def test_failures_of_a_day_stand_on_each_other_and_the_table_says_the_same() -> None:
    chart = named(charts.of(figures(("rejected", (3, 0, 1)), ("duplicate_number", (1, 0, 0)))), "failures")
    rejected, duplicate = (Reason.of(code).value.user for code in ("rejected", "duplicate_number"))
    assert chart.table == (("Day", rejected, duplicate), ("02 Mar", "3", "1"), ("04 Mar", "1", "0"))
    assert chart.legend == (rejected, duplicate)
    first, second, third = chart.bars
    assert first.y + first.height == HEIGHT and second.y + second.height == first.y and second.y == 0
    assert (third.layer, third.figure) == (0, "1")
    assert chart.summary == "5 failures in 3 days, at most 4 failures on one of them."


def test_one_is_said_as_one() -> None:
    chart = named(charts.of(figures(("rejected", (0, 1, 0)))), "failures")
    assert chart.summary == "1 failure in 3 days, at most 1 failure on one of them."


def test_many_causes_share_the_last_layer() -> None:
    codes = [reason.code for reason in Reason][:9]
    chart = named(charts.of(figures(*((code, (1, 0, 0)) for code in codes))), "failures")
    assert len(chart.legend) == 6 and chart.legend[-1] == "Other causes"
    assert chart.table[1][-1] == "4" and sum(map(int, chart.table[1][1:])) == 9


def test_where_nothing_failed_the_chart_says_so() -> None:
    chart = named(charts.of(figures()), "failures")
    assert (chart.summary, chart.bars, chart.table) == ("Nothing has failed in these days.", (), (("Day",),))


def test_a_refusal_is_counted_on_its_day_and_what_somebody_has_chosen_is_none(tmp_path: Path) -> None:
    world = new_world(tmp_path)
    world.prefer(ship_doc_numbers=True)
    _fails(world, "S1-is-far-too-long")
    world.save(a_ship_doc("S2", shipped=False))
    world.settle()
    world.clock.sleep(timedelta(days=1).total_seconds())
    _fails(world, "S3-is-far-too-long")
    ((reason, numbers),) = history.figures(world.ports, COMPANY).failures
    assert reason == "invalid_field" and [number for number in numbers if number] == [1, 1]
    assert numbers[-2:] == (1, 1)


def _fails(world: World, number: str) -> None:
    world.save(a_ship_doc(number[:2], number=number))
    world.run()
