"""What is kept of the pool's evaluators and of a board's members is sealed in their records; the salt lies beside it.

Revision ID: 0019
Revises: 0018
Create Date: 2026-11-22 18:35:00.000000
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_SEALED = ("evaluator", "evaluator_person", "evaluator_contract", "committee_member")


def upgrade() -> None:
    """What was written before was not sealed: its salt is empty."""
    for table in _SEALED:
        op.add_column(table, sa.Column("salt", sa.String(), nullable=False, server_default=""))
        op.alter_column(table, "salt", server_default=None)


def downgrade() -> None:
    for table in reversed(_SEALED):
        op.drop_column(table, "salt")
