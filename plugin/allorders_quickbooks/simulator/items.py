"""Items: which accounts each kind cannot do without, and how the two ways to price them are stored."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .books import Body
from .fields import merged
from .refusals import Refused
from .stock import NOTHING
from .work import Work

COMPONENTS = "ItemInventoryAssemblyLine"
_MOST_COMPONENTS, _MOST_IN_ENTERPRISE = 100, 500

_NEVER_SHOWN = (
    "QuantityOnHand",
    "TotalValue",
    "InventoryDate",
    "ForceUOMChange",
    "ApplyIncomeAccountRefToExistingTxns",
    "ApplyCOGSAccountRefToExistingTxns",
    "ApplyExpenseAccountRefToExistingTxns",
    "ApplyAccountRefToExistingTxns",
)
_INVENTORY_ACCOUNTS = {
    "IncomeAccountRef": ("Income", "OtherIncome"),
    "COGSAccountRef": ("CostOfGoodsSold", "Expense"),
    "AssetAccountRef": ("OtherCurrentAsset", "FixedAsset", "OtherAsset"),
}


def inventory(work: Work, said: Body, stored: Body) -> Body:
    """An inventory part. Its three accounts are optional in the schema and required by QuickBooks."""
    body = merged(stored or NOTHING, _plain(said))
    for reference, types in _INVENTORY_ACCOUNTS.items():
        _need_account(work, body.get(reference), reference, types)
    return body


def assembly(work: Work, said: Body, stored: Body) -> Body:
    """An inventory assembly. The components that a Mod lists take the place of all that there were (section 7)."""
    emptied = said.pop("ClearItemsInGroup", None) == "true"
    body = inventory(work, said, stored)
    if emptied:
        body.pop(COMPONENTS, None)
    if len(body.get(COMPONENTS, [])) > (_MOST_IN_ENTERPRISE if work.features.is_enterprise else _MOST_COMPONENTS):
        raise Refused(
            3180, "There was an error when saving an item.  It has more components than an assembly may have."
        )
    return body


def discount(work: Work, said: Body, stored: Body) -> Body:
    """A discount: an amount or a percentage, and the account that it is posted to."""
    if said.keys() & {"DiscountRate", "DiscountRatePercent"}:
        stored = {name: value for name, value in stored.items() if name not in ("DiscountRate", "DiscountRatePercent")}
    body = merged(stored, _plain(said))
    _need_account(work, body.get("AccountRef"), "AccountRef")
    return body


def sold_or_bought(work: Work, said: Body, stored: Body) -> Body:
    """A service, non-inventory part or other charge: one account, or an income and an expense account."""
    for name in ("SalesOrPurchase", "SalesAndPurchase"):
        changes = said.pop(f"{name}Mod", None)
        if changes is not None:
            said[name] = _plain(changes)
    body = merged(stored, _plain(said))
    one, both = body.get("SalesOrPurchase"), body.get("SalesAndPurchase")
    if both is not None:
        _need_account(work, both.get("IncomeAccountRef"), "IncomeAccountRef")
        _need_account(work, both.get("ExpenseAccountRef"), "ExpenseAccountRef")
        body.pop("SalesOrPurchase", None)
    else:
        _need_account(work, (one or {}).get("AccountRef"), "AccountRef")
    return body


def taxed(work: Work, said: Body, stored: Body) -> Body:
    """A sales tax item."""
    return merged(stored, _plain(said))


def sales_price(body: Body) -> Decimal:
    """What one unit is sold for, nothing where the item says nothing."""
    one, both = body.get("SalesOrPurchase", {}), body.get("SalesAndPurchase", {})
    return Decimal(
        body.get("SalesPrice") or one.get("Price") or both.get("SalesPrice") or body.get("DiscountRate") or 0
    )


def sales_description(body: Body) -> str | None:
    one, both = body.get("SalesOrPurchase", {}), body.get("SalesAndPurchase", {})
    text: str | None = body.get("SalesDesc") or one.get("Desc") or both.get("SalesDesc") or body.get("ItemDesc")
    return text


def purchase_cost(body: Body) -> Decimal:
    """What one unit is bought for, nothing where the item says nothing."""
    one, both = body.get("SalesOrPurchase", {}), body.get("SalesAndPurchase", {})
    return Decimal(body.get("PurchaseCost") or both.get("PurchaseCost") or one.get("Price") or 0)


def purchase_description(body: Body) -> str | None:
    one, both = body.get("SalesOrPurchase", {}), body.get("SalesAndPurchase", {})
    text: str | None = body.get("PurchaseDesc") or both.get("PurchaseDesc") or one.get("Desc") or body.get("ItemDesc")
    return text


def income_account(body: Body) -> str | None:
    """Where the sale of the item is posted."""
    one, both = body.get("SalesOrPurchase", {}), body.get("SalesAndPurchase", {})
    account: str | None = (
        body.get("IncomeAccountRef")
        or both.get("IncomeAccountRef")
        or one.get("AccountRef")
        or body.get("AccountRef")
        or body.get("DepositToAccountRef")
    )
    return account


def expense_account(body: Body) -> str | None:
    """Where the purchase of an item that no stock is kept of is posted."""
    one, both = body.get("SalesOrPurchase", {}), body.get("SalesAndPurchase", {})
    account: str | None = both.get("ExpenseAccountRef") or one.get("AccountRef") or body.get("AccountRef")
    return account


def _plain(said: Body) -> Body:
    """Without what only steers a Mod, and with the bar code as replies show it."""
    plain: dict[str, Any] = {name: value for name, value in said.items() if name not in _NEVER_SHOWN}
    bar_code = plain.pop("BarCode", None)
    if bar_code:
        plain["BarCodeValue"] = bar_code.get("BarCodeValue")
    return plain


def _need_account(work: Work, list_id: str | None, reference: str, types: tuple[str, ...] = ()) -> None:
    if not list_id:
        raise Refused(3270, f'The "{reference}" is missing: this item cannot be saved without a posting account.')
    account = work.storage.record("account", list_id)
    if account is not None and types and account.body.get("AccountType") not in types:
        raise Refused(
            3180,
            f'There was an error when saving an item.  QuickBooks error message: the account "{account.full_name}" '
            f"is of the wrong type for {reference}.",
        )
