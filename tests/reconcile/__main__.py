"""python -m tests.reconcile --seeds N [--first K] [--json]: compare N pairs of files that a seed made diverge,
in their stock and in their lists."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.reconcile import listing
from tests.reconcile.trial import mistakes


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=500)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    began, wrong = time.monotonic(), []
    for seed in range(options.first, options.first + options.seeds):
        for find in (mistakes, listing.mistakes):
            with TemporaryDirectory(ignore_cleanup_errors=True) as directory:
                wrong += find(Path(directory), seed)
    for sentence in wrong:
        print(sentence, file=sys.stderr)
    seconds = round(time.monotonic() - began, 1)
    result = {"seeds": options.seeds, "first": options.first, "mistakes": len(wrong), "seconds": seconds}
    print(json.dumps(result) if options.json else f"{options.seeds} seeds, {len(wrong)} mistakes, {seconds} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
