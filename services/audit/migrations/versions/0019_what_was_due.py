"""Of a file it is known until when scores, reports and claims were due: what comes minutes before it is a lead.

Revision ID: 0019
Revises: 0018
Create Date: 2026-11-22 19:20:00.000000
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("case_file", sa.Column("dues", postgresql.JSONB(), nullable=False, server_default="{}"))
    op.alter_column("case_file", "dues", server_default=None)


def downgrade() -> None:
    op.drop_column("case_file", "dues")
