"""What a person does about a document: it applies where it makes sense, and a run is asked for."""

from __future__ import annotations

from allorders_hooks.documents import DocumentRef
from allorders_hooks.status import ActionResult
from allorders_quickbooks.operations import verbs
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.store import companies
from allorders_quickbooks.terms import RowState

from tests.world import COMPANY, World, a_ship_doc


def _do(world: World, action: str, *refs: DocumentRef) -> ActionResult:
    return verbs.do(world.ports, COMPANY, action, refs, "Ada")


def _is_asked_for(world: World) -> bool:
    with world.database.read() as connection:
        return companies.load(connection, COMPANY).wake


def test_sending_a_document_chooses_it_and_asks_for_a_run(world: World) -> None:
    world.prefer(send_unsent_transactions=False)
    ref = world.save(a_ship_doc())
    assert _do(world, "send", ref).done
    assert world.row(ref).requested
    assert _is_asked_for(world)
    assert world.journal(ref) == ["asked: send"]
    world.settle()
    assert len(world.invoices()) == 1


def test_a_choice_is_for_one_sending(world: World) -> None:
    world.prefer(send_unsent_transactions=False)
    ref = world.save(a_ship_doc())
    _do(world, "send", ref)
    world.settle()
    world.save(a_ship_doc(memo="changed"))
    world.run()
    assert (world.row(ref).due, world.row(ref).requested) == (True, False)


def test_there_is_nothing_to_send_of_a_document_that_is_in_quickbooks(world: World) -> None:
    ref = world.save(a_ship_doc())
    world.settle()
    assert _do(world, "send", ref).sentence == "There is nothing to do for that document now."
    assert not _is_asked_for(world)


def test_a_document_of_another_company_is_left_alone(world: World) -> None:
    ref = world.save(a_ship_doc())
    elsewhere = DocumentRef(company="other", kind=ref.kind, key=ref.key)
    assert not _do(world, "send", elsewhere).done


def test_an_action_that_there_is_not_changes_nothing(world: World) -> None:
    ref = world.save(a_ship_doc())
    assert _do(world, "burn", ref).sentence == "There is no action 'burn'."
    assert not _is_asked_for(world)


def test_of_several_documents_those_that_apply_are_counted(world: World) -> None:
    sent = world.save(a_ship_doc("S1"))
    world.settle()
    waiting = world.save(a_ship_doc("S2"))
    result = _do(world, "send", sent, waiting)
    assert result.sentence == "1 will go with the next run, which starts now."


def test_a_held_document_that_is_sent_is_decided_anew_at_once(world: World) -> None:
    ref = world.save(a_ship_doc(shipped=False))
    world.settle()
    assert _do(world, "send", ref).done
    assert (world.row(ref).state, world.row(ref).reason) == (RowState.READY, None)
    world.settle()
    assert world.row(ref).reason is Reason.NOT_READY


def test_a_retry_looks_before_it_sends(world: World) -> None:
    ref = world.save(a_ship_doc())
    world.set_back(ref, state=RowState.REVIEW.value, reason=Reason.UNKNOWN.code, attempts=3)
    assert _do(world, "retry", ref).done
    row = world.row(ref)
    assert (row.state, row.reason, row.look_first, row.attempts) == (RowState.READY, None, True, 0)
    world.settle()
    assert len(world.invoices()) == 1


def test_a_document_found_twice_rests_again_once_one_is_deleted_and_retry_is_pressed(world: World) -> None:
    ref = world.save(a_ship_doc())
    world.settle()
    ours = world.invoices()[0]
    world.deliver(_copy_of(ours.external_guid, "Blauer See Delikatessen"))
    world.settle()
    assert (world.row(ref).state, world.row(ref).reason) == (RowState.REVIEW, Reason.AMBIGUOUS)
    world.file.bookkeeper.delete(next(txn.id for txn in world.invoices() if txn.id != ours.id))
    assert _do(world, "retry", ref).done
    world.settle()
    assert (world.row(ref).state, world.row(ref).reason) == (RowState.IDLE, None)
    binding = world.binding(ref)
    assert binding is not None
    assert (binding.qb_id, binding.twin) == (ours.id, "")


def test_a_document_that_is_still_there_twice_stays_in_review(world: World) -> None:
    ref = world.save(a_ship_doc())
    world.settle()
    world.deliver(_copy_of(world.invoices()[0].external_guid, "Blauer See Delikatessen"))
    world.settle()
    world.save(a_ship_doc(memo="saved since"))
    assert _do(world, "retry", ref).done
    world.settle()
    assert world.row(ref).reason is Reason.AMBIGUOUS


def _copy_of(guid: str | None, customer: str) -> bytes:
    """A foreign program that writes an invoice under our ExternalGUID."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><?qbxml version="13.0"?><QBXML><QBXMLMsgsRq onError="stopOnError">'
        f'<InvoiceAddRq requestID="1"><InvoiceAdd><CustomerRef><FullName>{customer}</FullName></CustomerRef>'
        f"<ExternalGUID>{guid}</ExternalGUID>"
        "<InvoiceLineAdd><Desc>again</Desc><Amount>1.00</Amount></InvoiceLineAdd></InvoiceAdd></InvoiceAddRq>"
        "</QBXMLMsgsRq></QBXML>"
    ).encode()


def test_a_foreign_number_is_overridden_only_where_it_is_the_reason(world: World) -> None:
    ref = world.save(a_ship_doc(shipped=False))
    world.settle()
    assert not _do(world, "send_anyway", ref).done
    assert not world.row(ref).override
