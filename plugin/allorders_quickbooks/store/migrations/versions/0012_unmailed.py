"""Alerts whose e-mail could not be sent, until that is tried once more."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("qb_company", sa.Column("unmailed", sa.Text(), nullable=False, server_default=sa.text("'[]'")))
