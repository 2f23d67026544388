"""Duties that outlive a grant, and how often a grant was opened.

Revision ID: 0008
Revises: 0007
Create Date: 2026-11-22 08:00:31.102884
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_TO_LOOK_AT = "reminded_at IS NOT NULL AND looked_at IS NULL AND status IN ('running', 'ended')"


def upgrade() -> None:
    """Every grant was opened once; one that was closed before owes nothing more."""
    op.add_column("grant", sa.Column("opening", sa.Integer(), nullable=False, server_default="1"))
    op.alter_column("grant", "opening", server_default=None)
    op.create_table(
        "obligation",
        sa.Column("grant_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("look_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("found", sa.String(), nullable=True),
        sa.Column("looked_by", sa.String(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_obligation_grant_id_grant")),
        sa.PrimaryKeyConstraint("grant_id", "number", name=op.f("pk_obligation")),
    )
    op.create_index("ix_obligation_to_look_at", "obligation", ["grant_id"], postgresql_where=sa.text(_TO_LOOK_AT))


def downgrade() -> None:
    op.drop_table("obligation")
    op.drop_column("grant", "opening")
