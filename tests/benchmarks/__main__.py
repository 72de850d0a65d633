"""python -m tests.benchmarks [--json]: every measurement, as a table or as one JSON line; 1 where a goal is missed."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks import saving
from tests.benchmarks.ratio import Ratio


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with TemporaryDirectory(ignore_cleanup_errors=True) as directory:
        ratios = [_on_sqlite(Path(directory))]
    for ratio in ratios:
        print(f"{ratio.name}: {ratio.value:.2f} (goal {ratio.goal}){'' if ratio.met else '  MISSED'}", file=sys.stderr)
    if options.json:
        print(json.dumps([{"name": r.name, "ratio": round(r.value, 3), "goal": r.goal, "met": r.met} for r in ratios]))
    return 0 if all(ratio.met for ratio in ratios) else 1


def _on_sqlite(directory: Path) -> Ratio:
    return saving.measure(directory, lambda name: f"sqlite:///{(directory / f'{name}.sqlite3').as_posix()}")


if __name__ == "__main__":
    sys.exit(main())
