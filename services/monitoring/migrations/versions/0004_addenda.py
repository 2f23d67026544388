"""Addenda by which a running grant moves to other rules.

Revision ID: 0004
Revises: 0003
Create Date: 2026-11-22 06:02:33.517208
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "addendum",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("grant_id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("old_regime", sa.String(), nullable=False),
        sa.Column("old_revision", sa.String(), nullable=False),
        sa.Column("regime", sa.String(), nullable=False),
        sa.Column("revision", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("effect", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("periods_since", sa.Date(), nullable=True),
        sa.Column("periods_before", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_addendum_grant_id_grant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addendum")),
        sa.UniqueConstraint("grant_id", "number", name=op.f("uq_addendum_grant_id")),
    )


def downgrade() -> None:
    op.drop_table("addendum")
