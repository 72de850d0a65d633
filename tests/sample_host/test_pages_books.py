"""The page that looks into the simulated company file, and the bookkeeper's two buttons."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from allorders_quickbooks.simulator import CompanyFile
from flask.testing import FlaskClient

from tests.sample_host.plugins import HOSTILE
from tests.sample_host.test_pages import post


@pytest.fixture
def invoice(tmp_path: Path) -> str:
    """The TxnID of an invoice in the company file that the pages look into."""
    file = CompanyFile.create(tmp_path / "books.sqlite3")
    file.bookkeeper.add_record("Customer", "Kiel Marina")
    txn_id = file.bookkeeper.add_invoice_by_hand("Kiel Marina", Decimal("20.5"), number="77", memo=HOSTILE)
    file.close()
    return txn_id


def test_the_lists_of_the_company_file_are_shown(client: FlaskClient, invoice: str) -> None:
    page = client.get("/books").text
    for part in ("Invoices <b>1</b>", "77", "Kiel Marina", "20.50", "Entered by hand", "&lt;script&gt;"):
        assert part in page
    assert HOSTILE not in page
    assert "Kiel Marina" in client.get("/books?show=customers").text
    assert client.get("/books?show=items").status_code == client.get("/books?show=payments").status_code == 200
    assert client.get("/books?show=secrets").status_code == 404


def test_the_bookkeeper_voids_and_deletes(client: FlaskClient, invoice: str) -> None:
    post(client, f"/books/{invoice}/void", show="invoices")
    assert '<span class="tag void">void</span>' in client.get("/books").text
    post(client, f"/books/{invoice}/delete", show="invoices")
    assert "There are none in QuickBooks yet." in client.get("/books").text
    post(client, f"/books/{invoice}/delete", show="invoices")
    assert "QuickBooks does not have that transaction any more." in client.get("/books").text
    assert post(client, f"/books/{invoice}/burn").status_code == 404


def test_other_lists_are_shown_once_they_hold_something(client: FlaskClient, tmp_path: Path) -> None:
    file = CompanyFile.create(tmp_path / "books.sqlite3")
    file.bookkeeper.add_record("Vendor", "Rope Works")
    page = client.get("/books").text
    assert "Vendors <b>1</b>" in page and "Bills <b>" not in page
    file.bookkeeper.add_bill_by_hand("Rope Works", Decimal("12.5"))
    file.close()
    assert "Bills <b>1</b>" in client.get("/books").text
    assert "12.50" in client.get("/books?show=bills").text
    assert "12.50" in client.get("/books?show=vendors").text


def test_without_a_company_file_the_page_says_so(client: FlaskClient) -> None:
    assert "There is no simulated company file." in client.get("/books").text
