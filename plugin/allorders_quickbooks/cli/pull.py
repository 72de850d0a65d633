"""`allorders-quickbooks pull`: have the next run read QuickBooks' lists, or some records of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import click
from allorders_hooks.host import Right

from allorders_quickbooks.cli.company import Desk, command, documents_argument
from allorders_quickbooks.operations import choices, pulling, verbs


@command
@documents_argument()
@click.option("--all", "everything", is_flag=True, help="Every list whole, regardless of date.")
@click.option("--list", "listed", multiple=True, metavar="NAME", help="Only this list: Customer, Item ...")
@click.option("--custom-fields", is_flag=True, help="The names of the custom fields, now: for the company screen.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="With --list: what was changed since that day.")
def pull(
    desk: Desk,
    documents: Sequence[str],
    everything: bool,
    listed: Sequence[str],
    custom_fields: bool,
    since: datetime | None,
) -> None:
    """Have the next run pull what was changed in QuickBooks: of all lists, of some of them, or some records.

    \b
    allorders-quickbooks pull --order-system sqlite:///orders.sqlite3
    allorders-quickbooks pull --order-system sqlite:///orders.sqlite3 --list Customer --since 2026-01-31
    allorders-quickbooks pull --order-system sqlite:///orders.sqlite3 customer:7 item:12
    allorders-quickbooks pull --order-system sqlite:///orders.sqlite3 --custom-fields
    """
    desk.require(Right.OPERATE)
    if sum(map(bool, (documents, everything, listed, custom_fields))) > 1 or (since and not listed):
        raise click.UsageError("Name records, or lists with or without a day, or --all, or --custom-fields.")
    if custom_fields:
        desk.told(choices.refresh(desk.ports, desk.company, desk.person))
        return
    if listed:
        day = since.date() if since is not None else None
        desk.told(pulling.selective(desk.ports, desk.company, listed, day, desk.person))
        return
    action = pulling.CHOSEN if documents else pulling.FULL if everything else pulling.SINCE
    desk.told(verbs.do(desk.ports, desk.company, action, desk.documents(documents), desk.person))
