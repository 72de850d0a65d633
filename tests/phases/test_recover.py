"""Settling a doubtful set: what is found is bound as it is, what is not found goes back to be looked for again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from allorders_quickbooks import effects
from allorders_quickbooks.effects import Effect, Settled
from allorders_quickbooks.exchange.batch import Phase
from allorders_quickbooks.message_sets import MessageSet
from allorders_quickbooks.phases import recover
from allorders_quickbooks.qbxml.writer import message_text
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import Action, Binding, FreshRead, SetState

from tests.answers import (
    FACTS,
    INVOICE,
    NOW,
    a_binding,
    a_request,
    a_set,
    an_add,
    an_answer,
    invoice_ret,
    no_fence,
    rs,
    seen,
    text,
)
from tests.world import a_ref

LATER = NOW + timedelta(minutes=5)
VOIDED = invoice_ret(total="0.00", Memo="VOID: x")


def _settle(
    doubtful: MessageSet, *found: str, edit: str = "104", binding: Binding | None = None, run: int = 2
) -> Settled:
    answer = an_answer(seen(edit), rs("InvoiceQuery", "since Invoice", *found))
    bindings = {binding.ref: binding} if binding else {}
    return recover.settle(doubtful, answer, FACTS, bindings, LATER, run, {})


def _what(settled: Settled) -> Sequence[Effect]:
    """What became of the documents: everything but the facts and the notes about them."""
    assert settled.set_state == SetState.ANSWERED
    return [effect for effect in settled.effects if not isinstance(effect, effects.Facts | effects.Note)]


def _facts(settled: Settled) -> dict[str, object]:
    (facts,) = [effect for effect in settled.effects if isinstance(effect, effects.Facts)]
    return dict(facts.values)


def _mod(memo: str = "ours", **more: Any) -> MessageSet:
    """A doubtful Mod that says this memo."""
    return a_set(
        a_request(Action.MOD, revision=2, base={"Memo": memo}),
        content=text(rs("InvoiceMod", "1", f"<InvoiceMod><TxnID>1A-1</TxnID><Memo>{memo}</Memo></InvoiceMod>")),
        **more,
    )


def test_adds_are_asked_for_by_guid_and_the_others_by_the_id_that_they_are_bound_to() -> None:
    bound = a_binding(ref=a_ref("ship_doc", "S2"), qb_id="1A-2")
    doubtful = a_set(an_add(number="1007"), a_request(Action.MOD, id="2", ref=bound.ref))
    batch = recover.plan(doubtful, {bound.ref: bound})
    texts = {each.request.id: message_text(each.message, each.request.id, "13.0") for each in batch.planned}
    assert set(texts) == {"since Invoice", "number Invoice", "ids Invoice"}
    assert "<TxnID>1A-2</TxnID>" in texts["ids Invoice"]
    assert "2026-03-02T05:00:00" in texts["since Invoice"]
    assert (batch.phase, batch.about, batch.write) == (Phase.RECOVER, doubtful.id, False)


def test_the_set_is_closed_in_the_same_settling() -> None:
    assert _settle(a_set(an_add()), invoice_ret()).closes == "set-1"


def test_in_another_file_nothing_is_decided_and_the_set_stays_in_doubt() -> None:
    settled = recover.settle(a_set(an_add()), an_answer(no_fence(), rs("X", "a")), FACTS, {}, NOW, 2, {})
    assert (settled.closes, settled.effects, settled.reason) == (None, (), Reason.CONFIGURATION)
    assert settled.end_run is not None


def test_an_add_that_ran_is_bound_as_it_is() -> None:
    bind, done = _what(_settle(a_set(an_add()), invoice_ret("1A-7", "103")))
    assert isinstance(bind, effects.Bind)
    assert (bind.binding.qb_id, bind.binding.edit_sequence) == ("1A-7", "103")
    assert done == effects.Done(INVOICE, 1)


def test_an_add_that_is_not_there_goes_back_to_be_looked_for_again() -> None:
    assert _what(_settle(a_set(an_add()))) == [effects.Again(INVOICE, look_first=True)]


def test_the_value_of_the_fence_that_was_read_is_the_one_to_go_on_with() -> None:
    facts = _facts(_settle(a_set(an_add()), invoice_ret(edit="106"), edit="104"))
    assert (facts["fence_edit"], facts["fence_reported"], facts["clock_seen"]) == ("104", LATER, "106")
    assert "check_all" not in facts


def test_a_fence_that_went_back_makes_every_binding_suspect() -> None:
    settled = _settle(a_set(an_add()), edit="99")
    assert _facts(settled)["check_all"] is True
    assert effects.Note("history went back", detail="fence 99") in settled.effects


def test_a_mod_whose_content_is_there_under_a_new_edit_sequence_ran() -> None:
    old = a_binding(edit_sequence="101", applied={"P1": Decimal(5)})
    bind, done = _what(_settle(_mod(), invoice_ret(edit="103", Memo="ours"), binding=old))
    assert isinstance(bind, effects.Bind)
    assert (bind.binding.edit_sequence, bind.binding.version, bind.binding.base) == ("103", 2, {"Memo": "ours"})
    assert bind.binding.applied == old.applied
    assert done == effects.Done(INVOICE, 2)


def test_a_mod_that_did_not_run_goes_again_and_what_was_read_before_it_is_used_up() -> None:
    unchanged = invoice_ret(edit="101", Memo="ours")
    old = a_binding(edit_sequence="101", fresh=FreshRead("101", {}, (), NOW, settled=True))
    assert _what(_settle(_mod(), unchanged, binding=old)) == [effects.Fresh(INVOICE, None), effects.Again(INVOICE)]


def test_a_mod_under_which_somebody_edited_goes_again_and_meets_the_edit() -> None:
    edited = invoice_ret(edit="103", Memo="theirs")
    assert _what(_settle(_mod(), edited, binding=a_binding(edit_sequence="101"))) == [
        effects.Fresh(INVOICE, None),
        effects.Again(INVOICE),
    ]


@pytest.mark.parametrize(("found", "reason"), [((), Reason.GONE), ((VOIDED,), Reason.VOIDED)])
def test_a_mod_of_what_is_not_there_any_more_is_for_a_person(found: tuple[str, ...], reason: Reason) -> None:
    (review,) = _what(_settle(_mod(), *found, binding=a_binding()))
    assert isinstance(review, effects.Review)
    assert review.reason is reason


@pytest.mark.parametrize("action", [Action.VOID, Action.DELETE])
@pytest.mark.parametrize("found", [(), (VOIDED,)])
def test_a_removal_that_ran_is_done(action: Action, found: tuple[str, ...]) -> None:
    removal = a_set(a_request(action, revision=3))
    assert _what(_settle(removal, *found, binding=a_binding())) == [
        effects.Unbind(INVOICE),
        effects.Done(INVOICE, 3),
    ]


@pytest.mark.parametrize("action", [Action.VOID, Action.DELETE])
def test_a_removal_that_did_not_run_goes_again_without_a_look(action: Action) -> None:
    removal = a_set(a_request(action, revision=3))
    assert _what(_settle(removal, invoice_ret(), binding=a_binding())) == [effects.Again(INVOICE)]


def test_what_is_not_bound_any_more_goes_back() -> None:
    assert _what(_settle(_mod(), invoice_ret())) == [effects.Again(INVOICE)]


def test_a_set_of_this_run_that_was_refused_for_no_reason_ends_the_run() -> None:
    stuck = _settle(a_set(an_add(), run=2), edit="100")
    assert stuck.end_run is not None
    assert _what(stuck) == [effects.Again(INVOICE, look_first=True)]
    assert stuck.closes == "set-1"


@pytest.mark.parametrize(
    ("doubtful", "edit"),
    [(a_set(an_add(), run=1), "100"), (a_set(an_add(), run=2), "104"), (a_set(an_add(), run=2, poison=True), "100")],
)
def test_the_run_goes_on_where_something_has_changed(doubtful: MessageSet, edit: str) -> None:
    assert _settle(doubtful, edit=edit).end_run is None


def test_an_unreadable_set_comes_back_in_halves() -> None:
    refs = [a_ref("ship_doc", f"S{number}") for number in range(5)]
    poison = a_set(*(an_add(id=str(n), ref=ref, guid=str(n)) for n, ref in enumerate(refs, 1)), poison=True)
    assert _what(_settle(poison)) == [effects.Again(ref, look_first=True, companions=2) for ref in refs]


def test_a_document_that_is_unreadable_by_itself_is_held() -> None:
    (held,) = _what(_settle(a_set(an_add(), poison=True)))
    assert held == effects.Held(INVOICE, Reason.UNREADABLE, "set set-1")
