"""`allorders-quickbooks match`: decide on the command line which record of QuickBooks is which of ours."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import wraps
from pathlib import Path
from typing import Any

import click
from allorders_hooks.documents import DocumentRef
from allorders_hooks.status import ActionResult

from allorders_quickbooks.cli import order_system
from allorders_quickbooks.matching.sides import BINDS, CERTAIN, KIND_OF, MATCHED, SAID, Choice
from allorders_quickbooks.operations import match_sheet, matching
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store.matching import Match

_CHOICES = [each.value for each in Choice if each]
_LIST = click.option("--list", "listed", type=click.Choice(MATCHED, case_sensitive=False), required=True)
_JSON = click.option("--json", "as_json", is_flag=True, help="JSON instead of sentences.")


@click.group()
def match() -> None:
    """Match the lists of a company file that had a life before. Nothing is made before its list is confirmed.

    \b
    allorders-quickbooks match propose --order-system sqlite:///orders.sqlite3 --company main --list Customer
    """


def _of_company(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that name the company; the command gets its ports and its key."""

    @wraps(command)
    def called(url: str, host: str | None, company: str, **given: Any) -> None:
        with order_system.ports_of(url, host, company, "match") as ports:
            command(ports, company, **given)

    return order_system.options(click.option("--company", metavar="KEY", required=True)(called))


@match.command()
@_of_company
@_JSON
def progress(ports: Ports, company: str, as_json: bool) -> None:
    """How far each list is.

    \b
    allorders-quickbooks match progress --order-system sqlite:///orders.sqlite3 --company main
    """
    found = matching.progress(ports, company)
    if as_json:
        click.echo(json.dumps([asdict(each) for each in found], default=str))
        return
    for each in found:
        back = f"; {each.questions} came back" if each.questions else ""
        confirmed = f"confirmed ({each.known.why}){back}"
        stands = confirmed if each.known.confirmed else f"{each.questions} open questions"
        decided = ", ".join(f"{number} {choice.value or 'undecided'}" for choice, number in each.decided.items())
        click.echo(f"{each.known.listed:<10}{stands}; {decided or 'nothing proposed yet'}")
    if not found:
        click.echo("QuickBooks was not looked at yet. Synchronize once.")


@match.command()
@_of_company
@_LIST
def propose(ports: Ports, company: str, listed: str) -> None:
    """Look for the records of QuickBooks that those of the order system may be.

    \b
    allorders-quickbooks match propose --order-system sqlite:///orders.sqlite3 --company main --list Customer
    """
    _said(matching.propose(ports, company, listed))


@match.command("list")
@_of_company
@_LIST
@click.option("--decision", type=click.Choice(["undecided", *_CHOICES]))
@_JSON
def list_(ports: Ports, company: str, listed: str, decision: str | None, as_json: bool) -> None:
    """Every record with what is proposed for it and what is decided.

    \b
    allorders-quickbooks match list --order-system sqlite:///orders.sqlite3 --company main \\
        --list Customer --decision undecided
    """
    wanted = None if decision is None else Choice("" if decision == "undecided" else decision)
    for page in matching.pages(ports, company, listed, wanted):
        for each in page:
            click.echo(_json(each) if as_json else _sentence(each))


def _json(each: Match) -> str:
    return json.dumps({**asdict(each), "ref": {"kind": each.ref.kind, "key": each.ref.key}}, default=str)


def _sentence(each: Match) -> str:
    best = each.best
    there = f"{best.score:>4}  “{best.name}” [{best.qb_id}]: {best.reason}" if best else "   -  nothing alike"
    taken = f"; {each.taken}" if each.taken else ""
    came_back = f"; {SAID[each.cause]}" if each.cause else ""
    return f"{each.decision.value or '?':<8}{each.ref.key}  “{each.name}”{there}{taken}{came_back}"


@match.command()
@_of_company
@_LIST
@click.option("--least", default=CERTAIN, show_default=True, type=click.IntRange(1, 100), help="The least score.")
def accept(ports: Ports, company: str, listed: str, least: int) -> None:
    """Bind everything that is proposed with at least that score.

    \b
    allorders-quickbooks match accept --order-system sqlite:///orders.sqlite3 --company main --list Customer --least 90
    """
    _said(matching.accept(ports, company, listed, "command line", least))


@match.command()
@_of_company
@_LIST
@click.argument("choice", type=click.Choice(_CHOICES))
@click.argument("keys", nargs=-1, required=True)
@click.option("--to", "qb_id", default="", metavar="ID", help="The record of QuickBooks, where it is not the best one.")
def decide(ports: Ports, company: str, listed: str, choice: str, keys: tuple[str, ...], qb_id: str) -> None:
    """Decide the same for these records.

    bind: it is that one; rename: the same, and its name goes over; take: the same, and QuickBooks' name comes here;
    create: it is a new one; name: a new one under another name; skip: it stays out; merge: it will be merged there.

    \b
    allorders-quickbooks match decide --order-system sqlite:///orders.sqlite3 --company main \\
        --list Customer create 17 18
    """
    if qb_id and (len(keys) > 1 or Choice(choice) not in BINDS):
        raise click.UsageError("--to names the record that one of yours is bound to.")
    refs = _refs(company, listed, keys)
    _said(matching.decide(ports, company, refs, Choice(choice), "command line", qb_id))


@match.command()
@_of_company
@_LIST
@click.argument("keys", nargs=-1, required=True)
def undo(ports: Ports, company: str, listed: str, keys: tuple[str, ...]) -> None:
    """Take the decisions about these records back.

    \b
    allorders-quickbooks match undo --order-system sqlite:///orders.sqlite3 --company main --list Customer 17
    """
    _said(matching.undo(ports, company, _refs(company, listed, keys), "command line"))


@match.command()
@_of_company
@_LIST
def confirm(ports: Ports, company: str, listed: str) -> None:
    """Let the list go: what QuickBooks has nothing like is made there in the next run.

    \b
    allorders-quickbooks match confirm --order-system sqlite:///orders.sqlite3 --company main --list Customer
    """
    _said(matching.confirm(ports, company, listed, "command line"))


@match.command()
@_of_company
@_LIST
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="A file; else it is printed.")
def export(ports: Ports, company: str, listed: str, output: Path | None) -> None:
    """Write the list as CSV, for a spreadsheet.

    \b
    allorders-quickbooks match export --order-system sqlite:///orders.sqlite3 --company main \\
        --list Customer --output customers.csv
    """
    with _opened(output) as write:
        for piece in match_sheet.written(ports, company, listed):
            write(piece)


@contextmanager
def _opened(output: Path | None) -> Iterator[Callable[[str], Any]]:
    if output is None:
        yield sys.stdout.write
        return
    with output.open("w", encoding="utf-8", newline="") as file:
        yield file.write


@match.command("import")
@_of_company
@_LIST
@click.argument("file", type=click.File("r", encoding="utf-8"))
def import_(ports: Ports, company: str, listed: str, file: Any) -> None:
    """Decide what a sheet says, all of it or nothing.

    \b
    allorders-quickbooks match import --order-system sqlite:///orders.sqlite3 --company main \\
        --list Customer customers.csv
    """
    try:
        text = file.read()
    except UnicodeDecodeError as error:
        raise click.ClickException("The file is not in UTF-8. Save it as “CSV UTF-8”.") from error
    _said(match_sheet.read(ports, company, listed, text, "command line"))


def _refs(company: str, listed: str, keys: tuple[str, ...]) -> list[DocumentRef]:
    return [DocumentRef(company=company, kind=KIND_OF[listed], key=key) for key in keys]


def _said(result: ActionResult) -> None:
    """Print what became of it; exits with 1 where nothing did."""
    click.echo(f"{result.sentence} {result.remedy}".strip())
    if not result.done:
        raise SystemExit(1)
