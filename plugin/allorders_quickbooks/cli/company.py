"""What a command works with: one company of an order system, and the person on whose behalf it works."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, is_dataclass
from enum import Enum
from functools import partial
from typing import Any, NoReturn

import click
from allorders_hooks.documents import DocumentRef
from allorders_hooks.host import Right
from allorders_hooks.status import ActionResult
from pydantic import BaseModel

from allorders_quickbooks.cli import order_system
from allorders_quickbooks.processors.ways import connector
from allorders_quickbooks.run.ports import Ports, SystemChance, SystemClock, tables_of
from allorders_quickbooks.store import companies, rows
from allorders_quickbooks.store.database import Database
from allorders_quickbooks.store.schema import migrate

FINE, PROBLEMS, NOT_RUN = 0, 1, 3
CODES = (
    "Exits with 0 where all is well, 1 where something needs a person, 2 for a wrong call, 3 where it could not run."
)


@dataclass(frozen=True)
class Desk:
    """A company, and the person: '' is the application itself, which may do everything."""

    ports: Ports
    company: str
    person: str
    as_json: bool

    def require(self, right: Right) -> None:
        """Ends the command where the person does not hold that right."""
        if not self.ports.host.may(self.person, right, self.company):
            self.refuse(f"{self.person} does not hold the right to {right.value}.")

    def refuse(self, sentence: str, code: int = NOT_RUN) -> NoReturn:
        """End the command with that sentence."""
        self.say({"done": False, "sentence": sentence}, [sentence])
        raise SystemExit(code)

    def say(self, values: Any, lines: Sequence[str]) -> None:
        """One JSON object, or sentences."""
        click.echo(json.dumps(values, default=_plain) if self.as_json else "\n".join(lines))

    def told(self, result: ActionResult) -> None:
        """What became of a verb; ends the command with 1 where it was not done."""
        self.say(result, [f"{result.sentence} {result.remedy}".strip()])
        if not result.done:
            raise SystemExit(PROBLEMS)

    def documents(self, names: Sequence[str]) -> list[DocumentRef]:
        """The documents that are named KIND:KEY or KIND:NUMBER, as in ship_doc:1042."""
        found: list[DocumentRef] = []
        with self.ports.database.read() as connection:
            for name in names:
                kind, colon, called = name.partition(":")
                known = rows.called(connection, self.company, kind, called) if colon else []
                if len(known) != 1:
                    many = "several documents are" if known else "no document is"
                    raise click.UsageError(
                        f"{many} known here by the name of {name!r}; a name is KIND:KEY or KIND:NUMBER."
                    )
                found += known
        return found


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return value.value if isinstance(value, Enum) else str(value)


def command(function: Callable[..., None]) -> click.Command:
    """A command that is given a Desk, by the options that every one of them has."""

    def called(url: str, host: str | None, company: str | None, person: str, as_json: bool, **more: Any) -> None:
        with _desk(url, host, company, person, as_json) as desk:
            function(desk, **more)

    called.__name__, called.__doc__ = function.__name__, f"{function.__doc__}\n\n{CODES}"
    called.__click_params__ = getattr(function, "__click_params__", [])  # type: ignore[attr-defined]
    return click.command()(_options(called))


def _options(function: Callable[..., None]) -> Callable[..., None]:
    options = (
        order_system.options,
        click.option("--company", metavar="KEY", help="The company, where the order system keeps several."),
        click.option(
            "--as", "person", metavar="NAME", default="", help="The person whose rights hold, and who is journaled."
        ),
        click.option("--json", "as_json", is_flag=True, help="One JSON object instead of sentences."),
    )
    for option in options:
        function = option(function)
    return function


@contextmanager
def _desk(url: str, host: str | None, company: str | None, person: str, as_json: bool) -> Iterator[Desk]:
    services = order_system.opened(url, host)
    known = services.companies()
    if company is None and len(known) == 1:
        (company,) = known
    if company is None or company not in known:
        raise click.UsageError(f"Say by --company which one it is. There are: {', '.join(known)}.")
    with closing(Database(tables_of(services, company))) as database:
        migrate(database)
        with database.write() as connection:
            companies.opened(connection, company)
        holder = f"{socket.gethostname()}/{os.getpid()} command line"
        ports = Ports(services, database, SystemClock(), SystemChance(), connector, holder)
        desk = Desk(ports, company, person, as_json)
        desk.require(Right.VIEW)
        yield desk


documents_argument = partial(click.argument, "documents", nargs=-1, metavar="[KIND:KEY]...")
