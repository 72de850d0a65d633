"""The demo over HTTP: these pages are served, and a Web Connector in another process fetches the work."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from waitress import create_server  # type: ignore[import-untyped]

from sample_host.announce import COMPANY
from sample_host.app import served
from sample_host.current import Shop
from sample_host.running import NotSetUp
from sample_host.workplace import Workplace

MOST_UPDATES = 20


def synchronize_over_http(shop: Shop, place: Workplace, save_soap: Path | None, say: Callable[[str], None]) -> None:
    """Update after update until nothing waits and nothing is in doubt. Raises NotSetUp."""
    with _serving(shop) as address:
        qwc = place.directory / "company.qwc"
        password = _enrol(place, f"{address}/qbwc", qwc)
        kept = ["--save-soap", str(save_soap)] if save_soap is not None else []
        arguments = ["-m", "sample_host.connector", str(qwc), "--books", str(place.books), *kept]
        for number in range(1, MOST_UPDATES + 1):
            shop.plugins.sync_now(COMPANY, "", wait=False)
            update = json.loads(_output(arguments, f"{password}\n"))
            say(f"Update {number}: {update['sets']} message sets. {update['told'] or update['refused']}")
            if not any(s.waiting or s.in_doubt for s in shop.plugins.sync_status(COMPANY).values()):
                return


@contextmanager
def _serving(shop: Shop) -> Iterator[str]:
    """The order system at a free port of this machine."""
    server: Any = create_server(served(shop), host="127.0.0.1", port=0, threads=8)
    thread = threading.Thread(target=server.run, name="demo-server", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.task_dispatcher.shutdown()  # what it is still at ends first
        server.close()
        thread.join(10)


def _enrol(place: Workplace, url: str, output: Path) -> str:
    """The password that the plugin's own command gives out for this company."""
    where = ["--order-system", place.database, "--company", COMPANY, "--url", url, "--output", str(output)]
    told = json.loads(_output(["-m", "allorders_quickbooks", "qwc", "--host", "sample", *where, "--json"]))
    return str(told["password"])


def _output(arguments: Sequence[str], given: str = "") -> str:
    """What a Python process of its own prints. Raises NotSetUp where it fails."""
    run = subprocess.run([sys.executable, *arguments], input=given, capture_output=True, text=True, check=False)  # noqa: S603
    if run.returncode:
        raise NotSetUp(f"{arguments[1]} failed: {run.stderr.strip()}")
    return run.stdout
