"""python -m tests.benchmarks [--quick] [--json]: every measurement, as sentences or as one JSON line; 1 where a goal is
missed. `--quick` measures the save on SQLite alone, against a goal that any machine should meet."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks import claiming, end_to_end, importing, messages, over_http, saving, together
from tests.benchmarks.ratio import Ratio, told


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with TemporaryDirectory(ignore_cleanup_errors=True) as directory:
        measured = _quick(Path(directory)) if options.quick else _all(Path(directory))
        return told(measured, as_json=options.json)


def _quick(directory: Path) -> Iterator[Ratio]:
    yield saving.measure_on("SQLite", saving.files(directory), saving.QUICK)


def _all(directory: Path) -> Iterator[Ratio]:
    yield from saving.measure(directory)
    yield from messages.measure(directory)
    yield from end_to_end.measure(directory)
    yield from over_http.measure(directory)[0]
    yield from claiming.measure(directory)
    yield from together.measure(directory)
    yield from importing.measure(directory)


if __name__ == "__main__":
    sys.exit(main())
