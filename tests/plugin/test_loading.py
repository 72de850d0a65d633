"""What a host's start loads of the plugin, and what it does not wait for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

LOADED = """
import sys
from allorders_hooks.plugins import PluginManager
from sample_host.services import open_host

host = open_host(sys.argv[1])
plugins = PluginManager(host, sender=host.orders)
plugins.load()
assert not plugins.failures, plugins.failures
print(*sys.modules)
"""
OF_A_RUN = {
    "allorders_quickbooks.mapping",
    "allorders_quickbooks.phases",
    "allorders_quickbooks.qbxml",
    "allorders_quickbooks.run.drain",
    "lxml.etree",
    "rapidfuzz",
    "tenacity",
}


def test_loading_the_plugin_loads_nothing_that_only_a_run_needs(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LOADED, f"sqlite:///{(tmp_path / 'orders.sqlite3').as_posix()}"]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    loaded = set(run.stdout.split())
    assert "allorders_quickbooks.plugin" in loaded
    assert loaded & OF_A_RUN == set()
