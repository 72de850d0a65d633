"""The command line `allorders-quickbooks`: one module a verb, each of them added to the group here."""

from __future__ import annotations

import click

from allorders_quickbooks.cli.acting import dismiss, reconcile, retry, sync, undo
from allorders_quickbooks.cli.doctor import doctor
from allorders_quickbooks.cli.looking import history, preview, problems, status
from allorders_quickbooks.cli.migrate import migrate
from allorders_quickbooks.cli.qwc import qwc
from allorders_quickbooks.cli.serve import serve


@click.group()
@click.version_option(package_name="allorders-quickbooks")
def main() -> None:
    """Keep an order system and QuickBooks Desktop in step."""


for _verb in (status, sync, preview, problems, retry, dismiss, history, undo, reconcile, doctor, serve, qwc, migrate):
    main.add_command(_verb)
