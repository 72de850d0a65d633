"""The NC Only box of documents: what it is worth to all plugins together, and so how forms show it."""

from __future__ import annotations

from collections.abc import Iterable

from allorders_hooks.status import NcOnlyBox, SyncSummary


def nc_only_box(summaries: Iterable[SyncSummary]) -> NcOnlyBox:
    """The user decides unless the plugins agree on something else; without any it is the host's own affair."""
    worth = {summary.nc_only for summary in summaries}
    return worth.pop() if len(worth) == 1 else NcOnlyBox.CHOICE
