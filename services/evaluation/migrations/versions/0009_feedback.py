"""Feedback to applicants after the decision, redactions, objections.

Revision ID: 0009
Revises: 0008
Create Date: 2026-11-22 05:27:10.552310
"""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def _texts(*names: str) -> "list[sa.Column[str]]":
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _moment(name: str, *, nullable: bool = False) -> "sa.Column[datetime]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "feedback",
        *_texts("application_id", "call_id", "status", "decision", "mean"),
        sa.Column("blocks", JSONB(), nullable=False),
        sa.Column("texts", JSONB(), nullable=False),
        _moment("prepared_at"),
        _moment("issued_at", nullable=True),
        _moment("object_until", nullable=True),
        sa.PrimaryKeyConstraint("application_id"),
    )
    held = sa.text("status = 'held'")
    op.create_index("ix_feedback_held", "feedback", ["application_id"], postgresql_where=held)
    op.create_table(
        "feedback_redaction",
        *_texts("application_id", "block", "original", "text", "reason", "officer_id"),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text_number", sa.Integer(), nullable=False),
        _moment("redacted_at"),
        sa.PrimaryKeyConstraint("application_id", "number"),
    )
    op.create_table(
        "objection",
        *_texts("application_id", "status", "reasons", "made_by", "decided_by", "decision_reason"),
        _moment("made_at"),
        _moment("decided_at", nullable=True),
        sa.PrimaryKeyConstraint("application_id"),
    )
    unanswered = sa.text("status = 'open'")
    op.create_index("ix_objection_open", "objection", ["application_id"], postgresql_where=unanswered)


def downgrade() -> None:
    for table in ("objection", "feedback_redaction", "feedback"):
        op.drop_table(table)
