"""python -m tests.simulation --schedules N [--seed S] [--sabotage NAME] [--jobs J] [--resume FILE] [--json]

Plays N schedules, seeds S to S + N - 1, and reports what they came to; exits with 1 on anything duplicated, lost,
stuck, overwritten or written into a wrong file. `--sabotage` plays a deliberately broken build. With `--resume` the
figures are kept in that file after every hundred schedules, and a later call goes on where this one stopped.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from tests.simulation.sabotage import SABOTAGES
from tests.simulation.trial import Trial, try_seed

KINDS = ("duplicates", "lost", "stuck", "overwritten", "wrong_file")
_CHUNK = 100


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schedules", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sabotage", choices=sorted(SABOTAGES), default="")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--resume", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = _play(options)
    print(json.dumps(figures) if options.json else "\n".join(f"{name:<13} {value}" for name, value in figures.items()))
    return 1 if any(figures[kind] for kind in KINDS) else 0


def _play(options: argparse.Namespace) -> dict[str, Any]:
    figures = _kept(options.resume)
    last = options.seed + options.schedules
    with Pool(options.jobs) as pool:
        while (first := options.seed + figures["schedules"]) < last:
            started = time.monotonic()
            trials = [(seed, options.sabotage) for seed in range(first, min(last, first + _CHUNK))]
            for trial in pool.imap_unordered(try_seed, trials, chunksize=5):
                _add(figures, trial)
            figures["seconds"] = round(figures["seconds"] + time.monotonic() - started, 1)
            figures["failed_seeds"].sort()
            if options.resume is not None:
                options.resume.write_text(json.dumps(figures))
            print(f"{figures['schedules']} schedules", file=sys.stderr, flush=True)
    return figures


def _kept(path: Path | None) -> dict[str, Any]:
    if path is not None and path.exists():
        kept: dict[str, Any] = json.loads(path.read_text())
        return kept
    counted = {"schedules": 0, "faults": {}, "documents": 0, **dict.fromkeys(KINDS, 0), "flagged": 0}
    return {**counted, "seconds": 0.0, "failed_seeds": [], "first": []}


def _add(figures: dict[str, Any], trial: Trial) -> None:
    figures["schedules"] += 1
    figures["documents"] += trial.documents
    figures["faults"] = dict(Counter(figures["faults"]) + Counter(trial.faults))
    for kind in (*KINDS, "flagged"):
        figures[kind] += len(trial.findings.get(kind, []))
    wrong = [f"{trial.seed}: {kind}: {sentence}" for kind in KINDS for sentence in trial.findings.get(kind, [])]
    if wrong:
        figures["failed_seeds"].append(trial.seed)
        figures["first"] = (figures["first"] + wrong)[:20]


if __name__ == "__main__":
    sys.exit(main())
