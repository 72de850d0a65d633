"""Real server processes: `allorders-quickbooks serve`, each on a port of its own, ended with the block."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "allorders_quickbooks")


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    """One call of the command line."""
    run = [*COMMAND, *arguments]
    return subprocess.run(run, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


@contextmanager
def served(database: str, processes: int = 1) -> Iterator[list[tuple[str, subprocess.Popen[str]]]]:
    """That many servers: the endpoint's address of each, and the process behind it."""
    arguments = [*COMMAND, "serve", "--order-system", database, "--port", "0"]
    with ExitStack() as stack:
        started = []
        for _ in range(processes):
            process = subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True)
            stack.enter_context(process)
            stack.callback(process.kill)
            started.append(process)
        yield [(_address(process), process) for process in started]


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    said = process.stdout.readline().split()
    assert said, "the server did not come up"
    return said[-1]
