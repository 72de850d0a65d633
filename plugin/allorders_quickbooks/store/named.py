"""The row of one document, in statements that are made once and executed for many: making one takes longer than what it
does."""

from __future__ import annotations

from typing import Any

from allorders_hooks.documents import DocumentRef
from sqlalchemy import Table, and_, bindparam
from sqlalchemy.sql.elements import ColumnElement


def named(table: Table) -> ColumnElement[bool]:
    """The row of the document whose `name` is among the parameters."""
    return and_(
        table.c.company == bindparam("its_company"),
        table.c.kind == bindparam("its_kind"),
        table.c.key == bindparam("its_key"),
    )


def name(ref: DocumentRef) -> dict[str, Any]:
    """The parameters that name it."""
    return {"its_company": ref.company, "its_kind": ref.kind, "its_key": ref.key}
