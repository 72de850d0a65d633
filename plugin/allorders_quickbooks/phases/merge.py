"""Three ways to merge: what we wrote last, what the host says now, what QuickBooks has now.

By element of the document's head, and by all lines together: an element changed only here is sent, one changed only
there is left as it is, one changed on both sides is for a person. What a payment pays, or a refund uses up, is changed
by QuickBooks itself where that is voided or deleted: that is nobody's edit.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from allorders_quickbooks.qbxml.readable import caption
from allorders_quickbooks.terms import Binding, FreshRead

OURS = "ours"
"""The flag of an object that is to become what the host has, whatever was changed in it."""

APPLIED = ("AppliedToTxnRet", "RefundAppliedToTxnRet")
"""What a payment pays, and the credits that a refund uses up."""

_SHOWN = 60  # characters of one version of one element


@dataclass(frozen=True)
class Merge:
    """Elements that the host changed, that somebody in QuickBooks changed, and that both did."""

    ours: frozenset[str]
    theirs: frozenset[str]

    @property
    def conflict(self) -> frozenset[str]:
        return self.ours & self.theirs


def merge(binding: Binding, fresh: FreshRead, base: Mapping[str, str], there: Collection[str]) -> Merge:
    """`base` is what the host's newest content comes to, in the form of `binding.base`; `there` are the TxnIDs of the
    invoices that a payment is for and that QuickBooks has."""
    ours, theirs = differing(binding.base, base), edited(binding.seen, fresh.seen, there)
    agreed = {key for key in ours & theirs if base.get(key, "") == fresh.seen.get(key, "")}  # both did the same
    return Merge(ours - agreed, theirs - agreed)


def ours_alone(base: Mapping[str, str], fresh: FreshRead) -> Merge:
    """A person has chosen the host's version: whatever QuickBooks has otherwise is changed."""
    elements = (key for key in base if not key.startswith("@"))
    return Merge(ours=frozenset(key for key in elements if fresh.seen.get(key, "") != base[key]), theirs=frozenset())


def both_versions(conflict: Collection[str], here: Mapping[str, str], there: Mapping[str, str]) -> str:
    """What each side has of these elements, for a person to choose from."""
    return "; ".join(
        f"{caption(element)} (here “{_plain(here.get(element, ''))}”, in QuickBooks “{_plain(there.get(element, ''))}”)"
        for element in sorted(conflict)
    )


def _plain(text: str) -> str:
    """An element of several parts as its texts, lines as how many they are."""
    lines = text.split("\n")
    if len(lines) > 1:
        return f"{len(lines)} lines"
    plain = ", ".join(_texts(json.loads(text))) if text.startswith("[[") else text
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"


def _texts(pairs: list[tuple[str, str]]) -> Iterator[str]:
    for _, value in pairs:
        yield from _texts(json.loads(value)) if value.startswith("[[") else (value,)


def edited(before: Mapping[str, str], after: Mapping[str, str], there: Collection[str]) -> frozenset[str]:
    """The elements that somebody has changed between two readings of one object."""
    changed = differing(before, after)
    return changed - {tag for tag in APPLIED if _is_only_lost(before.get(tag, ""), after.get(tag, ""), there)}


def paid_by(seen: Mapping[str, str]) -> frozenset[str]:
    """The TxnIDs of what a payment paid, or a refund used up, when it was read."""
    return frozenset(_txn_id(line) for tag in APPLIED for line in _lines(seen.get(tag, "")))


def _is_only_lost(before: str, after: str, there: Collection[str]) -> bool:
    """Whether a payment pays the same as before, but for invoices that are there no more."""
    was, left = set(_lines(before)), set(_lines(after))
    return left < was and all(_txn_id(line) not in there for line in was - left)


def _lines(text: str) -> Iterator[str]:
    return filter(None, text.split("\n"))


def _txn_id(line: str) -> str:
    pairs: list[tuple[str, str]] = json.loads(line)
    return dict(pairs).get("TxnID", "")


def is_retyped(before: str, after: str) -> bool:
    """Whether these lines say the same, although some are others."""
    return [_said(line) for line in _lines(before)] == [_said(line) for line in _lines(after)]


def _said(line: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = json.loads(line)
    return [(name, value) for name, value in pairs if name != "TxnLineID"]


def differing(before: Mapping[str, str], after: Mapping[str, str]) -> frozenset[str]:
    """The elements that are not the same on both sides; an absent one equals an empty one."""
    return frozenset(key for key in {*before, *after} if before.get(key, "") != after.get(key, ""))
