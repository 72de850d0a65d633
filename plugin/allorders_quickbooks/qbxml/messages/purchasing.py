"""What is bought: purchase orders, and what comes of them: bills, item receipts and vendor credits."""

from __future__ import annotations

from typing import Annotated

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
    PostalAddress,
    Ref,
    Text,
    TxnIdentity,
)
from allorders_quickbooks.qbxml.messages.transactions import TxnQuery

_REF = Kind.AGGREGATE
_Site = Annotated[Ref | None, Element("InventorySiteRef", _REF, 31, "10.0")]


class PurchaseOrderLine(Aggregate):
    """Quantity with either Rate or Amount, as on a sale."""

    item_ref: Annotated[Ref | None, Element("ItemRef", _REF)] = None
    desc: Annotated[Text, Element("Desc", length=4095)] = None
    quantity: Annotated[Number, Element("Quantity", Kind.QUAN)] = None
    unit_of_measure: Annotated[Text, Element("UnitOfMeasure", length=31)] = None
    rate: Annotated[Number, Element("Rate", Kind.PRICE)] = None
    class_ref: Annotated[Ref | None, Element("ClassRef", _REF, 159)] = None
    amount: Annotated[Number, Element("Amount", Kind.AMT)] = None


class PurchaseOrderLineChange(PurchaseOrderLine, LineIdentity):
    pass


class _OrderHead(Aggregate):
    vendor_ref: Annotated[Ref | None, Element("VendorRef", _REF, 41)] = None
    class_ref: Annotated[Ref | None, Element("ClassRef", _REF, 159)] = None
    inventory_site_ref: _Site = None
    txn_date: Annotated[Day, Element("TxnDate", Kind.DATE)] = None
    ref_number: Annotated[Text, Element("RefNumber", length=11)] = None
    ship_address: Annotated[PostalAddress | None, Element("ShipAddress", Kind.AGGREGATE)] = None
    terms_ref: Annotated[Ref | None, Element("TermsRef", _REF, 31)] = None
    expected_date: Annotated[Day, Element("ExpectedDate", Kind.DATE)] = None
    ship_method_ref: Annotated[Ref | None, Element("ShipMethodRef", _REF, 15)] = None


class _OrderTail(Aggregate):
    memo: Annotated[Text, Element("Memo", length=4095)] = None
    exchange_rate: Annotated[Number, Element("ExchangeRate", Kind.FLOAT)] = None


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

    account_ref: Annotated[Ref | None, Element("AccountRef", _REF, 159)] = None
    amount: Annotated[Number, Element("Amount", Kind.AMT)] = None
    memo: Annotated[Text, Element("Memo", length=4095)] = None
    class_ref: Annotated[Ref | None, Element("ClassRef", _REF, 159)] = None


class ExpenseLineChange(ExpenseLine, LineIdentity):
    pass


class _ItemLineHead(Aggregate):
    item_ref: Annotated[Ref | None, Element("ItemRef", _REF)] = None
    inventory_site_ref: _Site = None
    serial_number: Annotated[Text, Element("SerialNumber", length=4095, since="11.0")] = None
    lot_number: Annotated[Text, Element("LotNumber", length=40, since="11.0")] = None
    desc: Annotated[Text, Element("Desc", length=4095)] = None
    quantity: Annotated[Number, Element("Quantity", Kind.QUAN)] = None
    unit_of_measure: Annotated[Text, Element("UnitOfMeasure", length=31)] = None
    cost: Annotated[Number, Element("Cost", Kind.PRICE)] = None
    amount: Annotated[Number, Element("Amount", Kind.AMT)] = None
    class_ref: Annotated[Ref | None, Element("ClassRef", _REF, 159)] = None


class CreditedItemLine(_ItemLineHead):
    """An item line of a vendor credit, which links to nothing."""


class ItemLine(_ItemLineHead):
    """The site and the serial or lot number stand before the description here (section 4)."""

    link_to_txn: Annotated[LinkedLine | None, Element("LinkToTxn", Kind.AGGREGATE)] = None


class ItemLineChange(_ItemLineHead, LineIdentity):
    pass


class _Head(Aggregate):
    vendor_ref: Annotated[Ref | None, Element("VendorRef", _REF, 41)] = None
    ap_account_ref: Annotated[Ref | None, Element("APAccountRef", _REF, 159)] = None
    txn_date: Annotated[Day, Element("TxnDate", Kind.DATE)] = None


class _Due(Aggregate):
    due_date: Annotated[Day, Element("DueDate", Kind.DATE)] = None


class _Number(Aggregate):
    ref_number: Annotated[Text, Element("RefNumber", length=20)] = None


class _Terms(Aggregate):
    terms_ref: Annotated[Ref | None, Element("TermsRef", _REF, 31)] = None


class _Rest(Aggregate):
    memo: Annotated[Text, Element("Memo", length=4095)] = None
    exchange_rate: Annotated[Number, Element("ExchangeRate", Kind.FLOAT)] = None


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
    def is_linked(self) -> bool:
        return any(line.link_to_txn is not None for line in self.lines)


class BillAdd(_LinkingAdd, _NewExpenses, _NewIdentity, _Rest, _Terms, _Number, _Due, _Head):
    vendor_ref: Annotated[Ref, Element("VendorRef", _REF, 41)]


class BillMod(_ChangedLines, _Rest, _Terms, _Number, _Due, _Head, TxnIdentity, ModMessage):
    pass


class BillQuery(TxnQuery):
    pass


class ItemReceiptAdd(_LinkingAdd, _NewExpenses, _NewIdentity, _Rest, _Number, _Head):
    vendor_ref: Annotated[Ref, Element("VendorRef", _REF, 41)]


class ItemReceiptMod(_ChangedLines, _Rest, _Number, _Head, TxnIdentity, ModMessage):
    pass


class ItemReceiptQuery(TxnQuery):
    pass


class VendorCreditAdd(_NewExpenses, _NewIdentity, _Rest, _Number, _Head, AddMessage):
    vendor_ref: Annotated[Ref, Element("VendorRef", _REF, 41)]
    lines: Annotated[tuple[CreditedItemLine, ...], Element("ItemLineAdd", Kind.AGGREGATE)] = ()


class VendorCreditMod(_ChangedLines, _Rest, _Number, _Head, TxnIdentity, ModMessage):
    pass


class VendorCreditQuery(TxnQuery):
    pass
