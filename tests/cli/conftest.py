"""An order system on SQLite with a simulated company file, closed: the command line opens it by itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from allorders_quickbooks.cli import main
from allorders_quickbooks.simulator import CompanyFile
from click.testing import CliRunner, Result

from sample_host.current import Shop
from sample_host.running import connect_to_books, running
from sample_host.workplace import workplace
from tests.passing import Passing, passing
from tests.plugin.shop import change_settings


@dataclass
class Place:
    """`url` is the order system's database, `books` the path of the company file, `clock` QuickBooks'."""

    url: str
    books: Path
    clock: Passing

    def within(self, does: Callable[[Shop], Any]) -> Any:
        """What people do in the order system while it is open."""
        with running(self.url, self.books) as shop:
            return does(shop)

    @contextmanager
    def file(self) -> Iterator[CompanyFile]:
        """The company file, as a bookkeeper sees it a minute after whatever was before."""
        self.clock.passes()
        with closing(CompanyFile.open(self.books)) as file:
            yield file
        self.clock.passes()

    def call(self, verb: str, *arguments: str) -> Result:
        return CliRunner(env={"COLUMNS": "160"}).invoke(main, [*verb.split(), "--order-system", self.url, *arguments])

    def json(self, verb: str, *arguments: str, code: int = 0) -> Any:
        """What the verb says as JSON; it exits with that code."""
        result = self.call(verb, "--json", *arguments)
        assert result.exit_code == code, result.output
        return json.loads(result.stdout)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = workplace(tmp_path, None)
    with passing() as clock:
        found = Place(made.database, made.books, clock)
        found.within(_connect)
        assert found.call("sync").exit_code == 0  # the lists of a new company file are known to be empty
        yield found


def _connect(shop: Shop) -> None:
    """Nothing runs but what the command line has run."""
    connect_to_books(shop)
    change_settings(shop, "preferences", synchronize_on_startup="")
