"""What is refused of any object: an EditSequence that is out of date, an ExternalGUID that is taken, personal data."""

from __future__ import annotations

from .books import Body
from .markup import Node
from .refusals import Refused
from .work import Work

_HOLDERS = ("SELECT 1 FROM records WHERE guid = ?", "SELECT 1 FROM transactions WHERE guid = ?")
_PERSONAL = frozenset({"CreditCardInfo", "CreditCardTxnInfo"})


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


def refuse_personal(work: Work, node: Node) -> None:
    """Raises Refused 3261 for card data that this application may not see (qbXML reference, section 14)."""
    if work.storage.fact("personal data") and _has_personal(node):
        raise Refused(
            3261, "The application does not have permission to access the personal data of this company file."
        )


def _has_personal(node: Node) -> bool:
    return node.tag in _PERSONAL or any(_has_personal(child) for child in node.children)
