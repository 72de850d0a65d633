"""One seed: the files diverge, the stock is compared, and each item must have its reasons and no others."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from allorders_quickbooks.effects import ItemStock
from allorders_quickbooks.operations import reconcile

from tests.reconcile.planting import Planting
from tests.world import COMPANY, World


def compare(world: World) -> dict[str, ItemStock]:
    """Ask for a comparison, run it, and see what it says of each item."""
    reconcile.compare(world.ports, COMPANY, "anna")
    world.clock.sleep(3)
    run = world.run()
    assert run.complete, run.outcome
    return found(world)


def found(world: World) -> dict[str, ItemStock]:
    """What the last comparison said."""
    return {line.stock.item.key: line.stock for line in reconcile.lines(world.ports, COMPANY)}


def mistakes(path: Path, seed: int, *, url: str = "") -> list[str]:
    """What the report of that seed says wrongly, a sentence each."""
    planting = Planting(path, seed, url=url)
    planting.everything()
    said = compare(planting.world)
    wrong = []
    for key, must in planting.must_be().items():
        item = said[key]
        if dict(item.explained) != must.explained or item.unexplained != must.unexplained:
            wrong.append(
                f"seed {seed} {planting.planted}: {key} must be {_said(must.explained, must.unexplained)}, "
                f"is {_said(item.explained, item.unexplained)}"
            )
    return wrong


def _said(explained: object, unexplained: Decimal) -> str:
    return f"{explained} and {unexplained} unexplained"
