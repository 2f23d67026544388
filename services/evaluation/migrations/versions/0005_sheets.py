"""Score sheets: blocks that do not apply, exact totals, drafts, and sheets that were taken back.

Revision ID: 0005
Revises: 0004
Create Date: 2026-11-25 14:20:07.551893
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_SHEET = ("scores", "justifications", "not_applicable")


def upgrade() -> None:
    op.add_column("assignment", sa.Column("not_applicable", JSONB(), nullable=False, server_default="{}"))
    op.alter_column("assignment", "not_applicable", server_default=None)
    op.alter_column("assignment", "total", type_=sa.String(), postgresql_using="total::text")
    op.add_column("assignment", sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "assessment_draft",
        sa.Column("assignment_id", sa.String(), nullable=False),
        *(sa.Column(name, JSONB(), nullable=False) for name in _SHEET),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("assignment_id", name="pk_assessment_draft"),
    )
    op.create_table(
        "assessment_version",
        sa.Column("assignment_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *(sa.Column(name, JSONB(), nullable=False) for name in _SHEET),
        sa.Column("total", sa.String(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("assignment_id", "number", name="pk_assessment_version"),
    )


def downgrade() -> None:
    op.drop_table("assessment_version")
    op.drop_table("assessment_draft")
    op.drop_column("assignment", "reopened_at")
    op.alter_column("assignment", "total", type_=sa.Numeric(8, 4), postgresql_using="total::numeric(8, 4)")
    op.drop_column("assignment", "not_applicable")
