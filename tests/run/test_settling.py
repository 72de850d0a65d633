"""Settling the answers of a QuickBooks that refuses: what it will not say is no answer, and a run always ends."""

from __future__ import annotations

import pytest
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.simulator import Fault, FaultKind, FaultPlan
from allorders_quickbooks.terms import RowState

from tests.world import World, a_line, a_ship_doc

HOURS = 3600.0
REFUSALS = [FaultKind.LOCKED, FaultKind.INTERNAL_ERROR_UNDONE]


def _always(kind: FaultKind, holding: bytes, request: int | None = None, code: int = 3180) -> FaultPlan:
    """Whenever a set holds these bytes, one of its requests (None: the last) is refused."""
    seen = Fault(kind, when=lambda sent: holding in sent.document, request=request, times=None, code=code)
    return FaultPlan([seen])


@pytest.mark.parametrize("kind", REFUSALS)
def test_a_suspect_that_quickbooks_would_not_show_is_not_called_gone(world: World, kind: FaultKind) -> None:
    ref = world.save(a_ship_doc())
    world.settle()
    world.file.bookkeeper.edit_transaction(world.invoices()[0].id, memo="by hand")
    run = world.run(_always(kind, b"ids Invoice"))
    assert not run.complete
    assert world.row(ref).state is RowState.IDLE
    world.settle()
    binding = world.binding(ref)
    assert binding is not None
    assert binding.flag == "edited"


@pytest.mark.parametrize("kind", REFUSALS)
def test_a_deletion_that_quickbooks_would_not_tell_of_is_found_by_a_later_run(world: World, kind: FaultKind) -> None:
    ref = world.save(a_ship_doc())
    world.settle()
    world.clock.sleep(5 * HOURS)
    world.file.bookkeeper.delete(world.invoices()[0].id)
    world.clock.sleep(5 * HOURS)
    world.save(a_ship_doc("S2"))
    assert not world.run(_always(kind, b"TxnDeletedQuery")).complete
    world.clock.sleep(5 * HOURS)
    world.settle()
    assert (world.row(ref).state, world.row(ref).reason) == (RowState.REVIEW, Reason.GONE)


@pytest.mark.parametrize("kind", REFUSALS)
def test_a_void_of_unknown_fate_is_not_done_because_a_question_was_refused(world: World, kind: FaultKind) -> None:
    ref = world.save(a_ship_doc())
    world.settle()
    world.delete(ref)
    world.run(_always(FaultKind.INTERNAL_ERROR_UNDONE, b"TxnVoidRq", request=0))
    assert world.open_set() is not None
    assert not world.run(_always(kind, b"ids Invoice")).complete
    assert world.binding(ref) is not None
    world.settle()
    assert world.invoices() == []
    assert world.binding(ref) is None


def test_a_question_that_is_refused_every_time_ends_the_run(world: World) -> None:
    world.prefer(ship_doc_numbers=True)
    world.save(a_ship_doc())
    run = world.run(_always(FaultKind.LOCKED, b"numbers Invoice"))
    assert (run.complete, run.outcome.startswith("QuickBooks could not answer a question")) == (False, True)
    world.settle()
    assert len(world.invoices()) == 1


@pytest.mark.parametrize(("kind", "code"), [(FaultKind.INTERNAL_ERROR_UNDONE, 0), (FaultKind.STATUS, 3200)])
def test_a_fence_that_is_refused_every_time_ends_the_run(world: World, kind: FaultKind, code: int) -> None:
    world.save(a_ship_doc())
    for _ in range(3):
        assert not world.run(_always(kind, b"newMessageSetID", request=0, code=code)).complete
    assert world.invoices() == []
    world.settle()
    assert len(world.invoices()) == 1


def test_a_document_whose_fate_quickbooks_never_knows_comes_before_a_person(world: World) -> None:
    ref = world.save(a_ship_doc())
    world.run(_always(FaultKind.INTERNAL_ERROR_UNDONE, b"InvoiceAddRq"))
    assert (world.row(ref).state, world.row(ref).reason) == (RowState.REVIEW, Reason.UNKNOWN)
    world.save(a_ship_doc("S2"))
    world.settle()
    assert [invoice.memo for invoice in world.invoices()] == ["Ship doc 102"]


def test_a_change_whose_fate_quickbooks_never_knows_comes_before_a_person(world: World) -> None:
    ref = world.save(a_ship_doc())
    world.settle()
    world.save(a_ship_doc("S1", a_line(quantity="5")))
    world.run(_always(FaultKind.INTERNAL_ERROR_UNDONE, b"InvoiceModRq", request=1))
    assert (world.row(ref).state, world.row(ref).reason) == (RowState.REVIEW, Reason.UNKNOWN)
    assert [invoice.total for invoice in world.invoices()] == [36]
