"""What documents of all families have in common, in the contract's words: refs, heads, lines, expenses."""

from __future__ import annotations

from typing import Any

from allorders_hooks import documents
from allorders_hooks.documents import DocumentRef, Kind

from sample_host.announce import COMPANY, ref_of
from sample_host.models import ExpenseColumns, LineColumns


def ref(kind: Kind, row: int | None) -> DocumentRef | None:
    return None if row is None else DocumentRef(company=COMPANY, kind=kind, key=str(row))


def head(row: Any) -> dict[str, Any]:
    """What every document begins with."""
    return {
        "ref": ref_of(row),
        "number": row.number,
        "txn_date": row.txn_date,
        "revision": row.revision,
        "memo": row.memo,
        "nc_only": row.nc_only,
        "class_name": getattr(row, "class_name", ""),
    }


def sale(row: Any) -> dict[str, Any]:
    """What documents to customers share, after their head."""
    return {
        "customer_po": row.customer_po,
        "ship_to": row.ship_to,
        "terms": row.terms,
        "ship_method": row.ship_method,
        "freight": row.freight,
        "tax": row.tax,
        "tax_item": row.tax_item,
        "total": row.total,
    }


def line(row: LineColumns, **more: Any) -> documents.Line:
    return documents.Line(
        key=str(row.id),
        item=ref(Kind.ITEM, row.item_id),
        description=row.description,
        quantity=row.quantity,
        price=row.price,
        discount=row.discount,
        amount=row.amount,
        taxed=row.taxed,
        lots=row.lots,
        site=row.site,
        **more,
    )


def expenses(rows: list[Any]) -> tuple[documents.Expense, ...]:
    return tuple(expense(row) for row in rows)


def expense(row: ExpenseColumns) -> documents.Expense:
    return documents.Expense(key=str(row.id), account=row.account, description=row.description, amount=row.amount)
