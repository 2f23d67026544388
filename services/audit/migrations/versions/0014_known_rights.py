"""With which rights the rooms saw a person, for the inspector.

Revision ID: 0014
Revises: 0013
Create Date: 2026-11-22 14:50:00.000000
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "known_rights",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("roles", JSONB(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("tax_number", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("issued_at", MOMENT, nullable=True),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("added", JSONB(), nullable=False),
        sa.Column("gone", JSONB(), nullable=False),
        sa.Column("first", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_known_rights")),
    )
    op.create_index("ix_known_rights_person_id", "known_rights", ["person_id", "event_id"])


def downgrade() -> None:
    op.drop_table("known_rights")
