"""The ground: the tables of the room and of its plumbing.

Revision ID: 0001
Revises:
Create Date: 2026-11-22 01:02:17.263545
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "answers",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_answers")),
    )
    op.create_table(
        "inbox",
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_inbox")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("place", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("stream_place", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index("ix_outbox_stream_place", "outbox", ["stream_place"], unique=False)
    op.create_index(
        "ix_outbox_waiting", "outbox", ["place"], unique=False, postgresql_where=sa.text("stream_place IS NULL")
    )
    op.create_table(
        "assignment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("evaluator_id", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("conflict", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("scores", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("justifications", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("total", sa.Numeric(precision=8, scale=4), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("application_id", "evaluator_id", name="uq_assignment_application_evaluator"),
        sa.UniqueConstraint("application_id", "ordinal", name=op.f("uq_assignment_application_id")),
    )
    op.create_index("ix_assignment_evaluator_id_id", "assignment", ["evaluator_id", "id"], unique=False)
    op.create_index(
        "ix_assignment_open",
        "assignment",
        ["evaluator_id"],
        unique=False,
        postgresql_where=sa.text("status IN ('invited', 'accepted')"),
    )
    op.create_table(
        "call_file",
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("regime", sa.String(), nullable=False),
        sa.Column("revision", sa.String(), nullable=False),
        sa.Column("envelope", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_call_file")),
    )
    op.create_table(
        "committee",
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("chair_id", sa.String(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("present", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("envelope", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("usable", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("concluded_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_committee")),
    )
    op.create_index("ix_committee_chair_id", "committee", ["chair_id"], unique=False)
    op.create_index(
        "ix_committee_unappointed", "committee", ["call_id"], unique=False, postgresql_where=sa.text("chair_id IS NULL")
    )
    op.create_table(
        "committee_conflict",
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("declared", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("call_id", "application_id", "person_id", name=op.f("pk_committee_conflict")),
    )
    op.create_table(
        "committee_item",
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("evaluators_mean", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("call_id", "application_id", name=op.f("pk_committee_item")),
    )
    op.create_table(
        "committee_member",
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("background", sa.String(), nullable=False),
        sa.Column("employer_tax_number", sa.String(), nullable=True),
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("call_id", "person_id", name=op.f("pk_committee_member")),
    )
    op.create_index("ix_committee_member_person_id", "committee_member", ["person_id"], unique=False)
    op.create_table(
        "committee_score",
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("call_id", "application_id", "person_id", name=op.f("pk_committee_score")),
    )
    op.create_table(
        "envelope_raise",
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("usable", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("officer_id", sa.String(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("call_id", "number", name=op.f("pk_envelope_raise")),
    )
    op.create_table(
        "evaluator",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("employer", sa.String(), nullable=False),
        sa.Column("employer_tax_number", sa.String(), nullable=True),
        sa.Column("nace", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("declared", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_evaluator")),
    )
    op.create_index("ix_evaluator_active", "evaluator", ["person_id"], unique=False, postgresql_where=sa.text("active"))
    op.create_table(
        "file",
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("consortium_name", sa.String(), nullable=False),
        sa.Column("coordinator_id", sa.String(), nullable=False),
        sa.Column("nace", sa.String(), nullable=False),
        sa.Column("members", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("form", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("plan", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("requested", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_file")),
    )
    op.create_index(op.f("ix_file_call_id"), "file", ["call_id"], unique=False)
    op.create_table(
        "placement",
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("total", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("requested", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("within_envelope", sa.Boolean(), nullable=False),
        sa.Column("explanation", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("call_id", "application_id", name=op.f("pk_placement")),
    )
    op.create_table(
        "pre_evaluation",
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("ask_again_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("mean", sa.String(), nullable=False),
        sa.Column("explanation", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_pre_evaluation")),
    )
    op.create_index(
        "ix_pre_evaluation_missing",
        "pre_evaluation",
        ["application_id"],
        unique=False,
        postgresql_where=sa.text("missing > 0"),
    )


def downgrade() -> None:
    op.drop_index("ix_pre_evaluation_missing", table_name="pre_evaluation", postgresql_where=sa.text("missing > 0"))
    op.drop_table("pre_evaluation")
    op.drop_table("placement")
    op.drop_index(op.f("ix_file_call_id"), table_name="file")
    op.drop_table("file")
    op.drop_index("ix_evaluator_active", table_name="evaluator", postgresql_where=sa.text("active"))
    op.drop_table("evaluator")
    op.drop_table("envelope_raise")
    op.drop_table("committee_score")
    op.drop_index("ix_committee_member_person_id", table_name="committee_member")
    op.drop_table("committee_member")
    op.drop_table("committee_item")
    op.drop_table("committee_conflict")
    op.drop_index("ix_committee_unappointed", table_name="committee", postgresql_where=sa.text("chair_id IS NULL"))
    op.drop_index("ix_committee_chair_id", table_name="committee")
    op.drop_table("committee")
    op.drop_table("call_file")
    op.drop_index(
        "ix_assignment_open", table_name="assignment", postgresql_where=sa.text("status IN ('invited', 'accepted')")
    )
    op.drop_index("ix_assignment_evaluator_id_id", table_name="assignment")
    op.drop_table("assignment")
    op.drop_index("ix_outbox_waiting", table_name="outbox", postgresql_where=sa.text("stream_place IS NULL"))
    op.drop_index("ix_outbox_stream_place", table_name="outbox")
    op.drop_table("outbox")
    op.drop_table("inbox")
    op.drop_table("answers")
