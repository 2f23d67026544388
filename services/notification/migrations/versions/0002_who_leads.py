"""Who represents the enterprise beside the coordinator, and which version of the plan says so.

Revision ID: 0002
Revises: 0001
Create Date: 2026-11-22 11:32:04.802217
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("file", sa.Column("representative_id", sa.String(), nullable=False, server_default=""))
    op.alter_column("file", "representative_id", server_default=None)
    op.add_column("file", sa.Column("led_version", sa.Integer(), nullable=False, server_default="0"))
    op.alter_column("file", "led_version", server_default=None)


def downgrade() -> None:
    op.drop_column("file", "led_version")
    op.drop_column("file", "representative_id")
