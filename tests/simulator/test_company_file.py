"""The file itself: sessions across processes, sudden death, counters, kept messages, backup and restore."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from allorders_quickbooks.simulator import (
    CompanyFile,
    Fault,
    FaultKind,
    FaultPlan,
    ManualClock,
    RequestProcessorError,
    SimulatedClock,
)

from .sending import SUMMER, Company, Replies, add_customer, document

SPAWN = multiprocessing.get_context("spawn")


def names(file: CompanyFile) -> list[str]:
    return [one.name for one in file.records("Customer")]


def hold_a_session(path: str, pipe: Connection) -> None:
    """Another process: begins a session, adds a customer, and waits to be told to end."""
    file = CompanyFile.open(path)
    with file.session("Holder") as session:
        session.process(document(add_customer("Held")))
        pipe.send("holding")
        pipe.recv()
    file.close()


def add_many(path: str, prefix: str, count: int) -> None:
    """Another process: one customer a session, waiting for its turn."""
    file = CompanyFile.open(path, create=True)
    for number in range(count):
        while True:
            try:
                with file.session(prefix) as session:
                    session.process(document(add_customer(f"{prefix}{number}")))
                break
            except RequestProcessorError as error:
                assert error.hresult == "0x80040422"
    file.close()


def test_one_session_at_a_time(company: Company) -> None:
    with company.file.session("First"):
        with pytest.raises(RequestProcessorError) as caught:
            company.file.session("Second")
        assert caught.value.hresult == "0x80040422"
    with company.file.session("Second"):
        pass


def test_one_session_at_a_time_over_two_openings_of_one_file(tmp_path: Path) -> None:
    first = CompanyFile.create(tmp_path / "company.qbsim")
    second = CompanyFile.open(tmp_path / "company.qbsim")
    with first.session("First"), pytest.raises(RequestProcessorError):
        second.session("Second")
    with second.session("Second") as session:
        session.process(document(add_customer("A")))
    assert names(first) == ["A"]
    first.close()
    second.close()


def test_another_process_waits_until_the_session_ends_or_its_owner_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "company.qbsim"
    file = CompanyFile.create(path)
    for end in ("killed", "ended"):
        here, there = SPAWN.Pipe()
        other = SPAWN.Process(target=hold_a_session, args=(str(path), there))
        other.start()
        there.close()
        assert here.recv() == "holding"
        with pytest.raises(RequestProcessorError):
            file.session("Here")
        if end == "killed":
            assert other.pid is not None
            os.kill(other.pid, signal.SIGKILL)
        else:
            here.send("end")
        other.join(30)
        with file.session("Here") as session:
            assert session.process(document("<HostQueryRq/>"))
        assert names(file) == ["Held"]
    file.close()


def test_two_processes_may_work_in_turns_in_a_file_that_they_found(tmp_path: Path) -> None:
    path = str(tmp_path / "company.qbsim")
    others = [SPAWN.Process(target=add_many, args=(path, prefix, 15)) for prefix in "AB"]
    for other in others:
        other.start()
    for other in others:
        other.join(60)
        assert other.exitcode == 0
    file = CompanyFile.open(path)
    records = file.records("Customer")
    assert len(records) == 30
    assert len({one.id for one in records}) == 30
    assert (file.round_trips, file.requests) == (30, 30)
    file.close()


def test_a_session_needs_an_application_and_ends_once(company: Company) -> None:
    with pytest.raises(RequestProcessorError) as caught:
        company.file.session("")
    assert caught.value.hresult == "0x80040415"
    session = company.file.session("Tests")
    session.end()
    session.end()
    with pytest.raises(RequestProcessorError) as caught:
        session.process(document("<HostQueryRq/>"))
    assert caught.value.hresult == "0x8004040C"


def test_everything_is_on_disk_after_each_set(tmp_path: Path) -> None:
    path = tmp_path / "company.qbsim"
    company = Company(CompanyFile.create(path, name="Ridge & Sons"))
    company.send(add_customer("A"), newMessageSetID="one")
    again = Company(CompanyFile.open(path))
    assert names(again.file) == ["A"]
    assert again.file.name == "Ridge & Sons"
    assert again.send(add_customer("A"), newMessageSetID="one").codes == [0]
    company.file.close()
    again.file.close()


def test_an_existing_file_is_not_created_over(tmp_path: Path) -> None:
    path = tmp_path / "company.qbsim"
    CompanyFile.create(path).close()
    with pytest.raises(FileExistsError):
        CompanyFile.create(path)
    CompanyFile.open(path, create=True).close()
    with pytest.raises(FileNotFoundError):
        CompanyFile.open(tmp_path / "other.qbsim")


def test_a_file_of_another_kind_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no company file", encoding="utf-8")
    with pytest.raises(sqlite3.DatabaseError):
        CompanyFile.open(tmp_path / "notes.txt")


def test_work_is_counted_and_the_count_stays(tmp_path: Path) -> None:
    path = tmp_path / "company.qbsim"
    company = Company(CompanyFile.create(path, clock=ManualClock(SUMMER)))
    company.send(add_customer("A"), add_customer("A"), "<HostQueryRq/>")
    with pytest.raises(RequestProcessorError):
        company.send("<NoSuchRq/>")
    file = company.file
    assert (file.round_trips, file.requests, round(file.virtual_seconds, 3)) == (2, 3, 0.25)
    file.close()
    file = CompanyFile.open(path, clock=ManualClock(SUMMER))
    assert (file.round_trips, file.requests) == (2, 3)
    file.close()


def test_a_clock_that_starts_anew_does_not_go_back_behind_the_file(tmp_path: Path) -> None:
    path = tmp_path / "company.qbsim"
    company = Company(CompanyFile.create(path))
    company.file.clock.advance(5000)
    first = company.customer("A")
    company.file.close()
    again = Company(CompanyFile.open(path))
    assert again.customer("B")["EditSequence"] >= first["EditSequence"]
    again.file.close()


def test_each_request_moves_the_clock_on(company: Company) -> None:
    edits = [int(one["EditSequence"]) for one in company.send(*(add_customer(f"C{n}") for n in range(25)))]
    assert edits == sorted(edits)
    assert edits[-1] - edits[0] == 2


def test_a_simulated_clock_is_ahead_of_the_real_one_by_what_was_spent() -> None:
    clock = SimulatedClock()
    before = clock.now()
    clock.advance(100)
    assert 100 <= clock.now() - before < 110


def test_messages_are_kept_when_asked_for(company: Company, tmp_path: Path) -> None:
    company.send("<HostQueryRq/>")
    company.file.keep_messages(tmp_path / "kept")
    company.send(add_customer("A"))
    with pytest.raises(RequestProcessorError):
        company.send("<NoSuchRq/>")
    with pytest.raises(RequestProcessorError):
        company.send(add_customer("B"), faults=FaultPlan([Fault(FaultKind.REPLY_LOST)]))
    company.file.keep_messages(None)
    company.send("<HostQueryRq/>")
    kept = sorted(one.name for one in (tmp_path / "kept").iterdir())
    assert kept == [
        "00002-request.xml",
        "00002-response.xml",
        "00003-request.xml",
        "00004-request.xml",
        "00004-response.xml",
    ]
    assert (tmp_path / "kept" / "00002-request.xml").read_text(encoding="utf-8") == document(add_customer("A"))


def test_kept_messages_hold_no_card_number(company: Company, tmp_path: Path) -> None:
    company.file.keep_messages(tmp_path)
    company.customer("A", "<CreditCardInfo><CreditCardNumber>4111111111111111</CreditCardNumber></CreditCardInfo>")
    text = "".join(one.read_text(encoding="utf-8") for one in tmp_path.iterdir())
    assert "<CreditCardNumber>xxxxxxxxxxxx1111</CreditCardNumber>" in text
    assert "4111111" not in text


def test_a_restore_brings_ids_and_edit_sequences_back(company: Company, tmp_path: Path) -> None:
    fence = company.customer("Fence")
    company.file.backup(tmp_path / "backup")
    company.clock.advance(60)
    company.file.bookkeeper.edit_record("Customer", fence["ListID"], Phone="1")
    lost = company.customer("Lost")
    spent = company.file.virtual_seconds
    company.file.restore(tmp_path / "backup")
    assert names(company.file) == ["Fence"]
    assert company.query("Customer")["EditSequence"] == fence["EditSequence"]
    assert company.file.virtual_seconds >= spent
    assert company.query("CompanyActivity")["LastRestoreTime"].startswith("2025-07-01T08:01:0")
    again = company.customer("Another")
    assert again["ListID"].split("-")[0] == lost["ListID"].split("-")[0]


def test_a_restore_throws_every_session_out(company: Company, tmp_path: Path) -> None:
    company.file.backup(tmp_path / "backup")
    with company.file.session("Tests") as session:
        company.file.restore(tmp_path / "backup")
        with pytest.raises(RequestProcessorError) as caught:
            session.process(document("<HostQueryRq/>"))
    assert caught.value.hresult == "0x8004040D"
    assert company.query("Host").code == 0


def test_a_copy_of_a_file_is_a_company_file(company: Company, tmp_path: Path) -> None:
    company.customer("A")
    company.file.backup(tmp_path / "copy.qbsim")
    copy = CompanyFile.open(tmp_path / "copy.qbsim", clock=ManualClock(SUMMER))
    with copy.session("Tests") as session:
        assert Replies(session.process(document("<CustomerQueryRq/>")))[0]["Name"] == "A"
    copy.close()


def test_the_views_show_what_is_in_the_file(company: Company) -> None:
    company.customer()
    company.service()
    fitting = "<InvoiceLineAdd><ItemRef><FullName>Fitting</FullName></ItemRef><Quantity>2</Quantity></InvoiceLineAdd>"
    guid = "<ExternalGUID>{11111111-2222-3333-4444-555555555555}</ExternalGUID>"
    company.invoice(more=f"<Memo>boots</Memo>{guid}", lines=fitting)
    (invoice,) = company.file.transactions("Invoice")
    assert (invoice.type, invoice.number, invoice.name, invoice.memo) == ("Invoice", "S-1", "Ridge Outfitters", "boots")
    assert (str(invoice.total), str(invoice.open), invoice.voided) == ("20.00", "20.00", False)
    assert invoice.external_guid == "{11111111-2222-3333-4444-555555555555}"
    assert [(one.item, str(one.quantity), str(one.rate), str(one.amount)) for one in invoice.lines] == [
        ("Fitting", "2", "10.00", "20.00")
    ]
    assert str(company.file.records("Customer")[0].balance) == "20.00"
