"""Acting: `sync`, `cancel`, `retry`, `dismiss`, `undo`, `reconcile`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import click
from allorders_hooks.documents import DocumentRef
from allorders_hooks.host import Right

from allorders_quickbooks.cli.company import NOT_RUN, PROBLEMS, Desk, command, documents_argument
from allorders_quickbooks.errors import ConfigurationError
from allorders_quickbooks.operations import actions, now, problems, report_page, verbs
from allorders_quickbooks.operations import reconcile as stock
from allorders_quickbooks.operations import undo as undoing
from allorders_quickbooks.run.drain import drain
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import companies, runs
from allorders_quickbooks.store.runs import Run

_LOOK_AGAIN = 0.3  # seconds


@command
@click.option("--chosen", is_flag=True, help="Send only what somebody has chosen.")
def sync(desk: Desk, chosen: bool) -> None:
    """Run now, to the end. Where the Web Connector fetches the work, have it fetched when it comes next.

    \b
    allorders-quickbooks sync --order-system sqlite:///orders.sqlite3
    """
    desk.require(Right.OPERATE)
    with desk.ports.database.write() as connection:
        polled = companies.load(connection, desk.company).setup.polled
        (companies.ask_for_chosen if chosen else companies.ask_for_run)(connection, desk.company)
    if polled:
        desk.say({"done": True, "polled": True}, ["It is synchronized when the Web Connector comes next."])
        return
    run = _run(desk)
    desk.say(run, [run.summary])
    if not run.complete:
        raise SystemExit(NOT_RUN)
    left = problems.problems(desk.ports, desk.company)  # what was held in the run may have gone later in it
    if left.company or left.groups or left.in_doubt is not None:
        raise SystemExit(PROBLEMS)


def _run(desk: Desk) -> Run:
    try:
        with _progress(desk.ports, desk.company):
            run = drain(desk.ports, desk.company)
    except ConfigurationError as lacking:
        desk.refuse(f"{lacking.sentence} {lacking.remedy}".strip())
    if run is None:
        desk.refuse("Another synchronization is under way. See how far it is by: allorders-quickbooks status.")
    return run


@contextmanager
def _progress(ports: Ports, key: str) -> Iterator[None]:
    """A bar on the terminal, where there is one; what is said goes to standard output, the bar does not."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import Progress

    over = Event()
    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("starting", total=None)

        def follow() -> None:
            while not over.wait(_LOOK_AGAIN):
                with ports.database.read() as connection:
                    run = runs.last(connection, key)
                if run is not None and run.ended is None:
                    progress.update(bar, description=run.phase, completed=run.done, total=run.total or None)

        following = Thread(target=follow, daemon=True)
        following.start()
        try:
            yield
        finally:
            over.set()
            following.join()


@command
def cancel(desk: Desk) -> None:
    """End the run that is under way, wherever it runs, once QuickBooks has answered. What is left waits.

    
    allorders-quickbooks cancel --order-system sqlite:///orders.sqlite3
    """
    desk.require(Right.OPERATE)
    desk.told(now.cancel(desk.ports, desk.company, desk.person))


_reason = click.option("--reason", metavar="CODE", help="All documents of one cause, as `problems` names it.")


@command
@documents_argument()
@_reason
def retry(desk: Desk, documents: Sequence[str], reason: str | None) -> None:
    """Have documents tried again with the next run: those that are named, or all of one cause.

    \b
    allorders-quickbooks retry --order-system sqlite:///orders.sqlite3 ship_doc:1042
    allorders-quickbooks retry --order-system sqlite:///orders.sqlite3 --reason exceeded
    """
    _do(desk, actions.RETRY, documents, reason)


@command
@documents_argument()
@_reason
def dismiss(desk: Desk, documents: Sequence[str], reason: str | None) -> None:
    """Send nothing of documents until they are saved again: those that are named, or all of one cause.

    \b
    allorders-quickbooks dismiss --order-system sqlite:///orders.sqlite3 ship_doc:1042
    """
    _do(desk, actions.DISMISS, documents, reason)


def _do(desk: Desk, action: str, documents: Sequence[str], reason: str | None) -> None:
    desk.require(Right.OPERATE)
    refs = _of_cause(desk, reason) if reason else desk.documents(documents)
    if not refs:
        raise click.UsageError("Name documents as KIND:KEY, or a cause by --reason.")
    desk.told(verbs.do(desk.ports, desk.company, action, refs, desk.person))


def _of_cause(desk: Desk, reason: str) -> list[DocumentRef]:
    groups = problems.problems(desk.ports, desk.company).groups
    states = [group.state for group in groups if group.reason == reason]
    return [ref for state in states for ref in problems.refs_of(desk.ports, desk.company, reason, state)]


@command
@documents_argument(required=True)
@click.option("--yes", is_flag=True, help="Do it, and do not ask.")
def undo(desk: Desk, documents: Sequence[str], yes: bool) -> None:
    """Take sent documents out of QuickBooks again: voided or deleted as the company screen says.

    \b
    allorders-quickbooks undo --order-system sqlite:///orders.sqlite3 ship_doc:1042
    """
    desk.require(Right.UNDO)
    refs = desk.documents(documents)
    foreseen = undoing.foresee(desk.ports, desk.company, refs)
    if not yes:
        for each in foreseen:
            click.echo(f"{each.title}: {each.why_not or ' '.join((each.becomes, *each.stays))}", err=True)
        click.confirm("Take them out of QuickBooks?", abort=True, err=True)
    desk.told(verbs.do(desk.ports, desk.company, undoing.UNDO, refs, desk.person))


@command
@click.option("--csv", "csv_file", type=click.Path(path_type=Path, dir_okay=False), help="Write the report as CSV.")
@click.option(
    "--html", "html_file", type=click.Path(path_type=Path, dir_okay=False), help="Write it as a page to print."
)
@click.option("--only-report", is_flag=True, help="Compare nothing; report the last comparison.")
def reconcile(desk: Desk, csv_file: Path | None, html_file: Path | None, only_report: bool) -> None:
    """Compare the stock of both sides, item by item, with the reason of each difference.

    \b
    allorders-quickbooks reconcile --order-system sqlite:///orders.sqlite3 --html stock.html
    """
    if not only_report:
        desk.require(Right.OPERATE)
        stock.compare(desk.ports, desk.company, desk.person)
        run = _run(desk)
        if not run.complete:
            desk.refuse(run.summary)
    found = stock.report(desk.ports, desk.company)
    if csv_file is not None:
        with csv_file.open("w", encoding="utf-8", newline="") as to:
            to.writelines(stock.csv_text(desk.ports, desk.company))
    if html_file is not None:
        with html_file.open("w", encoding="utf-8") as to:
            report_page.write_html(desk.ports, desk.company, to)
    if found.last is None:
        desk.refuse("The stock has not been compared yet.")
    last = found.last
    desk.say(
        last, [f"{last.matched} items match, {last.explained} differ for known reasons, {last.unexplained} for none."]
    )
    if last.unexplained:
        raise SystemExit(PROBLEMS)
