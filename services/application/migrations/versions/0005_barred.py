"""Persons whom a conflict of interest keeps from an application; where a member has its seat.

Revision ID: 0005
Revises: 0004
Create Date: 2026-11-22 05:47:10.330518
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "barred",
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("barred", sa.Boolean(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("application_id", "person_id"),
    )
    op.create_index("ix_barred_person_id_application_id", "barred", ["person_id", "application_id"])
    op.add_column("member", sa.Column("address", sa.String(), nullable=False, server_default=""))
    op.alter_column("member", "address", server_default=None)


def downgrade() -> None:
    op.drop_column("member", "address")
    op.drop_table("barred")
