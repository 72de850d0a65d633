"""Stock that moves without a sale or a purchase: adjustments and builds."""

from __future__ import annotations

from typing import Annotated

from allorders_quickbooks.qbxml.messages.base import (
    AddMessage,
    Aggregate,
    Day,
    Element,
    Guid,
    Kind,
    LineIdentity,
    ModMessage,
    Number,
    Ref,
    RetElements,
    Text,
    TxnIdentity,
)
from allorders_quickbooks.qbxml.messages.transactions import TxnQuery, TxnSelection

_REF = Kind.AGGREGATE
_Site = Annotated[Ref | None, Element("InventorySiteRef", _REF, 31, "10.0")]
_Serial = Annotated[Text, Element("SerialNumber", length=4095, since="11.0")]
_Lot = Annotated[Text, Element("LotNumber", length=40, since="11.0")]
_RefNumber = Annotated[Text, Element("RefNumber", length=11)]
_TxnDate = Annotated[Day, Element("TxnDate", Kind.DATE)]
_Memo = Annotated[Text, Element("Memo", length=4095)]


class QuantityAdjustment(Aggregate):
    """Always a difference: an absolute would take back what was sold meanwhile (qbXML reference, section 6)."""

    quantity_difference: Annotated[Number, Element("QuantityDifference", Kind.QUAN)]
    serial_number: _Serial = None
    lot_number: _Lot = None


class ValueAdjustment(Aggregate):
    """The differences exist since 10.0; a value alone goes with a quantity of nothing."""

    quantity_difference: Annotated[Number, Element("QuantityDifference", Kind.QUAN, since="10.0")]
    value_difference: Annotated[Number, Element("ValueDifference", Kind.AMT, since="10.0")]


class AdjustmentLine(Aggregate):
    """Exactly one of the two."""

    item_ref: Annotated[Ref, Element("ItemRef", _REF)]
    quantity_adjustment: Annotated[QuantityAdjustment | None, Element("QuantityAdjustment", Kind.AGGREGATE)] = None
    value_adjustment: Annotated[ValueAdjustment | None, Element("ValueAdjustment", Kind.AGGREGATE)] = None


class AdjustmentLineChange(LineIdentity):
    """A Mod names the differences directly."""

    item_ref: Annotated[Ref | None, Element("ItemRef", _REF)] = None
    serial_number: _Serial = None
    lot_number: _Lot = None
    quantity_difference: Annotated[Number, Element("QuantityDifference", Kind.QUAN)] = None
    value_difference: Annotated[Number, Element("ValueDifference", Kind.AMT)] = None


class InventoryAdjustmentAdd(AddMessage):
    """At least one line. Add and Mod disagree about the place of the site."""

    account_ref: Annotated[Ref, Element("AccountRef", _REF, 159)]
    txn_date: _TxnDate = None
    ref_number: _RefNumber = None
    inventory_site_ref: _Site = None
    class_ref: Annotated[Ref | None, Element("ClassRef", _REF, 159)] = None
    memo: _Memo = None
    external_guid: Guid = None
    lines: Annotated[tuple[AdjustmentLine, ...], Element("InventoryAdjustmentLineAdd", Kind.AGGREGATE)]


class InventoryAdjustmentMod(TxnIdentity, ModMessage):
    account_ref: Annotated[Ref | None, Element("AccountRef", _REF, 159)] = None
    inventory_site_ref: _Site = None
    txn_date: _TxnDate = None
    ref_number: _RefNumber = None
    class_ref: Annotated[Ref | None, Element("ClassRef", _REF, 159)] = None
    memo: _Memo = None
    lines: Annotated[tuple[AdjustmentLineChange, ...], Element("InventoryAdjustmentLineMod", Kind.AGGREGATE)] = ()


class InventoryAdjustmentQuery(TxnQuery):
    pass


class _BuildFields(Aggregate):
    inventory_site_ref: _Site = None
    serial_number: _Serial = None
    lot_number: _Lot = None
    txn_date: _TxnDate = None
    ref_number: _RefNumber = None
    memo: _Memo = None


class _Assembly(Aggregate):
    item_inventory_assembly_ref: Annotated[Ref, Element("ItemInventoryAssemblyRef", _REF, 159)]


class BuildAssemblyAdd(_BuildFields, _Assembly, AddMessage):
    """Never pending: a build whose components are not there is refused, not saved without posting."""

    quantity_to_build: Annotated[Number, Element("QuantityToBuild", Kind.QUAN)]
    external_guid: Guid = None


class BuildAssemblyMod(_BuildFields, TxnIdentity, ModMessage):
    quantity_to_build: Annotated[Number, Element("QuantityToBuild", Kind.QUAN)] = None


class BuildAssemblyQuery(TxnSelection):
    """Never with the components, which nobody here has listed and every build changes."""

    include_ret_element: RetElements = ()
