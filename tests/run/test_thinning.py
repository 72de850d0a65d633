"""Thinning: exact messages are kept as long as the set-up says, and longer where they are needed."""

from __future__ import annotations

from datetime import timedelta

from allorders_quickbooks.operations import history
from allorders_quickbooks.run import loading
from allorders_quickbooks.run.thinning import thin
from allorders_quickbooks.store import journal, sets
from allorders_quickbooks.store import thinning as store
from allorders_quickbooks.store.tables import message_set
from sqlalchemy import select

from tests.world import COMPANY, World, a_ship_doc

_QUARTER = timedelta(days=91).total_seconds()


def _kept(world: World) -> set[str]:
    with world.database.read() as connection:
        return set(connection.execute(select(message_set.c.id).where(message_set.c.content != b"")).scalars())


def test_sets_older_than_the_setting_lose_their_bytes_and_keep_their_rows(world: World) -> None:
    ref = world.save(a_ship_doc())
    world.settle()
    world.clock.sleep(_QUARTER)
    count = thin(world.ports, COMPANY)
    assert count > 0 and not _kept(world)
    with world.database.read() as connection:
        (set_id,) = journal.sent_in(connection, ref)
        thinned = sets.load(connection, set_id)
    assert thinned is not None and thinned.thinned and [each.ref for each in thinned.documents] == [ref]
    assert "messages thinned" in world.company_journal()


def test_who_looks_into_a_thinned_set_reads_that_its_bytes_and_its_answer_are_gone(world: World) -> None:
    ref = world.save(a_ship_doc())
    world.settle()
    with world.database.read() as connection:
        (set_id,) = journal.sent_in(connection, ref)
    before = history.message_set(world.ports, COMPANY, set_id)
    world.clock.sleep(_QUARTER)
    thin(world.ports, COMPANY)
    after = history.message_set(world.ports, COMPANY, set_id)
    assert before is not None and before.answer and "InvoiceAdd" in before.request
    assert after is not None and (after.answer, after.documents) == ("", (ref,)) and "are gone" in after.request


def test_a_longer_time_keeps_them(world: World) -> None:
    world.set_up(keep_messages_days=365)
    world.clock.sleep(_QUARTER)
    assert thin(world.ports, COMPANY) == 0 and _kept(world)


def test_every_run_thins_at_its_end(world: World) -> None:
    before = _kept(world)
    world.clock.sleep(_QUARTER)
    world.run()
    assert before and not before & _kept(world)


def test_an_open_set_is_never_thinned(world: World) -> None:
    world.save(a_ship_doc())
    world.next_write(world.begin())
    waiting = world.open_set()
    world.clock.sleep(_QUARTER)
    thin(world.ports, COMPANY)
    assert waiting is not None and _kept(world) == {waiting.id}
    world.settle()
    assert len(world.invoices()) == 1


def test_what_a_document_in_doubt_is_compared_with_is_never_thinned(world: World) -> None:
    ref = world.save(a_ship_doc())
    world.settle()
    with world.database.read() as connection:
        (set_id,) = journal.sent_in(connection, ref)
    world.set_back(ref, sent_in=set_id)
    world.clock.sleep(_QUARTER)
    thin(world.ports, COMPANY)
    assert _kept(world) == {set_id}


def test_what_a_thinned_set_said_is_not_asked_for(world: World) -> None:
    ref = world.save(a_ship_doc())
    world.settle()
    bound = world.binding(ref)
    world.clock.sleep(_QUARTER)
    thin(world.ports, COMPANY)
    assert bound is not None
    with world.database.read() as connection:
        assert loading.load_said(connection, {ref: bound.guid}) == {ref: []}


def test_a_transaction_thins_no_more_sets_than_it_is_told_to(world: World) -> None:
    before = _kept(world)
    world.clock.sleep(_QUARTER)
    with world.database.write() as connection:
        assert store.thin(connection, COMPANY, world.clock.now(), 2) == 2
    assert len(_kept(world)) == len(before) - 2
