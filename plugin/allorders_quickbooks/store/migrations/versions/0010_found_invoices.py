"""Invoices that were made by hand, to be matched with ship docs. Whoever is in step already has none to look for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "qb_found_invoice",
        sa.Column("company", sa.String(length=64), nullable=False),
        sa.Column("qb_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Text(), nullable=False, server_default=""),
        sa.Column("folded", sa.Text(), nullable=False, server_default=""),
        sa.Column("customer_id", sa.String(length=40), nullable=False, server_default=""),
        sa.Column("customer", sa.Text(), nullable=False, server_default=""),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("total", sa.String(length=30), nullable=False),
        sa.PrimaryKeyConstraint("company", "qb_id"),
    )
    op.create_index("qb_found_invoice_number", "qb_found_invoice", ["company", "folded"])
    op.create_index("qb_found_invoice_customer", "qb_found_invoice", ["company", "customer_id", "day"])
    op.execute(
        "INSERT INTO qb_match_list (company, listed, confirmed, why) "
        "SELECT DISTINCT company, 'Invoice', true, 'in use already' FROM qb_binding"
    )
