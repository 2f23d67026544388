"""Independent audits of a grant.

Revision ID: 0002
Revises: 0001
Create Date: 2026-11-22 03:54:51.631795
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "independent_audit",
        sa.Column("grant_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("auditor_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("assigned_by", sa.String(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("opinion", sa.String(), nullable=True),
        sa.Column("findings", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(status = 'reported') = (reported_at IS NOT NULL)", name=op.f("ck_independent_audit_reported")
        ),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_independent_audit_grant_id_grant")),
        sa.PrimaryKeyConstraint("grant_id", "number", name=op.f("pk_independent_audit")),
    )
    op.create_index(
        "uq_independent_audit_assigned",
        "independent_audit",
        ["grant_id"],
        unique=True,
        postgresql_where=sa.text("status = 'assigned'"),
    )
    op.add_column("grant", sa.Column("auditor_id", sa.String(), nullable=True))
    op.create_index("ix_grant_auditor_id_id", "grant", ["auditor_id", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_grant_auditor_id_id", table_name="grant")
    op.drop_column("grant", "auditor_id")
    op.drop_index(
        "uq_independent_audit_assigned", table_name="independent_audit", postgresql_where=sa.text("status = 'assigned'")
    )
    op.drop_table("independent_audit")
