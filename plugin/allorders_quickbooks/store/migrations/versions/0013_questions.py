"""Why a record is asked about after its list was confirmed. Whatever was matched before was asked about first."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("qb_match", sa.Column("cause", sa.String(length=10), nullable=False, server_default=""))
