"""How QuickBooks says no.

RequestProcessorError   there is no reply: an HRESULT, as COM hands it out (qbXML reference, section 15)
Unparsable              the text is not the qbXML that was asked for: the whole set, without a hint (0x80040400)
Refused                 one request is answered with a status of 1000 or more (section 14)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

PARSE_ERROR = "0x80040400"
CANNOT_ACCESS = "0x80040401"
OTHER_FILE = "0x8004040A"
NO_SESSION = "0x8004040C"
INVALID_TICKET = "0x8004040D"
OUT_OF_MEMORY = "0x8004040E"
NO_ROLLBACK = "0x80040413"
MODAL_DIALOG = "0x80040414"
NO_APPLICATION_NAME = "0x80040415"
FILE_IN_USE = "0x80040422"
UNKNOWN_VERSION = "0x80040423"
SERVER_DIED = "0x800706BE"

MEANINGS = {
    PARSE_ERROR: "QuickBooks found an error when parsing the provided XML text stream.",
    CANNOT_ACCESS: "Could not access QuickBooks.",
    OTHER_FILE: "There is already a company file open, and it is not the one that was asked for.",
    NO_SESSION: "BeginSession has not been called, or it failed.",
    INVALID_TICKET: "Invalid ticket.",
    OUT_OF_MEMORY: "There is not enough memory to complete the request.",
    NO_ROLLBACK: "The onError value rollbackOnError is not supported.",
    MODAL_DIALOG: "A modal dialog box is showing in the QuickBooks user interface.",
    NO_APPLICATION_NAME: "OpenConnection needs the name of the application.",
    FILE_IN_USE: "Another application is already accessing this company file.",
    UNKNOWN_VERSION: "The requested version of qbXML is not supported or is unknown.",
    SERVER_DIED: "The remote procedure call failed.",
}


class RequestProcessorError(Exception):
    """QuickBooks gave no reply, only this number. What became of the message set is not said."""

    def __init__(self, hresult: str, message: str = "") -> None:
        self.hresult = hresult
        self.message = message or MEANINGS.get(hresult, "Unexpected error.")
        super().__init__(f"{hresult} {self.message}")


class Unparsable(Exception):
    """The text cannot be parsed. The argument is for the simulator's own tests: QuickBooks never tells."""


class Refused(Exception):
    """One request fails with this status; nothing of it is kept. `current` is the object as it is now (3200)."""

    def __init__(
        self, code: int, message: str, *, severity: str = "Error", current: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.severity = severity
        self.current = current
