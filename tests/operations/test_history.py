"""What was done and when, for people: the journal by filter, the exact sets with their answers, the figures."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO

from allorders_quickbooks.operations import history, now, verbs
from allorders_quickbooks.store.journal import Filter

from tests.world import COMPANY, World, a_customer, a_ref, a_ship_doc

S1 = a_ref("ship_doc", "S1")


def _sent(world: World) -> None:
    world.save(a_customer())
    world.save(a_ship_doc("S1"))
    world.settle()


def test_the_journal_is_read_by_document_person_kind_of_line_and_moment(world: World) -> None:
    _sent(world)
    world.save(a_ship_doc("S1", memo="again"))
    verbs.do(world.ports, COMPANY, "send", [S1], "Ada")

    def found(**wanted: object) -> list[str]:
        return [entry.what for entry in history.lines(world.ports, COMPANY, Filter(**wanted))]  # type: ignore[arg-type]

    assert found(who="Ada") == ["asked: send"]
    assert found(kind="ship_doc", key="S1")[0] == "asked: send"
    assert set(found(what="in Quick")) == {"in QuickBooks"}
    assert found(since=world.clock.now() + timedelta(days=1)) == []
    assert found(until=world.clock.now() - timedelta(days=1)) == []


def test_pages_follow_each_other_without_a_gap(world: World) -> None:
    _sent(world)
    everything = history.lines(world.ports, COMPANY, Filter(), limit=1000)
    paged, before = [], None
    while page := history.lines(world.ports, COMPANY, Filter(), before, limit=3):
        paged += page
        before = page[-1].id
    assert paged == everything


def test_a_set_is_shown_with_the_exact_request_and_answer(world: World) -> None:
    _sent(world)
    entry = next(e for e in history.lines(world.ports, COMPANY, Filter(kind="ship_doc", what="on its way")))
    assert entry.set_id is not None
    shown = history.message_set(world.ports, COMPANY, entry.set_id)
    assert shown is not None
    assert "<InvoiceAddRq" in shown.request and "<InvoiceAddRs" in shown.answer and shown.whole
    assert S1 in shown.documents
    assert history.message_set(world.ports, "another company", entry.set_id) is None


def test_the_sheet_carries_nothing_that_a_spreadsheet_would_carry_out(world: World) -> None:
    _sent(world)
    verbs.do(world.ports, COMPANY, "retry", [S1], "=HYPERLINK()")
    world.save(a_ship_doc("S1", memo="again"))
    verbs.do(world.ports, COMPANY, "send", [S1], "=HYPERLINK()")
    rows = list(csv.DictReader(StringIO("".join(history.csv_text(world.ports, COMPANY, Filter())))))
    assert len(rows) == len(history.lines(world.ports, COMPANY, Filter(), limit=1000))
    assert "'=HYPERLINK()" in {row["Who"] for row in rows}


def test_the_figures_are_of_the_last_thirty_days(world: World) -> None:
    _sent(world)
    world.save(a_ship_doc("S2", shipped=False))
    world.settle()
    figures = history.figures(world.ports, COMPANY)
    assert len(figures.days) == 30
    assert sum(day.documents for day in figures.days) >= 2 and figures.days[-1].seconds > 0
    assert dict(figures.causes) == {"not_ready": 1}


def test_it_is_known_when_quickbooks_was_last_heard_of_and_when_that_is_too_long_ago(world: World) -> None:
    _sent(world)
    assert not now.now(world.ports, COMPANY).is_old
    world.clock.sleep(25 * 3600)
    assert now.now(world.ports, COMPANY).is_old
    world.prefer(frequency="auto", interval_minutes=10)
    assert now.now(world.ports, COMPANY).is_old


def test_a_run_ends_early_where_somebody_cancels_it_and_loses_nothing(world: World) -> None:
    world.save(a_customer())
    world.settle()
    assert not now.cancel(world.ports, COMPANY, "Ada").done
    world.save(a_ship_doc("S1"))
    session = world.begin()
    step = world.next_write(session)
    assert now.cancel(world.ports, COMPANY, "Ada").done
    assert step.set_id
    finished = world.finish(session)
    assert not finished.complete and "cancelled" in finished.sentence
    world.settle()
    assert len(world.invoices()) == 1
