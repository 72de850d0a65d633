"""The types of QuickBooks' objects: how each is identified, what its lines and its worth are, and what of it changes
while nobody edits it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from allorders_quickbooks.qbxml.replies import Ret

BOOKKEEPING = frozenset({"TimeCreated", "TimeModified", "EditSequence", "TxnNumber"})
EXPENSE_LINE = "ExpenseLineRet"
PAID_TAG = "IsPaid"
_REF_NUMBER = "RefNumber"


@dataclass(frozen=True)
class ObjectType:
    """One type of object.

    `number_tag` is the element that people know it by; `line_tags` are its lines, `total_tags` the elements whose
    sum it is worth. `volatile` are the elements of the Ret that change while nobody edits it (balances, printing,
    what other documents do to it), as paths from the Ret. `voidable`: see the qbXML reference, section 8.
    `goes_by_name`: it has no ExternalGUID, so nothing but its name says which one it is. `rets`: what it is called in
    answers, where that is not its own name. `only_read`: nothing is ever written to that list. `since` is given where
    it is newer than the oldest version that is spoken. `open_tag` says how much of it is still to be paid.
    `relinkable`: a Mod gives it links to other transactions that it has lost; else only an Add links (section 6).
    """

    name: str
    is_list: bool
    number_tag: str
    line_tags: tuple[str, ...] = ()
    total_tags: tuple[str, ...] = ()
    volatile: frozenset[str] = frozenset()
    voidable: bool = False
    goes_by_name: bool = False
    rets: tuple[str, ...] = ()
    only_read: bool = False
    since: str = ""
    open_tag: str = ""
    relinkable: bool = False

    @property
    def ret(self) -> str:
        return f"{self.name}Ret"

    @property
    def id_tag(self) -> str:
        return "ListID" if self.is_list else "TxnID"

    def total(self, ret: Ret) -> Decimal | None:
        """What the object is worth: an invoice has no total of its own, only a subtotal and its tax. None for
        list records, and where the Ret does not say it."""
        amounts = [amount for amount in map(ret.decimal, self.total_tags) if amount is not None]
        return sum(amounts, Decimal(0)) if amounts else None

    def open(self, ret: Ret) -> Decimal | None:
        """What is still to be paid of it; None where the Ret does not say it."""
        left = ret.decimal(self.open_tag) if self.open_tag else None
        return Decimal(0) if left is None and ret.value(PAID_TAG) == "true" else left


def _record(name: str, *volatile: str) -> ObjectType:
    return ObjectType(name, is_list=True, number_tag="Name", volatile=BOOKKEEPING | frozenset(volatile))


def _sale(
    name: str,
    *volatile: str,
    total_tags: tuple[str, ...] = ("TotalAmount",),
    voidable: bool = True,
    open_tag: str = "",
) -> ObjectType:
    """A document to a customer: its lines, a subtotal and its tax, and a total except on an invoice."""
    return ObjectType(
        name,
        is_list=False,
        number_tag=_REF_NUMBER,
        line_tags=(f"{name}LineRet", f"{name}LineGroupRet"),
        total_tags=total_tags,
        volatile=BOOKKEEPING | {"IsToBePrinted", "IsToBeEmailed", *volatile},
        voidable=voidable,
        open_tag=open_tag,
    )


def _simple(name: str, *volatile: str) -> ObjectType:
    """An entry of a simple list: it has no ExternalGUID, so its name is its identity."""
    return replace(_record(name, *volatile), goes_by_name=True)


def _read(name: str, *, number_tag: str = "Name", rets: tuple[str, ...] = (), since: str = "") -> ObjectType:
    """An entry of a list that people keep in QuickBooks alone."""
    return replace(_simple(name), number_tag=number_tag, rets=rets, since=since, only_read=True)


def _purchase(name: str, total_tag: str, *volatile: str, open_tag: str = "") -> ObjectType:
    """A document from a vendor: expense lines, then item lines, and a total."""
    return ObjectType(
        name,
        is_list=False,
        number_tag=_REF_NUMBER,
        line_tags=(EXPENSE_LINE, "ItemLineRet", "ItemGroupLineRet"),
        total_tags=(total_tag,),
        volatile=BOOKKEEPING | {f"{total_tag}InHomeCurrency", "LinkedTxn", *volatile},
        voidable=True,
        open_tag=open_tag,
    )


_STOCK = ("QuantityOnHand", "AverageCost", "QuantityOnOrder", "QuantityOnSalesOrder")
_LISTS = (
    _record("Vendor", "Balance"),
    _record("ItemInventoryAssembly", *_STOCK),
    _record("ItemDiscount"),
    *map(_simple, ("CustomerType", "VendorType", "Class", "ShipMethod", "PaymentMethod")),
    _simple("Account", "Balance", "TotalBalance"),
    _read("Terms", rets=("StandardTermsRet", "DateDrivenTermsRet")),
    _read("SalesRep", number_tag="Initial"),
    *map(_read, ("SalesTaxCode", "ItemSalesTax", "Currency")),
    _read("InventorySite", since="10.0"),
)
_PURCHASES = (
    ObjectType(
        "PurchaseOrder",
        is_list=False,
        number_tag=_REF_NUMBER,
        line_tags=("PurchaseOrderLineRet", "PurchaseOrderLineGroupRet"),
        total_tags=("TotalAmount",),
        volatile=BOOKKEEPING
        | {
            "IsFullyReceived",
            "IsManuallyClosed",
            "IsToBePrinted",
            "IsToBeEmailed",
            "LinkedTxn",
            "PurchaseOrderLineRet/IsBilled",
            "PurchaseOrderLineRet/IsManuallyClosed",
            "PurchaseOrderLineRet/ReceivedQuantity",
            "PurchaseOrderLineRet/UnbilledQuantity",
            "TotalAmountInHomeCurrency",
        },
    ),
    _purchase("Bill", "AmountDue", PAID_TAG, "OpenAmount", open_tag="OpenAmount"),
    _purchase("ItemReceipt", "TotalAmount", "LiabilityAccountRef"),
    _purchase("VendorCredit", "CreditAmount", "OpenAmount"),
)
_MOVEMENTS = (
    ObjectType(
        "InventoryAdjustment",
        is_list=False,
        number_tag=_REF_NUMBER,
        line_tags=("InventoryAdjustmentLineRet",),
        # What a quantity is worth follows the average cost, which anything dated earlier moves.
        volatile=BOOKKEEPING | {"InventoryAdjustmentLineRet/ValueDifference"},
        voidable=True,
    ),
    ObjectType(
        "BuildAssembly",
        is_list=False,
        number_tag=_REF_NUMBER,
        volatile=BOOKKEEPING | {"QuantityCanBuild", "QuantityOnHand", "QuantityOnSalesOrder", "ComponentItemLineRet"},
    ),
    ObjectType(
        "TransferInventory",
        is_list=False,
        number_tag=_REF_NUMBER,
        line_tags=("TransferInventoryLineRet",),
        volatile=BOOKKEEPING,
        since="10.0",
    ),
)

OBJECTS: dict[str, ObjectType] = {
    kind.name: kind
    for kind in (
        _record("OtherName"),
        replace(_record("Employee"), only_read=True),
        _record("Customer", "Balance", "TotalBalance"),
        _record("ItemInventory", *_STOCK),
        _record("ItemNonInventory"),
        _record("ItemService"),
        _record("ItemOtherCharge"),
        *_LISTS,
        *_PURCHASES,
        *_MOVEMENTS,
        _sale(
            "Invoice",
            "AppliedAmount",
            "BalanceRemaining",
            "BalanceRemainingInHomeCurrency",
            PAID_TAG,
            "SuggestedDiscountAmount",
            "SuggestedDiscountDate",
            "LinkedTxn",
            total_tags=("Subtotal", "SalesTaxTotal"),
            open_tag="BalanceRemaining",
        ),
        _sale("SalesReceipt", "TotalAmountInHomeCurrency"),
        _sale("CreditMemo", "CreditRemaining", "CreditRemainingInHomeCurrency", "LinkedTxn"),
        _sale(
            "SalesOrder",
            "IsFullyInvoiced",
            "LinkedTxn",
            "SalesOrderLineRet/Invoiced",
            "SalesOrderLineRet/IsManuallyClosed",
            "TotalAmountInHomeCurrency",
            voidable=False,
        ),
        ObjectType(
            "Check",
            is_list=False,
            number_tag=_REF_NUMBER,
            line_tags=("ExpenseLineRet", "ItemLineRet"),
            total_tags=("Amount",),
            volatile=BOOKKEEPING | {"AmountInHomeCurrency", "IsToBePrinted", "LinkedTxn"},
            voidable=True,
        ),
        ObjectType(
            "ARRefundCreditCard",
            is_list=False,
            number_tag=_REF_NUMBER,
            line_tags=("RefundAppliedToTxnRet",),
            total_tags=("TotalAmount",),
            volatile=BOOKKEEPING
            | {
                "TotalAmountInHomeCurrency",
                "RefundAppliedToTxnRet/CreditRemaining",
                "RefundAppliedToTxnRet/CreditRemainingInHomeCurrency",
                "RefundAppliedToTxnRet/RefNumber",
                "RefundAppliedToTxnRet/TxnDate",
                "RefundAppliedToTxnRet/TxnType",
            },
            voidable=True,
        ),
        ObjectType(
            "ReceivePayment",
            is_list=False,
            number_tag=_REF_NUMBER,
            line_tags=("AppliedToTxnRet",),
            total_tags=("TotalAmount",),
            volatile=BOOKKEEPING
            | {
                "UnusedPayment",
                "UnusedCredits",
                "AppliedToTxnRet/BalanceRemaining",
                "AppliedToTxnRet/RefNumber",
                "AppliedToTxnRet/TxnDate",
                "AppliedToTxnRet/LinkedTxn",
            },
            relinkable=True,
        ),
    )
}
