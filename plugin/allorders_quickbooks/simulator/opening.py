"""The lists that a new company file starts with: a chart of accounts for a trader in the US, terms, methods."""

from __future__ import annotations

from .books import Body, Record
from .kinds import KINDS
from .purchase_orders import TEMPLATE
from .sales import FORMS, USUAL_TEMPLATE
from .work import Work

# name, type, special type
_ACCOUNTS = (
    ("Checking", "Bank", ""),
    ("Savings", "Bank", ""),
    ("Accounts Receivable", "AccountsReceivable", "AccountsReceivable"),
    ("Undeposited Funds", "OtherCurrentAsset", "UndepositedFunds"),
    ("Inventory Asset", "OtherCurrentAsset", "InventoryAssets"),
    ("Furniture and Equipment", "FixedAsset", ""),
    ("Accounts Payable", "AccountsPayable", "AccountsPayable"),
    ("Sales Tax Payable", "OtherCurrentLiability", "SalesTaxPayable"),
    ("Opening Balance Equity", "Equity", "OpeningBalanceEquity"),
    ("Owners Equity", "Equity", "RetainedEarnings"),
    ("Sales", "Income", ""),
    ("Freight Income", "Income", ""),
    ("Sales Discounts", "Income", ""),
    ("Uncategorized Income", "Income", "UncategorizedIncome"),
    ("Cost of Goods Sold", "CostOfGoodsSold", "CostOfGoodsSold"),
    ("Freight and Shipping Costs", "CostOfGoodsSold", ""),
    ("Inventory Adjustment", "Expense", ""),
    ("Office Supplies", "Expense", ""),
    ("Uncategorized Expenses", "Expense", "UncategorizedExpenses"),
    ("Other Income", "OtherIncome", ""),
    ("Other Expenses", "OtherExpense", ""),
    ("Purchase Orders", "NonPosting", "PurchaseOrders"),
)

_TERMS = (("Due on receipt", 0), ("Net 15", 15), ("Net 30", 30), ("Net 60", 60))
_PAYMENT_METHODS = (
    ("Cash", "Cash"),
    ("Check", "Check"),
    ("American Express", "AmericanExpress"),
    ("Discover", "Discover"),
    ("MasterCard", "MasterCard"),
    ("Visa", "Visa"),
    ("Debit Card", "DebitCard"),
    ("E-Check", "ECheck"),
)
_SHIP_METHODS = ("DHL", "Federal Express", "UPS", "US Mail")
_MESSAGES = ("Thank you for your business.", "Please remit to above address.")
_CURRENCIES = (("US Dollar", "USD"), ("Canadian Dollar", "CAD"), ("Euro", "EUR"))
_TEMPLATES = (USUAL_TEMPLATE, "Intuit Service Invoice")


def furnish(work: Work) -> None:
    """Fill the lists."""
    for name, type, special in _ACCOUNTS:
        _add(work, "Account", name, _account(type, special))
    for name, days in _TERMS:
        _add(work, "StandardTerms", name, {"StdDueDays": str(days)})
    _add(work, "StandardTerms", "2% 10 Net 30", {"StdDueDays": "30", "StdDiscountDays": "10", "DiscountPct": "2.0%"})
    for name, type in _PAYMENT_METHODS:
        _add(work, "PaymentMethod", name, {"PaymentMethodType": type})
    for name in _SHIP_METHODS:
        _add(work, "ShipMethod", name)
    for name in _MESSAGES:
        _add(work, "CustomerMsg", name)
    for name in _TEMPLATES:
        _add(work, "Template", name, {"TemplateType": "Invoice"})
    for form in FORMS.values():
        if form.type != "Invoice":
            _add(work, "Template", form.template, {"TemplateType": form.type})
    _add(work, "Template", TEMPLATE, {"TemplateType": "PurchaseOrder"})
    _add(work, "SalesTaxCode", "Tax", {"IsTaxable": "true", "Desc": "Taxable Sales"})
    _add(work, "SalesTaxCode", "Non", {"IsTaxable": "false", "Desc": "Non-Taxable Sales"})
    if work.features.currencies:
        _add(work, "Account", "Exchange Gain or Loss", _account("OtherExpense", "ExchangeGainLoss"))
        for name, code in _CURRENCIES:
            _add(work, "Currency", name, {"CurrencyCode": code, "IsUserDefinedCurrency": "false"})
    if work.features.sites:
        _add(work, "InventorySite", "Unspecified Site", {"IsDefaultSite": "true"})
    if work.features.sales_tax:
        _add(work, "ItemSalesTax", "Sales Tax", {"TaxRate": work.features.sales_tax_rate})


def _account(type: str, special: str) -> Body:
    body = {"AccountType": type, "CashFlowClassification": "None"}
    return {**body, "SpecialAccountType": special} if special else body


def _add(work: Work, kind: str, name: str, body: Body | None = None) -> None:
    space = KINDS[kind].space
    work.keep(
        Record(
            space=space,
            list_id=work.new_list_id(space),
            kind=kind,
            name=name,
            full_name=name,
            active=True,
            parent=None,
            created=work.now,
            modified=work.now,
            edit=work.now,
            guid=None,
            body=body or {},
        )
    )
