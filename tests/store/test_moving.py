"""The tables are moved whole or not at all, and no two copies of them ever serve one company file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from allorders_quickbooks.cli import main
from allorders_quickbooks.company import Connection
from allorders_quickbooks.errors import ConfigurationError, MoveRefused
from allorders_quickbooks.run.drain import drain
from allorders_quickbooks.run.session import Outgoing
from allorders_quickbooks.store import companies, moving
from allorders_quickbooks.store.columns import METADATA
from allorders_quickbooks.store.database import Database
from click.testing import CliRunner
from sqlalchemy import select

from tests.world import COMPANY, World, a_customer, a_payment, a_ship_doc, an_item, new_world

Rows = dict[str, list[tuple[object, ...]]]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """One invoice is in QuickBooks, another set has left and nobody has its answer."""
    world = new_world(tmp_path)
    for document in (a_customer(), an_item(), a_ship_doc("S1")):
        world.save(document)
    world.settle()
    world.save(a_ship_doc("S2"))
    world.save(a_payment("P1"))
    session = world.begin()
    sent = world.next_write(session)
    assert isinstance(sent, Outgoing)
    world.deliver(sent.content)
    world.let_lease_run_out()
    yield world
    world.database.close()
    world.file.close()


def _rows(database: Database) -> Rows:
    with database.read() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in METADATA.sorted_tables
        }


def _target(url: str, world: World) -> Database:
    return Database(url, world.clock)


def test_everything_is_moved_and_a_set_under_way_is_settled_from_there(world: World, postgresql_url: str) -> None:
    before = _rows(world.database)
    with closing(_target(postgresql_url, world)) as target:
        moved = moving.move(world.database, target)
        assert _rows(target) == before
        assert moved == {name: len(rows) for name, rows in before.items()}
        assert moved["qb_set"] > 0
        world.ports = replace(world.ports, database=target)
        for _ in range(4):
            world.clock.sleep(7200)
            drain(world.ports, COMPANY)
        assert len(world.invoices()) == 2


def test_nothing_goes_from_the_old_tables_any_more(world: World, tmp_path: Path) -> None:
    with closing(_target(f"sqlite:///{(tmp_path / 'new.sqlite3').as_posix()}", world)) as target:
        moving.move(world.database, target)
        with target.read() as connection:
            assert companies.load(connection, COMPANY).setup.connection is Connection.SIMULATOR
    with pytest.raises(ConfigurationError):
        drain(world.ports, COMPANY)
    assert moving.MOVED in " ".join(world.company_journal())


def test_a_move_that_died_before_its_end_is_repeated(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with closing(_target(f"sqlite:///{(tmp_path / 'new.sqlite3').as_posix()}", world)) as target:
        with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
            broken.setattr(moving, "_disconnect", dies)
            moving.move(world.database, target)
        before = _rows(world.database)
        moving.move(world.database, target)
        assert _rows(target) == before


def test_a_copy_that_is_older_is_not_taken_for_the_move(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(_target(f"sqlite:///{(tmp_path / 'new.sqlite3').as_posix()}", world)) as target:
        with monkeypatch.context() as patched:
            patched.setattr(moving, "_disconnect", lambda *_: None)
            moving.move(world.database, target)
        world.settle()
        before = _rows(world.database)
        with pytest.raises(MoveRefused):
            moving.move(world.database, target)
        assert _rows(world.database) == before


def test_it_is_refused_while_a_run_is_under_way(world: World, tmp_path: Path) -> None:
    world.begin_again()
    with closing(_target(f"sqlite:///{(tmp_path / 'new.sqlite3').as_posix()}", world)) as target:
        with pytest.raises(MoveRefused, match="under way"):
            moving.move(world.database, target)
        assert not any(_rows(target).values())


def test_the_command_tells_what_was_moved_and_what_is_given_up(world: World, tmp_path: Path) -> None:
    target = f"sqlite:///{(tmp_path / 'new.sqlite3').as_posix()}"
    arguments = ["migrate", "--from", str(world.database.url), "--to", target]
    told = CliRunner().invoke(main, arguments)
    assert told.exit_code == 0, told.output
    assert "ALLORDERS_QUICKBOOKS_DATABASE" in told.output
    refused = CliRunner().invoke(main, [*arguments, "--json"])
    assert refused.exit_code == 1
    assert "empty database" in refused.output


def test_a_password_in_a_url_is_not_told(tmp_path: Path) -> None:
    secret = "postgresql://books:hunter2@127.0.0.1:1/books"
    told = CliRunner().invoke(main, ["migrate", "--from", f"sqlite:///{tmp_path / 'a'}", "--to", secret, "--json"])
    assert told.exit_code == 1
    assert "hunter2" not in told.output + json.dumps(repr(told.exception))
