"""A few real kills in every test run; `python -m tests.crash --kills 300` is the whole of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_kills_leave_nothing_twice_lost_or_stuck(database_url: str, tmp_path: Path) -> None:
    _kill(database_url, tmp_path)


def test_kills_among_workers_leave_nothing_twice_lost_or_stuck(postgresql_url: str, tmp_path: Path) -> None:
    _kill(postgresql_url, tmp_path, "--workers", "2")


def _kill(database_url: str, directory: Path, *more: str) -> None:
    """Some kills, and more of them where the desk was killed before it had come to save anything."""
    for kills in ("6", "18", "36"):
        command = [sys.executable, "-m", "tests.crash", "--kills", kills, "--workdir", str(directory), "--json", *more]
        run = subprocess.run(
            [*command, "--database", database_url], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
        )
        assert run.returncode == 0, run.stdout + run.stderr
        verdict = json.loads(run.stdout.splitlines()[-1])
        assert verdict["sent"] == verdict["ready"]
        assert verdict["total_host"] == verdict["total_quickbooks"]
        if verdict["sent"]:
            return
    raise AssertionError("nothing was saved among 36 kills")
