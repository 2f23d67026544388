"""What members themselves confirm.

Revision ID: 0002
Revises: 0001
Create Date: 2026-11-22 03:54:51.249374
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "confirmation",
        sa.Column("consortium_id", sa.String(), nullable=False),
        sa.Column("tax_number", sa.String(), nullable=False),
        sa.Column("confirmed_by", sa.String(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium_id"], ["consortium.id"], name=op.f("fk_confirmation_consortium_id_consortium")
        ),
        sa.PrimaryKeyConstraint("consortium_id", "tax_number", name=op.f("pk_confirmation")),
    )


def downgrade() -> None:
    op.drop_table("confirmation")
