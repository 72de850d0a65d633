"""Documents that the plugin itself sends: adjustments that make QuickBooks' stock agree with the host's."""

from __future__ import annotations

from collections.abc import Iterable

from allorders_hooks.documents import Adjustment, AdjustmentLine, DocumentRef

from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import adjusted
from allorders_quickbooks.store.adjusted import Adjusted, State


def load_own(ports: Ports, refs: Iterable[DocumentRef]) -> dict[DocumentRef, Adjustment]:
    """Those of these documents that are the plugin's own and not taken back, as the contract describes documents."""
    own = [ref for ref in refs if adjusted.is_own(ref)]
    if not own:
        return {}
    with ports.database.read() as connection:
        found = adjusted.by_document(connection, own)
    return {ref: document(each) for ref, each in found.items() if each.state is not State.UNDONE}


def document(each: Adjusted) -> Adjustment:
    """The document that carries an adjustment into QuickBooks."""
    lines = enumerate(each.items.items(), start=1)
    return Adjustment(
        ref=adjusted.own_ref(each.company, each.number),
        number=f"REC{each.number}",
        txn_date=each.txn_date,
        revision=each.number,
        memo="Reconciled with the order system",
        account=each.account,
        class_name=each.class_name,
        lines=tuple(AdjustmentLine(key=str(place), item=item, quantity=quantity) for place, (item, quantity) in lines),
    )
