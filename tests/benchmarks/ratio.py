"""A measured ratio and its goal, and how one is taken on a machine that does other things as well."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory


@dataclass(frozen=True)
class Ratio:
    """`measured` and `limit` are of the same unit, measured in the same run; `goal` is the greatest ratio allowed, or,
    with `least`, the smallest."""

    name: str
    measured: float
    limit: float
    goal: float
    least: bool = False

    @property
    def value(self) -> float:
        return self.measured / self.limit

    @property
    def met(self) -> bool:
        return self.value >= self.goal if self.least else self.value <= self.goal

    @property
    def sentence(self) -> str:
        bound = "at least" if self.least else "at most"
        return f"{self.name}: {self.value:.2f} (goal: {bound} {self.goal}){'' if self.met else '  MISSED'}"


def interleaved(measured: Callable[[], float], limit: Callable[[], float], rounds: int) -> tuple[float, float]:
    """The medians of both, taken in turn, and which of them goes first changing by turns: what disturbs the machine
    for a while disturbs both."""
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(rounds):
        for which in (0, 1) if turn % 2 else (1, 0):
            times[which].append((measured, limit)[which]())
    return median(times[0]), median(times[1])


def told(ratios: Iterable[Ratio], *, as_json: bool) -> int:
    """Say them, as sentences and, where asked for, as one JSON line. 1 where a goal is missed."""
    known = []
    for ratio in ratios:
        print(ratio.sentence, file=sys.stderr, flush=True)
        known.append(ratio)
    if as_json:
        print(json.dumps([{"name": r.name, "ratio": round(r.value, 3), "goal": r.goal, "met": r.met} for r in known]))
    return 0 if all(ratio.met for ratio in known) else 1


def alone(description: str | None, measure: Callable[[Path], Sequence[Ratio]]) -> int:
    """The command line of one measurement: `python -m tests.benchmarks.NAME [--json]`."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with TemporaryDirectory(ignore_cleanup_errors=True) as directory:
        return told(measure(Path(directory)), as_json=options.json)
