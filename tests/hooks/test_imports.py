"""A host needs pluggy, blinker and pydantic, and nothing else, to import the contract."""

from __future__ import annotations

import json
import pkgutil
import subprocess
import sys

import allorders_hooks

ALLOWED = {
    "allorders_hooks",
    "pluggy",
    "blinker",
    "pydantic",
    # what pydantic itself is made of
    "pydantic_core",
    "annotated_types",
    "typing_extensions",
    "typing_inspection",
}
MODULES = [f"allorders_hooks.{module.name}" for module in pkgutil.iter_modules(allorders_hooks.__path__)]
PROGRAM = """
import importlib, json, sys
before = set(sys.modules)
for name in {modules}:
    importlib.import_module(name)
loaded = {{name.partition(".")[0] for name in set(sys.modules) - before}} - set(sys.stdlib_module_names)
print(json.dumps([name for name in loaded if not name.startswith("_sysconfigdata_")]))
"""


def test_the_contract_needs_three_libraries() -> None:
    assert "allorders_hooks.testing" in MODULES
    program = PROGRAM.format(modules=MODULES)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert set(json.loads(done.stdout)) - ALLOWED == set()
