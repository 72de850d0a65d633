"""The retry policy: what a status code or an HRESULT means for the document and for the run.

By number, never by severity: QuickBooks has called a refusal "Info" (qbXML reference, section 14). Numbers
that nobody has listed are judged by their range, and wherever the work may have been done, by looking first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from allorders_quickbooks.qbxml.fault_table import FAULTS, UNPARSED, FaultRow
from allorders_quickbooks.qbxml.status_table import BY_TEXT, LOCKED, STATUS, Effect, Next, StatusRow
from allorders_quickbooks.reasons import Actor, Reason

__all__ = ["Effect", "FaultJudgement", "Judgement", "Next", "judge_fault", "judge_status"]


@dataclass(frozen=True)
class Judgement:
    """What one status means. `user` is for the screen; `support` holds the code and QuickBooks' own words."""

    code: int
    effect: Effect
    next: Next
    reason: Reason | None
    user: str
    support: str
    actor: Actor


@dataclass(frozen=True)
class FaultJudgement:
    """What a missing answer means. `effect` speaks of this call alone, never of an earlier one with the same
    bytes. `poison`: one request of the set cannot be read, so those bytes must never go again."""

    hresult: str
    effect: Effect
    end_run: bool
    poison: bool
    retry_seconds: float | None
    reason: Reason | None
    user: str
    support: str
    remedy: str
    actor: Actor


_UNLISTED = (
    (500, 0, "QuickBooks took it."),
    (1000, 500, "QuickBooks took it with a warning."),
    (3000, 1000, "QuickBooks reported an error of its own; it is looked up before anything else is sent."),
    (4000, 3280, "QuickBooks refused it."),
    (9000, 1000, "QuickBooks gave a number that is not known; it is looked up before anything else is sent."),
    (9100, 9003, "QuickBooks could not say what became of that message set."),
    (9200, 9100, "QuickBooks did not accept the request."),
)
"""Upper end of a range (excluded), the listed code that an unlisted one is treated like, what is said."""


def judge_status(code: int, message: str = "") -> Judgement:
    """Judge one response by its status code, and by its text where the code alone does not decide."""
    row = STATUS.get(code) or _by_range(code)
    if code in BY_TEXT and any(phrase in message.lower() for phrase in LOCKED):
        row = STATUS[3175]
    return Judgement(
        code, row.effect, row.next, row.reason, row.user, f"status {code}: {message}".rstrip(": "), row.actor
    )


def _by_range(code: int) -> StatusRow:
    like, user = 1000, "QuickBooks gave no number that is known; it is looked up before anything else is sent."
    if code >= 0:
        like, user = next(((like, said) for end, like, said in _UNLISTED if code < end), (like, user))
    return STATUS[like]._replace(user=user)


def judge_fault(hresult: str) -> FaultJudgement:
    """Judge a call that brought no answer. `hresult` may be written in any of the usual ways, or be empty."""
    number = _normal(hresult)
    row = FAULTS.get(number, _UNKNOWN_FAULT)
    return FaultJudgement(
        number,
        row.effect,
        end_run=number != UNPARSED,
        poison=number == UNPARSED,
        retry_seconds=row.retry_seconds,
        reason=row.reason,
        user=row.user,
        support=f"HRESULT {number}" if number else "no answer and no HRESULT",
        remedy=row.remedy,
        actor=row.actor,
    )


_UNKNOWN_FAULT = FaultRow(
    Effect.UNKNOWN,
    300.0,
    None,
    "QuickBooks did not answer.",
    "See that QuickBooks is running; what became of it is found out at the next run.",
    Actor.NOBODY,
)


def _normal(hresult: str) -> str:
    """'-2147220480', '80040400' and '0X80040400' are all '0x80040400'; what is no number stays as it is."""
    text = hresult.strip()
    if re.fullmatch(r"-\d{1,10}", text):
        return f"0x{int(text) & 0xFFFFFFFF:08X}"
    hexadecimal = re.fullmatch(r"(?:0[xX])?([0-9a-fA-F]{8})", text)
    return f"0x{hexadecimal[1].upper()}" if hexadecimal else text
