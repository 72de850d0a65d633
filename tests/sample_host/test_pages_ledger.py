"""The page of the host's ledger, beside the balances of the simulated company file."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from allorders_quickbooks.simulator import CompanyFile
from flask.testing import FlaskClient

from sample_host.orders import OrderDesk
from sample_host.services import SampleHost
from tests.sample_host import entering, trading


def figures(page: str, account: str) -> list[str]:
    row = page[page.index(f">{account}<") :].partition("</tr>")[0]
    return re.findall(r'class="number">([^<]*)<', row)


def test_both_balances_stand_side_by_side(
    client: FlaskClient, desk: OrderDesk, host: SampleHost, tmp_path: Path
) -> None:
    trading.received(desk, entering.item(desk), "10", "4")
    entering.ship(desk, host.orders, entering.order(desk))
    file = CompanyFile.create(tmp_path / "books.sqlite3")
    file.bookkeeper.add_record("Customer", "Kiel Marina")
    file.bookkeeper.add_invoice_by_hand("Kiel Marina", Decimal("20.5"))
    file.close()
    page = client.get("/ledger").text
    assert figures(page, "Inventory Asset") == ["40.00", "0.00", "-40.00"]
    assert figures(page, "Accounts Receivable") == ["20.00", "20.50", "0.50"]


def test_without_a_company_file_the_hosts_own_stands_alone(client: FlaskClient, desk: OrderDesk) -> None:
    trading.received(desk, entering.item(desk), "10", "4")
    assert figures(client.get("/ledger").text, "Accounts Payable") == ["-40.00", "0.00", "40.00"]
