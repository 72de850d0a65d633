"""Accidents on purpose."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from allorders_quickbooks.simulator import Fault, FaultKind, FaultPlan, RequestProcessorError, SetSeen
from lxml import etree

from .sending import Company, add_customer, document

A, B, C = (add_customer(name) for name in "ABC")


def names(company: Company) -> list[str]:
    return [one.name for one in company.file.records("Customer")]


def lost(company: Company, plan: FaultPlan, *requests: str) -> str:
    """The HRESULT of a set that gets no reply."""
    with pytest.raises(RequestProcessorError) as caught:
        company.send(*requests, faults=plan)
    return caught.value.hresult


@pytest.mark.parametrize(
    ("kind", "hresult"),
    [
        (FaultKind.BUSY, "0x80040401"),
        (FaultKind.MODAL_DIALOG, "0x80040414"),
        (FaultKind.OTHER_COMPANY_FILE, "0x8004040A"),
        (FaultKind.DIES_BEFORE, "0x800706BE"),
        (FaultKind.HRESULT, "0x80040420"),
    ],
)
def test_where_quickbooks_does_not_get_to_it_nothing_is_done(company: Company, kind: FaultKind, hresult: str) -> None:
    assert lost(company, FaultPlan([Fault(kind, hresult=hresult)]), A) == hresult
    assert names(company) == []


def test_a_session_may_not_begin(company: Company) -> None:
    plan = FaultPlan([Fault(FaultKind.MODAL_DIALOG, on_session=True)])
    with pytest.raises(RequestProcessorError), company.file.session("Tests", faults=plan):
        pass
    with company.file.session("Tests", faults=plan) as session:
        assert session.process(document(A))


def test_a_lost_reply_leaves_the_work_done(company: Company) -> None:
    assert lost(company, FaultPlan([Fault(FaultKind.REPLY_LOST)]), A, B) == "0x800706BE"
    assert names(company) == ["A", "B"]


@pytest.mark.parametrize(("done", "kept"), [(None, []), (0, []), (1, ["A"]), (2, ["A", "B"]), (9, ["A", "B", "C"])])
def test_a_set_that_dies_midway_stays_half_done(company: Company, done: int | None, kept: list[str]) -> None:
    lost(company, FaultPlan([Fault(FaultKind.DIES_MIDWAY, request=done)]), A, B, C)
    assert names(company) == kept


def test_after_its_death_a_session_is_of_no_use(company: Company) -> None:
    plan = FaultPlan([Fault(FaultKind.REPLY_LOST)])
    with company.file.session("Tests", faults=plan) as session:
        for _ in range(2):
            with pytest.raises(RequestProcessorError) as caught:
                session.process(document(A))
            assert caught.value.hresult == "0x800706BE"
    assert company.file.round_trips == 1


def test_a_busy_quickbooks_can_be_asked_again_in_the_same_session(company: Company) -> None:
    with company.file.session("Tests", faults=FaultPlan([Fault(FaultKind.BUSY)])) as session:
        with pytest.raises(RequestProcessorError):
            session.process(document(A))
        session.process(document(A))
    assert names(company) == ["A"]


@pytest.mark.parametrize("kind", [FaultKind.REPLY_MALFORMED, FaultKind.REPLY_TRUNCATED])
def test_a_reply_may_be_no_xml_with_the_work_done(company: Company, kind: FaultKind) -> None:
    with company.file.session("Tests", faults=FaultPlan([Fault(kind)])) as session:
        reply = session.process(document(A))
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(reply)
    assert names(company) == ["A"]


@pytest.mark.parametrize(
    ("kind", "code", "kept"),
    [
        (FaultKind.LOCKED, 3175, ["A"]),
        (FaultKind.INTERNAL_ERROR_UNDONE, 1000, ["A"]),
        (FaultKind.INTERNAL_ERROR_DONE, 1000, ["A", "B"]),
        (FaultKind.STATUS, 3180, ["A"]),
    ],
)
def test_one_request_of_a_set_may_fail(company: Company, kind: FaultKind, code: int, kept: list[str]) -> None:
    plan = FaultPlan([Fault(kind, request=1)])
    assert company.send(A, B, C, on_error="stopOnError", faults=plan).codes == [0, code, 3231]
    assert names(company) == kept


def test_where_no_request_is_named_it_is_the_last(company: Company) -> None:
    assert company.send(A, B, faults=FaultPlan([Fault(FaultKind.LOCKED)])).codes == [0, 3175]


def test_a_fault_fires_at_its_set_and_the_plan_knows_what_has_fired(company: Company) -> None:
    fault = Fault(FaultKind.LOCKED, at=2)
    plan = FaultPlan([fault])
    assert [company.send(one, faults=plan).codes for one in (A, B, C)] == [[0], [3175], [0]]
    assert [(one.ordinal, one.fault) for one in plan.fired] == [(2, fault)]


def test_a_fault_fires_where_its_predicate_says_as_often_as_it_may(company: Company) -> None:
    def adds(seen: SetSeen) -> bool:
        return "CustomerAddRq" in seen.requests

    plan = FaultPlan([Fault(FaultKind.LOCKED, when=adds, times=2)])
    codes = [company.send(one, faults=plan).codes for one in ("<HostQueryRq/>", A, A, A)]
    assert codes == [[0], [3175], [3175], [0]]


def test_a_slow_quickbooks_costs_virtual_time_only(company: Company) -> None:
    before = company.clock.now()
    company.send(A, faults=FaultPlan([Fault(FaultKind.SLOW, seconds=90)]))
    assert 90 < company.clock.now() - before < 91
    assert company.file.virtual_seconds > 90


def test_the_same_seed_draws_the_same_accidents() -> None:
    drawn = [FaultPlan.draw(random.Random(3), sets=20, accidents=5).faults for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert len(drawn[0]) == 5


def test_the_same_plan_meets_the_same_sets_with_the_same_end(company_with: Callable[..., Company]) -> None:
    ends = []
    for _ in range(2):
        company = company_with()
        plan = FaultPlan.draw(random.Random(11), sets=10, accidents=6)
        for number in range(10):
            try:
                company.send(add_customer(f"A{number}"), add_customer(f"B{number}"), faults=plan)
            except (RequestProcessorError, etree.XMLSyntaxError):
                continue
        ends.append((names(company), [one.ordinal for one in plan.fired]))
    assert ends[0] == ends[1]
