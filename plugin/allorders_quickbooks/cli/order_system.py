"""Which order system a command works for: the options that name it, and its services."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import click
from allorders_hooks.errors import HostNotFound
from allorders_hooks.host import HostServices
from allorders_hooks.hosts import installed_hosts, open_host

from allorders_quickbooks.processors.ways import connector
from allorders_quickbooks.run.ports import Ports, SystemChance, SystemClock, tables_of
from allorders_quickbooks.store import companies
from allorders_quickbooks.store.database import Database
from allorders_quickbooks.store.schema import migrate


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options --order-system and --host."""
    url = click.option("--order-system", "url", metavar="URL", required=True, help="The order system's database.")
    host = click.option("--host", metavar="NAME", help="Its kind, where several are installed.")
    return url(host(command))


def opened(url: str, host: str | None) -> HostServices:
    """The services of that order system. Raises click.ClickException with a sentence."""
    installed = installed_hosts()
    if host is None and len(installed) != 1:
        raise click.UsageError(f"Say by --host which order system it is. Installed: {', '.join(installed) or 'none'}.")
    try:
        return open_host(host or installed[0], url)
    except HostNotFound as error:
        raise click.ClickException(str(error)) from error
    except Exception as error:
        # Not with its text: that may hold the URL, and the URL a password.
        raise click.ClickException(f"The order system cannot be opened ({type(error).__name__}).") from error


@contextmanager
def ports_of(url: str, host: str | None, company: str, holder: str) -> Iterator[Ports]:
    """What the verbs about one company need. Raises click.UsageError where the order system keeps no such company."""
    services = opened(url, host)
    if company not in services.companies():
        raise click.UsageError(f"There is no company {company!r}. There are: {', '.join(services.companies())}.")
    with closing(Database(tables_of(services, company))) as database:
        migrate(database)
        with database.write() as connection:
            companies.opened(connection, company)
        yield Ports(services, database, SystemClock(), SystemChance(), connector, holder)
