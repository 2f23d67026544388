"""What the board of a call means for an application: when it is presented, what is to be negotiated.

Revision ID: 0004
Revises: 0003
Create Date: 2026-11-22 05:31:40.220981
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "presentation",
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("session", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_presentation_application_id_application")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_presentation")),
    )
    op.create_index("ix_presentation_call_id_session", "presentation", ["call_id", "session"])
    op.create_table(
        "board_points",
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("points", JSONB(), nullable=False),
        sa.Column("raised", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_board_points_application_id_application")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_board_points")),
    )


def downgrade() -> None:
    op.drop_table("board_points")
    op.drop_table("presentation")
