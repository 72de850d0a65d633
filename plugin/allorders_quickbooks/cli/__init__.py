"""The command line `allorders-quickbooks`: one module a verb, each of them added to the group here."""

from __future__ import annotations

import click

from allorders_quickbooks.cli.acting import cancel, dismiss, reconcile, retry, sync, undo
from allorders_quickbooks.cli.adjust import adjust
from allorders_quickbooks.cli.deciding import decide, go_on_restored, link, nc_only, postpone, send, show
from allorders_quickbooks.cli.doctor import doctor
from allorders_quickbooks.cli.looking import history, preview, problems, status
from allorders_quickbooks.cli.match import match
from allorders_quickbooks.cli.migrate import migrate
from allorders_quickbooks.cli.pull import pull
from allorders_quickbooks.cli.qwc import qwc
from allorders_quickbooks.cli.serve import serve
from allorders_quickbooks.cli.setup import setup
from allorders_quickbooks.cli.worker import worker


@click.group()
@click.version_option(package_name="allorders-quickbooks")
def main() -> None:
    """Keep an order system and QuickBooks Desktop in step."""


_LOOKING = (status, preview, problems, show, history, doctor)
_SENDING = (sync, cancel, send, postpone, nc_only, retry, dismiss, decide, link, undo, go_on_restored)
_AGREEING = (pull, reconcile, adjust, match)
_SERVING = (setup, serve, qwc, worker, migrate)
for _verb in (*_LOOKING, *_SENDING, *_AGREEING, *_SERVING):
    main.add_command(_verb)
