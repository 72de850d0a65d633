"""The opening reconciliation says what comes next, until both sides agree."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from allorders_quickbooks.operations import adjustments, opening, pulling, reconcile, report_page
from allorders_quickbooks.store.adjusted import State

from tests.reconcile.planting import ITEMS, Planting
from tests.reconcile.trial import compare
from tests.world import COMPANY, World


def done(world: World) -> list[str]:
    """The steps that are done, in their order."""
    return [step.name for step in opening.steps(world.ports, COMPANY) if step.done]


def test_the_steps_follow_each_other_until_both_sides_agree(tmp_path: Path) -> None:
    planting = Planting(tmp_path, 1)
    world = planting.world
    world.set_up(start_date=None)
    assert done(world) == ["connect", "names"]
    world.set_up(start_date=date(2026, 1, 1))
    world.file.bookkeeper.adjust_stock("Chai", Decimal(3))
    compare(world)
    next_one = opening.next_step(world.ports, COMPANY)
    assert next_one is not None and next_one.name == "lists" and next_one.action
    pulling.full(world.ports, COMPANY, "anna")
    compare(world)
    next_one = opening.next_step(world.ports, COMPANY)
    assert next_one is not None and next_one.name == "adjust" and "1 items" in next_one.sentence
    adjustments.propose(world.ports, COMPANY, "anna", made_here=False)
    proposed = [each.number for each in reconcile.report(world.ports, COMPANY).adjustments
                if each.state is State.PROPOSED]  # fmt: skip
    adjustments.accept(world.ports, COMPANY, proposed, "anna")
    for _ in range(2):
        compare(world)
    assert opening.next_step(world.ports, COMPANY) is None


def test_the_printed_report_has_every_item_and_runs_nothing(tmp_path: Path) -> None:
    planting = Planting(tmp_path, 1)
    planting.world.file.bookkeeper.adjust_stock("Chai", Decimal(3))
    binding = next(each for each in planting.world.file.records("ItemInventory") if each.name == "Chang")
    planting.world.file.bookkeeper.rename("ItemInventory", binding.id, "<script>alert(1)</script>")
    compare(planting.world)
    page = report_page.html_text(planting.world.ports, COMPANY)
    assert page.count("<tr class=") == len(ITEMS)
    assert "<script" not in page and "&lt;script&gt;" in page
    assert "4 items match" in page and "1 for none" in page and "<svg" in page


def test_before_any_comparison_the_page_says_so(tmp_path: Path) -> None:
    planting = Planting(tmp_path, 1)
    assert "not been compared yet" in report_page.html_text(planting.world.ports, COMPANY)
