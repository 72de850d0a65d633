"""What is known of the HRESULTs that come instead of an answer, a row each (qbXML reference, section 15)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from allorders_quickbooks.qbxml.status_table import Effect
from allorders_quickbooks.reasons import Actor, Reason


class FaultRow(NamedTuple):
    """`retry_seconds`: when another try makes sense, None where somebody has to act first."""

    effect: Effect
    retry_seconds: float | None
    reason: Reason | None
    user: str
    remedy: str
    actor: Actor


_SOON, _LATER, _ONCE_MORE, _AT_ONCE = 30.0, 300.0, 60.0, 1.0


def _wait(user: str, seconds: float = _SOON) -> FaultRow:
    return FaultRow(
        Effect.NOT_APPLIED, seconds, Reason.BUSY, user, "Nothing: it is tried again by itself.", Actor.NOBODY
    )


def _people(user: str, remedy: str) -> FaultRow:
    """Users or their windows are in the way; it passes when they are done."""
    return FaultRow(Effect.NOT_APPLIED, _LATER, Reason.BUSY, user, remedy, Actor.BOOKKEEPER)


def _lost(user: str, seconds: float = _ONCE_MORE) -> FaultRow:
    return FaultRow(
        Effect.UNKNOWN,
        seconds,
        None,
        user,
        "Nothing: what became of it is found out at the next run, before anything else is sent.",
        Actor.NOBODY,
    )


def _set_up(user: str, remedy: str) -> FaultRow:
    return FaultRow(Effect.NOT_APPLIED, None, Reason.CONFIGURATION, user, remedy, Actor.ADMINISTRATOR)


def _permit(user: str, remedy: str) -> FaultRow:
    return FaultRow(Effect.NOT_APPLIED, None, Reason.NOT_PERMITTED, user, remedy, Actor.ADMINISTRATOR)


def _defect(user: str) -> FaultRow:
    return FaultRow(
        Effect.NOT_APPLIED,
        None,
        Reason.REJECTED,
        user,
        "Send the support information to the makers of this plugin.",
        Actor.SUPPORT,
    )


_GRANT = "Log in to QuickBooks as Admin and grant access under Edit > Preferences > Integrated Applications."
_UPDATE = "Install the QuickBooks that this company file was last opened with."
_REPAIR = "Repair the QuickBooks installation on that machine."
_OPEN = "Choose the company file on the company screen, and have QuickBooks open it once."

UNPARSED = "0x80040400"

FAULTS: Mapping[str, FaultRow] = {
    UNPARSED: FaultRow(
        Effect.NOT_APPLIED,
        None,
        Reason.UNREADABLE,
        "QuickBooks could not read what it was sent.",
        "Nothing yet: the set is taken apart to find the document that is to blame.",
        Actor.SUPPORT,
    ),
    "0x80040401": _lost("QuickBooks could not be reached.", _SOON),
    "0x80040402": _lost("QuickBooks reported an unexpected error."),
    "0x80040403": _set_up("QuickBooks could not open the company file.", _OPEN),
    "0x80040404": _set_up("That QuickBooks is too old to be connected.", _UPDATE),
    "0x80040405": _set_up("QuickBooks' connection software is not installed.", _REPAIR),
    "0x80040406": _set_up("The company file belongs to another version of QuickBooks.", _UPDATE),
    "0x80040407": _set_up("QuickBooks is not installed completely.", _REPAIR),
    "0x80040408": _wait("QuickBooks could not be started."),
    "0x80040409": _set_up("This QuickBooks cannot work with that company file.", _UPDATE),
    "0x8004040A": _people("Another company file is open in QuickBooks.", "Open the right company file."),
    "0x8004040B": _wait("QuickBooks did not say which company file is open."),
    "0x8004040C": _defect("The session with QuickBooks had not begun."),
    "0x8004040D": _wait("The session with QuickBooks has ended.", _AT_ONCE),
    "0x8004040E": _lost("QuickBooks ran out of memory."),
    "0x8004040F": _defect("The connection to QuickBooks had not been opened."),
    "0x80040410": _people(
        "The company file is open in the other mode, single-user or multi-user.",
        "Switch the mode in QuickBooks, or close the company file there.",
    ),
    "0x80040411": _defect("A session with QuickBooks was still open."),
    "0x80040412": _defect("The connection to QuickBooks was opened twice."),
    "0x80040413": _defect("QuickBooks was asked to take work back, which it cannot."),
    "0x80040414": _people(
        "A window in QuickBooks waits for an answer.", "Close the window that is open in QuickBooks."
    ),
    "0x80040415": _defect("The connection to QuickBooks was opened without a name."),
    "0x80040416": _set_up("QuickBooks is not running, and no company file is named.", _OPEN),
    "0x80040417": _set_up("No company file is open, and none is named.", _OPEN),
    "0x80040418": _permit("QuickBooks has not been asked yet whether this program may connect.", _GRANT),
    "0x80040419": _set_up("QuickBooks does not accept this program's certificate.", _GRANT),
    "0x8004041A": _permit("This program may not use that company file.", _GRANT),
    "0x8004041B": _wait("QuickBooks' list of permissions was in use."),
    "0x8004041C": _lost("QuickBooks reported an internal error."),
    "0x8004041D": _permit("This program may not log in by itself.", _GRANT),
    "0x8004041E": _permit("This program's certificate has expired.", _GRANT),
    "0x8004041F": _set_up("This edition of QuickBooks cannot be connected.", _UPDATE),
    "0x80040420": _permit("Somebody refused the connection in QuickBooks.", _GRANT),
    "0x80040421": _lost("QuickBooks answered with a message of its own."),
    "0x80040422": _people(
        "Another program is connected to the company file.", "Close the other program, or let it finish."
    ),
    "0x80040423": _set_up("QuickBooks does not know that version of its interface.", _UPDATE),
    "0x80040424": _wait("QuickBooks was still starting."),
    "0x80040425": _defect("QuickBooks was called with something it does not accept."),
    "0x80040426": _set_up("QuickBooks may not be called from a script.", _REPAIR),
    "0x80040427": _permit("QuickBooks needs to be registered.", "Register QuickBooks, then synchronize again."),
    "0x80040428": _set_up("QuickBooks' connection software is too old.", _UPDATE),
    "0x80040429": _defect("The message set went to the wrong entrance of QuickBooks."),
    "0x8004042A": _set_up("QuickBooks does not take that call from another machine.", _REPAIR),
    "0x8004042B": _set_up("This version of QuickBooks lacks that call.", _UPDATE),
    "0x8004042C": _set_up("This program's certificate has been revoked.", _GRANT),
    "0x8004042D": _people("The login to QuickBooks has not been completed.", "Complete the login in QuickBooks."),
    "0x8004042E": _defect("QuickBooks was called at the wrong moment of a session."),
    "0x8004042F": _set_up("QuickBooks does not know that kind of connection.", _REPAIR),
    "0x80040430": _permit("QuickBooks cannot log this program in by itself.", _GRANT),
    "0x80040431": _set_up("Simple Start cannot be connected.", _UPDATE),
    "0x80040432": _set_up("QuickBooks Pro cannot be connected.", _UPDATE),
    "0x80040433": _set_up("QuickBooks Premier cannot be connected.", _UPDATE),
    "0x80040434": _set_up("QuickBooks Enterprise cannot be connected.", _UPDATE),
    "0x80040435": _permit("The permission to log in by itself has to be renewed.", _GRANT),
    "0x80040436": _set_up("Simple Start has no multi-user mode.", _UPDATE),
    "0x80040437": _people(
        "That QuickBooks user is logged in on another machine.", "Log the user out there, or use another one."
    ),
    "0x80040438": _people("QuickBooks is running more than once.", "Close all but one."),
    "0x80040439": _people("A shared company file is open for reading only.", "Close it in QuickBooks."),
    "0x80040440": _permit(
        "The company file has no strong password, so personal data stays closed.",
        "Set a complex password for the QuickBooks Admin.",
    ),
    "0x80040154": _set_up(
        "QuickBooks' connection software does not match this program (32 or 64 bits).",
        "Install the edition of this program with the same number of bits as QuickBooks.",
    ),
    "0x80010105": _lost("QuickBooks was closed, or broke down, while it worked."),
    "0x800706BA": _lost("QuickBooks was closed, or broke down, while it worked."),
    "0x800706BE": _lost("QuickBooks was closed, or broke down, while it worked."),
}
