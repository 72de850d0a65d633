"""python -m tests.reconcile --seeds N [--first K] [--jobs J] [--resume FILE] [--json]

Compares N pairs of files that a seed made diverge, in their stock, their lists and their transactions; exits with 1 on
anything that is said wrongly or comes wrongly of a decision. With `--resume` the figures are kept in that file after
every ten seeds, and a later call goes on where this one stopped.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from multiprocessing import Pool
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.reconcile import drifting, listing, trial

_CHUNK = 10


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=500)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--resume", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = _compare(options)
    for sentence in figures["mistakes"]:
        print(sentence, file=sys.stderr)
    said = {**figures, "first": options.first, "mistakes": len(figures["mistakes"])}
    print(json.dumps(said) if options.json else f"{said['seeds']} seeds, {said['mistakes']} mistakes")
    return 1 if figures["mistakes"] else 0


def _compare(options: argparse.Namespace) -> dict[str, Any]:
    figures: dict[str, Any] = {"seeds": 0, "mistakes": [], "seconds": 0.0}
    if options.resume is not None and options.resume.exists():
        figures = json.loads(options.resume.read_text())
    last = options.first + options.seeds
    with Pool(options.jobs) as pool:
        while (first := options.first + figures["seeds"]) < last:
            started = time.monotonic()
            seeds = range(first, min(last, first + _CHUNK))
            for wrong in pool.imap_unordered(_mistakes, seeds):
                figures["mistakes"] += wrong
            figures["seeds"] += len(seeds)
            figures["seconds"] = round(figures["seconds"] + time.monotonic() - started, 1)
            if options.resume is not None:
                options.resume.write_text(json.dumps(figures))
            print(f"{figures['seeds']} seeds", file=sys.stderr, flush=True)
    return figures


def _mistakes(seed: int) -> list[str]:
    wrong = []
    for find in (trial.mistakes, listing.mistakes, drifting.mistakes):
        with TemporaryDirectory(ignore_cleanup_errors=True) as directory:
            wrong += find(Path(directory), seed)
    return wrong


if __name__ == "__main__":
    sys.exit(main())
