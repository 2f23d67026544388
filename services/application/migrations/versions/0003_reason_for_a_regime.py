"""Why a call is held under a regime that was not in force when it opened.

Revision ID: 0003
Revises: 0002
Create Date: 2026-11-22 05:20:11.402317
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("call", sa.Column("regime_reason", sa.String(), nullable=False, server_default=""))
    op.alter_column("call", "regime_reason", server_default=None)


def downgrade() -> None:
    op.drop_column("call", "regime_reason")
