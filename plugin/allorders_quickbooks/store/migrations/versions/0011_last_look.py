"""What QuickBooks had of an object when it was last looked at: its open balance, and what somebody has edited."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("qb_binding", sa.Column("look", sa.Text()))
