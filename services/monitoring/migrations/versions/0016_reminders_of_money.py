"""That an instalment, or the end of a guarantee, was told ahead.

Revision ID: 0016
Revises: 0015
Create Date: 2026-11-22 11:55:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("guarantee", sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("instalment", sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("instalment", "reminded_at")
    op.drop_column("guarantee", "warned_at")
    op.execute("UPDATE guarantee SET status = 'held' WHERE status = 'ended'")
