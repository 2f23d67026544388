"""Which files' payload keys are destroyed after those of their records.

Revision ID: 0010
Revises: 0009
Create Date: 2026-11-22 11:45:00.000000
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("subject_key", sa.Column("payloads_erased_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_subject_key_unerased",
        "subject_key",
        ["about"],
        postgresql_where=sa.text("destroyed_at IS NOT NULL AND payloads_erased_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_subject_key_unerased", "subject_key")
    op.drop_column("subject_key", "payloads_erased_at")
