"""Who came to this room, by which name.

Revision ID: 0020
Revises: 0019
Create Date: 2026-11-22 21:40:00.000000
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "people",
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("tax_number", sa.Text(), nullable=False),
        sa.Column("roles", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_people")),
    )
    op.create_index("ix_people_roles", "people", ["roles"], postgresql_using="gin")
    op.create_index("ix_people_tax_number", "people", ["tax_number"])
    op.create_index("ix_people_organisation", "people", ["organisation"])
    op.create_index("ix_people_seen_at", "people", ["seen_at"])


def downgrade() -> None:
    op.drop_table("people")
