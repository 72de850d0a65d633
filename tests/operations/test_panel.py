"""The box on a document's page: a sentence, what QuickBooks has and what of it is paid there, and the buttons."""

from __future__ import annotations

from decimal import Decimal

from allorders_hooks.status import Panel
from allorders_quickbooks.operations import panel
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import RowState

from tests.world import World, a_customer, a_payment, a_ref, a_ship_doc


def _panel(world: World, key: str = "S1") -> Panel:
    shown = panel.panel(world.ports, a_ref("ship_doc", key))
    assert shown is not None
    return shown


def test_a_document_that_was_never_saved_has_no_panel(world: World) -> None:
    assert panel.panel(world.ports, a_ref("ship_doc", "999")) is None


def test_the_panel_follows_a_document_to_quickbooks_and_back(world: World) -> None:
    world.save(a_ship_doc())
    assert (_panel(world).sentence, _panel(world).state) == ("It is not in QuickBooks yet.", "ready")
    session = world.begin()
    world.next_write(session)
    assert (_panel(world).sentence, _panel(world).actions) == ("It is on its way to QuickBooks.", ())
    world.finish(session)
    world.settle()
    undo = (("undo", "Take out of QuickBooks"),)
    assert (_panel(world).sentence, _panel(world).actions) == ("It is in QuickBooks.", undo)
    assert "is voided." in _panel(world).questions["undo"] and "items that went along stay" in str(
        _panel(world).questions
    )
    world.save(a_ship_doc(memo="changed"))
    assert _panel(world).sentence == "Changed here; the change is not in QuickBooks yet."


def test_the_panel_names_the_invoice_its_total_and_that_somebody_has_edited_it(world: World) -> None:
    world.save(a_ship_doc())
    world.settle()
    world.file.bookkeeper.edit_transaction(world.invoices()[0].id, memo="by hand")
    world.settle()
    lines = {line.label: line.value for line in _panel(world).lines}
    assert lines["In QuickBooks as"].startswith("Invoice ")
    assert lines["Total there"] == "36.00"
    assert lines["Notice"] == "Changed there: it was edited in QuickBooks since it was sent."


def test_the_panel_offers_what_helps_and_nothing_where_the_document_itself_must_change(world: World) -> None:
    ref = world.save(a_ship_doc())
    assert _panel(world).actions == (("send", "Send now"),)
    for reason, state, offered in (
        (Reason.UNKNOWN, RowState.REVIEW, (("retry", "Retry"),)),
        (Reason.DUPLICATE_NUMBER, RowState.HELD, (("send_anyway", "Send all the same"),)),
        (Reason.NOT_READY, RowState.HELD, ()),
        (Reason.REJECTED, RowState.HELD, (("send", "Send now"),)),
        (Reason.BUSY, RowState.RETRY, (("send", "Send now"),)),
    ):
        world.set_back(ref, state=state.value, reason=reason.code)
        assert _panel(world).actions == offered, reason


def test_a_deleted_document_that_never_went_has_nothing_to_send(world: World) -> None:
    ref = world.save(a_ship_doc(shipped=False))
    world.delete(ref)
    world.settle()
    assert _panel(world).sentence == "There is nothing to send."


def test_a_panel_says_at_once_that_a_document_will_not_go(world: World) -> None:
    world.save(a_ship_doc(nc_only=True))
    shown = _panel(world)
    assert (shown.state, shown.sentence, shown.actions) == ("held", "It is kept out of QuickBooks (NC Only).", ())
    world.save(a_ship_doc())
    assert _panel(world).actions == (("send", "Send now"),)


def test_the_box_says_what_the_payments_sent_from_here_leave_open(world: World) -> None:
    for saved in (a_customer(), a_ship_doc("S1")):
        world.save(saved)
    world.settle()
    total = next(line.value for line in _panel(world).lines if line.label == "Total there")
    assert "By payments sent from here" not in {line.label for line in _panel(world).lines}
    world.save(a_payment("P1", "10.00", "S1"))
    world.settle()
    (left,) = [line.value for line in _panel(world).lines if line.label == "By payments sent from here"]
    assert left == f"{Decimal(total) - 10:,.2f} open of {total}"
    world.save(a_payment("P2", str(Decimal(total) - 10), "S1"))
    world.settle()
    assert [line.value for line in _panel(world).lines if line.label == "By payments sent from here"] == ["paid"]


def test_the_box_says_what_is_open_by_quickbooks_own_figure_as_of_the_last_look(world: World) -> None:
    def payment() -> str:
        return next((line.value for line in _panel(world).lines if line.label == "Payment there"), "")

    world.save(a_customer())
    world.save(a_ship_doc("S1"))
    world.settle()
    assert payment().startswith("open balance 36.00 as of 2026-03-02 15:")
    (invoice,) = world.invoices()
    world.clock.sleep(3600)
    world.file.bookkeeper.receive_payment(invoice.customer, Decimal(24), [invoice.id])
    world.settle()
    assert payment().startswith("open balance 12.00 as of 2026-03-02 16:")
    world.file.bookkeeper.receive_payment(invoice.customer, Decimal(12), [invoice.id])
    world.clock.sleep(3600)
    world.settle()
    assert payment().startswith("paid as of 2026-03-02 17:")
    assert "By payments sent from here" not in {line.label for line in _panel(world).lines}


def test_what_was_voided_there_is_not_said_to_be_paid(world: World) -> None:
    world.save(a_customer())
    world.save(a_ship_doc("S1"))
    world.settle()
    world.clock.sleep(60)
    world.file.bookkeeper.void(world.invoices()[0].id)
    world.settle()
    assert "Payment there" not in {line.label for line in _panel(world).lines}
