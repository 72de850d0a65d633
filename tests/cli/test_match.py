"""The matching on the command line, from the first look to the confirmed list."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from allorders_quickbooks.cli import main
from allorders_quickbooks.simulator import CompanyFile
from click.testing import CliRunner, Result

from sample_host.announce import COMPANY
from sample_host.entries import CustomerEntry
from sample_host.orders import OrderDesk
from sample_host.running import connect_to_books, running
from sample_host.workplace import Workplace, workplace

Match = Callable[..., Result]


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    return workplace(tmp_path, None)


@pytest.fixture
def match(place: Workplace) -> Iterator[Match]:
    """The command, on an order system with two customers that was synchronized once with a file that has two."""
    with running(place.database, place.books) as shop:
        connect_to_books(shop)
        with closing(CompanyFile.open(place.books)) as file:
            file.bookkeeper.add_record("Customer", "Blauer See")
            file.bookkeeper.add_record("Customer", "Ernst Handl")
        desk = OrderDesk(shop.host.orders)
        desk.add_customer(CustomerEntry(name="blauer see"))
        desk.add_customer(CustomerEntry(name="Ernst Handel"))
        assert shop.plugins.sync_now(COMPANY, "", wait=True)

        def match(verb: str, *options: str) -> Result:
            where = ["--order-system", place.database, "--company", COMPANY]
            return CliRunner().invoke(main, ["match", verb, *where, *options])

        yield match


CUSTOMERS = ("--list", "Customer")


def test_a_list_is_matched_and_confirmed(match: Match, tmp_path: Path) -> None:
    assert "open questions; nothing proposed yet" in match("progress").output
    assert match("confirm", *CUSTOMERS).exit_code == 1
    assert match("propose", *CUSTOMERS).output == "2 records were looked at.\n"
    assert "It is decided for 1." in match("accept", *CUSTOMERS, "--least", "99").output
    (open_one,) = map(json.loads, match("list", *CUSTOMERS, "--decision", "undecided", "--json").output.splitlines())
    assert open_one["name"] == "Ernst Handel" and "alike" in open_one["candidates"][0]["reason"]
    key = open_one["ref"]["key"]
    assert match("decide", *CUSTOMERS, "skip", key).exit_code == 0
    assert match("undo", *CUSTOMERS, key, "--as", "Ada").exit_code == 0
    sheet = tmp_path / "sheet.csv"
    match("export", *CUSTOMERS, "--output", str(sheet))
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("Handel,,", "Handel,bind,"), encoding="utf-8")
    assert match("import", *CUSTOMERS, str(sheet)).exit_code == 0
    assert match("confirm", *CUSTOMERS).exit_code == 0
    customers = json.loads(match("progress", "--json").output)[0]
    assert customers["known"]["confirmed"] and customers["decided"] == {"bind": 2}


def test_what_cannot_be_done_exits_with_a_sentence(match: Match) -> None:
    match("propose", *CUSTOMERS)
    refused = match("confirm", *CUSTOMERS)
    assert refused.exit_code == 1 and "nobody has decided about them" in refused.output
    assert "names the record" in match("decide", *CUSTOMERS, "skip", "1", "--to", "80-1").output


def test_who_decides_must_hold_the_right(match: Match) -> None:
    refused = match("propose", *CUSTOMERS, "--as", "Vera")
    assert refused.exit_code == 3 and "right to operate" in refused.output
    assert match("undo", *CUSTOMERS, "1", "--as", "Olga").exit_code == 3
    assert match("progress", "--as", "Vera").exit_code == 0
