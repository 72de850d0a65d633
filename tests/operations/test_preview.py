"""What the next run would send, said before it does, and exactly what it then sends."""

from __future__ import annotations

import re
from datetime import timedelta

from allorders_quickbooks.operations import preview, verbs
from allorders_quickbooks.operations.preview import Becomes
from allorders_quickbooks.reasons import Reason

from tests.world import COMPANY, World, a_customer, a_ref, a_ship_doc

S1, S2 = a_ref("ship_doc", "S1"), a_ref("ship_doc", "S2")


def _foreseen(world: World) -> dict[str, preview.Foreseen]:
    return {str(each.ref.key): each for each in preview.foresee(world.ports, COMPANY).documents}


def test_a_new_document_shows_itself_in_words_and_in_qbxml_and_nothing_is_written(world: World) -> None:
    world.save(a_customer())
    world.settle()
    world.save(a_ship_doc("S1"))
    before = world.journal(S1)
    shown = _foreseen(world)["S1"]
    assert shown.becomes is Becomes.ADDED
    assert ("Total", "36.00") in shown.facts and shown.lines
    assert "<InvoiceAdd" in shown.qbxml and "<CustomerRef>" in shown.qbxml
    assert world.journal(S1) == before and not world.invoices()


def test_what_was_foreseen_is_what_goes(world: World) -> None:
    world.save(a_customer())
    world.settle()
    world.save(a_ship_doc("S1"))
    foreseen = _foreseen(world)["S1"].qbxml
    session = world.begin()
    sent = world.next_write(session).content.decode()
    (add,) = re.findall(r"<InvoiceAdd .*?</InvoiceAdd>|<InvoiceAdd>.*?</InvoiceAdd>", foreseen, re.DOTALL)
    assert re.sub(r"\s+", "", add) in re.sub(r"\s+", "", sent)


def test_what_stays_says_why_and_what_waits_says_for_what(world: World) -> None:
    world.save(a_ship_doc("S1", shipped=False))
    world.save(a_customer("C2", "Around the Horn"))
    world.save(a_ship_doc("S2", customer="C2"))
    shown = _foreseen(world)
    assert shown["S1"].becomes is Becomes.HELD and Reason.NOT_READY.value.user in shown["S1"].because
    assert shown["S2"].becomes is Becomes.WAITS and "Around the Horn" in shown["S2"].because
    assert shown["C2"].becomes is Becomes.ADDED and "<CustomerAdd" in shown["C2"].qbxml


def test_a_change_and_a_removal_are_told_apart(world: World) -> None:
    world.save(a_ship_doc("S1"))
    world.save(a_ship_doc("S2"))
    world.settle()
    world.save(a_ship_doc("S1", memo="changed"))
    world.delete(S2)
    shown = _foreseen(world)
    assert shown["S1"].becomes is Becomes.CHANGED and "<InvoiceMod" in shown["S1"].qbxml
    assert shown["S2"].becomes is Becomes.REMOVED


def test_only_what_was_chosen_goes_where_somebody_wants_only_that(world: World) -> None:
    world.save(a_customer())
    world.settle()
    world.save(a_ship_doc("S1"))
    world.save(a_ship_doc("S2"))
    assert verbs.do(world.ports, COMPANY, "send_only", [S2], "Ada").done
    world.run()
    assert (world.binding(S1), len(world.invoices())) == (None, 1)
    world.settle()
    assert len(world.invoices()) == 2


def test_what_waits_says_for_whom_by_name(world: World) -> None:
    customer = world.save(a_customer("C2", "Around the Horn"))
    world.save(a_ship_doc("S1", customer="C2"))
    for held in (False, True):
        if held:
            world.set_back(customer, state="retry", reason="busy", not_before=world.clock.now() + timedelta(hours=1))
        found = {each.ref: each for each in preview.foresee(world.ports, COMPANY).documents}
        assert found[S1].becomes is Becomes.WAITS
        assert found[S1].because == "It waits for customer Around the Horn."


def test_what_is_postponed_goes_a_day_later_by_itself(world: World) -> None:
    world.save(a_ship_doc("S1"))
    assert verbs.do(world.ports, COMPANY, "postpone", [S1], "Ada").done
    world.settle()
    assert world.row(S1).reason is Reason.POSTPONED and not world.invoices()
    world.clock.sleep(24 * 3600 + 60)
    world.settle()
    assert len(world.invoices()) == 1


def test_what_is_dismissed_stays_until_it_is_saved_again(world: World) -> None:
    world.save(a_ship_doc("S1"))
    assert verbs.do(world.ports, COMPANY, "dismiss", [S1], "Ada").done
    world.settle()
    assert not world.invoices() and world.binding(S1) is None
    world.save(a_ship_doc("S1"))
    world.settle()
    assert len(world.invoices()) == 1


def test_what_may_be_in_quickbooks_stays_to_be_looked_for_though_it_was_dismissed_meanwhile(world: World) -> None:
    world.save(a_ship_doc("S1"))
    world.set_back(S1, look_first=True)
    assert verbs.do(world.ports, COMPANY, "dismiss", [S1], "Ada").done
    world.save(a_ship_doc("S1", memo="again"))
    assert world.row(S1).look_first
