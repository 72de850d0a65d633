"""python -m tests.joining --seeds N [--first K] [--jobs J] [--resume FILE] [--json]

Joins Northwind's records to N company files that a seed has filled, with what was invoiced by hand, and goes on while
both sides change; exits with 1 where an exact match was not proposed, fewer than 95 of 100 near ones, anything was
bound wrongly, a record or an invoice was made twice, or what came later was no question. With `--resume` the figures
are kept in that file after every ten seeds, and a later call goes on where this one stopped.
"""

from __future__ import annotations

import argparse
import json
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests import seeds
from tests.conftest import SHARED
from tests.joining import northwind
from tests.joining.outcome import COUNTED, SAID, Outcome
from tests.joining.trial import join

_KEPT = 20  # sentences of each kind


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    seeds.add_options(parser, 200)
    parser.add_argument("--data", type=Path, default=SHARED / "data" / "northwind.sqlite3")
    options = parser.parse_args()
    begin = {**dict.fromkeys(COUNTED, 0), **{name: [] for name in SAID}}
    figures = seeds.over_seeds(options, begin, partial(_joined, options.data), _add)
    print(json.dumps(figures) if options.json else "\n".join(f"{name:<16} {value}" for name, value in figures.items()))
    return 0 if _is_right(figures) else 1


def _is_right(figures: seeds.Figures) -> bool:
    near = figures["near_right"] >= 0.95 * figures["near"] and figures["invoiced_right"] >= 0.95 * figures["invoiced"]
    exact = figures["exact_right"] == figures["exact"] and figures["later_right"] == figures["later"]
    return near and exact and not figures["wrong_binds"] and not figures["duplicates"]


def _joined(data: Path, seed: int) -> Outcome:
    with TemporaryDirectory(ignore_cleanup_errors=True, dir=seeds.IN_MEMORY) as directory:
        return join(Path(directory), list(northwind.records(data)), seed)


def _add(figures: seeds.Figures, seed: int, outcome: Outcome) -> None:
    for name in COUNTED:
        figures[name] += outcome.counted[name]
    for name in SAID:
        said = [f"{seed}: {sentence}" for sentence in outcome.said[name]]
        figures[name] = [*figures[name], *said][:_KEPT]


if __name__ == "__main__":
    sys.exit(main())
