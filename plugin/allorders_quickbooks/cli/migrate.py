"""`allorders-quickbooks migrate`: move the plugin's tables into another database."""

from __future__ import annotations

import json
from contextlib import closing

import click
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from allorders_quickbooks.errors import QuickBooksPluginError
from allorders_quickbooks.run.ports import DATABASE
from allorders_quickbooks.store.database import Database
from allorders_quickbooks.store.moving import move

_APART = (
    "Where the order system's own tables stay in another database, set {variable} to the new URL for every process. "
    "A save and its note then have no common transaction: what a note misses, the sweep of the next run finds."
)


@click.command()
@click.option("--from", "source", metavar="URL", required=True, help="The database that holds the tables now.")
@click.option("--to", "target", metavar="URL", required=True, help="An empty database, or one with other tables.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of sentences.")
def migrate(source: str, target: str, as_json: bool) -> None:
    """Move the QuickBooks tables of every company, sets under way included, and disconnect the companies there.

    All or nothing: where it is broken off, call it again. Close the order system before.

    \b
    allorders-quickbooks migrate --from sqlite:///orders.sqlite3 --to postgresql://books@server/books
    """
    try:
        with closing(Database(source)) as old, closing(Database(target)) as new:
            moved = move(old, new)
    except QuickBooksPluginError as error:
        raise click.ClickException(f"{error.sentence} {error.remedy}".strip()) from error
    except (ArgumentError, SQLAlchemyError) as error:
        # Not with its text: that may hold the URL, and the URL a password.
        raise click.ClickException(f"A database cannot be opened or written ({type(error).__name__}).") from error
    if as_json:
        click.echo(json.dumps({"rows": moved}))
        return
    click.echo(f"{sum(moved.values())} rows of {len(moved)} tables were moved.")
    click.echo(_APART.format(variable=DATABASE))
