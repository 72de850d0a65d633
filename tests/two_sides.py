"""An order system and a company file that both have a life already and know nothing of each other."""

from __future__ import annotations

from contextlib import closing
from decimal import Decimal
from pathlib import Path

from allorders_quickbooks.simulator import CompanyFile

from sample_host.entries import CustomerEntry, ItemEntry
from sample_host.orders import OrderDesk
from sample_host.running import running
from sample_host.workplace import Workplace, workplace

_ACCOUNTS = {"IncomeAccountRef": "Sales", "COGSAccountRef": "Cost of Goods Sold", "AssetAccountRef": "Inventory Asset"}


def two_sides(directory: Path) -> Workplace:
    """Nothing is set up. Both sides have a customer and an item, QuickBooks a vendor for work orders and some stock."""
    place = workplace(directory, None)
    with closing(CompanyFile.open(place.books)) as file:
        file.bookkeeper.add_record("Customer", "BLAUER SEE")
        file.bookkeeper.add_record("Vendor", "Internal")
        accounts = {tag: {"FullName": name} for tag, name in _ACCOUNTS.items()}
        file.bookkeeper.add_record("ItemInventory", "Chai", **accounts)
        file.bookkeeper.adjust_stock("Chai", Decimal(5))
    with running(place.database, None) as shop:
        desk = OrderDesk(shop.host.orders)
        desk.add_customer(CustomerEntry(name="Blauer See"))
        desk.add_item(ItemEntry(name="Chai"))
    return place
