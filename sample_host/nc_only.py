"""The NC Only box of documents: what it is worth to all plugins together, and so how forms show it."""

from __future__ import annotations

from collections.abc import Iterable

from allorders_hooks.status import NcOnlyBox, SyncStatus


def nc_only_box(statuses: Iterable[SyncStatus]) -> NcOnlyBox:
    """The user decides unless the plugins agree on something else; without any it is the host's own affair."""
    worth = {status.nc_only for status in statuses}
    return worth.pop() if len(worth) == 1 else NcOnlyBox.CHOICE
