"""How many documents came to stand on which day and why, for charts; what the journal says of it already is counted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_COUNTED = sa.text(
    "INSERT INTO qb_failure (company, day, reason, number) "
    "SELECT company, substr(at, 1, 10), substr(what, :after), count(*) FROM qb_journal "
    "WHERE what LIKE :begins GROUP BY company, substr(at, 1, 10), what "
    "ON CONFLICT (company, day, reason) DO UPDATE SET number = qb_failure.number + excluded.number"
)


def upgrade() -> None:
    op.create_table(
        "qb_failure",
        sa.Column("company", sa.String(length=64), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.PrimaryKeyConstraint("company", "day", "reason"),
    )
    for state in ("held: ", "retry: ", "review: "):
        op.get_bind().execute(_COUNTED, {"begins": f"{state}%", "after": len(state) + 1})
