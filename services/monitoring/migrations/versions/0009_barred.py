"""Persons whom a conflict of interest keeps from a grant.

Revision ID: 0009
Revises: 0008
Create Date: 2026-11-22 08:15:00.000000
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0009"
down_revision: str | None = "0008"
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
    op.add_column("grant", sa.Column("apart", postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}"))
    op.alter_column("grant", "apart", server_default=None)


def downgrade() -> None:
    op.drop_column("grant", "apart")
    op.drop_table("barred")
