"""The message of a run: what people are told when it is over, unless they prefer not to be.

It goes to the screens of the host, and silencing it silences nothing else: what is wrong stays in the problem list.
"""

from __future__ import annotations

from allorders_hooks.status import Level, Message

from allorders_quickbooks.log import log
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import companies
from allorders_quickbooks.store.runs import Run


def tell(ports: Ports, key: str, run: Run) -> None:
    """Tell of a run that did something or ended early. A host that cannot show it keeps nothing from going on."""
    with ports.database.read() as connection:
        quiet = companies.load(connection, key).preferences.suppress_messages
    if quiet or (run.complete and not _did_anything(run)):
        return
    level = Level.INFO if run.complete and not run.failed else Level.WARNING
    try:
        ports.host.tell(Message(company=key, level=level, sentence=run.summary))
    except Exception:
        log.exception("message not told")


def _did_anything(run: Run) -> bool:
    return bool(run.sent or run.changed or run.removed or run.held or run.failed)
