"""Claims that are returned, sent again, or refused.

Revision ID: 0013
Revises: 0012
Create Date: 2026-11-22 11:20:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_ADVANCE = "uq_claim_advance"


def upgrade() -> None:
    op.add_column("claim", sa.Column("round", sa.Integer(), nullable=False, server_default="1"))
    for name in ("remarks", "answered_by", "note"):
        op.add_column("claim", sa.Column(name, sa.String(), nullable=False, server_default=""))
    for name in ("answered_at", "correct_by"):
        op.add_column("claim", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    for name in ("round", "remarks", "answered_by", "note"):
        op.alter_column("claim", name, server_default=None)
    _advance_but_for("'lapsed'", "'refused'")


def downgrade() -> None:
    op.execute("UPDATE claim SET status = 'lapsed' WHERE status = 'refused'")
    op.execute("UPDATE claim SET status = 'made' WHERE status = 'returned'")
    _advance_but_for("'lapsed'")
    for name in ("note", "correct_by", "answered_at", "answered_by", "remarks", "round"):
        op.drop_column("claim", name)


def _advance_but_for(*ended: str) -> None:
    """One advance a grant, those aside that have ended."""
    op.drop_index(_ADVANCE, table_name="claim")
    standing = sa.text(f"advance AND status NOT IN ({', '.join(ended)})")
    op.create_index(_ADVANCE, "claim", ["grant_id"], unique=True, postgresql_where=standing)
