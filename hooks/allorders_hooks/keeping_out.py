"""A document's own mark that it shall stay out of the books (NC Only), set by a plugin's button.

The mark is the host's. A host whose marks are set by its own forms alone leaves this out; a plugin asks
`isinstance(host, KeepsOut)` before it offers such a button.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from allorders_hooks.documents import DocumentRef


@runtime_checkable
class KeepsOut(Protocol):
    """What a host offers beside HostServices. Any thread may call, as there."""

    def keep_out(self, ref: DocumentRef, kept_out: bool, user: str) -> str:
        """Set or clear the mark, as a save of that person, announced like any other. Why it was not done, a sentence;
        empty where it was, or where the mark stood so already."""
