"""What stands behind the numbers of the reports.

Revision ID: 0011
Revises: 0010
Create Date: 2026-11-22 08:31:05.334120
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "indicator_evidence",
        sa.Column("grant_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("tax_number", sa.String(), nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_indicator_evidence_grant_id_grant")),
        sa.PrimaryKeyConstraint("grant_id", "number", "place", name=op.f("pk_indicator_evidence")),
    )
    op.create_index("ix_grant_regime", "grant", ["regime"])


def downgrade() -> None:
    op.drop_index("ix_grant_regime", table_name="grant")
    op.drop_table("indicator_evidence")
