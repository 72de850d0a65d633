"""What a processor is: one session with one company file, and one call into it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol


class Processor(Protocol):
    """An open session. QuickBooks works on one request set at a time."""

    def process(self, content: bytes) -> bytes:
        """Hand a qbXML set over and wait for its answer. Raises ProcessorFault where no answer came back."""


class Connector(Protocol):
    """Opens sessions with one company file."""

    simulated: bool
    description: str

    def session(self) -> AbstractContextManager[Processor]:
        """A session, closed at the end whatever happens. Raises ProcessorFault where QuickBooks gives none."""
