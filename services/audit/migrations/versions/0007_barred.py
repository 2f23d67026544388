"""Persons whom a conflict of interest keeps from a file.

Revision ID: 0007
Revises: 0006
Create Date: 2026-11-22 08:20:00.000000
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "barred",
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("barred", sa.Boolean(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("application_id", "person_id", name=op.f("pk_barred")),
    )
    op.create_index("ix_barred_person_id_application_id", "barred", ["person_id", "application_id"])


def downgrade() -> None:
    op.drop_table("barred")
