"""Other people's requests run, and what comes back holds only elements that the tables know."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from allorders_quickbooks.simulator import RequestProcessorError
from lxml import etree

from .make_grammar import ROOT, TABLES
from .sending import NOT_APPLIED, Company, add_customer, add_invoice, add_payment, add_service, document

SAMPLES = ROOT.parent / "shared" / "samples" / "requests"
PARSE_ERROR = "0x80040400"

_NOT_IN_THE_TABLES = "a message that the tables do not have, and that this product never sends"
_NOT_SIMULATED = "a message that the simulator does not execute"
_NOBODY = "it names an object of another company file"
REFUSED: dict[str, tuple[str, str]] = {
    # not qbXML
    "consolibyte__malformed": (PARSE_ERROR, "a tag is not closed"),
    "consolibyte__malformed_2": (PARSE_ERROR, "a tag is closed twice"),
    "qbxmlgem__CustomerAddRq": (PARSE_ERROR, "onError is missing"),
    "qbxmlgem__CustomerQueryRq": (PARSE_ERROR, "onError is missing"),
    "qbxmlgem__InvoiceModRq": (PARSE_ERROR, "onError is missing"),
    "qbxmlgem__InvoiceQueryRq": (PARSE_ERROR, "onError is missing"),
    "consolibyte__TxnDeletedQueryRq": (PARSE_ERROR, "a type that the schema does not list"),
    "intuit__QueryRq_2": (PARSE_ERROR, "there is no QueryRq"),
    "intuit__CurrencyQueryRq": (PARSE_ERROR, "currencies came with version 8.0, this says 2.0"),
    # qbXML beyond what this product has to do with
    "consolibyte__BillPaymentCreditCardQueryRq": (PARSE_ERROR, _NOT_IN_THE_TABLES),
    "consolibyte__BillingRateQueryRq": (PARSE_ERROR, _NOT_IN_THE_TABLES),
    "consolibyte__ChargeQueryRq": (PARSE_ERROR, _NOT_IN_THE_TABLES),
    "consolibyte__CreditCardCreditQueryRq": (PARSE_ERROR, _NOT_IN_THE_TABLES),
    "consolibyte__ItemSalesTaxGroupQueryRq": (PARSE_ERROR, _NOT_IN_THE_TABLES),
    "consolibyte__PayrollItemNonWageQueryRq": (PARSE_ERROR, _NOT_IN_THE_TABLES),
    "consolibyte__PayrollItemWageQueryRq": (PARSE_ERROR, _NOT_IN_THE_TABLES),
    "consolibyte__TimeTrackingAddRq": (PARSE_ERROR, _NOT_IN_THE_TABLES),
    "consolibyte__TimeTrackingQueryRq": (PARSE_ERROR, _NOT_IN_THE_TABLES),
    "consolibyte__VehicleMileageQueryRq": (PARSE_ERROR, _NOT_IN_THE_TABLES),
    "consolibyte__VehicleQueryRq": (PARSE_ERROR, _NOT_IN_THE_TABLES),
    "consolibyte__WorkersCompCodeQueryRq": (PARSE_ERROR, _NOT_IN_THE_TABLES),
    "intuit__DisplayList": (PARSE_ERROR, _NOT_IN_THE_TABLES),
    "intuit__DisplayTxn": (PARSE_ERROR, _NOT_IN_THE_TABLES),
    "intuit__PayrollItemWageQueryRq": (PARSE_ERROR, _NOT_IN_THE_TABLES),
    "intuit__TxnDisplayAdd_Invoice": (PARSE_ERROR, _NOT_IN_THE_TABLES),
    "consolibyte__BillToPayQueryRq": ("1030", _NOT_SIMULATED),
    "consolibyte__GeneralSummaryReportQueryRq": ("1030", _NOT_SIMULATED),
    "consolibyte__GeneralSummaryReportQueryRq_2": ("1030", _NOT_SIMULATED),
    "intuit__CustomDetailReport": ("1030", _NOT_SIMULATED),
    "intuit__DepositAddRq": ("1030", _NOT_SIMULATED),
    "intuit__GeneralSummaryReportQueryRq": ("1030", _NOT_SIMULATED),
    "intuit__JournalEntryAddRq": ("1030", _NOT_SIMULATED),
    "intuit__ProfitAndLossStdReport": ("1030", _NOT_SIMULATED),
    "intuit__ReceivePaymentToDepositQueryRq": ("1030", _NOT_SIMULATED),
    "pypi__CreditCardChargeAddRq": ("1030", _NOT_SIMULATED),
    "pypi__CreditCardChargeAddRq_2": ("1030", _NOT_SIMULATED),
    "pypi__JournalEntryAddRq": ("1030", _NOT_SIMULATED),
    "qbxmlgem__estimate_add_rq": ("1030", _NOT_SIMULATED),
    # understood, and refused
    "consolibyte__ListDelRq": ("3120", _NOBODY),
    "consolibyte__TxnDelRq": ("3120", _NOBODY),
    "consolibyte__TxnVoidRq": ("3120", _NOBODY),
    "intuit__PurchaseOrderModRq": ("3120", _NOBODY),
    "intuit__PurchaseOrderModRq_2": ("3120", _NOBODY),
    "intuit__ReceivePaymentAddRq": ("3120", "its customer is there, its invoice is one of another company file"),
    "qbxmlgem__invoice_add_rq": ("3140", _NOBODY),
    "qbxmlgem__receive_payment_add_rq": ("3140", _NOBODY),
    "qbxmlgem__sales_receipt_add_rq": ("3140", _NOBODY),
    "intuit__ItemsAddRq": ("3180", "an account of income as the asset account of an inventory part"),
}
"""Every published request that is not accepted: the HRESULT or the status that it ends in, and why."""


def add_account(name: str, type: str) -> str:
    return f"<AccountAddRq><AccountAdd><Name>{name}</Name><AccountType>{type}</AccountType></AccountAdd></AccountAddRq>"


def define_field(name: str) -> str:
    return (
        f"<DataExtDefAddRq><DataExtDefAdd><OwnerID>0</OwnerID><DataExtName>{name}</DataExtName>"
        "<DataExtType>STR255TYPE</DataExtType><AssignToObject>Customer</AssignToObject></DataExtDefAdd></DataExtDefAddRq>"
    )


def set_field(name: str, customer: str) -> str:
    target = f"<ListDataExtType>Customer</ListDataExtType><ListObjRef><FullName>{customer}</FullName></ListObjRef>"
    inside = f"<OwnerID>0</OwnerID><DataExtName>{name}</DataExtName>{target}<DataExtValue>x</DataExtValue>"
    return f"<DataExtAddRq><DataExtAdd>{inside}</DataExtAdd></DataExtAddRq>"


FIRST: dict[str, tuple[str, ...]] = {
    "intuit__AccountAddRq": (add_account("Miscellaneous", "Expense"),),
    "intuit__AddInvoiceSpecifyTemplate": (add_customer("Baker, Chris"), add_service("Blueprint Changes", "1.00")),
    "intuit__CustomFieldAddValue": (add_customer("Baker, Chris"), define_field("Spouse's Name")),
    "intuit__CustomFieldModValue": (add_customer("Abercrombie, Kristy"), define_field("Spouse's Name")),
    "intuit__CustomFieldDelValue": (
        add_customer("Ecker Designs"),
        define_field("Spouse's Name"),
        set_field("Spouse's Name", "Ecker Designs"),
    ),
    "intuit__ErrRecovery1": (
        "<VendorAddRq><VendorAdd><Name>East Bayshore Auto Mall</Name></VendorAdd></VendorAddRq>",
        add_account("Automobile", "Expense"),
    ),
    "intuit__ItemServiceAddRq": (add_account("Construction", "Income"),),
    "intuit__ReceivePaymentAddRq": (
        add_customer("Ecker Designs"),
        add_customer("Office Repairs", "<ParentRef><FullName>Ecker Designs</FullName></ParentRef>"),
    ),
    "intuit__VendorAddRq": (
        "<VendorTypeAddRq><VendorTypeAdd><Name>Materials</Name></VendorTypeAdd></VendorTypeAddRq>",
        "<StandardTermsAddRq><StandardTermsAdd><Name>1% 10 Net 30</Name></StandardTermsAdd></StandardTermsAddRq>",
    ),
}
"""What a published request supposes to be there: it is added first."""


def ref(tag: str, name: str) -> str:
    return f"<{tag}><FullName>{name}</FullName></{tag}>"


def add_sale(type: str) -> str:
    line = f"<{type}LineAdd>{ref('ItemRef', 'I')}<Quantity>1</Quantity><Rate>3</Rate></{type}LineAdd>"
    return f"<{type}AddRq><{type}Add>{ref('CustomerRef', 'A')}{line}</{type}Add></{type}AddRq>"


def add_purchase(type: str, head: str) -> str:
    expense = f"<ExpenseLineAdd>{ref('AccountRef', 'Office Supplies')}<Amount>1.00</Amount></ExpenseLineAdd>"
    item = f"<ItemLineAdd>{ref('ItemRef', 'I')}<Quantity>1</Quantity><Cost>2</Cost></ItemLineAdd>"
    return f"<{type}AddRq><{type}Add>{head}{expense}{item}</{type}Add></{type}AddRq>"


EVERY_TRANSACTION = (
    *map(add_sale, ("SalesOrder", "SalesReceipt", "CreditMemo")),
    *(add_purchase(type, ref("VendorRef", "V")) for type in ("Bill", "ItemReceipt", "VendorCredit")),
    add_purchase("Check", ref("AccountRef", "Checking") + ref("PayeeEntityRef", "V")),
    f"<PurchaseOrderAddRq><PurchaseOrderAdd>{ref('VendorRef', 'V')}<PurchaseOrderLineAdd>{ref('ItemRef', 'I')}"
    "<Quantity>2</Quantity></PurchaseOrderLineAdd></PurchaseOrderAdd></PurchaseOrderAddRq>",
    f"<InventoryAdjustmentAddRq><InventoryAdjustmentAdd>{ref('AccountRef', 'Inventory Adjustment')}"
    f"<InventoryAdjustmentLineAdd>{ref('ItemRef', 'I')}<QuantityAdjustment><NewQuantity>9</NewQuantity>"
    "</QuantityAdjustment></InventoryAdjustmentLineAdd></InventoryAdjustmentAdd></InventoryAdjustmentAddRq>",
    "<ItemInventoryAssemblyAddRq><ItemInventoryAssemblyAdd><Name>K</Name>"
    f"{ref('IncomeAccountRef', 'Sales')}{ref('COGSAccountRef', 'Cost of Goods Sold')}"
    f"{ref('AssetAccountRef', 'Inventory Asset')}<ItemInventoryAssemblyLine>{ref('ItemInventoryRef', 'I')}"
    "<Quantity>2</Quantity></ItemInventoryAssemblyLine></ItemInventoryAssemblyAdd></ItemInventoryAssemblyAddRq>",
    f"<BuildAssemblyAddRq><BuildAssemblyAdd>{ref('ItemInventoryAssemblyRef', 'K')}"
    "<QuantityToBuild>1</QuantityToBuild></BuildAssemblyAdd></BuildAssemblyAddRq>",
)

ADDS = (
    add_customer("A", "<BillAddress><Addr1>1</Addr1></BillAddress><Notes>n</Notes>"),
    "<VendorAddRq><VendorAdd><Name>V</Name></VendorAdd></VendorAddRq>",
    "<EmployeeAddRq><EmployeeAdd><FirstName>E</FirstName></EmployeeAdd></EmployeeAddRq>",
    "<OtherNameAddRq><OtherNameAdd><Name>O</Name></OtherNameAdd></OtherNameAddRq>",
    add_service("S", "1.00"),
    "<ItemInventoryAddRq><ItemInventoryAdd><Name>I</Name><IncomeAccountRef><FullName>Sales</FullName></IncomeAccountRef>"
    "<COGSAccountRef><FullName>Cost of Goods Sold</FullName></COGSAccountRef><AssetAccountRef>"
    "<FullName>Inventory Asset</FullName></AssetAccountRef><QuantityOnHand>4</QuantityOnHand>"
    "<TotalValue>9.00</TotalValue></ItemInventoryAdd></ItemInventoryAddRq>",
    "<AccountAddRq><AccountAdd><Name>Petty</Name><AccountType>Bank</AccountType></AccountAdd></AccountAddRq>",
    "<ClassAddRq><ClassAdd><Name>C</Name></ClassAdd></ClassAddRq>",
    "<StandardTermsAddRq><StandardTermsAdd><Name>T</Name><DiscountPct>2</DiscountPct></StandardTermsAdd></StandardTermsAddRq>",
    "<ShipMethodAddRq><ShipMethodAdd><Name>M</Name></ShipMethodAdd></ShipMethodAddRq>",
    "<PaymentMethodAddRq><PaymentMethodAdd><Name>P</Name></PaymentMethodAdd></PaymentMethodAddRq>",
    define_field("Ordered"),
    set_field("Ordered", "A"),
    add_invoice("A", "1"),
    *EVERY_TRANSACTION,
    add_payment("1.00", NOT_APPLIED, customer="A"),
)


def samples() -> list[Any]:
    if not SAMPLES.exists():
        return [pytest.param(None, marks=pytest.mark.skip("the shared samples are not here"))]
    return [pytest.param(path, id=path.stem) for path in sorted(SAMPLES.glob("*.xml"))]


@pytest.mark.parametrize("path", samples())
def test_a_published_request_is_accepted_or_refused_for_its_reason(company: Company, path: Path) -> None:
    prepared = FIRST.get(path.stem, ())
    assert company.send(*prepared).codes == [0] * len(prepared) if prepared else True
    expected, why = REFUSED.get(path.stem, ("", ""))
    try:
        with company.file.session("Tests") as session:
            reply = etree.fromstring(session.process(path.read_text(encoding="utf-8")))
    except RequestProcessorError as error:
        assert error.hresult == expected, why
        return
    codes = [str(one.get("statusCode")) for one in reply[0]]
    refused = [code for code in codes if int(code) >= 1000 and code != "3231"]
    assert refused == ([expected] if expected else []), why


def test_the_table_names_samples_that_are_there() -> None:
    if not SAMPLES.exists():
        pytest.skip("the shared samples are not here")
    assert {*REFUSED, *FIRST} <= {path.stem for path in SAMPLES.glob("*.xml")}


def test_replies_hold_only_elements_that_the_tables_know_in_their_order(company: Company) -> None:
    if not TABLES.exists():
        pytest.skip("the shared tables are not here")
    messages = json.loads(TABLES.read_text(encoding="utf-8"))["messages"]
    replies = company.send(*ADDS, version="14.0")
    assert replies.codes == [0] * len(ADDS)
    for reply in replies:
        known = {row[0]: place for place, row in enumerate(messages[reply.name]["rows"])}
        check(reply.element, "", known)


def check(parent: etree._Element, prefix: str, known: dict[str, int]) -> None:
    places = []
    for child in parent:
        path = prefix + str(child.tag)
        assert path in known, path
        places.append(known[path])
        check(child, f"{path}/", known)
    assert places == sorted(places), parent.tag


def test_every_version_that_is_offered_is_spoken(company: Company) -> None:
    for version in company.file.features.versions:
        assert company.one("<CustomerQueryRq/>", version=version).code == 1


def test_text_and_bytes_are_the_same_set(company: Company) -> None:
    with company.file.session("Tests") as session:
        first = session.process(document(ADDS[0], newMessageSetID="one"))
        assert session.process(document(ADDS[0], newMessageSetID="one").encode()) == first
