"""The plugin's tables may lie in a database of their own: saves are noted there, and the sweep is the guarantee."""

from __future__ import annotations

from pathlib import Path

import pytest
from allorders_quickbooks.run.ports import DATABASE
from allorders_quickbooks.simulator import CompanyFile
from sqlalchemy import create_engine, inspect

from sample_host.announce import COMPANY
from sample_host.demonstration import populate
from sample_host.report import report
from sample_host.running import connect_to_books, running


def test_what_is_saved_goes_over_though_the_tables_are_elsewhere(
    sqlite_url: str, postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DATABASE, postgresql_url)
    books = tmp_path / "company.qbsim"
    file = CompanyFile.create(books)
    with running(sqlite_url, books) as shop:
        connect_to_books(shop)
        populate(shop.host.orders, 8, 1, lambda *_: None)
        for _ in range(3):
            shop.plugins.sync_now(COMPANY, "", wait=True)
        result = report(shop, file, 0, 0)
    file.close()
    assert result.sound
    assert result.sent > 0
    tables = inspect(create_engine(sqlite_url)).get_table_names()
    assert not [name for name in tables if name.startswith("qb_")]
