"""Queries about the host, the company, its preferences, its custom fields and what was deleted from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from .answers import Found, answer
from .books import Body, Deletion
from .clock import utc
from .custom_fields import of_company, shown_fields
from .filters import wall_range
from .markup import Node
from .references import shown
from .render import Reply
from .work import Work

REMEMBERED = timedelta(days=90)
"""How far back deletions can be asked for."""

_CAPACITY = "14500"
_NEVER = "1970-01-01T00:00:00"
_METADATA = (
    "Account", "BillingRate", "Class", "CustomerMsg", "CustomerType", "Entity", "Item", "JobType", "PaymentMethod",
    "PayrollItem", "PriceLevel", "SalesRep", "SalesTaxCode", "ShipMethod", "Template", "Terms", "ToDo", "Vehicle",
    "VendorType",
)  # fmt: skip


def host(work: Work, request: Node) -> Reply:
    """Answers HostQuery."""
    features = work.features
    ret: Body = {
        "ProductName": features.product,
        "MajorVersion": features.major_version,
        "MinorVersion": features.minor_version,
        "Country": features.country,
        "SupportedQBXMLVersion": list(features.versions),
        "IsAutomaticLogin": "false",
        "QBFileMode": features.file_mode,
    }
    if request.find("IncludeListMetaData") is not None:
        ret["ListMetaData"] = {f"{name}MetaData": {"MaxCapacity": _CAPACITY} for name in _METADATA}
    return Reply(body={"HostRet": ret})


def company(work: Work, request: Node) -> Reply:
    """Answers CompanyQuery."""
    name = work.storage.fact("company name")
    ret: Body = {
        "IsSampleCompany": _bool(work.features.sample_company),
        "CompanyName": name,
        "LegalCompanyName": name,
        "FirstMonthFiscalYear": "January",
        "FirstMonthIncomeTaxYear": "January",
        "DataExtRet": shown_fields(work, of_company(work), set(request.values("OwnerID"))),
    }
    return Reply(body={"CompanyRet": ret})


def activity(work: Work, request: Node) -> Reply:
    """Answers CompanyActivityQuery: a restore means that ids and EditSequences may have gone back."""
    restored = work.storage.fact("restored at")
    ret: Body = {
        "LastRestoreTime": work.stamp(int(restored)) if restored else _NEVER,
        "LastCondenseTime": _NEVER,
    }
    return Reply(body={"CompanyActivityRet": ret})


def preferences(work: Work, request: Node) -> Reply:
    """Answers PreferencesQuery."""
    features = work.features
    ret: Body = {
        "AccountingPreferences": {
            "IsUsingAccountNumbers": "false",
            "IsRequiringAccounts": "true",
            "IsUsingClassTracking": _bool(features.class_tracking),
            "IsUsingAuditTrail": "true",
            "IsAssigningJournalEntryNumbers": "true",
            "ClosingDate": work.storage.fact("closing date") or None,
        },
        "FinanceChargePreferences": {
            "GracePeriod": "0",
            "IsAssessingForOverdueCharges": "false",
            "CalculateChargesFrom": "DueDate",
            "IsMarkedToBePrinted": "false",
        },
        "JobsAndEstimatesPreferences": {
            "IsUsingEstimates": "false",
            "IsUsingProgressInvoicing": "false",
            "IsPrintingItemsWithZeroAmounts": "false",
        },
        "MultiCurrencyPreferences": {"IsMultiCurrencyOn": _bool(features.currencies)},
        "MultiLocationInventoryPreferences": {
            "IsMultiLocationInventoryAvailable": _bool(features.sites),
            "IsMultiLocationInventoryEnabled": _bool(features.sites),
        },
        "PurchasesAndVendorsPreferences": {
            "IsUsingInventory": _bool(features.inventory),
            "DaysBillsAreDue": "10",
            "IsAutomaticallyUsingDiscounts": "false",
        },
        "ReportsPreferences": {"AgingReportBasis": "AgeFromDueDate", "SummaryReportBasis": "Accrual"},
        "SalesAndCustomersPreferences": {
            "IsTrackingReimbursedExpensesAsIncome": "false",
            "IsAutoApplyingPayments": _bool(features.auto_apply_payments),
            "PriceLevels": {"IsUsingPriceLevels": "false"},
        },
        "SalesTaxPreferences": _sales_tax(work) if features.sales_tax else None,
        "TimeTrackingPreferences": {"FirstDayOfWeek": "Monday"},
        "CurrentAppAccessRights": {"IsAutomaticLoginAllowed": "false", "IsPersonalDataAccessAllowed": "false"},
        "ItemsAndInventoryPreferences": {
            "EnhancedInventoryReceivingEnabled": "false",
            "IsTrackingSerialOrLotNumber": features.tracking,
            "FIFOEnabled": "false",
            "IsRSBEnabled": "false",
            "IsBarcodeEnabled": "false",
        },
    }
    return Reply(body={"PreferencesRet": ret})


def _sales_tax(work: Work) -> Body:
    item, taxable, not_taxable = (
        work.storage.record_named(space, name)
        for space, name in (("item", "Sales Tax"), ("sales tax code", "Tax"), ("sales tax code", "Non"))
    )
    ret: Body = {"PaySalesTax": "Quarterly"}
    if item:
        ret["DefaultItemSalesTaxRef"] = shown(work, "ItemSalesTaxRef", item.list_id)
    if taxable:
        ret["DefaultTaxableSalesTaxCodeRef"] = shown(work, "SalesTaxCodeRef", taxable.list_id)
    if not_taxable:
        ret["DefaultNonTaxableSalesTaxCodeRef"] = shown(work, "SalesTaxCodeRef", not_taxable.list_id)
    return ret


def deleted_transactions(work: Work, request: Node) -> Reply:
    """Answers TxnDeletedQuery: grouped by type, not by time, ninety days back."""
    found = [one for type in request.values("TxnDelType") for one in _deletions(work, request, type, False)]
    return answer(work, request, lambda: Found(found), lambda one: ("TxnDeletedRet", _deleted(work, one)))


def deleted_records(work: Work, request: Node) -> Reply:
    """Answers ListDeletedQuery."""
    found = [one for type in request.values("ListDelType") for one in _deletions(work, request, type, True)]
    return answer(work, request, lambda: Found(found), lambda one: ("ListDeletedRet", _deleted(work, one)))


def _deletions(work: Work, request: Node, type: str, list_record: bool) -> list[Deletion]:
    since, until = wall_range(work, request.find("DeletedDateRangeFilter") or Node("", {}), "Deleted")
    oldest = work.storage.wall.wall((utc(work.now) - REMEMBERED).timestamp())
    return work.storage.deletions(list_record=list_record, type=type, since=max(since, oldest), until=until)


def _deleted(work: Work, one: Deletion) -> Body:
    names = ("ListDelType", "ListID", "FullName") if one.list_record else ("TxnDelType", "TxnID", "RefNumber")
    return {
        names[0]: one.type,
        names[1]: one.object_id,
        "TimeCreated": work.stamp(one.created),
        "TimeDeleted": work.stamp(one.deleted),
        names[2]: one.label or None,
    }


def _bool(value: bool) -> str:
    return "true" if value else "false"


ANSWERS: Mapping[str, Callable[[Work, Node], Reply]] = {
    "HostQueryRq": host,
    "CompanyQueryRq": company,
    "CompanyActivityQueryRq": activity,
    "PreferencesQueryRq": preferences,
    "TxnDeletedQueryRq": deleted_transactions,
    "ListDeletedQueryRq": deleted_records,
}
