"""Conflicts: what was found of persons and applications, how it was settled, what was declared; files found by member.

Revision ID: 0006
Revises: 0005
Create Date: 2026-11-22 05:12:30.410227
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
        "conflict_finding",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("certain", sa.Boolean(), nullable=False),
        sa.Column("hard", sa.Boolean(), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    pair = ["application_id", "person_id"]
    op.create_index("ix_conflict_finding_application_id_person_id", "conflict_finding", pair)
    op.create_index(
        "ix_conflict_finding_open", "conflict_finding", pair[::-1], postgresql_where=sa.text("state = 'open'")
    )
    op.create_table(
        "declaration",
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("tie", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("application_id", "person_id"),
    )
    op.create_index("ix_file_coordinator_id", "file", ["coordinator_id"])
    op.create_index(
        "ix_file_members", "file", ["members"], postgresql_using="gin", postgresql_ops={"members": "jsonb_path_ops"}
    )


def downgrade() -> None:
    op.drop_index("ix_file_members", "file")
    op.drop_index("ix_file_coordinator_id", "file")
    op.drop_table("declaration")
    op.drop_table("conflict_finding")
