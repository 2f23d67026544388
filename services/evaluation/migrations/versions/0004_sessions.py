"""The committee at work: sessions, agendas, motions and votes, signed minutes.

Revision ID: 0004
Revises: 0003
Create Date: 2026-11-22 05:02:11.480112
"""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)


def _text(name: str, *, nullable: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.String(), nullable=nullable)


def _number(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False)


def _moment(name: str, *, nullable: bool = False) -> "sa.Column[datetime]":
    return sa.Column(name, MOMENT, nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "committee_session",
        _text("call_id"),
        _number("number"),
        sa.Column("version", sa.Integer(), nullable=False),
        _moment("starts_at"),
        _moment("ends_at"),
        _text("place"),
        _text("reason"),
        sa.Column("present", JSONB(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("call_id", "number"),
    )
    op.create_table(
        "committee_slot",
        _text("call_id"),
        _number("number"),
        _text("application_id"),
        _moment("starts_at"),
        sa.Column("minutes", sa.Integer(), nullable=False),
        _text("state"),
        sa.Column("present", JSONB(none_as_null=True), nullable=True),
        _moment("opened_at", nullable=True),
        _moment("closed_at", nullable=True),
        sa.PrimaryKeyConstraint("call_id", "number", "application_id"),
    )
    op.create_index(
        "ux_committee_slot_placed",
        "committee_slot",
        ["call_id", "application_id"],
        unique=True,
        postgresql_where=sa.text("state <> 'deferred'"),
    )
    op.create_table(
        "committee_motion",
        _text("call_id"),
        _text("application_id"),
        _number("number"),
        _text("kind"),
        _text("text"),
        sa.Column("conditions", JSONB(), nullable=False),
        sa.Column("points", JSONB(), nullable=False),
        _text("member_id"),
        _text("state"),
        _moment("put_at"),
        _moment("decided_at", nullable=True),
        sa.Column("decided", JSONB(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("call_id", "application_id", "number"),
    )
    op.create_table(
        "committee_ballot",
        _text("call_id"),
        _text("application_id"),
        _number("number"),
        _text("person_id"),
        _text("vote"),
        _text("dissent"),
        _moment("given_at"),
        sa.PrimaryKeyConstraint("call_id", "application_id", "number", "person_id"),
    )
    op.create_table(
        "committee_minutes",
        _text("call_id"),
        _text("document"),
        _moment("prepared_at"),
        _moment("complete_at", nullable=True),
        sa.PrimaryKeyConstraint("call_id"),
    )
    op.create_table(
        "committee_signature",
        _text("call_id"),
        _text("person_id"),
        _text("document"),
        sa.Column("is_extract", sa.Boolean(), nullable=False),
        _moment("signed_at"),
        sa.PrimaryKeyConstraint("call_id", "person_id"),
    )


def downgrade() -> None:
    for table in (
        "committee_signature",
        "committee_minutes",
        "committee_ballot",
        "committee_motion",
        "committee_slot",
        "committee_session",
    ):
        op.drop_table(table)
