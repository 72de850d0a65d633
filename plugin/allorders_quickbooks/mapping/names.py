"""Names, addresses and other text of list records: they always fit, since no document should wait for a spelling."""

from __future__ import annotations

import textwrap

from allorders_hooks.documents import Address, DocumentRef

from allorders_quickbooks.qbxml.messages.base import PostalAddress, longest
from allorders_quickbooks.qbxml.text import cp1252_problem, name_for, nearest, shortened, single_line

_PRINTED_LINES = 5
_LOOKED_FOR = 100  # characters: more than any such list takes, and what the outbox has room for
_LINE = longest(PostalAddress, "addr1")


def wanted(name: str, limit: int, ref: DocumentRef) -> str:
    """The record's own name where QuickBooks can hold it, else a stable short one."""
    return name_for(name, limit, str(ref))


def distinct(name: str, limit: int, ref: DocumentRef) -> str:
    """A name that no other record has: for the second one of the same name."""
    return shortened(name, limit, str(ref))


def entry(name: str, limit: int) -> str:
    """The name of an entry of a simple list: the same text always gives the same name, whichever record says it."""
    return name_for(name, limit, single_line(name))


def looked_for(name: str) -> str:
    """The name of an entry that is never made from here: as it is, since another one would be another entry."""
    return nearest(name)[:_LOOKED_FOR] or "?"


def fitted(text: str, limit: int) -> str:
    """Text on one line, in the nearest letters that QuickBooks has, cut to what it takes."""
    return nearest(text)[:limit].rstrip()


def fits(text: str, limit: int) -> bool:
    """Whether a text is held as it stands in a field of one line and that length."""
    return len(single_line(text)) <= limit and cp1252_problem(text) is None


def postal(address: Address) -> PostalAddress | None:
    """An address of at most five printed lines, None for an empty one.

    City, region and code print as one line and the country as another; what is left goes to name and streets,
    which are wrapped as long as there is room. Empty parts are "", so that a Mod clears what was there before.
    """
    city, state, code, country = (
        fitted(getattr(address, ours), longest(PostalAddress, theirs))
        for ours, theirs in (
            ("city", "city"),
            ("region", "state"),
            ("postal_code", "postal_code"),
            ("country", "country"),
        )
    )
    room = _PRINTED_LINES - bool(city or state or code) - bool(country)
    upper = _upper_lines(address, room)
    if not (upper or city or state or code or country):
        return None
    addr1, addr2, addr3, addr4, addr5 = (*upper, *[""] * (_PRINTED_LINES - len(upper)))
    return PostalAddress(
        addr1=addr1,
        addr2=addr2,
        addr3=addr3,
        addr4=addr4,
        addr5=addr5,
        city=city,
        state=state,
        postal_code=code,
        country=country,
    )


def _upper_lines(address: Address, room: int) -> list[str]:
    """Name and streets. A line that is too long is wrapped where there is room for it, else cut."""
    given = [text for text in map(nearest, (address.name, address.street, address.street2)) if text]
    wrapped = [part for text in given for part in textwrap.wrap(text, _LINE)]
    return wrapped if len(wrapped) <= room else [text[:_LINE].rstrip() for text in given][:room]
