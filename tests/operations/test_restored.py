"""A host that comes back from a backup: noticed before anything is written, asked about, gone on with by looking."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from allorders_hooks.host import Right
from allorders_quickbooks.exchange.fence import Mark
from allorders_quickbooks.operations import restored, settings, status, verbs
from allorders_quickbooks.store import companies

from tests.world import COMPANY, World, a_ship_doc


class Backup:
    """The host's documents and its database at one moment."""

    def __init__(self, world: World, path: Path) -> None:
        self._world, self._file = world, path / "backup.sqlite3"
        self._kept = (dict(world.books.kept), list(world.books.changes))
        world.database.close()
        shutil.copy(path / "host.sqlite3", self._file)

    def restore(self) -> None:
        world = self._world
        world.database.close()
        shutil.copy(self._file, Path(str(world.database.url.database)))
        world.books.kept, world.books.changes = dict(self._kept[0]), list(self._kept[1])
        world.clock.sleep(60)


@pytest.fixture
def went_back(world: World, tmp_path: Path) -> World:
    """S1 was sent after the backup, and S2 was saved and sent after it; the host knows nothing of either sending."""
    world.save(a_ship_doc("S1"))
    backup = Backup(world, tmp_path)
    world.settle()
    world.save(a_ship_doc("S2", number="102"))
    world.settle()
    backup.restore()
    return world


def _facts(world: World) -> companies.Company:
    with world.database.read() as connection:
        return companies.load(connection, COMPANY)


def _go_on(world: World) -> None:
    assert verbs.do(world.ports, COMPANY, restored.GO_ON, (), "ann").done


def test_nothing_is_written_before_somebody_has_decided(went_back: World) -> None:
    written = [record.edit_sequence for record in went_back.file.records("OtherName")]
    for _ in range(2):
        run = went_back.run()
        assert not run.complete and "not known here" in run.outcome
        went_back.clock.sleep(3600)
    assert [record.edit_sequence for record in went_back.file.records("OtherName")] == written
    assert len(went_back.invoices()) == 2
    assert went_back.company_journal().count("QuickBooks is ahead") == 1


def test_the_problem_list_and_the_company_screen_ask(went_back: World) -> None:
    went_back.run()
    (problem,) = [each for each in status.status(went_back.ports, COMPANY).problems if each.reason == "restored"]
    assert "restored" in problem.remedy
    (screen,) = [each for each in settings.screens(went_back.ports, COMPANY) if each.name == settings.COMPANY]
    assert restored.GO_ON in [action.name for action in screen.actions]


def test_what_was_sent_before_is_found_and_not_sent_twice(went_back: World) -> None:
    ref = went_back.books.changes[-1].ref
    went_back.run()
    _go_on(went_back)
    went_back.settle()
    assert len(went_back.invoices()) == 2
    assert "look first" not in went_back.journal(ref)
    bound = went_back.binding(ref)
    assert bound is not None and bound.qb_id in {invoice.id for invoice in went_back.invoices()}
    assert went_back.row(ref).done == went_back.row(ref).wanted


def test_what_was_changed_there_since_is_not_written_over(world: World, tmp_path: Path) -> None:
    ref = world.save(a_ship_doc("S1"))
    backup = Backup(world, tmp_path)
    world.save(a_ship_doc("S1", memo="saved after the backup"))
    world.settle()
    backup.restore()
    world.run()
    _go_on(world)
    world.settle()
    bound = world.binding(ref)
    assert bound is not None and bound.flag == "edited"
    assert [invoice.memo for invoice in world.invoices()] == ["Ship doc 101: saved after the backup"]


def test_a_document_that_takes_the_key_of_a_lost_one_goes_as_one_of_its_own(went_back: World) -> None:
    went_back.run()
    _go_on(went_back)
    went_back.settle()
    ref = went_back.save(a_ship_doc("S2", number="103"))
    went_back.settle()
    assert len(went_back.invoices()) == 3
    bound, row = went_back.binding(ref), went_back.row(ref)
    assert bound is not None and bound.generation == row.generation == 1000


def test_runs_are_numbered_after_the_lost_ones(went_back: World) -> None:
    run = went_back.run()
    mark = Mark.parse(_facts(went_back).facts.ahead)
    _go_on(went_back)
    assert mark is not None and mark.run >= run.number
    assert went_back.run().number == mark.run + 1


def test_it_is_not_asked_again(went_back: World) -> None:
    went_back.run()
    _go_on(went_back)
    went_back.settle()
    assert not verbs.do(went_back.ports, COMPANY, restored.GO_ON, (), "ann").done
    assert went_back.run().complete


def test_who_may_not_configure_may_not_decide(went_back: World, monkeypatch: pytest.MonkeyPatch) -> None:
    went_back.run()
    monkeypatch.setattr(went_back.books, "may", lambda user, right, company: right is not Right.CONFIGURE)
    assert not verbs.do(went_back.ports, COMPANY, restored.GO_ON, (), "bob").done
    assert _facts(went_back).facts.ahead
