"""Who acts for an application once it is a grant.

Revision ID: 0008
Revises: 0007
Create Date: 2026-11-22 11:31:20.114053
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("application", sa.Column("representative_id", sa.String(), nullable=False, server_default=""))
    op.alter_column("application", "representative_id", server_default=None)
    op.add_column("application", sa.Column("led_version", sa.Integer(), nullable=False, server_default="0"))
    op.alter_column("application", "led_version", server_default=None)
    op.create_index("ix_application_representative_id_id", "application", ["representative_id", "id"])


def downgrade() -> None:
    op.drop_index("ix_application_representative_id_id", "application")
    op.drop_column("application", "led_version")
    op.drop_column("application", "representative_id")
