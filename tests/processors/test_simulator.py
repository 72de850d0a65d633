"""The simulated company file as a processor: bytes in, bytes out, and whatever goes wrong is a ProcessorFault."""

from __future__ import annotations

from pathlib import Path

import pytest
from allorders_quickbooks.errors import ProcessorFault
from allorders_quickbooks.processors.simulator import APPLICATION, SimulatorConnector
from allorders_quickbooks.qbxml.codes import judge_fault
from allorders_quickbooks.simulator import CompanyFile, Fault, FaultKind, FaultPlan, ManualClock

HOST_QUERY = (
    b'<?xml version="1.0"?><?qbxml version="13.0"?><QBXML><QBXMLMsgsRq onError="stopOnError">'
    b'<HostQueryRq requestID="1"/></QBXMLMsgsRq></QBXML>'
)


@pytest.fixture
def books(tmp_path: Path) -> Path:
    path = tmp_path / "company.qbsim"
    CompanyFile.create(path, clock=ManualClock(1_790_000_000)).close()
    return path


def _fails(connector: SimulatorConnector) -> ProcessorFault:
    with pytest.raises(ProcessorFault) as raised, connector.session() as processor:
        processor.process(HOST_QUERY)
    return raised.value


def test_a_question_is_answered(books: Path) -> None:
    with SimulatorConnector(str(books)).session() as processor:
        assert b"<ProductName>" in processor.process(HOST_QUERY)
        assert b'requestID="1"' in processor.process(HOST_QUERY)


def test_it_says_that_it_is_no_quickbooks(books: Path) -> None:
    connector = SimulatorConnector(str(books))
    assert connector.simulated
    assert "no QuickBooks" in connector.description


def test_a_session_that_ended_lets_the_next_one_in(books: Path) -> None:
    for _ in range(2):
        with SimulatorConnector(str(books)).session() as processor:
            processor.process(HOST_QUERY)


def test_a_session_is_closed_when_the_block_fails(books: Path) -> None:
    with pytest.raises(ZeroDivisionError), SimulatorConnector(str(books)).session():
        raise ZeroDivisionError
    with SimulatorConnector(str(books)).session() as processor:
        assert processor.process(HOST_QUERY)


def test_while_another_application_is_served_there_is_no_session(books: Path) -> None:
    file = CompanyFile.open(books)
    with file.session("another application"):
        assert _fails(SimulatorConnector(str(books))).hresult
    file.close()


@pytest.mark.parametrize("content", [None, b"", b"no database at all"])
def test_a_file_that_cannot_be_opened_says_which(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "missing.qbsim"
    if content is not None:
        path.write_bytes(content)
    fault = _fails(SimulatorConnector(str(path)))
    assert "missing.qbsim" in fault.technical
    assert fault.remedy == "Check the file name on the company screen."
    assert judge_fault(fault.hresult).end_run


def test_a_directory_is_no_company_file(tmp_path: Path) -> None:
    assert str(tmp_path) in _fails(SimulatorConnector(str(tmp_path))).technical


def test_no_company_file_is_made_where_none_is(tmp_path: Path) -> None:
    _fails(SimulatorConnector(str(tmp_path / "missing.qbsim")))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("on_session", [True, False])
def test_quickbooks_own_number_comes_with_the_fault(books: Path, on_session: bool) -> None:
    plan = FaultPlan([Fault(FaultKind.MODAL_DIALOG, on_session=on_session)])
    fault = _fails(SimulatorConnector(str(books), plan))
    assert judge_fault(fault.hresult).user == "A window in QuickBooks waits for an answer."


def test_bytes_that_are_not_qbxml_are_a_fault_that_poisons(books: Path) -> None:
    with SimulatorConnector(str(books)).session() as processor, pytest.raises(ProcessorFault) as raised:
        processor.process(b"not qbxml")
    assert judge_fault(raised.value.hresult).poison


def test_quickbooks_remembers_sets_by_the_name_of_the_application(books: Path) -> None:
    write = HOST_QUERY.replace(b'"stopOnError"', b'"stopOnError" newMessageSetID="set-1"')
    with SimulatorConnector(str(books)).session() as processor:
        first = processor.process(write)
    file = CompanyFile.open(books)
    with file.session(APPLICATION) as session:
        assert session.process(write) == first
    file.close()
