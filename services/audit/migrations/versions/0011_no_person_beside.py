"""No person stands beside a record of the ledger; whole dossiers of an erased file are known to be gone.

Revision ID: 0011
Revises: 0010
Create Date: 2026-11-22 11:45:00.000000
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    # Who acted stands veiled in the body, and readable in the openings. What rows of before hold of these columns
    # leaves the disk as the table is written anew (VACUUM FULL).
    for column in ("actor_id", "on_behalf_of"):
        op.drop_column("ledger", column)
    op.add_column("dossier", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("dossier", "erased_at")
    for column in ("actor_id", "on_behalf_of"):
        op.add_column("ledger", sa.Column(column, sa.String(), nullable=False, server_default=""))
