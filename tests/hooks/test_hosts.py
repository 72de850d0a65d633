"""A host's documents are found from outside the host by its entry point."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from allorders_hooks.errors import HostNotFound
from allorders_hooks.hosts import installed_hosts, open_host

SOURCE = """
def open(url):
    if url == "nowhere":
        raise FileNotFoundError(url)
    return ("services of", url)
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Put a host on the path as an installed distribution would."""

    def put(name: str, source: str) -> None:
        (tmp_path / f"{name}_module.py").write_text(source)
        information = tmp_path / f"{name}-1.0.dist-info"
        information.mkdir()
        (information / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (information / "entry_points.txt").write_text(f"[allorders.hosts]\n{name} = {name}_module:open\n")
        monkeypatch.syspath_prepend(tmp_path)

    return put


def test_a_host_is_opened_by_name_and_url(install: Callable[[str, str], None]) -> None:
    install("corner_shop", SOURCE)
    assert "corner_shop" in installed_hosts()
    opened: object = open_host("corner_shop", "sqlite:///orders")
    assert opened == ("services of", "sqlite:///orders")


def test_what_the_host_raises_comes_through(install: Callable[[str, str], None]) -> None:
    install("market_stall", SOURCE)
    with pytest.raises(FileNotFoundError):
        open_host("market_stall", "nowhere")


def test_an_unknown_host_is_told_with_the_known_ones(install: Callable[[str, str], None]) -> None:
    install("warehouse", SOURCE)
    with pytest.raises(HostNotFound, match=r"no installed host 'where_house'\. Installed: .*warehouse"):
        open_host("where_house", "sqlite:///orders")


def test_a_host_that_cannot_be_imported_is_told(install: Callable[[str, str], None]) -> None:
    install("ruin", "import there_is_no_such_module")
    with pytest.raises(HostNotFound, match="The host 'ruin' cannot be imported"):
        open_host("ruin", "sqlite:///orders")
