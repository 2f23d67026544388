"""What force majeure and extensions rest on.

Revision ID: 0017
Revises: 0016
Create Date: 2026-11-22 12:03:44.117302
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    for table in ("force_majeure", "extension"):
        of_text = postgresql.ARRAY(sa.Text())
        op.add_column(table, sa.Column("documents", of_text, nullable=False, server_default="{}"))
        op.alter_column(table, "documents", server_default=None)
    op.add_column("extension", sa.Column("evidence", sa.String(), nullable=False, server_default=""))
    op.alter_column("extension", "evidence", server_default=None)


def downgrade() -> None:
    op.drop_column("extension", "evidence")
    for table in ("extension", "force_majeure"):
        op.drop_column(table, "documents")
