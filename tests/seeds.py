"""Trying many seeds, a few at a time in processes of their own, so that what was found outlives whoever is stopped.

With a file to resume from, the figures are kept in it after every ten seeds, and a later call goes on from there.
"""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from multiprocessing import Pool
from pathlib import Path
from typing import Any, TypeVar

_CHUNK = 10

_SHARED_MEMORY = Path("/dev/shm")
IN_MEMORY = _SHARED_MEMORY if _SHARED_MEMORY.is_dir() else None
"""Where the files of a seed lie: a thousand commits to a disk take longer than everything else, and nothing of them has
to survive a power cut."""

Figures = dict[str, Any]
Outcome = TypeVar("Outcome")


def add_options(parser: ArgumentParser, seeds: int) -> None:
    """The options that every such trial has; `seeds` is how many it tries unasked."""
    parser.add_argument("--seeds", type=int, default=seeds)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--resume", type=Path)
    parser.add_argument("--json", action="store_true")


def over_seeds(
    options: Namespace,
    begin: Figures,
    try_seed: Callable[[int], Outcome],
    add: Callable[[Figures, int, Outcome], None],
) -> Figures:
    """The figures of all the seeds that the options name. `begin` are those of none; `add` puts a seed's outcome to
    them. `seeds` and `seconds` are counted here."""
    figures = {"seeds": 0, **begin, "seconds": 0.0}
    if options.resume is not None and options.resume.exists():
        figures = json.loads(options.resume.read_text())
    last = options.first + options.seeds
    with Pool(options.jobs) as pool:
        while (first := options.first + figures["seeds"]) < last:
            started = time.monotonic()
            seeds = range(first, min(last, first + _CHUNK))
            for seed, outcome in zip(seeds, pool.imap(try_seed, seeds), strict=True):
                add(figures, seed, outcome)
            figures["seeds"] += len(seeds)
            figures["seconds"] = round(figures["seconds"] + time.monotonic() - started, 1)
            if options.resume is not None:
                options.resume.write_text(json.dumps(figures))
            print(f"{figures['seeds']} seeds", file=sys.stderr, flush=True)
    return figures
