"""A sample says whether its seed was given or is a root, and an outbox is held against the ledger by an index.

Revision ID: 0018
Revises: 0017
Create Date: 2026-11-22 19:10:00.000000
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("sample", sa.Column("seed_given", sa.Boolean(), nullable=True))
    op.add_column("sample", sa.Column("root", sa.Integer(), nullable=True))
    op.create_index("ix_record_room_event_id", "record", ["room", "event_id"])


def downgrade() -> None:
    op.drop_index("ix_record_room_event_id", "record")
    op.drop_column("sample", "root")
    op.drop_column("sample", "seed_given")
