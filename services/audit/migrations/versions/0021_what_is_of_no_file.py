"""What is of no file is let go of by the age of its keys.

Revision ID: 0021
Revises: 0020
Create Date: 2026-11-22 21:50:00.000000
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_index("ix_subject_key_made_at", "subject_key", ["made_at"], postgresql_where=sa.text("key <> ''"))


def downgrade() -> None:
    op.drop_index("ix_subject_key_made_at", "subject_key")
