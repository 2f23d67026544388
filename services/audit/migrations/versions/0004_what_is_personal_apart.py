"""What is personal in an event is veiled in its record, and kept under a key that can be destroyed.

Revision ID: 0004
Revises: 0003
Create Date: 2026-11-22 07:58:00.000000
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Records of before stay as they were sealed: what is personal in them can be left out of no copy."""
    op.execute("ALTER TABLE ledger ADD COLUMN openings varchar NOT NULL DEFAULT ''")
    op.execute("ALTER TABLE ledger ALTER COLUMN openings DROP DEFAULT")
    op.create_table(
        "subject_key",
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("destroyed_by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("about", "number", name=op.f("pk_subject_key")),
    )


def downgrade() -> None:
    raise RuntimeError("the ledger is only ever added to: what stood before is in the backups")
