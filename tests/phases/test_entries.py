"""Entries of simple lists, which have no ExternalGUID: the one of that name is the one that is meant."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from allorders_hooks.documents import Kind
from allorders_quickbooks import effects
from allorders_quickbooks.effects import Effect
from allorders_quickbooks.mapping.internal import TERMS, choice
from allorders_quickbooks.message_sets import Request
from allorders_quickbooks.phases.lookup import Found, settle_add, settle_entry
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import Action

from tests.answers import an_answer, rs, seen
from tests.world import COMPANY

UPS = choice(COMPANY, Kind.SHIP_METHOD, "UPS")
NET_30 = choice(COMPANY, TERMS, "Net 30")
NOT_FOUND = effects.Checked(UPS, "UPS")


def _asked(name: str = "UPS", qb_type: str = "ShipMethod", ref: object = UPS) -> Request:
    return Request("1", Action.CHECK, qb_type, ref, revision=3, guid="g", name=name)  # type: ignore[arg-type]


def _settle(request: Request, *objects_found: str) -> Sequence[Effect]:
    found = Found.in_answer(an_answer(seen(), rs("ListQuery", "numbers X", *objects_found)))
    return settle_entry(request, found, not_found=NOT_FOUND)


def _entry(tag: str, name: str, *, path: str = "", active: str = "true") -> str:
    full = f"<FullName>{path}</FullName>" if path else ""
    return f"<{tag}><ListID>80-1</ListID><Name>{name}</Name>{full}<IsActive>{active}</IsActive></{tag}>"


def test_an_entry_of_that_name_is_the_one_that_is_meant_whoever_made_it() -> None:
    bind, done = _settle(_asked(), _entry("ShipMethodRet", "DHL"), _entry("ShipMethodRet", " ups "))
    assert isinstance(bind, effects.Bind)
    assert (bind.binding.ref, bind.binding.qb_id, bind.binding.version) == (UPS, "80-1", 3)
    assert done == effects.Done(UPS, 3)


def test_an_entry_that_is_not_there_may_be_added() -> None:
    assert _settle(_asked()) == [NOT_FOUND]
    assert _settle(_asked(), _entry("PaymentMethodRet", "UPS")) == [NOT_FOUND]


def test_a_nested_entry_is_found_by_its_path_and_not_by_its_last_name() -> None:
    boston = choice(COMPANY, Kind.CLASS, "East:Boston")
    asked = _asked("East:Boston", "Class", boston)
    assert _settle(asked, _entry("ClassRet", "Boston", path="West:Boston")) == [NOT_FOUND]
    assert isinstance(_settle(asked, _entry("ClassRet", "Boston", path="East:Boston"))[0], effects.Bind)


def test_an_inactive_entry_takes_up_its_name() -> None:
    (held,) = _settle(_asked(), _entry("ShipMethodRet", "UPS", active="false"))
    assert isinstance(held, effects.Held)
    assert (held.reason, held.this_run, "inactive" in held.detail) == (Reason.NAME_CONFLICT, True, True)


@pytest.mark.parametrize("tag", ["StandardTermsRet", "DateDrivenTermsRet"])
def test_terms_of_either_kind_are_terms(tag: str) -> None:
    asked = _asked("Net 30", "Terms", NET_30)
    assert isinstance(_settle(asked, _entry(tag, "Net 30"))[0], effects.Bind)


@pytest.mark.parametrize(
    ("qb_type", "ref"), [("Terms", NET_30), ("Account", choice(COMPANY, Kind.ACCOUNT, "Import duty"))]
)
def test_what_only_people_add_is_a_missing_setting_until_the_next_run(qb_type: str, ref: object) -> None:
    (held,) = _settle(_asked("Import duty", qb_type, ref))
    assert isinstance(held, effects.Held)
    assert (held.reason, held.this_run, "Import duty" in held.detail) == (Reason.CONFIGURATION, True, True)


def test_an_add_that_nobody_answered_for_is_found_by_name_and_else_made_again() -> None:
    again = effects.Again(UPS, look_first=True)
    add = _asked()
    there = Found.in_answer(an_answer(seen(), rs("ShipMethodQuery", "named", _entry("ShipMethodRet", "UPS"))))
    nowhere = Found.in_answer(an_answer(seen(), rs("ShipMethodQuery", "named", code=1)))
    assert isinstance(settle_add(add, there, None, not_found=again)[0], effects.Bind)
    assert settle_add(add, nowhere, None, not_found=again) == [again]
