"""A gap names the fields in which a room and the ledger have an event otherwise.

Revision ID: 0012
Revises: 0011
Create Date: 2026-11-22 11:40:00.000000
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("gap", sa.Column("fields", JSONB(), nullable=False, server_default="[]"))
    op.alter_column("gap", "fields", server_default=None)


def downgrade() -> None:
    op.drop_column("gap", "fields")
