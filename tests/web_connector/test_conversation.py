"""One update, call by call: what is handed out, what answers make of it, and how it ends."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from allorders_quickbooks.company import CompanyFacts
from allorders_quickbooks.operations import settings
from allorders_quickbooks.phases.check import OTHER_FILE, TOO_OLD
from allorders_quickbooks.store import companies, runs
from allorders_quickbooks.store.runs import Run
from allorders_quickbooks.terms import RowState
from allorders_quickbooks.web_connector.conversation import BROKEN_OFF
from allorders_quickbooks.web_connector.service import LEASE

from tests.web_connector.house import House
from tests.world import COMPANY, a_customer, a_ship_doc, an_item


def _last_run(house: House) -> Run:
    with house.world.database.read() as connection:
        found = runs.last(connection, COMPANY)
    assert found is not None
    return found


def _facts(house: House) -> CompanyFacts:
    with house.world.database.read() as connection:
        return companies.load(connection, COMPANY).facts


def _begin(house: House, *documents: str) -> str:
    """A ticket of a company whose fence stands, with these documents to send."""
    for key in documents or ("S1",):
        house.world.save(a_ship_doc(key))
    return house.authenticate()[0]


def _to_the_invoices(house: House, ticket: str) -> str:
    """Go on until a set with invoices is handed out."""
    while "<InvoiceAddRq" not in (request := house.send(ticket)):
        assert request, house.call("getLastError", ticket=ticket)
        house.receive(ticket, house.deliver(request))
    return request


def _to_the_end(house: House, ticket: str) -> list[int]:
    percents = []
    while request := house.send(ticket):
        percents.append(house.receive(ticket, house.deliver(request)))
        if percents[-1] == 100:
            break
    return percents


def test_a_whole_update_sends_everything_once(new: House) -> None:
    house = new
    house.world.save(a_customer())
    house.world.save(an_item())
    house.world.save(a_ship_doc())
    update = house.update()
    assert update.refused == ""
    assert update.told.startswith("3 sent")
    assert len(house.world.invoices()) == 1
    assert _last_run(house).complete
    assert _last_run(house).round_trips == update.sets
    assert house.company().lease_until is None


def test_the_bytes_that_were_stored_are_what_is_handed_out(house: House) -> None:
    ticket = _begin(house)
    request = _to_the_invoices(house, ticket)
    stored = house.world.open_set()
    assert stored is not None
    assert request.encode() == stored.content


def test_a_repeated_question_gets_the_same_bytes(house: House) -> None:
    ticket = _begin(house)
    request = _to_the_invoices(house, ticket)
    assert house.send(ticket) == request


def test_a_repeated_answer_gets_the_same_percentage_and_changes_nothing(house: House) -> None:
    ticket = _begin(house, "S1", "S2")
    answer = house.deliver(_to_the_invoices(house, ticket))
    first = house.receive(ticket, answer)
    after = _last_run(house)
    assert house.receive(ticket, answer) == first
    assert _last_run(house) == after
    request = house.send(ticket)
    assert request
    assert house.receive(ticket, answer) == first  # a late copy, while another set is out
    assert house.send(ticket) == request
    _to_the_end(house, ticket)
    assert len(house.world.invoices()) == 2


def test_an_answer_that_an_earlier_set_brought_as_well_is_taken_once_it_comes_with_the_set_again(house: House) -> None:
    ticket = _begin(house)
    request = house.send(ticket)
    answer = house.deliver(request)
    house.receive(ticket, answer)
    house.send(ticket)
    percent = house.receive(ticket, answer)
    again = house.send(ticket)
    assert again
    assert house.receive(ticket, answer) == percent


def test_an_answer_to_another_question_is_dropped(house: House) -> None:
    ticket = _begin(house)
    request = _to_the_invoices(house, ticket)
    foreign = '<QBXML><QBXMLMsgsRs><OtherNameQueryRs requestID="0" statusCode="0"/></QBXMLMsgsRs></QBXML>'
    house.receive(ticket, foreign)
    assert house.world.company_journal().count("answer dropped") == 1
    assert house.send(ticket) == request
    unknown = '<QBXML><QBXMLMsgsRs newMessageSetID="whose"><OtherNameModRs requestID="0"/></QBXMLMsgsRs></QBXML>'
    house.receive(ticket, unknown)
    assert house.send(ticket) == request


def test_hundred_percent_means_that_all_is_done(house: House) -> None:
    ticket = _begin(house, "S1", "S2", "S3")
    percents = _to_the_end(house, ticket)
    assert percents[-1] == 100
    assert all(0 <= percent < 100 for percent in percents[:-1])
    assert len(house.world.invoices()) == 3
    assert house.send(ticket) == ""
    assert "3 sent" in house.call("closeConnection", ticket=ticket)


def test_a_fault_of_quickbooks_ends_the_update_with_its_sentence(house: House) -> None:
    ticket = _begin(house)
    _to_the_invoices(house, ticket)
    assert house.receive(ticket, "", "0x80040414", "a dialog") == -1
    assert "window in QuickBooks" in house.call("getLastError", ticket=ticket)
    assert house.company().lease_until is None
    assert house.company().retry_at is not None
    house.call("closeConnection", ticket=ticket)
    house.until_quiet()
    assert len(house.world.invoices()) == 1


def test_neither_answer_nor_fault_ends_it_too(house: House) -> None:
    ticket = _begin(house)
    _to_the_invoices(house, ticket)
    assert house.receive(ticket, "  ") == -1
    house.until_quiet()
    assert len(house.world.invoices()) == 1


@pytest.mark.parametrize("hresult", ["0x80040400", "-2147220480"])
def test_a_set_that_quickbooks_cannot_read_is_split_and_the_update_goes_on(house: House, hresult: str) -> None:
    ticket = _begin(house, "S1", "S2")
    request = _to_the_invoices(house, ticket)
    assert request.count("<InvoiceAddRq") == 2
    assert 0 <= house.receive(ticket, "", hresult, "cannot parse") < 100
    assert _to_the_invoices(house, ticket).count("<InvoiceAddRq") == 1
    _to_the_end(house, ticket)
    house.call("closeConnection", ticket=ticket)
    house.until_quiet()
    assert len(house.world.invoices()) == 2


def test_an_answer_that_cannot_be_read_leaves_the_set_to_go_again(house: House) -> None:
    ticket = _begin(house)
    request = _to_the_invoices(house, ticket)
    house.deliver(request)
    assert house.receive(ticket, "<html>Proxy error</html>") == -1
    house.until_quiet()
    assert len(house.world.invoices()) == 1


def test_where_quickbooks_cannot_be_opened_the_run_ends(house: House) -> None:
    ticket = _begin(house)
    told = {"hresult": "0x8004040A", "message": "another file"}
    assert house.call("connectionError", ticket=ticket, **told) == "done"
    assert house.company().lease_until is None
    assert not _last_run(house).complete
    assert house.call("connectionError", ticket=ticket, **told) == "done"
    assert house.company().failures == 1


def test_closing_early_breaks_the_run_off_and_loses_nothing(house: House) -> None:
    ticket = _begin(house)
    request = _to_the_invoices(house, ticket)
    house.deliver(request)
    assert BROKEN_OFF in house.call("closeConnection", ticket=ticket)
    assert house.company().lease_until is None
    house.until_quiet()
    assert len(house.world.invoices()) == 1


def test_an_answer_after_the_lease_was_lost_counts_and_the_update_ends(house: House) -> None:
    ticket = _begin(house)
    request = _to_the_invoices(house, ticket)
    answer = house.deliver(request)
    house.world.clock.sleep(LEASE.total_seconds() + 1)
    successor, _ = house.authenticate()
    assert successor
    house.receive(ticket, answer)
    assert house.send(ticket) == ""
    assert runs.INTERRUPTED in house.call("getLastError", ticket=ticket)
    _to_the_end(house, successor)
    assert len(house.world.invoices()) == 1


def _introduction(house: House) -> str:
    asked = "".join(f'<{n}QueryRq requestID="{i}"/>' for i, n in enumerate(("Host", "Company", "Preferences")))
    query = f'<?xml version="1.0"?><?qbxml version="9.0"?><QBXML><QBXMLMsgsRq onError="stopOnError">{asked}'
    return house.deliver(f"{query}</QBXMLMsgsRq></QBXML>")


def test_what_the_introduction_tells_is_known_before_the_first_set(new: House) -> None:
    new.world.save(a_customer())
    ticket, _ = new.authenticate()
    request = new.send(ticket, _introduction(new))
    assert _facts(new).product
    assert 'qbxml version="16.0"' in request
    assert _facts(new).company_name == "Sample Company"


def test_a_quickbooks_that_is_too_old_is_sent_nothing(house: House) -> None:
    ticket = _begin(house)
    old = re.sub("<SupportedQBXMLVersion>.*</SupportedQBXMLVersion>", "", _introduction(house))
    told = old.replace("</HostRet>", "<SupportedQBXMLVersion>6.0</SupportedQBXMLVersion></HostRet>")
    assert house.send(ticket, told) == ""
    assert house.call("getLastError", ticket=ticket).startswith(TOO_OLD)


def test_another_company_file_is_known_by_the_mark_in_the_introduction(house: House) -> None:
    ticket = _begin(house)
    house.app = replace(house.app, file_id="{00000000-0000-0000-0000-000000000000}")
    house.call("closeConnection", ticket=ticket)
    update = house.update()
    assert update.told.startswith(OTHER_FILE)
    assert house.world.invoices() == []


def test_a_file_that_lies_elsewhere_may_be_a_copy_and_is_sent_nothing(house: House) -> None:
    house.world.save(a_ship_doc())
    known = _facts(house).path
    assert known
    ticket = _begin(house)
    assert house.send(ticket, _introduction(house), "D:\\Copies\\sample.qbw") == ""
    told = house.call("getLastError", ticket=ticket)
    assert "D:\\Copies\\sample.qbw" in told and known in told
    assert house.world.invoices() == []
    version = house.company().setup_version
    assert settings.save(house.world.ports, COMPANY, "company", {}, version, "anna").done
    ticket = _begin(house)
    assert house.send(ticket, _introduction(house), "D:\\Copies\\sample.qbw")


@pytest.mark.parametrize("introduction", ["rubbish", "<!DOCTYPE a><QBXML/>", "<QBXML><QBXMLMsgsRs/></QBXML>"])
def test_an_introduction_that_says_nothing_does_no_harm(house: House, introduction: str) -> None:
    ticket = _begin(house)
    assert house.send(ticket, introduction)
    _to_the_end(house, ticket)
    assert len(house.world.invoices()) == 1


def test_what_was_saved_after_the_last_set_is_offered_at_the_next_poll(house: House) -> None:
    ticket = _begin(house)
    _to_the_end(house, ticket)
    ref = house.world.save(a_ship_doc("S2"))
    house.call("closeConnection", ticket=ticket)
    assert house.world.row(ref).state is RowState.READY
    assert house.update().refused == ""
    assert len(house.world.invoices()) == 2
