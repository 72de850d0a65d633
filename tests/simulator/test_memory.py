"""Error recovery: what the company file remembers of message sets (qbXML reference, section 13)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from allorders_quickbooks.simulator import Fault, FaultKind, FaultPlan, RequestProcessorError

from .sending import Company, Replies, add_customer, add_invoice, document

A, B = add_customer("A"), add_customer("B")


def names(company: Company) -> list[str]:
    return [one.name for one in company.file.records("Customer")]


def ask(company: Company, set_id: str) -> Replies:
    return company.send(newMessageSetID=set_id, oldMessageSetID=set_id)


def test_a_set_without_recovery_attributes_has_no_status_of_its_own(company: Company) -> None:
    replies = company.send(A)
    assert (replies.set_id, replies.set_status) == (None, None)


def test_the_same_set_again_is_replayed_and_not_executed(company: Company) -> None:
    first = company.send(A, newMessageSetID="one")
    company.clock.advance(60)
    again = company.send(A, newMessageSetID="one")
    assert (first.set_id, first.set_status) == ("one", "0")
    assert again.text == first.text
    assert names(company) == ["A"]


def test_a_lost_reply_is_brought_back_by_the_same_bytes(company: Company) -> None:
    plan = FaultPlan([Fault(FaultKind.REPLY_LOST, at=1)])
    with pytest.raises(RequestProcessorError):
        company.send(A, newMessageSetID="one", faults=plan)
    assert company.send(A, newMessageSetID="one")[0]["Name"] == "A"
    assert names(company) == ["A"]


def test_the_same_id_with_other_content_is_refused(company: Company) -> None:
    company.send(A, newMessageSetID="one")
    replies = company.send(B, newMessageSetID="one")
    assert (replies.set_status, len(replies), names(company)) == ("9001", 0, ["A"])


def test_the_next_set_drops_the_one_that_it_acknowledges(company: Company) -> None:
    company.send(A, newMessageSetID="one")
    assert company.send(B, newMessageSetID="two", oldMessageSetID="one").set_status == "0"
    assert ask(company, "one").set_status == "9002"
    assert ask(company, "two").set_status == "0"


def test_the_next_set_sent_twice_is_replayed_although_its_predecessor_is_gone(company: Company) -> None:
    company.send(A, newMessageSetID="one")
    first = company.send(B, newMessageSetID="two", oldMessageSetID="one")
    assert company.send(B, newMessageSetID="two", oldMessageSetID="one").text == first.text
    assert names(company) == ["A", "B"]


def test_asking_brings_the_stored_reply_and_keeps_it(company: Company) -> None:
    first = company.send(A, newMessageSetID="one")
    assert ask(company, "one").text == first.text
    assert ask(company, "one").text == first.text


@pytest.mark.parametrize("status", ["9002", "600"])
def test_asking_for_a_set_that_is_not_stored(company_with: Callable[..., Company], status: str) -> None:
    replies = ask(company_with(status_of_unknown=status), "one")
    assert (replies.set_status, len(replies)) == (status, 0)


def test_acknowledging_alone_drops_the_set(company: Company) -> None:
    company.send(A, newMessageSetID="one")
    assert company.send(oldMessageSetID="one").set_status == "0"
    assert company.send(oldMessageSetID="one").set_status == "600"


def test_everything_of_an_application_can_be_cleared(company: Company) -> None:
    company.send(A, newMessageSetID="one")
    company.send(B, newMessageSetID="two")
    assert company.send(oldMessageSetID="ClearAllMessageSets").set_status == "0"
    assert [ask(company, one).set_status for one in ("one", "two")] == ["9002", "9002"]


def test_an_unknown_old_set_runs_with_a_warning(company: Company) -> None:
    replies = company.send(A, newMessageSetID="two", oldMessageSetID="never")
    assert (replies.set_status, replies.codes, names(company)) == ("600", [0], ["A"])
    assert ask(company, "two").set_status == "600"


def test_an_unknown_old_set_is_refused_under_the_other_reading(company_with: Callable[..., Company]) -> None:
    company = company_with(unknown_old_set_runs=False)
    replies = company.send(A, newMessageSetID="two", oldMessageSetID="never")
    assert (replies.set_status, len(replies), names(company)) == ("600", 0, [])
    assert ask(company, "two").set_status == "9002"


@pytest.mark.parametrize("limit", [22, 23])
def test_an_id_that_is_too_long_is_refused(company_with: Callable[..., Company], limit: int) -> None:
    company = company_with(set_id_limit=limit)
    assert company.send(A, newMessageSetID="x" * (limit + 1)).set_status == "9004"
    assert names(company) == []
    assert company.send(A, newMessageSetID="x" * limit).set_status == "0"


def test_only_the_latest_set_is_remembered_under_the_other_reading(company_with: Callable[..., Company]) -> None:
    company = company_with(memory_keeps_all=False)
    company.send(A, newMessageSetID="one")
    company.send(B, newMessageSetID="two")
    assert ask(company, "one").set_status == "9002"
    assert ask(company, "two").set_status == "0"


def test_each_application_has_a_memory_of_its_own(company: Company) -> None:
    company.send(A, newMessageSetID="one", application="First")
    assert company.send(B, newMessageSetID="one", application="Second").set_status == "0"


def test_machines_share_the_memory_or_not_by_reading(company_with: Callable[..., Company]) -> None:
    for per_machine, found in ((False, "0"), (True, "9002")):
        file = company_with(memory_per_machine=per_machine).file
        with file.session("App", machine="one") as session:
            session.process(document(A, newMessageSetID="one"))
        with file.session("App", machine="two") as session:
            reply = session.process(document(newMessageSetID="one", oldMessageSetID="one"))
        assert Replies(reply).set_status == found


def test_a_set_that_died_half_way_is_not_remembered(company: Company) -> None:
    plan = FaultPlan([Fault(FaultKind.DIES_MIDWAY, at=1, request=1)])
    with pytest.raises(RequestProcessorError):
        company.send(A, B, newMessageSetID="one", faults=plan)
    assert names(company) == ["A"]
    assert ask(company, "one").set_status == "9002"
    assert company.send(A, B, newMessageSetID="one").codes == [3100, 0]


def test_a_replay_may_hold_the_ids_alone(company: Company) -> None:
    company.customer("A")
    invoice = add_invoice("A", "1", more="<ExternalGUID>{11111111-2222-3333-4444-555555555555}</ExternalGUID>")
    first = company.send(invoice, newMessageSetID="one")[0]
    plan = FaultPlan([Fault(FaultKind.REPLAY_IDS_ONLY, at=1)])
    again = company.send(invoice, newMessageSetID="one", faults=plan)[0]
    assert "InvoiceRet" not in again
    assert [one.tag for one in again.element] == ["ErrorRecovery"]
    assert [one.tag for one in again.element[0]] == ["TxnID", "TxnNumber", "EditSequence", "ExternalGUID"]
    assert again["ErrorRecovery/TxnID"] == first["TxnID"]


def test_a_replay_holds_the_ids_alone_by_reading(company_with: Callable[..., Company]) -> None:
    company = company_with(replay_ids_only=True)
    first = company.send(A, newMessageSetID="one")[0]
    assert "CustomerRet" in first
    assert company.send(A, newMessageSetID="one")[0]["ErrorRecovery/ListID"] == first["ListID"]


def test_a_reply_that_could_not_be_stored_says_9005_with_the_work_done(company: Company) -> None:
    plan = FaultPlan([Fault(FaultKind.REPLY_NOT_STORED, at=1)])
    assert company.send(A, newMessageSetID="one", faults=plan).set_status == "9005"
    assert names(company) == ["A"]
    assert ask(company, "one").set_status == "9002"


def test_a_restored_file_remembers_what_it_remembered_then(company: Company, tmp_path: Path) -> None:
    company.send(A, newMessageSetID="one")
    company.file.backup(tmp_path / "copy")
    company.send(B, newMessageSetID="two", oldMessageSetID="one")
    company.file.restore(tmp_path / "copy")
    assert ask(company, "one").set_status == "0"
    assert ask(company, "two").set_status == "9002"
    assert names(company) == ["A"]
