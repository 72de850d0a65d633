"""What is bought: purchase orders, and what comes of them: bills, item receipts and vendor credits."""

from __future__ import annotations

from typing import Annotated

from allorders_quickbooks.qbxml.messages import elements
from allorders_quickbooks.qbxml.messages.base import (
    AddMessage,
    Aggregate,
    Day,
    Element,
    Flag,
    Guid,
    Kind,
    LineIdentity,
    LinkedLine,
    ModMessage,
    Number,
    Ref,
    Text,
    TxnIdentity,
)
from allorders_quickbooks.qbxml.messages.transactions import LinkedTxnQuery, TxnQuery

_REF = Kind.AGGREGATE


class PurchaseOrderLine(Aggregate):
    """Quantity with either Rate or Amount, as on a sale."""

    item_ref: elements.ItemRef = None
    desc: elements.Desc = None
    quantity: elements.Quantity = None
    unit_of_measure: elements.UnitOfMeasure = None
    rate: Annotated[Number, Element("Rate", Kind.PRICE)] = None
    class_ref: elements.ClassRef = None
    amount: elements.Amount = None


class PurchaseOrderLineChange(PurchaseOrderLine, LineIdentity):
    pass


class _OrderHead(Aggregate):
    vendor_ref: elements.VendorRef = None
    class_ref: elements.ClassRef = None
    inventory_site_ref: elements.InventorySiteRef = None
    txn_date: elements.TxnDate = None
    ref_number: elements.RefNumber = None
    ship_address: elements.ShipAddress = None
    terms_ref: elements.TermsRef = None
    expected_date: Annotated[Day, Element("ExpectedDate", Kind.DATE)] = None
    ship_method_ref: elements.ShipMethodRef = None


class _OrderTail(Aggregate):
    memo: elements.Memo = None
    exchange_rate: elements.ExchangeRate = None


class PurchaseOrderAdd(_OrderTail, _OrderHead, AddMessage):
    """At least one line (section 4)."""

    external_guid: Guid = None
    lines: Annotated[tuple[PurchaseOrderLine, ...], Element("PurchaseOrderLineAdd", Kind.AGGREGATE)]


class PurchaseOrderMod(_OrderTail, _OrderHead, TxnIdentity, ModMessage):
    lines: Annotated[tuple[PurchaseOrderLineChange, ...], Element("PurchaseOrderLineMod", Kind.AGGREGATE)] = ()


class PurchaseOrderQuery(TxnQuery):
    pass


class ExpenseLine(Aggregate):
    """What was bought besides items: an account and an amount."""

    account_ref: elements.AccountRef = None
    amount: elements.Amount = None
    memo: elements.Memo = None
    class_ref: elements.ClassRef = None


class ExpenseLineChange(ExpenseLine, LineIdentity):
    pass


class _ItemLineHead(Aggregate):
    item_ref: elements.ItemRef = None
    inventory_site_ref: elements.InventorySiteRef = None
    serial_number: elements.SerialNumber = None
    lot_number: elements.LotNumber = None
    desc: elements.Desc = None
    quantity: elements.Quantity = None
    unit_of_measure: elements.UnitOfMeasure = None
    cost: Annotated[Number, Element("Cost", Kind.PRICE)] = None
    amount: elements.Amount = None
    class_ref: elements.ClassRef = None


class CreditedItemLine(_ItemLineHead):
    """An item line of a vendor credit, which links to nothing."""


class ItemLine(_ItemLineHead):
    """The site and the serial or lot number stand before the description here (section 4)."""

    link_to_txn: Annotated[LinkedLine | None, Element("LinkToTxn", Kind.AGGREGATE)] = None


class ItemLineChange(_ItemLineHead, LineIdentity):
    pass


class _Head(Aggregate):
    vendor_ref: elements.VendorRef = None
    ap_account_ref: Annotated[Ref | None, Element("APAccountRef", _REF, 159)] = None
    txn_date: elements.TxnDate = None


class _Due(Aggregate):
    due_date: elements.DueDate = None


class _Number(Aggregate):
    ref_number: Annotated[Text, Element("RefNumber", length=20)] = None


class _Terms(Aggregate):
    terms_ref: elements.TermsRef = None


class _Rest(Aggregate):
    memo: elements.Memo = None
    exchange_rate: elements.ExchangeRate = None


class _NewIdentity(Aggregate):
    external_guid: Guid = None


class _NewExpenses(Aggregate):
    expenses: Annotated[tuple[ExpenseLine, ...], Element("ExpenseLineAdd", Kind.AGGREGATE)] = ()


class _ChangedLines(Aggregate):
    """Lines of a kind that is not mentioned stay as they are; the last one goes by clearing them (section 7)."""

    clear_expense_lines: Annotated[Flag, Element("ClearExpenseLines", Kind.BOOL)] = None
    expenses: Annotated[tuple[ExpenseLineChange, ...], Element("ExpenseLineMod", Kind.AGGREGATE)] = ()
    clear_item_lines: Annotated[Flag, Element("ClearItemLines", Kind.BOOL)] = None
    lines: Annotated[tuple[ItemLineChange, ...], Element("ItemLineMod", Kind.AGGREGATE)] = ()


class _LinkingAdd(AddMessage):
    lines: Annotated[tuple[ItemLine, ...], Element("ItemLineAdd", Kind.AGGREGATE)] = ()

    @property
    def linked_to(self) -> frozenset[str]:
        return frozenset(line.link_to_txn.txn_id for line in self.lines if line.link_to_txn is not None)


class BillAdd(_LinkingAdd, _NewExpenses, _NewIdentity, _Rest, _Terms, _Number, _Due, _Head):
    vendor_ref: elements.RequiredVendorRef


class BillMod(_ChangedLines, _Rest, _Terms, _Number, _Due, _Head, TxnIdentity, ModMessage):
    pass


class BillQuery(LinkedTxnQuery):
    pass


class ItemReceiptAdd(_LinkingAdd, _NewExpenses, _NewIdentity, _Rest, _Number, _Head):
    vendor_ref: elements.RequiredVendorRef


class ItemReceiptMod(_ChangedLines, _Rest, _Number, _Head, TxnIdentity, ModMessage):
    pass


class ItemReceiptQuery(LinkedTxnQuery):
    pass


class VendorCreditAdd(_NewExpenses, _NewIdentity, _Rest, _Number, _Head, AddMessage):
    vendor_ref: elements.RequiredVendorRef
    lines: Annotated[tuple[CreditedItemLine, ...], Element("ItemLineAdd", Kind.AGGREGATE)] = ()


class VendorCreditMod(_ChangedLines, _Rest, _Number, _Head, TxnIdentity, ModMessage):
    pass


class VendorCreditQuery(TxnQuery):
    pass
