"""python -m tests.reconcile --seeds N [--first K] [--jobs J] [--resume FILE] [--json]

Compares N pairs of files that a seed made diverge, in their stock, their lists and their transactions, and has one side
adjusted by itself while processes die; exits with 1 on anything that is said wrongly or comes wrongly of a decision.
With `--resume` the figures are kept in that file after every ten seeds, and a later call goes on where one stopped.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests import seeds
from tests.reconcile import agreeing, drifting, listing, trial


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    seeds.add_options(parser, 500)
    options = parser.parse_args()
    figures = seeds.over_seeds(options, {"mistakes": []}, _mistakes, _add)
    for sentence in figures["mistakes"]:
        print(sentence, file=sys.stderr)
    said = {**figures, "first": options.first, "mistakes": len(figures["mistakes"])}
    print(json.dumps(said) if options.json else f"{said['seeds']} seeds, {said['mistakes']} mistakes")
    return 1 if figures["mistakes"] else 0


def _add(figures: seeds.Figures, seed: int, wrong: list[str]) -> None:
    figures["mistakes"] += wrong


def _mistakes(seed: int) -> list[str]:
    wrong = []
    for find in (trial.mistakes, agreeing.mistakes, listing.mistakes, drifting.mistakes):
        with TemporaryDirectory(ignore_cleanup_errors=True, dir=seeds.IN_MEMORY) as directory:
            wrong += find(Path(directory), seed)
    return wrong


if __name__ == "__main__":
    sys.exit(main())
