"""The form of a visit can be kept before it is handed in; visitors find their own visits.

Revision ID: 0014
Revises: 0013
Create Date: 2026-11-22 11:25:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "visit_draft",
        sa.Column("visit_id", sa.String(), nullable=False),
        sa.Column("grant_id", sa.String(), nullable=False),
        sa.Column("typed", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("kept_by", sa.String(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_visit_draft_grant_id_grant")),
        sa.ForeignKeyConstraint(["visit_id"], ["site_visit.id"], name=op.f("fk_visit_draft_visit_id_site_visit")),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("pk_visit_draft")),
    )
    op.create_index(
        "ix_site_visit_visitor",
        "site_visit",
        ["visitor_id", "due_at"],
        postgresql_where=sa.text("status = 'planned'"),
    )


def downgrade() -> None:
    op.drop_index("ix_site_visit_visitor", table_name="site_visit")
    op.drop_table("visit_draft")
