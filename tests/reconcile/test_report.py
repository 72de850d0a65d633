"""The report gives every planted difference its reason, and finds none that was not planted."""

from __future__ import annotations

import csv
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from allorders_hooks.records import Item
from allorders_quickbooks.operations import reconcile

from tests.reconcile import drifting
from tests.reconcile.planting import Planting
from tests.reconcile.trial import compare, mistakes
from tests.world import COMPANY, a_ref


@pytest.mark.parametrize("seed", range(10))
def test_every_difference_has_its_reason(tmp_path: Path, seed: int) -> None:
    assert mistakes(tmp_path, seed) == []


@pytest.mark.parametrize("seed", range(6))
def test_what_has_drifted_is_said_and_each_decision_comes_to_what_it_says(tmp_path: Path, seed: int) -> None:
    assert drifting.mistakes(tmp_path, seed) == []


def test_it_is_the_same_on_either_database(tmp_path: Path, database_url: str) -> None:
    assert mistakes(tmp_path, 42, url=database_url) == []


def test_the_sheet_has_a_row_an_item_and_nothing_that_a_spreadsheet_would_carry_out(tmp_path: Path) -> None:
    planting = Planting(tmp_path, 1)
    planting.world.file.bookkeeper.adjust_stock("Chai", Decimal(3))
    planting.world.save(planting.ship("I2", Decimal(4)))
    planting.world.set_up(send_sales_orders=False)
    tea = planting.world.books.kept[a_ref("item", "I1")]
    assert isinstance(tea, Item)
    planting.world.save(tea.model_copy(update={"name": "=1+1"}))
    compare(planting.world)
    rows = list(csv.DictReader(StringIO("".join(reconcile.csv_text(planting.world.ports, COMPANY)))))
    by_name = {row["Item"]: row for row in rows}
    assert len(rows) == 5
    assert (by_name["'=1+1"]["Unexplained"], by_name["'=1+1"]["Outcome"]) == ("3", "unexplained")
    assert (by_name["Chang"]["Difference"], by_name["Chang"]["Outcome"]) == ("4", "explained")
    assert by_name["Ikura"]["Outcome"] == "matched"


def test_the_history_counts_what_matched_and_what_each_reason_explained(tmp_path: Path) -> None:
    planting = Planting(tmp_path, 1)
    compare(planting.world)
    planting.world.save(planting.ship("I2", Decimal(4)))
    compare(planting.world)
    said = reconcile.report(planting.world.ports, COMPANY)
    assert [(each.matched, each.explained, each.unexplained) for each in said.history] == [(4, 1, 0), (5, 0, 0)]
    assert said.last is not None and said.last.reasons == {"not_sent": 1}


def test_the_report_names_the_document_that_explains_a_difference(tmp_path: Path) -> None:
    planting = Planting(tmp_path, 1)
    document = planting.ship("I2", Decimal(4))
    ref = planting.world.save(document)
    compare(planting.world)
    (line,) = (each for each in reconcile.lines(planting.world.ports, COMPANY) if each.documents)
    assert [(each.document, each.number, each.quantity) for each in line.documents] == [
        (ref, document.number, Decimal(4))
    ]


def test_without_being_asked_nothing_is_compared(tmp_path: Path) -> None:
    planting = Planting(tmp_path, 1)
    planting.world.run()
    assert reconcile.report(planting.world.ports, COMPANY).last is None
