"""QuickBooks on this computer, by its request processor: a COM server of Windows.

OpenConnection2, BeginSession, ProcessRequest, EndSession, CloseConnection, all on one apartment thread, and closed
again whatever happens (qbXML reference, section 15). What QuickBooks is busy with for a moment, a dialog or its own
start, is waited for; everything else is a fault with its remedy. It needs Windows and the extra `com`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeVar

from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_exponential

from allorders_quickbooks.errors import ConfigurationError, ProcessorFault
from allorders_quickbooks.processors.apartment import Apartment
from allorders_quickbooks.qbxml.codes import judge_fault
from allorders_quickbooks.qbxml.status_table import Effect

T = TypeVar("T")
APPLICATION = "All Orders QuickBooks plugin"
PROGRAM = "QBXMLRP2.RequestProcessor"
_LOCAL, _WHOEVER_HAS_IT_OPEN = 1, 2
_OPEN_WITHIN, _ANSWER_WITHIN, _CLOSE_WITHIN = 120.0, 900.0, 10.0
_TRIES = 4


class RequestProcessor(Protocol):
    """QuickBooks' own object, as far as it is used here."""

    def OpenConnection2(self, app_id: str, app_name: str, connection: int) -> None: ...

    def BeginSession(self, path: str, mode: int) -> str: ...

    def ProcessRequest(self, ticket: str, content: str) -> str: ...

    def EndSession(self, ticket: str) -> None: ...

    def CloseConnection(self) -> None: ...


@dataclass(frozen=True)
class Com:
    """COM itself: how a thread enters and leaves it, and how the request processor is made there."""

    enter: Callable[[], None]
    leave: Callable[[], None]
    create: Callable[[], RequestProcessor]


def windows() -> Com:
    """COM by pywin32. Raises ConfigurationError on a machine that has none."""
    try:
        import pythoncom
        from win32com.client import Dispatch
    except ImportError as error:
        raise ConfigurationError(
            "QuickBooks on this computer can only be reached on Windows, with the extra 'com' installed.",
            str(error),
            "Install allorders-quickbooks[com] on the Windows machine that runs QuickBooks, or use the Web Connector.",
        ) from error
    return Com(pythoncom.CoInitialize, pythoncom.CoUninitialize, partial(Dispatch, PROGRAM))


class ComProcessor:
    """One session with the company file."""

    def __init__(self, apartment: Apartment, processor: RequestProcessor, ticket: str, within: float) -> None:
        self._apartment = apartment
        self._processor = processor
        self._ticket = ticket
        self._within = within

    def process(self, content: bytes) -> bytes:
        """The text of the answer names no encoding, or one of another time: as bytes it is UTF-8."""
        text = content.decode("ascii")
        answer = _call(self._apartment, lambda: self._processor.ProcessRequest(self._ticket, text), self._within)
        return _without_declaration(answer).encode("utf-8")


class ComConnector:
    """Opens sessions with the company file at `location`; '' is the one that QuickBooks has open."""

    simulated = False
    description = "QuickBooks on this computer"

    def __init__(
        self,
        location: str,
        com: Com | None = None,
        *,
        within: float = _ANSWER_WITHIN,
        closing: float = _CLOSE_WITHIN,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._location = location
        self._com = com
        self._within = within
        self._closing = closing
        self._sleep = sleep

    @contextmanager
    def session(self) -> Iterator[ComProcessor]:
        """Raises ProcessorFault where QuickBooks gives none, ConfigurationError where there is no COM."""
        com = self._com or windows()
        apartment = Apartment(com.enter, com.leave)
        try:
            with self._connected(apartment, com) as processor, self._begun(apartment, processor) as ticket:
                yield ComProcessor(apartment, processor, ticket, self._within)
        finally:
            apartment.close()

    @contextmanager
    def _connected(self, apartment: Apartment, com: Com) -> Iterator[RequestProcessor]:
        processor = _call(apartment, com.create, _OPEN_WITHIN)
        self._patiently(apartment, lambda: processor.OpenConnection2("", APPLICATION, _LOCAL))
        try:
            yield processor
        finally:
            _quietly(apartment, processor.CloseConnection, self._closing)

    @contextmanager
    def _begun(self, apartment: Apartment, processor: RequestProcessor) -> Iterator[str]:
        ticket = self._patiently(apartment, lambda: processor.BeginSession(self._location, _WHOEVER_HAS_IT_OPEN))
        try:
            yield ticket
        finally:
            _quietly(apartment, partial(processor.EndSession, ticket), self._closing)

    def _patiently(self, apartment: Apartment, work: Callable[[], T]) -> T:
        tries = Retrying(
            stop=stop_after_attempt(_TRIES),
            wait=wait_exponential(multiplier=2, max=10),
            retry=retry_if_exception(_passes),
            sleep=self._sleep,
            reraise=True,
        )
        done: T = tries(_call, apartment, work, _OPEN_WITHIN)
        return done


def _passes(error: BaseException) -> bool:
    """Whether nothing has happened yet and another try makes sense: QuickBooks starts, is busy, shows a dialog."""
    if not isinstance(error, ProcessorFault) or not error.hresult:
        return False
    judged = judge_fault(error.hresult)
    return judged.effect is Effect.NOT_APPLIED and judged.retry_seconds is not None


def _call(apartment: Apartment, work: Callable[[], T], within: float) -> T:
    try:
        return apartment.call(work, within)
    except TimeoutError as error:
        raise ProcessorFault(
            f"QuickBooks has not answered for {within:.0f} seconds.",
            "the call into the request processor is still under way",
            "Look at QuickBooks' window for a question that it asks; what became of it is found out at the next run.",
        ) from error
    except Exception as error:
        raise _fault(error) from error


def _quietly(apartment: Apartment, work: Callable[[], None], within: float) -> None:
    """Closing never hides why it is closed."""
    with suppress(ProcessorFault):
        _call(apartment, work, within)


def _fault(error: Exception) -> ProcessorFault:
    """A COM error carries QuickBooks' number in its exception info, or in its own HRESULT."""
    info: tuple[Any, ...] = getattr(error, "excepinfo", None) or ()
    number = (info[5] if len(info) > 5 else None) or getattr(error, "hresult", None)
    hresult = f"0x{number & 0xFFFFFFFF:08X}" if isinstance(number, int) else ""
    judged = judge_fault(hresult)
    said = (info[2] if len(info) > 2 else None) or getattr(error, "strerror", None) or str(error)
    return ProcessorFault(judged.user, f"{hresult} {said}".strip(), judged.remedy, hresult=hresult)


def _without_declaration(text: str) -> str:
    return text.partition("?>")[2] if text.lstrip().startswith("<?xml ") else text
