"""Thinning after a run: sets that are older than the set-up keeps them lose their bytes, a few hundred at a time."""

from __future__ import annotations

from datetime import timedelta

from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import companies, journal, thinning

AT_ONCE = 400  # sets a transaction: on SQLite the host's saves wait for it
_A_RUN = 20  # transactions after one run; what is left has time until the next


def thin(ports: Ports, key: str) -> int:
    """Forget the exact messages that are old enough. How many sets lost theirs."""
    thinned = 0
    for _ in range(_A_RUN):
        some = _thin_some(ports, key)
        thinned += some
        if some < AT_ONCE:
            break
    return thinned


def _thin_some(ports: Ports, key: str) -> int:
    with ports.database.write() as connection:
        now = ports.database.now(connection)
        before = now - timedelta(days=companies.load(connection, key).setup.keep_messages_days)
        some = thinning.thin(connection, key, before, AT_ONCE)
        if some:
            line = journal.Line("messages thinned", None, f"{some} sets from before {before:%Y-%m-%d}")
            journal.write(connection, key, [line], now=now)
        return some
