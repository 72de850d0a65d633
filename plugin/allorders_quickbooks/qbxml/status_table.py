"""What is known of QuickBooks' status codes, a row each (qbXML reference, section 14).

A row says what comes next, whether anything was written, the reason, what a person is told and who acts. A code
that stands for a range is listed at its first number.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from allorders_quickbooks.reasons import Actor, Reason


class Effect(StrEnum):
    """Whether a request has changed the company file."""

    APPLIED = "applied"
    NOT_APPLIED = "not_applied"
    UNKNOWN = "unknown"


class Next(StrEnum):
    """What follows for the request's document."""

    DONE = "done"
    EMPTY = "empty"
    RETRY = "retry"
    HOLD = "hold"
    REVIEW = "review"
    LOOK_FIRST = "look_first"
    REFRESH = "refresh"
    EXISTS = "exists"
    GONE = "gone"
    SKIPPED = "skipped"
    RECOVERY = "recovery"


class StatusRow(NamedTuple):
    next: Next
    effect: Effect
    reason: Reason | None
    user: str
    actor: Actor


def _done(user: str) -> StatusRow:
    return StatusRow(Next.DONE, Effect.APPLIED, None, user, Actor.NOBODY)


def _field(user: str) -> StatusRow:
    return StatusRow(Next.HOLD, Effect.NOT_APPLIED, Reason.INVALID_FIELD, user, Actor.ORDER_DESK)


def _ours(user: str) -> StatusRow:
    """A mistake of this plugin: nothing that a user could correct."""
    return StatusRow(Next.HOLD, Effect.NOT_APPLIED, Reason.REJECTED, user, Actor.SUPPORT)


def _hold(reason: Reason, user: str) -> StatusRow:
    return StatusRow(Next.HOLD, Effect.NOT_APPLIED, reason, user, reason.value.actor)


def _busy(user: str) -> StatusRow:
    return StatusRow(Next.RETRY, Effect.NOT_APPLIED, Reason.BUSY, user, Actor.NOBODY)


def _unsure(user: str) -> StatusRow:
    return StatusRow(Next.LOOK_FIRST, Effect.UNKNOWN, Reason.UNKNOWN, user, Actor.NOBODY)


def _recovery(user: str) -> StatusRow:
    return StatusRow(Next.RECOVERY, Effect.UNKNOWN, None, user, Actor.NOBODY)


def _gone(user: str) -> StatusRow:
    return StatusRow(Next.GONE, Effect.NOT_APPLIED, Reason.GONE, user, Actor.BOOKKEEPER)


def _stale(user: str) -> StatusRow:
    return StatusRow(Next.REFRESH, Effect.NOT_APPLIED, Reason.CONFLICT, user, Actor.NOBODY)


STATUS: Mapping[int, StatusRow] = {
    0: _done("Done."),
    1: StatusRow(Next.EMPTY, Effect.APPLIED, None, "QuickBooks found nothing.", Actor.NOBODY),
    500: _done("QuickBooks found only some of what was asked for."),
    501: _done("QuickBooks holds something that this version of its interface cannot show."),
    510: _done("QuickBooks holds something that it cannot return."),
    530: _done("Saved; QuickBooks ignored a field that it does not have."),
    531: _done("Saved; QuickBooks ignored a choice that it does not know."),
    540: _done("Saved; QuickBooks ignored a field of another edition."),
    550: _done("Saved, but QuickBooks did not keep the notes."),
    560: _done("Saved; QuickBooks calls one of the fields outdated."),
    570: _done("Saved, but not linked: the other transaction is closed already."),
    600: _recovery("QuickBooks does not remember the previous message set."),
    1000: _unsure("QuickBooks reported an internal error; it is looked up before anything else is sent."),
    1010: _busy("QuickBooks was not available."),
    1030: _hold(Reason.NOT_IN_EDITION, "This QuickBooks does not know that kind of document."),
    1060: _ours("The request had a number that QuickBooks does not accept."),
    3000: _gone("QuickBooks does not know its internal number any more."),
    3010: _ours("A yes/no field was not written as QuickBooks wants it."),
    3020: _field("A date is not one that QuickBooks accepts."),
    3030: _ours("A range of dates was not written as QuickBooks wants it."),
    3031: _ours("A range of names was not written as QuickBooks wants it."),
    3035: _ours("A span of time was not written as QuickBooks wants it."),
    3040: _field("An amount is not one that QuickBooks accepts."),
    3045: _field("A price is not one that QuickBooks accepts."),
    3050: _field("A percentage is not one that QuickBooks accepts."),
    3060: _field("A quantity is not one that QuickBooks accepts."),
    3065: _ours("An identifier was not written as QuickBooks wants it."),
    3070: _field("A text is longer than QuickBooks accepts."),
    3080: _field("A text is not one that QuickBooks accepts."),
    3085: _field("A number is not one that QuickBooks accepts."),
    3090: _field("QuickBooks cannot store one of the fields; a name must not hold a colon."),
    3100: StatusRow(
        Next.EXISTS,
        Effect.NOT_APPLIED,
        Reason.NAME_CONFLICT,
        "QuickBooks already has a record of that name.",
        Actor.BOOKKEEPER,
    ),
    3120: _gone("QuickBooks does not have it any more."),
    3121: _hold(Reason.REJECTED, "QuickBooks holds something else under that number."),
    3130: _hold(Reason.CONFIGURATION, "The record that it belongs under is not in QuickBooks."),
    3140: _hold(Reason.CONFIGURATION, "It names something that is not in QuickBooks."),
    3150: _ours("A field is missing that QuickBooks wants in this combination."),
    3151: _ours("Two fields do not go together in QuickBooks."),
    3160: _hold(Reason.REJECTED, "It is used in QuickBooks and cannot be deleted; it can be made inactive."),
    3161: _hold(Reason.CLOSED_PERIOD, "It lies in a closed period and cannot be deleted."),
    3162: _busy("QuickBooks deletes this only in single-user mode."),
    3170: _hold(Reason.REJECTED, "QuickBooks does not let it be changed."),
    3171: _hold(Reason.CLOSED_PERIOD, "It lies in a closed period and cannot be changed."),
    3175: _busy("It is open in a QuickBooks window."),
    3176: _busy("Something that belongs to it is open in a QuickBooks window."),
    3177: _ours("It was linked to the same transaction twice."),
    3180: _hold(Reason.REJECTED, "QuickBooks could not save it."),
    3185: _hold(Reason.REJECTED, "QuickBooks could not void it."),
    3190: _ours("QuickBooks does not let one of the fields be emptied."),
    3200: _stale("It was changed in QuickBooks meanwhile; it is read again and merged."),
    3205: _field("An address has more lines than QuickBooks prints."),
    3210: _hold(
        Reason.REJECTED, "A value does not fit the state of things in QuickBooks, such as an invoice that is paid."
    ),
    3220: _hold(Reason.NOT_PERMITTED, "QuickBooks does not authorise this program for that."),
    3230: _ours("QuickBooks took it back."),
    3231: StatusRow(
        Next.SKIPPED,
        Effect.NOT_APPLIED,
        None,
        "QuickBooks did not come to it, since something before it failed.",
        Actor.NOBODY,
    ),
    3240: _stale("It is not the same record any more in QuickBooks; it is read again."),
    3250: _hold(Reason.NOT_IN_EDITION, "That feature is switched off, or not part of this QuickBooks."),
    3260: _hold(Reason.NOT_PERMITTED, "The QuickBooks user lacks the permission for it."),
    3261: _hold(
        Reason.NOT_PERMITTED,
        "This program may not see personal data in QuickBooks: the administrator allows it there under Edit, "
        "Preferences, Integrated Applications, Properties, by the box for Social Security Numbers and credit cards.",
    ),
    3262: _hold(Reason.NOT_IN_EDITION, "It needs a payroll subscription."),
    3263: _hold(Reason.NOT_PERMITTED, "This program may only read in QuickBooks."),
    3264: _hold(Reason.NOT_IN_EDITION, "It needs a merchant service subscription."),
    3270: _hold(Reason.CONFIGURATION, "QuickBooks does not know which account to post it to."),
    3280: _hold(Reason.REJECTED, "QuickBooks refused it."),
    3351: _ours("A custom field was written to a record that cannot have it."),
    3390: _busy("QuickBooks has too many lists open."),
    3500: _busy("QuickBooks merges records only in single-user mode."),
    9001: _recovery("QuickBooks knows that message set with other content."),
    9002: _recovery("QuickBooks has kept no answer for that message set."),
    9003: _recovery("QuickBooks could not say what became of that message set."),
    9004: _recovery("QuickBooks did not accept the id of the message set."),
    9005: _recovery("QuickBooks could not keep its answer to the message set."),
    9100: _ours("A placeholder in the request was not understood."),
}

LOCKED = (
    "list has been modified by another user",
    "internals could not be locked",
    "failed to acquire the lock",
    "list element is in use",
)
"""Phrases, in lower case, that make a refusal to save a matter of waiting."""

BY_TEXT = frozenset({3170, 3175, 3176, 3180, 3185})
"""The codes whose message decides: with one of the phrases above they are worth another try."""
