"""What a vote, a score and a sheet say is sealed in their records; the salt lies beside them.

Revision ID: 0017
Revises: 0016
Create Date: 2026-11-22 16:15:00.000000
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_SEALED = ("assignment", "assessment_version", "committee_score", "committee_ballot")


def upgrade() -> None:
    """What was given before was not sealed: its salt is empty."""
    for table in _SEALED:
        op.add_column(table, sa.Column("salt", sa.String(), nullable=False, server_default=""))
        op.alter_column(table, "salt", server_default=None)


def downgrade() -> None:
    for table in reversed(_SEALED):
        op.drop_column(table, "salt")
