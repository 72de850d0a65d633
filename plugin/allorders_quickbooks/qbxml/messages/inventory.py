"""Stock that moves without a sale or a purchase: adjustments and builds."""

from __future__ import annotations

from typing import Annotated

from allorders_quickbooks.qbxml.messages import elements
from allorders_quickbooks.qbxml.messages.base import (
    AddMessage,
    Aggregate,
    Element,
    Guid,
    Kind,
    LineIdentity,
    ModMessage,
    Number,
    Ref,
    RetElements,
    TxnIdentity,
)
from allorders_quickbooks.qbxml.messages.transactions import TxnQuery, TxnSelection

_REF = Kind.AGGREGATE


class QuantityAdjustment(Aggregate):
    """Always a difference: an absolute would take back what was sold meanwhile (qbXML reference, section 6)."""

    quantity_difference: Annotated[Number, Element("QuantityDifference", Kind.QUAN)]
    serial_number: elements.SerialNumber = None
    lot_number: elements.LotNumber = None


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

    item_ref: elements.ItemRef = None
    serial_number: elements.SerialNumber = None
    lot_number: elements.LotNumber = None
    quantity_difference: Annotated[Number, Element("QuantityDifference", Kind.QUAN)] = None
    value_difference: Annotated[Number, Element("ValueDifference", Kind.AMT)] = None


class InventoryAdjustmentAdd(AddMessage):
    """At least one line. Add and Mod disagree about the place of the site."""

    account_ref: Annotated[Ref, Element("AccountRef", _REF, 159)]
    txn_date: elements.TxnDate = None
    ref_number: elements.RefNumber = None
    inventory_site_ref: elements.InventorySiteRef = None
    class_ref: elements.ClassRef = None
    memo: elements.Memo = None
    external_guid: Guid = None
    lines: Annotated[tuple[AdjustmentLine, ...], Element("InventoryAdjustmentLineAdd", Kind.AGGREGATE)]


class InventoryAdjustmentMod(TxnIdentity, ModMessage):
    account_ref: elements.AccountRef = None
    inventory_site_ref: elements.InventorySiteRef = None
    txn_date: elements.TxnDate = None
    ref_number: elements.RefNumber = None
    class_ref: elements.ClassRef = None
    memo: elements.Memo = None
    lines: Annotated[tuple[AdjustmentLineChange, ...], Element("InventoryAdjustmentLineMod", Kind.AGGREGATE)] = ()


class InventoryAdjustmentQuery(TxnQuery):
    pass


class _BuildFields(Aggregate):
    inventory_site_ref: elements.InventorySiteRef = None
    serial_number: elements.SerialNumber = None
    lot_number: elements.LotNumber = None
    txn_date: elements.TxnDate = None
    ref_number: elements.RefNumber = None
    memo: elements.Memo = None


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
