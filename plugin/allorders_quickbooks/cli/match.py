"""`allorders-quickbooks match`: decide on the command line which record of QuickBooks is which of ours."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from allorders_hooks.documents import DocumentRef
from allorders_hooks.host import Right

from allorders_quickbooks.cli.company import NOT_RUN, Desk, command
from allorders_quickbooks.matching.sides import BINDS, CERTAIN, KIND_OF, MATCHED, SAID, Choice
from allorders_quickbooks.operations import match_sheet, matching
from allorders_quickbooks.store.matching import Match

_CHOICES = [each.value for each in Choice if each]
_LIST = click.option("--list", "listed", type=click.Choice(MATCHED, case_sensitive=False), required=True)
_KEYS = click.argument("keys", nargs=-1, required=True)


@click.group()
def match() -> None:
    """Match the lists of a company file that had a life before. Nothing is made before its list is confirmed.

    \b
    allorders-quickbooks match propose --order-system sqlite:///orders.sqlite3 --list Customer
    """


@command
def progress(desk: Desk) -> None:
    """How far each list is.

    \b
    allorders-quickbooks match progress --order-system sqlite:///orders.sqlite3
    """
    found = matching.progress(desk.ports, desk.company)
    lines = [_standing(each) for each in found]
    desk.say([asdict(each) for each in found], lines or ["QuickBooks was not looked at yet. Synchronize once."])


def _standing(each: matching.Progress) -> str:
    back = f"; {each.questions} came back" if each.questions else ""
    confirmed = f"confirmed ({each.known.why}){back}"
    stands = confirmed if each.known.confirmed else f"{each.questions} open questions"
    decided = ", ".join(f"{number} {choice.value or 'undecided'}" for choice, number in each.decided.items())
    return f"{each.known.listed:<10}{stands}; {decided or 'nothing proposed yet'}"


@command
@_LIST
def propose(desk: Desk, listed: str) -> None:
    """Look for the records of QuickBooks that those of the order system may be.

    \b
    allorders-quickbooks match propose --order-system sqlite:///orders.sqlite3 --list Customer
    """
    desk.require(Right.OPERATE)
    desk.told(matching.propose(desk.ports, desk.company, listed))


@command
@_LIST
@click.option("--decision", type=click.Choice(["undecided", *_CHOICES]))
def list_(desk: Desk, listed: str, decision: str | None) -> None:
    """Every record with what is proposed for it and what is decided; with --json one object a line.

    \b
    allorders-quickbooks match list --order-system sqlite:///orders.sqlite3 --list Customer --decision undecided
    """
    wanted = None if decision is None else Choice("" if decision == "undecided" else decision)
    for page in matching.pages(desk.ports, desk.company, listed, wanted):
        for each in page:
            click.echo(_json(each) if desk.as_json else _sentence(each))


def _json(each: Match) -> str:
    return json.dumps({**asdict(each), "ref": {"kind": each.ref.kind, "key": each.ref.key}}, default=str)


def _sentence(each: Match) -> str:
    best = each.best
    there = f"{best.score:>4}  “{best.name}” [{best.qb_id}]: {best.reason}" if best else "   -  nothing alike"
    taken = f"; {each.taken}" if each.taken else ""
    came_back = f"; {SAID[each.cause]}" if each.cause else ""
    return f"{each.decision.value or '?':<8}{each.ref.key}  “{each.name}”{there}{taken}{came_back}"


@command
@_LIST
@click.option("--least", default=CERTAIN, show_default=True, type=click.IntRange(1, 100), help="The least score.")
def accept(desk: Desk, listed: str, least: int) -> None:
    """Bind everything that is proposed with at least that score.

    \b
    allorders-quickbooks match accept --order-system sqlite:///orders.sqlite3 --list Customer --least 90
    """
    desk.require(Right.OPERATE)
    desk.told(matching.accept(desk.ports, desk.company, listed, desk.person, least))


@command
@_LIST
@click.argument("choice", type=click.Choice(_CHOICES))
@_KEYS
@click.option("--to", "qb_id", default="", metavar="ID", help="The record of QuickBooks, where it is not the best one.")
def decide(desk: Desk, listed: str, choice: str, keys: tuple[str, ...], qb_id: str) -> None:
    """Decide the same for these records.

    bind: it is that one; rename: the same, and its name goes over; take: the same, and QuickBooks' name comes here;
    create: it is a new one; name: a new one under another name; skip: it stays out; merge: it will be merged there.

    \b
    allorders-quickbooks match decide --order-system sqlite:///orders.sqlite3 --list Customer create 17 18
    """
    desk.require(Right.OPERATE)
    if qb_id and (len(keys) > 1 or Choice(choice) not in BINDS):
        raise click.UsageError("--to names the record that one of yours is bound to.")
    refs = _refs(desk, listed, keys)
    desk.told(matching.decide(desk.ports, desk.company, refs, Choice(choice), desk.person, qb_id))


@command
@_LIST
@_KEYS
def undo(desk: Desk, listed: str, keys: tuple[str, ...]) -> None:
    """Take the decisions about these records back.

    \b
    allorders-quickbooks match undo --order-system sqlite:///orders.sqlite3 --list Customer 17
    """
    desk.require(Right.UNDO)
    desk.told(matching.undo(desk.ports, desk.company, _refs(desk, listed, keys), desk.person))


@command
@_LIST
def confirm(desk: Desk, listed: str) -> None:
    """Let the list go: what QuickBooks has nothing like is made there in the next run.

    \b
    allorders-quickbooks match confirm --order-system sqlite:///orders.sqlite3 --list Customer
    """
    desk.require(Right.OPERATE)
    desk.told(matching.confirm(desk.ports, desk.company, listed, desk.person))


@command
@_LIST
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="A file; else it is printed.")
def export(desk: Desk, listed: str, output: Path | None) -> None:
    """Write the list as CSV, for a spreadsheet.

    \b
    allorders-quickbooks match export --order-system sqlite:///orders.sqlite3 --list Customer --output customers.csv
    """
    with _opened(output) as write:
        for piece in match_sheet.written(desk.ports, desk.company, listed):
            write(piece)


@contextmanager
def _opened(output: Path | None) -> Iterator[Callable[[str], Any]]:
    if output is None:
        yield sys.stdout.write
        return
    with output.open("w", encoding="utf-8", newline="") as file:
        yield file.write


@command
@_LIST
@click.argument("file", type=click.File("r", encoding="utf-8"))
def import_(desk: Desk, listed: str, file: Any) -> None:
    """Decide what a sheet says, all of it or nothing.

    \b
    allorders-quickbooks match import --order-system sqlite:///orders.sqlite3 --list Customer customers.csv
    """
    desk.require(Right.OPERATE)
    try:
        text = file.read()
    except UnicodeDecodeError:
        desk.refuse("The file is not in UTF-8. Save it as “CSV UTF-8”.", NOT_RUN)
    desk.told(match_sheet.read(desk.ports, desk.company, listed, text, desk.person))


def _refs(desk: Desk, listed: str, keys: tuple[str, ...]) -> list[DocumentRef]:
    return [DocumentRef(company=desk.company, kind=KIND_OF[listed], key=key) for key in keys]


for _verb in (progress, propose, accept, decide, undo, confirm, export):
    match.add_command(_verb)
match.add_command(list_, "list")
match.add_command(import_, "import")
