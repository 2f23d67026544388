"""Spending disallowed after it was accepted, and what is taken back for it beside what the settlement takes back.

Revision ID: 0015
Revises: 0014
Create Date: 2026-11-22 11:45:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_OF_THE_SETTLEMENT = """
UPDATE {table} SET recovery_id = recovery.id FROM recovery WHERE recovery.grant_id = {table}.grant_id
"""
"""Until now there was no other."""


def upgrade() -> None:
    op.create_table(
        "disallowance",
        sa.Column("grant_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("finding", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_disallowance_amount")),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_disallowance_grant_id_grant")),
        sa.PrimaryKeyConstraint("grant_id", "number", name=op.f("pk_disallowance")),
    )
    op.execute(
        "CREATE TRIGGER added_to_only BEFORE UPDATE OR DELETE ON disallowance "
        "FOR EACH ROW EXECUTE FUNCTION never_changed()"
    )
    op.add_column("recovery", sa.Column("disallowed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("recovery", "disallowed", server_default=None)
    op.drop_index("uq_recovery_running", table_name="recovery")
    op.create_index(
        "uq_recovery_settled", "recovery", ["grant_id"], unique=True, postgresql_where=sa.text("NOT disallowed")
    )
    op.execute("ALTER TABLE receipt DISABLE TRIGGER added_to_only")
    for table in ("instalment", "receipt"):
        op.add_column(table, sa.Column("recovery_id", sa.String(), nullable=True))
        op.execute(_OF_THE_SETTLEMENT.format(table=table))
        op.alter_column(table, "recovery_id", nullable=False)
    op.execute("ALTER TABLE receipt ENABLE TRIGGER added_to_only")


def downgrade() -> None:
    for table in ("receipt", "instalment"):
        op.drop_column(table, "recovery_id")
    op.drop_index("uq_recovery_settled", table_name="recovery")
    op.create_index(
        "uq_recovery_running", "recovery", ["grant_id"], unique=True, postgresql_where=sa.text("status <> 'paid'")
    )
    op.drop_column("recovery", "disallowed")
    op.drop_table("disallowance")
