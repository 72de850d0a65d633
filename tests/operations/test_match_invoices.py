"""Orders that were invoiced by hand before the file was joined: found, and bound instead of sent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from allorders_hooks.documents import DocumentRef
from allorders_quickbooks.matching.sides import Choice
from allorders_quickbooks.operations import matching
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.store.matching import Match

from tests.taking import a_taking_world
from tests.world import COMPANY, World, a_customer, a_line, a_ref, a_ship_doc, an_item

NUMBERED, DATED, DEAR, NEW = (a_ref("ship_doc", key) for key in ("S1", "S2", "S3", "S4"))
NAME = "Blauer See Delikatessen"


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Four ship docs of one customer; three were invoiced by hand, one of them with its number and one too dear. The
    customers are matched and confirmed."""
    world, _ = a_taking_world(tmp_path)
    by_hand = world.file.bookkeeper
    by_hand.add_record("Customer", NAME)
    by_hand.add_invoice_by_hand(NAME, Decimal(36), number="H1", txn_date=date(2026, 3, 9))
    by_hand.add_invoice_by_hand(NAME, Decimal(54), number="77", txn_date=date(2026, 3, 2))
    by_hand.add_invoice_by_hand(NAME, Decimal(99), number="H3", txn_date=date(2026, 3, 2))
    by_hand.add_invoice_by_hand(NAME, Decimal(1000), number="78", txn_date=date(2026, 3, 2))
    world.save(a_customer())
    world.save(an_item())
    for key, quantity in (("1", "2"), ("2", "3"), ("3", "4"), ("4", "5")):
        world.save(a_ship_doc(f"S{key}", a_line(quantity=quantity), number=f"H{key}"))
    world.run()
    matching.propose(world.ports, COMPANY, "Customer")
    matching.accept(world.ports, COMPANY, "Customer", "Ada")
    assert matching.confirm(world.ports, COMPANY, "Customer", "Ada").done
    run(world)
    return world


def run(world: World) -> None:
    world.clock.sleep(60)
    world.settle()


def propose(world: World) -> dict[DocumentRef, Match]:
    assert matching.propose(world.ports, COMPANY, "Invoice").done
    pages = matching.pages(world.ports, COMPANY, "Invoice")
    return {match.ref: match for page in pages for match in page}


def test_nothing_is_invoiced_again_before_it_was_looked_for(world: World) -> None:
    assert len(world.invoices()) == 4
    assert world.row(NEW).reason is Reason.UNMATCHED


def test_each_has_the_invoice_that_it_may_be(world: World) -> None:
    found = propose(world)
    assert [found[ref].score for ref in (NUMBERED, DATED, DEAR, NEW)] == [100, 96, 80, 0]
    dear = found[DEAR].best
    assert dear is not None and "the total is not 72" in dear.reason and "99" in dear.name


def test_what_is_sure_is_bound_and_the_rest_is_sent_on_confirmation(world: World) -> None:
    propose(world)
    matching.accept(world.ports, COMPANY, "Invoice", "Ada")
    matching.decide(world.ports, COMPANY, [DEAR], Choice.BIND, "Ada")
    assert matching.confirm(world.ports, COMPANY, "Invoice", "Ada").done
    run(world)
    assert len(world.invoices()) == 5
    bound = {ref: world.binding(ref) for ref in (NUMBERED, DATED, DEAR, NEW)}
    assert len({binding.qb_id for binding in bound.values() if binding is not None}) == 4
    assert not world.is_waiting()


def test_an_open_question_keeps_the_invoices_back(world: World) -> None:
    propose(world)
    matching.accept(world.ports, COMPANY, "Invoice", "Ada")
    assert not matching.confirm(world.ports, COMPANY, "Invoice", "Ada").done
    run(world)
    assert len(world.invoices()) == 4


def test_an_invoice_that_was_bound_can_be_unbound(world: World) -> None:
    propose(world)
    matching.accept(world.ports, COMPANY, "Invoice", "Ada")
    matching.undo(world.ports, COMPANY, [DATED], "Ada")
    run(world)
    assert world.binding(DATED) is None and len(world.invoices()) == 4


def test_customers_come_first(tmp_path: Path) -> None:
    world, _ = a_taking_world(tmp_path)
    world.file.bookkeeper.add_record("Customer", NAME)
    world.file.bookkeeper.add_invoice_by_hand(NAME, Decimal(36))
    world.save(a_customer())
    world.save(a_ship_doc())
    world.run()
    assert "Confirm Customer first" in matching.propose(world.ports, COMPANY, "Invoice").sentence
