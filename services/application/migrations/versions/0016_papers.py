"""Papers with an application.

Revision ID: 0016
Revises: 0015
Create Date: 2026-11-22 22:00:00.000000
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "application_paper",
        sa.Column("application_id", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("document", "kind", "title", "media_type")),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("kept_by", sa.String(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_paper_application_id_application")
        ),
        sa.PrimaryKeyConstraint("application_id", "document", name=op.f("pk_application_paper")),
    )


def downgrade() -> None:
    op.drop_table("application_paper")
