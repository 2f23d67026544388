"""A paper can be split over several lines: what all of it comes to, and what of it counts.

Revision ID: 0018
Revises: 0017
Create Date: 2026-11-22 12:10:00
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_AMOUNT = sa.Numeric(precision=18, scale=2)


def upgrade() -> None:
    op.add_column("spending_line", sa.Column("paper_total", _AMOUNT, nullable=True))
    op.add_column("counted_paper", sa.Column("total", _AMOUNT, nullable=True))
    op.add_column("counted_paper", sa.Column("parts", _AMOUNT, nullable=False, server_default="0"))
    op.alter_column("counted_paper", "parts", server_default=None)
    op.create_check_constraint("parts", "counted_paper", "total IS NULL OR parts <= total")


def downgrade() -> None:
    op.drop_constraint("ck_counted_paper_parts", "counted_paper")
    op.drop_column("counted_paper", "parts")
    op.drop_column("counted_paper", "total")
    op.drop_column("spending_line", "paper_total")
