"""What is kept of a file after an erasure, and on which ground; what an outbox holds about a file is found.

Revision ID: 0006
Revises: 0005
Create Date: 2026-11-22 15:00:00.000000
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "kept",
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("about", "ground", name=op.f("pk_kept")),
    )
    op.create_index("ix_kept_left", "kept", ["erased_at"], postgresql_where=sa.text("ended_at IS NULL"))
    op.create_index("ix_outbox_about", "outbox", ["about"])


def downgrade() -> None:
    op.drop_index("ix_outbox_about", "outbox")
    op.drop_table("kept")
