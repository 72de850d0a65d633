"""python -m tests.joining --seeds N [--first K] [--jobs J] [--resume FILE] [--json]

Joins Northwind's records to N company files that a seed has filled; exits with 1 where an exact match was not proposed,
fewer than 95 of 100 near ones, anything was bound wrongly, or a record was made twice. With `--resume` the figures are
kept in that file after every ten seeds, and a later call goes on where this one stopped.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.conftest import SHARED
from tests.joining import northwind
from tests.joining.trial import Outcome, join

_CHUNK = 10
_FIGURES = ("exact_right", "exact", "near_right", "near", "accepted")
_KEPT = 20  # sentences of each kind


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--resume", type=Path)
    parser.add_argument("--data", type=Path, default=SHARED / "data" / "northwind.sqlite3")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = _join(options)
    print(json.dumps(figures) if options.json else "\n".join(f"{name:<12} {value}" for name, value in figures.items()))
    near = figures["near_right"] >= 0.95 * figures["near"]
    is_right = near and figures["exact_right"] == figures["exact"]
    return 0 if is_right and not figures["wrong_binds"] and not figures["duplicates"] else 1


def _join(options: argparse.Namespace) -> dict[str, Any]:
    figures: dict[str, Any] = {"seeds": 0, **dict.fromkeys(_FIGURES, 0), "wrong_binds": [], "duplicates": [],
                               "missed": [], "seconds": 0.0}  # fmt: skip
    if options.resume is not None and options.resume.exists():
        figures = json.loads(options.resume.read_text())
    last = options.first + options.seeds
    with Pool(options.jobs) as pool:
        while (first := options.first + figures["seeds"]) < last:
            started = time.monotonic()
            seeds = range(first, min(last, first + _CHUNK))
            for seed, outcome in zip(seeds, pool.imap(partial(_joined, options.data), seeds), strict=True):
                _add(figures, seed, outcome)
            figures["seeds"] += len(seeds)
            figures["seconds"] = round(figures["seconds"] + time.monotonic() - started, 1)
            if options.resume is not None:
                options.resume.write_text(json.dumps(figures))
            print(f"{figures['seeds']} seeds", file=sys.stderr, flush=True)
    return figures


def _joined(data: Path, seed: int) -> Outcome:
    with TemporaryDirectory(ignore_cleanup_errors=True) as directory:
        return join(Path(directory), list(northwind.records(data)), seed)


def _add(figures: dict[str, Any], seed: int, outcome: Outcome) -> None:
    found = (*outcome.exact, *outcome.near, outcome.accepted)
    for name, number in zip(_FIGURES, found, strict=True):
        figures[name] += number
    for name in ("wrong_binds", "duplicates", "missed"):
        said = [f"{seed}: {sentence}" for sentence in getattr(outcome, name)]
        figures[name] = [*figures[name], *said][:_KEPT]


if __name__ == "__main__":
    sys.exit(main())
