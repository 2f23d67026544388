"""The page of the portal a mail leads to.

Revision ID: 0003
Revises: 0002
Create Date: 2026-11-22 11:41:50.220315
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("mail", sa.Column("path", sa.String(), nullable=False, server_default="/"))
    op.alter_column("mail", "path", server_default=None)


def downgrade() -> None:
    op.drop_column("mail", "path")
