"""What drop-downs offer: active entries, and whatever the document names already."""

from __future__ import annotations

from sample_host import models
from sample_host.choices import offered
from sample_host.entries import AccountEntry, CustomerEntry
from sample_host.orders import OrderDesk
from sample_host.services import SampleHost
from sample_host.sheets import EXPENSES, choice
from tests.sample_host import entering, trading

CUSTOMER = choice("customer_id", "Customer", "customers")


def names(host: SampleHost, field: object, entered: dict[str, str]) -> list[str]:
    with host.orders.reading() as session:
        [found] = offered(session, [field], (), entered).values()  # type: ignore[list-item]
    return [name for _, name in found]


def test_inactive_ones_are_offered_only_where_they_are_named(host: SampleHost, desk: OrderDesk) -> None:
    entering.customer(desk, "Oban Salvage")
    gone = desk.add_customer(CustomerEntry(name="Gone", active=False))
    assert names(host, CUSTOMER, {}) == ["Oban Salvage"]
    assert names(host, CUSTOMER, {"customer_id": str(gone)}) == ["Gone", "Oban Salvage"]


def test_a_name_that_is_in_no_list_stays_on_its_document(host: SampleHost) -> None:
    terms = choice("terms", "Terms", "terms")
    assert names(host, terms, {"terms": "Whenever"})[-1] == "Whenever"


def test_only_assemblies_are_made(host: SampleHost, desk: OrderDesk) -> None:
    entering.item(desk)
    trading.assembly(desk, "Mooring kit")
    assert names(host, choice("item_id", "Assembly", "assemblies"), {}) == ["Mooring kit"]


def test_accounts_are_the_hosts_own_and_those_its_ledger_posts_to(host: SampleHost, desk: OrderDesk) -> None:
    desk.enter(models.Account, AccountEntry(name="Customs duty", account_type="Expense"))
    with host.orders.reading() as session:
        found = offered(session, (), (EXPENSES,), {"expenses.0.account": "Old account"})["accounts"]
    assert [name for _, name in found] == [
        "Cost of Goods Sold",
        "Customs duty",
        "Freight and Shipping Costs",
        "Inventory Adjustment",
        "Old account",
    ]
