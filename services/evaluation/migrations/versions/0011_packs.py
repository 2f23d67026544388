"""Approval packs and the opinions on them; who is still on the way to a contract is found by call.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def upgrade() -> None:
    op.create_table(
        "approval_pack",
        *_texts("call_id", "status", "reason", "officer_id", "document", "closed_by"),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("combination", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("call_id", "number"),
    )
    is_open = sa.text("status = 'open'")
    op.create_index("ux_approval_pack_open", "approval_pack", ["call_id"], unique=True, postgresql_where=is_open)
    op.create_table(
        "approval_pack_opinion",
        *_texts("call_id", "person_id", "reason"),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("call_id", "number", "person_id"),
    )
    awaited = sa.text("state = 'winner'")
    op.create_index("ix_selection_winner", "selection", ["call_id"], postgresql_where=awaited)


def downgrade() -> None:
    op.drop_index("ix_selection_winner", table_name="selection")
    op.drop_table("approval_pack_opinion")
    op.drop_table("approval_pack")
