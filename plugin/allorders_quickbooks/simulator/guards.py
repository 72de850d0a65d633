"""What is refused of any object: an EditSequence that is out of date, an ExternalGUID that is taken."""

from __future__ import annotations

from .books import Body
from .refusals import Refused
from .work import Work

_HOLDERS = ("SELECT 1 FROM records WHERE guid = ?", "SELECT 1 FROM transactions WHERE guid = ?")


def refuse_stale(given: str, edit: int, current: Body) -> None:
    """Raises Refused 3200, with the object as it is now, where somebody edited it since."""
    if given != str(edit):
        raise Refused(3200, f'The provided edit sequence "{given}" is out-of-date. ', current=current)


def refuse_guid(work: Work, guid: str | None) -> None:
    """Raises Refused 3180 for an ExternalGUID that another object carries, by reading."""
    if guid is None or not work.readings.duplicate_guid_refused:
        return
    if any(work.storage.row(statement, (guid,)) for statement in _HOLDERS):
        raise Refused(3180, f'There was an error when saving: the ExternalGUID "{guid}" belongs to another object.')
