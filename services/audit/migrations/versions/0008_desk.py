"""The inspector's desk: files, samples, working papers, traces.

Revision ID: 0008
Revises: 0007
Create Date: 2026-11-22 08:50:00.000000
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

MONEY = sa.Numeric(18, 2)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "case_file",
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("amount", MONEY, nullable=False),
        sa.Column("risk", sa.Integer(), nullable=True),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("about", name=op.f("pk_case_file")),
    )
    op.create_index("ix_case_file_call_id", "case_file", ["call_id", "about"])
    op.create_table(
        "trace",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("pair", sa.String(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("amount", MONEY, nullable=False),
        sa.Column("limit", MONEY, nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_trace")),
    )
    op.create_index("ix_trace_at", "trace", ["at", "event_id"])
    op.create_table(
        "sample",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("population", sa.String(), nullable=False),
        sa.Column("candidates", sa.Integer(), nullable=False),
        sa.Column("drawn_at", MOMENT, nullable=False),
        sa.Column("drawn_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample")),
    )
    op.create_index("ix_sample_drawn_at", "sample", ["drawn_at", "id"])
    op.create_table(
        "working_paper",
        sa.Column("sample_id", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("entries", JSONB(), nullable=False),
        sa.Column("conclusion", sa.String(), nullable=False),
        sa.Column("signed_by", sa.String(), nullable=False),
        sa.Column("signed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["sample_id"], ["sample.id"], name=op.f("fk_working_paper_sample_id_sample")),
        sa.PrimaryKeyConstraint("sample_id", "about", name=op.f("pk_working_paper")),
    )
    op.create_index(
        "ix_working_paper_open", "working_paper", ["sample_id", "about"], postgresql_where=sa.text("signed_at IS NULL")
    )


def downgrade() -> None:
    for table in ("working_paper", "sample", "trace", "case_file"):
        op.drop_table(table)
