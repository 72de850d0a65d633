"""What a person does about documents that have not gone: send now, send only these, retry, send although the number
exists, postpone, dismiss."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from allorders_hooks.documents import DocumentRef
from allorders_hooks.status import ActionResult
from sqlalchemy import Connection

from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import companies, decisions, journal

SEND, ONLY, RETRY, ANYWAY = "send", "send_only", "retry", "send_anyway"
DISMISS, POSTPONE = "dismiss", "postpone"
CAPTIONS: Mapping[str, str] = {
    SEND: "Send now",
    ONLY: "Send only this",
    RETRY: "Retry",
    ANYWAY: "Send all the same",
    POSTPONE: "Postpone by a day",
    DISMISS: "Do not send",
}
_A_DAY = timedelta(days=1)
_NOTHING = "There is nothing to do for that document now."
_VERBS: Mapping[str, Callable[[Connection, DocumentRef], bool]] = {
    SEND: decisions.choose,
    ONLY: decisions.choose,
    RETRY: decisions.retry,
    ANYWAY: decisions.send_anyway,
    DISMISS: decisions.dismiss,
}
_SAID = {
    DISMISS: "Nothing is sent of {} until it is saved again.",
    POSTPONE: "{} postponed to this time tomorrow.",
    ONLY: "{} will go with the next run, which starts now and sends nothing else.",
}
_GOES = "{} will go with the next run, which starts now."


def do(ports: Ports, key: str, action: str, refs: Sequence[DocumentRef], user: str) -> ActionResult | None:
    """Carry an action out for these documents, and have a run started where something is to go; says for how many it
    applied. None for a name that is none of these."""
    if action not in CAPTIONS:
        return None
    with ports.database.write() as connection:
        now = ports.database.now(connection)
        verb = _VERBS.get(action) or (lambda connection, ref: decisions.postpone(connection, ref, now + _A_DAY))
        touched = [ref for ref in refs if ref.company == key and verb(connection, ref)]
        lines = [journal.Line(f"asked: {action}", ref) for ref in touched]
        journal.write(connection, key, lines, now=now, who=user)
        if touched and action == ONLY:
            companies.ask_for_chosen(connection, key)
        elif touched and action not in (DISMISS, POSTPONE):
            companies.ask_for_run(connection, key)
    if not touched:
        return ActionResult(done=False, sentence=_NOTHING)
    return ActionResult(done=True, sentence=_SAID.get(action, _GOES).format(len(touched)))
