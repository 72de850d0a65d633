"""The simulated company file as a processor. It is the one door to the simulator; nothing else imports it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from allorders_quickbooks.errors import ProcessorFault
from allorders_quickbooks.simulator import CompanyFile, FaultPlan, RequestProcessorError, Session

APPLICATION = "All Orders QuickBooks plugin"


class SimulatedProcessor:
    """One session with a simulated company file."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def process(self, content: bytes) -> bytes:
        try:
            return self._session.process(content)
        except RequestProcessorError as error:
            raise _fault(error) from error


class SimulatorConnector:
    """Opens sessions with the simulated company file at `location`. `faults` makes it misbehave (tests)."""

    simulated = True
    description = "Simulated company file (no QuickBooks)"

    def __init__(self, location: str, faults: FaultPlan | None = None) -> None:
        self._location = location
        self._faults = faults

    @contextmanager
    def session(self) -> Iterator[SimulatedProcessor]:
        try:
            file = CompanyFile.open(self._location)
        except (OSError, ValueError, sqlite3.DatabaseError) as error:
            raise ProcessorFault(
                "The simulated company file could not be opened.",
                f"{self._location}: {error}",
                "Check the file name on the company screen.",
                hresult="0x80040403",
            ) from error
        try:
            with _opened(file, self._faults) as session:
                yield SimulatedProcessor(session)
        finally:
            file.close()


@contextmanager
def _opened(file: CompanyFile, faults: FaultPlan | None) -> Iterator[Session]:
    try:
        session = file.session(APPLICATION, faults=faults)
        session.__enter__()
    except RequestProcessorError as error:
        raise _fault(error) from error
    try:
        yield session
    finally:
        session.__exit__(None, None, None)


def _fault(error: RequestProcessorError) -> ProcessorFault:
    return ProcessorFault(
        "QuickBooks did not answer.",
        f"{error.hresult}: {error.message}",
        "It is tried again.",
        hresult=error.hresult,
    )
