"""On which day a ground ends that keeps something after an erasure is settled when it begins.

Revision ID: 0018
Revises: 0017
Create Date: 2026-11-22 16:30:00.000000
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("kept", sa.Column("ends_on", sa.Date(), nullable=True))
    op.execute(
        "UPDATE kept SET ends_on = (erased_at AT TIME ZONE 'Europe/Istanbul')::date"
        " + CASE ground WHEN 'duty' THEN interval '5 years' ELSE interval '3 years' END"
    )
    op.alter_column("kept", "ends_on", nullable=False)
    op.drop_index("ix_kept_left", "kept")
    op.create_index("ix_kept_left", "kept", ["ends_on"], postgresql_where=sa.text("ended_at IS NULL"))


def downgrade() -> None:
    op.drop_index("ix_kept_left", "kept")
    op.create_index("ix_kept_left", "kept", ["erased_at"], postgresql_where=sa.text("ended_at IS NULL"))
    op.drop_column("kept", "ends_on")
