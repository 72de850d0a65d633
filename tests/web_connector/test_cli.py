"""The command line: the file for the Web Connector, and the password that is told once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from allorders_quickbooks.cli import main
from allorders_quickbooks.store import accounts
from allorders_quickbooks.store.database import Database
from click.testing import CliRunner, Result
from lxml import etree

from sample_host.announce import COMPANY
from sample_host.connector import read_qwc
from sample_host.running import running

HTTPS = "https://books.example.com/qbwc?a=1&b=2"


@pytest.fixture
def place(tmp_path: Path) -> str:
    """The URL of an order system in which the plugin has been at work."""
    url = f"sqlite:///{(tmp_path / 'orders.sqlite3').as_posix()}"
    with running(url, None):
        return url


def qwc(place: str, output: Path, *options: str, company: str = COMPANY, url: str = HTTPS) -> Result:
    where = ["--order-system", place, "--company", company, "--url", url, "--output", str(output)]
    return CliRunner().invoke(main, ["qwc", *where, *options])


def test_the_file_names_the_address_the_user_and_the_company_file(place: str, tmp_path: Path) -> None:
    told = json.loads(qwc(place, tmp_path / "a.qwc", "--json").output)
    app = read_qwc(tmp_path / "a.qwc")
    assert (app.url, app.user, app.name) == (HTTPS, told["user"], f"All Orders - {COMPANY}")
    assert app.file_id == f"{{{told['file_id'].upper()}}}"
    assert told["password"] not in (tmp_path / "a.qwc").read_text()
    assert len(told["password"]) == 24


def test_the_elements_stand_in_the_order_that_works_everywhere(place: str, tmp_path: Path) -> None:
    qwc(place, tmp_path / "a.qwc")
    tags = [str(child.tag) for child in etree.parse(tmp_path / "a.qwc").getroot()]
    known = ["AppName", "AppID", "AppURL", "AppDescription", "AppSupport", "UserName", "OwnerID", "FileID", "QBType"]
    assert tags[:9] == known
    assert "Scheduler" not in tags


def test_user_and_password_are_said_in_words_as_well(place: str, tmp_path: Path) -> None:
    said = qwc(place, tmp_path / "a.qwc", "--user", "olga").output
    assert "User:     olga" in said
    assert "Password: " in said


def test_a_second_file_has_a_new_password_and_the_same_file_id(place: str, tmp_path: Path) -> None:
    first, second = (json.loads(qwc(place, tmp_path / f"{n}.qwc", "--json").output) for n in (1, 2))
    assert first["file_id"] == second["file_id"]
    assert first["password"] != second["password"]
    database = Database(place)
    with database.read() as connection:
        kept = accounts.of_company(connection, COMPANY)
    database.close()
    assert kept is not None
    assert first["password"] not in kept.password_hash


def test_the_interval_of_the_preferences_is_the_schedule(place: str, tmp_path: Path) -> None:
    with running(place, None) as shop:
        screens = {screen.name: screen for screen in shop.plugins.settings_screens(COMPANY)["quickbooks"]}
        values = {"frequency": "auto", "interval_minutes": "15"}
        shop.plugins.save_settings("quickbooks", COMPANY, "preferences", values, screens["preferences"].version, "")
    qwc(place, tmp_path / "a.qwc")
    assert etree.parse(tmp_path / "a.qwc").findtext("Scheduler/RunEveryNMinutes") == "15"


@pytest.mark.parametrize(
    "url", ["http://books.example.com/qbwc", "ftp://localhost/qbwc", "books.example.com/qbwc", "https:///qbwc"]
)
def test_another_machine_is_reached_by_https_only(place: str, tmp_path: Path, url: str) -> None:
    result = qwc(place, tmp_path / "a.qwc", url=url)
    assert result.exit_code == 2
    assert "https" in result.output
    assert not (tmp_path / "a.qwc").exists()


@pytest.mark.parametrize("url", ["http://localhost:8083/qbwc", "http://127.0.0.1/qbwc", "http://[::1]:80/qbwc"])
def test_this_very_machine_may_be_reached_without(place: str, tmp_path: Path, url: str) -> None:
    assert qwc(place, tmp_path / "a.qwc", url=url).exit_code == 0


def test_an_unknown_company_is_refused_with_those_that_there_are(place: str, tmp_path: Path) -> None:
    result = qwc(place, tmp_path / "a.qwc", company="nowhere")
    assert result.exit_code == 2
    assert f"There are: {COMPANY}" in result.output


def test_a_database_that_cannot_be_opened_is_told_without_its_password(tmp_path: Path) -> None:
    result = qwc("postgresql://user:hushhush@127.0.0.1:1/none", tmp_path / "a.qwc")
    assert result.exit_code == 1
    assert "cannot be opened" in result.output
    assert "hushhush" not in result.output


def test_an_unknown_host_is_refused(place: str, tmp_path: Path) -> None:
    result = qwc(place, tmp_path / "a.qwc", "--host", "unheard of")
    assert result.exit_code == 1
    assert "Installed" in result.output
