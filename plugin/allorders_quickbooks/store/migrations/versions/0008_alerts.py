"""Alerts: who is told of what, and what has been told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    none = sa.text("0")
    op.add_column("qb_company", sa.Column("alerts", sa.Text(), nullable=False, server_default=sa.text("'{}'")))
    op.add_column("qb_company", sa.Column("alerts_version", sa.Integer(), nullable=False, server_default=none))
    op.add_column("qb_company", sa.Column("alerted_line", sa.Integer(), nullable=False, server_default=none))
    op.add_column("qb_company", sa.Column("silence_told", sa.String(length=32)))
