"""QuickBooks on this computer, tried on a double of its COM objects: the calls, their thread, their faults, the end."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from allorders_quickbooks.errors import ConfigurationError, ProcessorFault
from allorders_quickbooks.processors.com import APPLICATION, Com, ComConnector, windows
from allorders_quickbooks.qbxml.fault_table import FAULTS

DIALOG, NOT_RUNNING, UNPARSED, CRASHED = -2147220460, -2147220458, -2147220480, -2147023174
HOST_QUERY = (
    b'<?xml version="1.0" encoding="utf-8"?><?qbxml version="13.0"?><QBXML><QBXMLMsgsRq onError="stopOnError">'
    b'<HostQueryRq requestID="1"/></QBXMLMsgsRq></QBXML>'
)


class ComError(Exception):
    """As pywin32 raises it: QuickBooks' number is hidden in the exception info."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.hresult = -2147352567
        self.strerror = "Exception occurred."
        self.excepinfo = (0, PROGRAM_NAME, "the text of the fault", None, 0, number)


PROGRAM_NAME = "QBXMLRP2.RequestProcessor.2"


@dataclass
class Double:
    """QuickBooks' object, and COM around it. `faults` are raised by call, each once, in their order."""

    answer: Callable[[str], str] = lambda text: f"<answer>{len(text)}</answer>"
    faults: dict[str, list[int]] = field(default_factory=dict)
    calls: list[tuple[object, ...]] = field(default_factory=list)
    threads: set[int] = field(default_factory=set)

    def com(self) -> Com:
        return Com(lambda: self._note("enter"), lambda: self._note("leave"), lambda: self)

    def _note(self, *call: object) -> None:
        self.threads.add(threading.get_ident())
        self.calls.append(call)
        waiting = self.faults.get(str(call[0]))
        if waiting:
            raise ComError(waiting.pop(0))

    def OpenConnection2(self, app_id: str, app_name: str, connection: int) -> None:
        self._note("open", app_id, app_name, connection)

    def BeginSession(self, path: str, mode: int) -> str:
        self._note("begin", path, mode)
        return "ticket"

    def ProcessRequest(self, ticket: str, content: str) -> str:
        self._note("process", ticket)
        return self.answer(content)

    def EndSession(self, ticket: str) -> None:
        self._note("end", ticket)

    def CloseConnection(self) -> None:
        self._note("close")

    def said(self) -> list[object]:
        return [call[0] for call in self.calls]


def _talk(double: Double, times: int = 1, **more: float) -> list[bytes]:
    connector = ComConnector(r"C:\books\company.qbw", double.com(), sleep=lambda seconds: None, **more)
    with connector.session() as processor:
        return [processor.process(HOST_QUERY) for _ in range(times)]


def _left(double: Double) -> None:
    """The apartment's thread has ended."""
    for thread in threading.enumerate():
        if thread.ident in double.threads:
            thread.join(5)


def test_the_calls_come_in_their_order_and_on_one_thread() -> None:
    double = Double()
    assert _talk(double, times=2) == [f"<answer>{len(HOST_QUERY)}</answer>".encode()] * 2
    _left(double)
    assert double.said() == ["enter", "open", "begin", "process", "process", "end", "close", "leave"]
    assert double.calls[1:3] == [("open", "", APPLICATION, 1), ("begin", r"C:\books\company.qbw", 2)]
    assert len(double.threads) == 1
    assert threading.get_ident() not in double.threads


@pytest.mark.parametrize("call", ["open", "begin"])
def test_a_dialog_is_waited_for(call: str) -> None:
    double = Double(faults={call: [DIALOG, DIALOG]})
    _talk(double)
    assert double.said().count(call) == 3


@pytest.mark.parametrize("call", ["open", "begin"])
def test_where_somebody_has_to_name_the_file_no_other_try_helps(call: str) -> None:
    double = Double(faults={call: [NOT_RUNNING]})
    with pytest.raises(ProcessorFault) as raised:
        _talk(double)
    assert raised.value.remedy
    assert double.said().count(call) == 1


def test_a_dialog_that_stays_is_a_fault_with_its_remedy() -> None:
    with pytest.raises(ProcessorFault) as raised:
        _talk(Double(faults={"begin": [DIALOG] * 9}))
    assert raised.value.hresult == "0x80040414"
    assert "the text of the fault" in raised.value.technical
    assert raised.value.remedy


@pytest.mark.parametrize(("number", "hresult"), [(UNPARSED, "0x80040400"), (CRASHED, "0x800706BA")])
def test_a_set_is_never_tried_twice_by_itself(number: int, hresult: str) -> None:
    double = Double(faults={"process": [number]})
    with pytest.raises(ProcessorFault) as raised:
        _talk(double)
    assert raised.value.hresult == hresult
    assert double.said().count("process") == 1


@pytest.mark.parametrize("where", ["begin", "process", "end", "close"])
def test_whatever_happens_the_connection_is_closed(where: str) -> None:
    double = Double(faults={where: [CRASHED]})
    if where in ("end", "close"):
        _talk(double)
    else:
        with pytest.raises(ProcessorFault):
            _talk(double)
    _left(double)
    assert double.said()[-2:] == ["close", "leave"]
    assert ("end" in double.said()) == (where != "begin")


@pytest.mark.parametrize("number", sorted(filter(None, FAULTS)))
def test_every_number_of_the_table_becomes_a_fault_of_its_own(number: str) -> None:
    signed = int(number, 16) - (1 << 32)
    with pytest.raises(ProcessorFault) as raised:
        _talk(Double(faults={"process": [signed]}))
    assert raised.value.hresult == number
    assert raised.value.sentence == FAULTS[number].user


def test_a_call_that_hangs_is_given_up_and_nothing_is_claimed_of_it() -> None:
    go_on = threading.Event()

    def hang(text: str) -> str:
        go_on.wait(30)
        return text

    double = Double(answer=hang)
    try:
        with pytest.raises(ProcessorFault) as raised:
            _talk(double, within=0.05, closing=0.05)
    finally:
        go_on.set()
    assert raised.value.hresult == ""
    assert "next run" in raised.value.remedy


def test_the_answer_is_read_whatever_encoding_it_names() -> None:
    double = Double(answer=lambda text: '<?xml version="1.0" encoding="utf-16"?>\n<QBXML>Müller</QBXML>')
    assert _talk(double)[0].strip() == "<QBXML>Müller</QBXML>".encode()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has COM")
def test_off_windows_it_says_what_is_missing() -> None:
    with pytest.raises(ConfigurationError) as raised:
        windows()
    assert "Windows" in raised.value.sentence
    assert "Web Connector" in raised.value.remedy
