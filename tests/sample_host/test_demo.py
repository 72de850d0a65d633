"""The demo command: documents saved, synchronized through the contract, and counted where they have arrived."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from allorders_hooks.plugins import PluginManager

from sample_host.__main__ import main
from sample_host.current import Shop
from sample_host.running import NotSetUp, connect_to_books
from sample_host.services import SampleHost
from sample_host.workplace import workplace
from tests.sample_host.plugins import Broken


def demonstrated(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, dict[str, Any]]:
    code = main(["demo", "--json", *options])
    figures: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return code, figures


def test_every_document_is_in_quickbooks_once_or_has_a_reason(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    options = ("--documents", "25", "--workdir", str(tmp_path), "--save-qbxml", str(tmp_path / "kept"))
    code, figures = demonstrated(capsys, *options)
    assert (code, figures["documents"], figures["duplicates"], figures["lost"]) == (0, 25, 0, 0)
    assert figures["sent"] == figures["quickbooks"]["Invoice"] + figures["quickbooks"]["ReceivePayment"] > 15
    assert figures["total_host"] == figures["total_quickbooks"]
    assert len(list((tmp_path / "kept").glob("*-request.xml"))) == figures["round_trips"]

    again, same = demonstrated(capsys, "--documents", "25", "--workdir", str(tmp_path))
    assert (again, same["documents"], same["sent"]) == (0, 25, figures["sent"])
    assert same["quickbooks"] == figures["quickbooks"]


def test_a_file_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["demo", "--import", "nowhere.sqlite3"])
    assert "nowhere.sqlite3 is no file" in capsys.readouterr().err


def test_a_plugin_that_fails_its_settings_is_told(host: SampleHost, plugins: PluginManager, tmp_path: Path) -> None:
    plugins.register(Broken(), "quickbooks")
    with pytest.raises(NotSetUp, match=r"no screen company.*RuntimeError: no screen"):
        connect_to_books(Shop(host, plugins, tmp_path))


def test_a_workplace_is_made_once(tmp_path: Path) -> None:
    first = workplace(tmp_path / "new", None)
    assert first.books.exists() and first.database.endswith("/orders.sqlite3")
    made = first.books.read_bytes()
    assert workplace(tmp_path / "new", "postgresql://db/orders").database == "postgresql://db/orders"
    assert first.books.read_bytes() == made
