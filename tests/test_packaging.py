"""The package: everything on disk is shipped, everything imported is required, everything required is imported."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from fnmatch import fnmatch
from functools import cache
from importlib.metadata import entry_points, packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = {
    "allorders_hooks": ROOT / "hooks" / "allorders_hooks",
    "allorders_quickbooks": ROOT / "plugin" / "allorders_quickbooks",
    "sample_host": ROOT / "sample_host",
}
BY_URL = {"psycopg"}  # what SQLAlchemy imports by the name in a URL
WINDOWS = {"win32com": "pywin32", "pythoncom": "pywin32", "pywintypes": "pywin32"}  # unknown to other systems
PARTS = {"pydantic-core": "pydantic", "markupsafe": "flask", "werkzeug": "flask"}  # each comes with, and belongs to


@cache
def _config() -> ConfigParser:
    config = ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    return config


def _listed(section: str, option: str) -> list[str]:
    lines = _config()[section][option].splitlines()
    return [line.strip() for line in lines if line.strip() and not line.strip().startswith("#")]


def _on_disk() -> Iterator[str]:
    for name, directory in SOURCES.items():
        for found in sorted(directory.rglob("__init__.py")):
            yield ".".join((name, *found.parent.relative_to(directory).parts))


def _imported(name: str) -> set[str]:
    """The outside packages that a top package imports when it runs, wherever in a module."""
    found: set[str] = set()
    for module in SOURCES[name].rglob("*.py"):
        for node in _running(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - set(SOURCES)


def _running(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node but those that only a type checker looks at."""
    for node in ast.iter_child_nodes(tree):
        if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            yield node
            yield from _running(node)


def _distributions(modules: set[str]) -> set[str]:
    known = {**{module: [name] for module, name in WINDOWS.items()}, **packages_distributions()}
    found = {known[module][0].lower().replace("_", "-") for module in modules}
    return {PARTS.get(name, name) for name in found}


def _required(*lists: list[str]) -> set[str]:
    return {re.split(r"[^\w.-]", line)[0].lower() for lines in lists for line in lines}


INSTALLED = ("options", "install_requires")
HOST = ("options.extras_require", "host")
WEB = ("options.extras_require", "web")
WEB_CONNECTOR = ("options.extras_require", "web-connector")
CARDS = ("options.extras_require", "cards")
CLUSTER = ("options.extras_require", "cluster")
METRICS = ("options.extras_require", "metrics")
COM = ("options.extras_require", "com")
EXTRAS = {
    "allorders_hooks": (),
    "allorders_quickbooks": (CARDS, CLUSTER, METRICS, WEB, WEB_CONNECTOR, COM),
    "sample_host": (HOST,),
}


def test_every_package_on_disk_is_listed_and_no_other() -> None:
    assert sorted(_listed("options", "packages")) == sorted(_on_disk())


def test_every_data_file_is_shipped() -> None:
    data = _config()["options.package_data"]
    for name in _on_disk():
        top, *rest = name.split(".")
        directory = SOURCES[top].joinpath(*rest)
        patterns = [pattern.strip() for pattern in data.get(name, "").replace("\n", ",").split(",") if pattern.strip()]
        for file in _data_files(directory):
            assert any(fnmatch(file, pattern) for pattern in patterns), f"{name}: {file}"


def _data_files(directory: Path) -> Iterator[str]:
    """Files of one package that are no modules, those of plain directories below it too."""
    for found in directory.iterdir():
        if found.is_file() and found.suffix not in (".py", ".pyc"):
            yield found.name
        elif found.is_dir() and found.name != "__pycache__" and not (found / "__init__.py").exists():
            yield from (f"{found.name}/{inner}" for inner in _data_files(found))


@pytest.mark.parametrize("name", SOURCES)
def test_every_outside_import_is_required(name: str) -> None:
    required = _required(_listed(*INSTALLED), *(_listed(*extra) for extra in EXTRAS[name]))
    assert _distributions(_imported(name)) <= required


def test_every_requirement_is_imported() -> None:
    needed = [line for line in _listed(*INSTALLED) if ";" not in line]  # tzdata is data, for one system
    assert _required(needed) <= _distributions(_imported("allorders_hooks") | _imported("allorders_quickbooks"))
    assert _required(_listed(*HOST)) <= _distributions(_imported("sample_host"))
    assert _required(_listed(*CARDS)) <= _distributions(_imported("allorders_quickbooks"))
    assert _required(_listed(*CLUSTER)) - BY_URL <= _distributions(_imported("allorders_quickbooks"))
    assert _required(_listed(*WEB_CONNECTOR)) <= _distributions(_imported("allorders_quickbooks"))


def test_the_driver_that_a_url_names_is_an_extra() -> None:
    assert _required(_listed("options.extras_require", "postgresql")) == BY_URL


def test_every_requirement_names_the_least_version_that_will_do() -> None:
    extras = _config()["options.extras_require"]
    lines = [*_listed(*INSTALLED), *(line for extra in extras for line in _listed("options.extras_require", extra))]
    others = [line for line in lines if ";" not in line and not line.startswith("allorders-quickbooks[")]
    assert [line for line in others if ">=" not in line] == []


@pytest.mark.parametrize("group", ["allorders.plugins", "allorders.hosts"])
def test_every_entry_point_leads_to_something(group: str) -> None:
    ours = [found for found in entry_points(group=group) if found.value.partition(".")[0] in SOURCES]
    assert len(ours) == 1
    assert callable(ours[0].load())


def test_typed_packages_say_so() -> None:
    for name in ("allorders_hooks", "allorders_quickbooks"):
        assert (SOURCES[name] / "py.typed").exists()
