"""Three ways to merge: what we wrote last, what the host says now, what QuickBooks has now.

By element of the document's head, and by all lines together: an element changed only here is sent, one changed only
there is left as it is, one changed on both sides is for a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from allorders_quickbooks.terms import Binding, FreshRead


@dataclass(frozen=True)
class Merge:
    """Elements that the host changed, that somebody in QuickBooks changed, and that both did."""

    ours: frozenset[str]
    theirs: frozenset[str]

    @property
    def conflict(self) -> frozenset[str]:
        return self.ours & self.theirs


def merge(binding: Binding, fresh: FreshRead, base: Mapping[str, str]) -> Merge:
    """`base` is what the host's newest content comes to, in the form of `binding.base`."""
    return Merge(ours=differing(binding.base, base), theirs=differing(binding.seen, fresh.seen))


def differing(before: Mapping[str, str], after: Mapping[str, str]) -> frozenset[str]:
    """The elements that are not the same on both sides; an absent one equals an empty one."""
    return frozenset(key for key in {*before, *after} if before.get(key, "") != after.get(key, ""))
