"""python -m tests.benchmarks.importing [--json]: what the plugin costs a host's start, and what it keeps of its memory.

Its import is measured beside that of the third-party packages that it requires, each in a process of its own. What a
run needs besides is loaded by the runner's thread and is not in it; it is in the memory, which is that of a host with
the plugin, idle, all of it loaded, beside the same host without.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.ratio import Ratio, alone, interleaved

GOAL, MEMORY, ROUNDS = 1.2, 1.5, 7
PLUGIN = "import allorders_quickbooks.plugin"
REQUIRED = (
    "import pluggy, blinker, pydantic, lxml.etree, tenacity, sqlalchemy, alembic.command, structlog, click; "
    "import rich.console, rapidfuzz.fuzz, rapidfuzz.process"
)
HOST = """
import sys
from datetime import UTC, datetime
from allorders_hooks.events import AppStarted, app_started
from allorders_hooks.plugins import PluginManager
from sample_host.services import open_host
host = open_host(sys.argv[1])
plugins = PluginManager(host, sender=host.orders)
if sys.argv[2] == "with":
    plugins.load()
app_started.send(host.orders, event=AppStarted(at=datetime.now(UTC), companies=tuple(host.companies())))
for company in host.companies():
    plugins.sync_status(company)  # whatever the plugin loads beside the start is there by the time of its answer
assert not plugins.failures
assert (sys.argv[2] == "with") == ("allorders_quickbooks.run.drain" in sys.modules)
# What getrusage calls the greatest size is that of the process that started this one, where that was greater.
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")), flush=True)
"""


def measure(directory: Path) -> list[Ratio]:
    imports = interleaved(_importing(PLUGIN), _importing(REQUIRED), ROUNDS)
    memory = interleaved(_idle(directory, "with"), _idle(directory, "without"), 3)
    return [
        Ratio("import of the plugin / of the packages that it requires", *imports, GOAL),
        Ratio("memory of a host with the idle plugin / without", *memory, MEMORY),
    ]


def _importing(statement: str) -> Callable[[], float]:
    def seconds() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", statement], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return seconds


def _idle(directory: Path, plugin: str) -> Callable[[], float]:
    url = f"sqlite:///{(directory / f'{plugin}.sqlite3').as_posix()}"

    def size() -> float:
        command = [sys.executable, "-c", HOST, url, plugin]
        return float(subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ).stdout)

    return size


if __name__ == "__main__":
    sys.exit(alone(__doc__, measure))
