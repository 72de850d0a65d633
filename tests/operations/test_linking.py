"""A record or document is linked to what QuickBooks has already, and nothing is believed before it was read."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from allorders_quickbooks.operations import linking
from allorders_quickbooks.phases.audit import ACCEPTED
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import RowState

from tests.taking import a_taking_world
from tests.world import World, a_customer, a_ref, a_ship_doc

C9, S1 = a_ref("customer", "C9"), a_ref("ship_doc", "S1")
NAME = "Bon App"


@pytest.fixture
def twin(world: World) -> tuple[World, str]:
    """QuickBooks has a vendor of the customer's name, and the customer itself under another."""
    world.file.bookkeeper.add_record("Vendor", NAME)
    known = world.file.bookkeeper.add_record("Customer", f"{NAME} Paris")
    world.save(a_customer("C9", NAME))
    world.settle()
    assert world.row(C9).reason is Reason.UNMATCHED
    return world, known


def test_the_records_of_like_names_are_offered_and_who_has_them_already(tmp_path: Path) -> None:
    world, _ = a_taking_world(tmp_path)
    known = world.file.bookkeeper.add_record("Customer", f"{NAME} Paris")
    world.save(a_customer("C9", NAME))
    world.settle()
    offered = {each.qb_id: each.taken_by for each in linking.candidates(world.ports, C9)}
    assert offered.keys() >= {known} and offered[known] is not None
    assert linking.candidates(world.ports, C9, "no such beginning") == []


def test_a_linked_record_is_read_bound_and_named_by_documents(twin: tuple[World, str]) -> None:
    world, known = twin
    assert linking.link(world.ports, C9, known, "Ada").done
    world.settle()
    bound = world.binding(C9)
    assert bound is not None and (bound.qb_id, bound.flag) == (known, "")
    world.save(a_ship_doc("S1", customer="C9"))
    world.settle()
    (invoice,) = world.invoices()
    assert invoice.customer_id == known
    assert "linked" in world.journal(C9)


def test_an_id_that_quickbooks_has_not_is_found_out_by_the_next_run(twin: tuple[World, str]) -> None:
    world, _ = twin
    assert linking.link(world.ports, C9, "80000FFF-1", "Ada").done
    world.run()
    assert world.row(C9).state is RowState.REVIEW
    assert world.row(C9).reason is Reason.GONE


def test_what_is_linked_already_is_refused(twin: tuple[World, str]) -> None:
    world, known = twin
    linking.link(world.ports, C9, known, "Ada")
    other = world.save(a_customer("C8", "Another one"))
    result = linking.link(world.ports, other, known, "Ada")
    assert not result.done and "is linked to that already" in result.sentence


def test_an_invoice_entered_by_hand_is_linked_and_never_sent(world: World) -> None:
    world.save(a_customer())
    world.settle()
    by_hand = world.file.bookkeeper.add_invoice_by_hand(a_customer().name, Decimal(36), number="S1")
    world.prefer(send_unsent_transactions=False)
    world.save(a_ship_doc("S1"))
    assert linking.link(world.ports, S1, by_hand, "Ada").done
    world.prefer(send_unsent_transactions=True)
    world.settle()
    bound = world.binding(S1)
    assert bound is not None and (bound.qb_id, bound.total) == (by_hand, Decimal(36))
    assert bound.flag != ACCEPTED
    assert [invoice.id for invoice in world.invoices()] == [by_hand]
