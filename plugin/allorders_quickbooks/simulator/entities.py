"""Customers, vendors, employees and other names: what is particular to them."""

from __future__ import annotations

from typing import Any

from .books import Body
from .fields import merged, text, without_blanks
from .markup import Node
from .refusals import Refused
from .rets import PRINTED_LINES, printed
from .work import Work

EMPLOYEE_NAME = ("FirstName", "MiddleName", "LastName")


def employee_name(work: Work, node: Node, stored: Body) -> str:
    """An employee has no Name of its own: it is made of the parts."""
    parts = [
        text(work, node.value(tag)) if node.find(tag) is not None else str(stored.get(tag, "")) for tag in EMPLOYEE_NAME
    ]
    return " ".join(part.strip() for part in parts if part.strip())


def complete(work: Work, said: Body, stored: Body) -> Body:
    """The body after an Add or a Mod: contacts and notes get the ids that replies show, addresses are checked."""
    contacts = said.pop("Contacts", []) + said.pop("ContactsMod", [])
    notes = said.pop("AdditionalNotes", []) + said.pop("AdditionalNotesMod", [])
    body = merged(stored, said)
    if contacts:
        body["ContactsRet"] = [*body.get("ContactsRet", []), *(_contact(work, one) for one in contacts)]
    for note in notes:
        _write_note(work, body, note)
    for name, value in body.items():
        if name.endswith("Address") and isinstance(value, dict):
            check_address(work, name, value)
    return body


def check_address(work: Work, name: str, address: Body) -> None:
    """Raises Refused 3205 for more lines than are printed, by reading; otherwise they are cut when shown."""
    if work.readings.long_address_refused and len(printed(address)) > PRINTED_LINES:
        raise Refused(3205, f'The address in the "{name}" field has more than {PRINTED_LINES} lines.')


def _contact(work: Work, said: Body) -> Body:
    now = work.stamp(work.now)
    ids = {
        "ListID": work.new_list_id("contact"),
        "TimeCreated": now,
        "TimeModified": now,
        "EditSequence": str(work.now),
    }
    return {**without_blanks(said), **ids}


def _write_note(work: Work, body: Body, said: Body) -> None:
    notes: list[Any] = body.setdefault("AdditionalNotesRet", [])
    known = next((note for note in notes if note["NoteID"] == said.get("NoteID")), None)
    if known is not None:
        known["Note"] = said["Note"]
    elif "NoteID" in said:
        raise Refused(3120, f'The note "{said["NoteID"]}" cannot be found.')
    else:
        notes.append({"NoteID": str(len(notes) + 1), "Date": work.today.isoformat(), "Note": said["Note"]})
