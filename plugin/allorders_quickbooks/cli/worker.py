"""`allorders-quickbooks worker`: make the runs of order systems whose companies queue up in PostgreSQL."""

from __future__ import annotations

import os
import socket

import click

from allorders_quickbooks.cli import order_system
from allorders_quickbooks.cli.extras import of_extra
from allorders_quickbooks.run.ports import QUEUE, queue_url


@click.command()
@click.option(
    "--order-system",
    "urls",
    metavar="URL",
    required=True,
    multiple=True,
    help="An order system's database; repeatable.",
)
@click.option("--host", metavar="NAME", help="Its kind, where several are installed.")
@click.option("--queue", metavar="URL", help=f"The PostgreSQL database of the queue, instead of {QUEUE}.")
@click.option("--turn", default=6.0, show_default=True, type=click.FloatRange(min=0), help="Seconds, if others wait.")
def worker(urls: tuple[str, ...], host: str | None, queue: str | None, turn: float) -> None:
    """Synchronize the companies of these order systems until it is interrupted. Any number of workers may do so.

    The order systems' own processes need the same ALLORDERS_QUICKBOOKS_QUEUE: they then only ask for runs.

    \b
    allorders-quickbooks worker --order-system sqlite:///orders.sqlite3 \\
        --queue postgresql://books@server/queue
    """
    where = queue or queue_url()
    if where is None:
        raise click.UsageError(f"Say by --queue, or by {QUEUE}, which PostgreSQL database holds the queue.")
    if not where.startswith("postgresql"):
        raise click.UsageError("The queue needs a PostgreSQL database.")
    with of_extra("cluster"):
        from allorders_quickbooks.runners import worker as workers
    served = workers.serve([order_system.opened(url, host) for url in urls])
    click.echo(f"Working for {len(served)} companies.")
    workers.Worker(where, served, f"{socket.gethostname()}/{os.getpid()}", turn).work()
