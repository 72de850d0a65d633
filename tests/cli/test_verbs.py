"""Every verb of the sync centre on the command line: sentences, JSON, exit codes, rights."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from decimal import Decimal
from functools import partial
from io import StringIO
from pathlib import Path

import pytest
from allorders_hooks.documents import DocumentRef
from allorders_quickbooks.cli import main
from click.testing import CliRunner

from sample_host.running import use_ship_doc_numbers
from tests.cli.conftest import Place
from tests.plugin.shop import ship

NAME = "Kiel Marina"


def _name(ref: DocumentRef) -> str:
    return f"{ref.kind}:{ref.key}"


def _in_trouble(place: Place) -> str:
    """A ship doc that waits for its customer, whose name a vendor has in QuickBooks."""
    ref = place.within(lambda shop: ship(shop))
    with place.file() as file:
        file.bookkeeper.add_record("Vendor", NAME)
    place.call("sync")
    return _name(ref)


def _mended(place: Place) -> None:
    with place.file() as file:
        (vendor,) = [record for record in file.records("Vendor") if record.name == NAME]
        file.bookkeeper.rename("Vendor", vendor.id, "Kiel Marina Supplies")


def test_status_says_how_things_stand(place: Place) -> None:
    place.within(lambda shop: ship(shop))
    found = place.json("status")
    assert found["status"]["ready"] and found["status"]["waiting"] == 3
    assert "Connection" in place.call("status").output
    _in_trouble(place)
    assert place.call("status").exit_code == 1


def test_sync_runs_to_the_end_and_says_what_it_did(place: Place) -> None:
    place.within(lambda shop: ship(shop))
    run = place.json("sync")
    assert run["complete"] and run["sent"] >= 3
    with place.file() as file:
        assert len(file.transactions("Invoice")) == 1


def test_sync_says_when_quickbooks_cannot_be_reached(place: Place) -> None:
    place.within(lambda shop: ship(shop))
    place.books.rename(place.books.with_suffix(".away"))
    place.books.mkdir()
    result = place.call("sync")
    assert result.exit_code == 3 and result.output.strip()


def test_preview_shows_what_would_go_and_sends_nothing(place: Place) -> None:
    place.within(lambda shop: ship(shop))
    found = place.json("preview")
    assert [each["becomes"] for each in found["documents"]].count("goes as a new one") == 2
    assert "<CustomerAdd" in place.call("preview", "--qbxml").output
    with place.file() as file:
        assert not file.transactions("Invoice")


def test_a_failed_invoice_is_understood_mended_and_sent(place: Place) -> None:
    name = _in_trouble(place)
    said = place.call("problems")
    assert said.exit_code == 1 and "It waits until it is matched" in said.output
    (listed,) = place.json("problems", "--reason", "unmatched", code=1)
    assert "it is vendor" in listed["problem"]["sentence"]
    _mended(place)
    customer = listed["problem"]["ref"]
    assert place.call("retry", f"customer:{customer['key']}").exit_code == 0
    assert place.json("sync")["complete"]
    assert place.call("problems").exit_code == 0
    assert [line["what"] for line in place.json("history", "--document", name, "--what", "in Quick")] == [
        "in QuickBooks"
    ]


def test_all_documents_of_one_cause_are_retried_or_dismissed(place: Place) -> None:
    for number in ("1", "2"):
        place.within(partial(ship, customer=f"Customer {number}", shipped=False))
    place.call("sync")
    assert "2 will go" in place.call("retry", "--reason", "not_ready").output
    place.call("sync")
    assert "Nothing is sent of 2" in place.call("dismiss", "--reason", "not_ready").output
    assert place.json("problems")["groups"] == []


def test_history_shows_journal_runs_and_the_exact_set(place: Place) -> None:
    ref = place.within(lambda shop: ship(shop))
    place.call("sync")
    (sent,) = place.json("history", "--document", _name(ref), "--what", "on its way")
    shown = place.call("history", "--set", sent["set_id"]).output
    assert "<InvoiceAddRq" in shown and "<InvoiceAddRs" in shown
    assert place.json("history", "--runs")[0]["complete"]
    rows = list(csv.DictReader(StringIO(place.call("history", "--csv").output)))
    assert len(rows) == len(place.json("history", "--limit", "1000"))
    assert place.json("history", "--until", "2001-01-01") == []


def test_undo_says_what_stays_asks_and_takes_it_out(place: Place) -> None:
    ref = place.within(lambda shop: ship(shop))
    place.call("sync")
    asked = CliRunner().invoke(main, ["undo", "--order-system", place.url, _name(ref)], input="n\n")
    assert asked.exit_code == 1 and "is voided." in asked.output
    assert place.call("undo", "--yes", _name(ref)).exit_code == 0
    place.call("sync")
    with place.file() as file:
        assert [txn.voided for txn in file.transactions("Invoice")] == [True]


def test_reconcile_compares_the_stock_and_writes_the_report(place: Place, tmp_path: Path) -> None:
    place.within(lambda shop: ship(shop))
    place.call("sync")
    sheet, page = tmp_path / "stock.csv", tmp_path / "stock.html"
    said = place.call("reconcile", "--csv", str(sheet), "--html", str(page))
    assert said.exit_code in (0, 1) and "items match" in said.output
    assert "Fender" in sheet.read_text() and "Fender" in page.read_text()


@pytest.mark.parametrize("call", [("sync",), ("retry", "ship_doc:1"), ("undo", "--yes", "ship_doc:1")])
def test_a_person_without_the_right_is_refused(place: Place, call: tuple[str, ...]) -> None:
    place.within(lambda shop: ship(shop))
    result = place.call(call[0], "--as", "Vera", *call[1:])
    assert result.exit_code == 3 and "does not hold the right to" in result.output


@pytest.mark.parametrize("name", ["ship_doc:999", "1042", "no_kind:1"])
def test_a_name_that_is_none_is_a_wrong_call(place: Place, name: str) -> None:
    result = place.call("retry", name)
    assert result.exit_code == 2 and "no document is known here" in result.output


def test_a_document_is_named_by_its_number_as_well(place: Place) -> None:
    place.within(lambda shop: ship(shop, number="A-77"))
    assert place.call("dismiss", "ship_doc:A-77").exit_code == 0


def test_what_has_a_number_that_is_taken_is_understood(place: Place) -> None:
    place.within(partial(use_ship_doc_numbers, use=True))
    place.call("sync")  # with an empty file: what comes after is none of a life that it had before
    with place.file() as file:
        customer = file.bookkeeper.add_record("Customer", "Somebody")
        assert customer
        file.bookkeeper.add_invoice_by_hand("Somebody", Decimal(5), number="1042")
    place.within(lambda shop: ship(shop, number="1042"))
    place.call("sync")
    (group,) = place.json("problems", code=1)["groups"]
    assert (group["reason"], group["setting"]) == ("duplicate_number", "preferences")


def test_the_whole_walk_in_real_processes(place: Place) -> None:
    _in_trouble(place)

    def called(verb: str, *more: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "allorders_quickbooks", verb, "--order-system", place.url, *more]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ})
        return done.returncode, done.stdout

    assert called("problems")[0] == 1
    _mended(place)
    assert called("retry", "--reason", "unmatched")[0] == 0
    code, said = called("sync", "--json")
    assert code == 0 and json.loads(said)["complete"]
    assert called("problems")[0] == 0
    with place.file() as file:
        assert len(file.transactions("Invoice")) == 1
