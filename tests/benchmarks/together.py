"""python -m tests.benchmarks.together [--json]: many workstations on one company, and many companies on eight workers.

Each is the demo of many on PostgreSQL, beside the same demo with less; its documents a second are counted from the
first request for a run until nothing is left. The demo itself fails on any duplicate or loss.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

from tests.benchmarks.ratio import Ratio, alone, interleaved
from tests.conftest import PostgresqlServer

WORKSTATIONS, COMPANIES = 1.0, 0.9
STATIONS, WORKERS, FEW, MANY = 8, 8, 8, 64
DOCUMENTS, EACH, ROUNDS = 1200, 40, 3
CONNECTIONS = 1200  # each order system of each process keeps one or two


def measure(directory: Path) -> list[Ratio]:
    stations = interleaved(
        _demo(directory, "--workstations", str(STATIONS), "--documents", str(DOCUMENTS)),
        _demo(directory, "--workstations", "1", "--documents", str(DOCUMENTS)),
        ROUNDS,
    )
    # One round takes several minutes, most of them to set the companies up.
    companies = interleaved(_companies(directory, MANY), _companies(directory, FEW), 1)
    return [
        Ratio(
            f"documents a second of {STATIONS} workstations on one company / of 1", *stations, WORKSTATIONS, least=True
        ),
        Ratio(
            f"documents a second of {MANY} companies on {WORKERS} workers / of {FEW}", *companies, COMPANIES, least=True
        ),
    ]


def _companies(directory: Path, number: int) -> Callable[[], float]:
    options = ("--workstations", "1", "--companies", str(number), "--workers", str(WORKERS))
    return _demo(directory, *options, "--documents", str(EACH))


def _demo(directory: Path, *options: str) -> Callable[[], float]:
    """Documents a second of that demo, each time on an empty server and in an empty directory."""

    def rate() -> float:
        server = PostgresqlServer(Path(mkdtemp(prefix="allorders-postgresql-")), connections=CONNECTIONS)
        try:
            where = ["--workdir", mkdtemp(dir=directory), "--database", server.url]
            command = [sys.executable, "-m", "sample_host", "demo", "--json", *where, *options]
            run = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        finally:
            server.stop()
        return float(json.loads(run.stdout.splitlines()[-1])["documents_a_second"])

    return rate


if __name__ == "__main__":
    sys.exit(alone(__doc__, measure))
