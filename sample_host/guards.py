"""What cannot be deleted, since something else rests on it; and which documents move stock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sample_host import lines, models
from sample_host.errors import Refused
from sample_host.models import Saved

MOVING = (
    models.ShipDoc,
    models.CustomerReturn,
    models.Receiver,
    models.VendorReturn,
    models.Adjustment,
    models.WorkOrder,
    models.Transfer,
)


def refuse_used(session: Session, row: Saved) -> None:
    """Raise Refused where another row that is not deleted names this one."""
    for column, what in _USES.get(type(row), ()):
        of = column.class_
        rows = select(of.id).where(column == row.id, of.deleted.is_(False))
        if session.scalar(rows.limit(1)) is not None:
            raise Refused(_sentence(row, what))
    if isinstance(row, models.Item) and lines.uses(session, row.id):
        raise Refused(_sentence(row, "on orders"))


def _sentence(row: Any, what: str) -> str:
    if isinstance(row, models.Listed):
        verb = "is" if what.startswith("on ") else "has"
        return f"{row.name} {verb} {what}. Make it inactive instead."
    return f"{row.number} has {what}. Delete those first."


_USES: Mapping[type[Saved], tuple[tuple[Any, str], ...]] = {
    models.Customer: (
        (models.SalesOrder.customer_id, "orders"),
        (models.CustomerReturn.customer_id, "returns"),
        (models.Refund.customer_id, "refunds"),
    ),
    models.Vendor: (
        (models.PurchaseOrder.vendor_id, "purchase orders"),
        (models.Receiver.vendor_id, "receivers"),
        (models.VendorReturn.vendor_id, "returns"),
    ),
    models.ShipDoc: ((models.CustomerReturn.ship_doc_id, "returns"),),
    models.Payment: ((models.Refund.payment_id, "refunds"),),
    models.CustomerReturn: ((models.Refund.return_id, "refunds"),),
    models.PurchaseOrder: ((models.Receiver.order_id, "receivers"),),
    models.Receiver: ((models.VendorReturn.receiver_id, "returns"),),
}
