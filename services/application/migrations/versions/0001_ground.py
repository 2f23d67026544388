"""The ground: the tables of the room and of its plumbing.

Revision ID: 0001
Revises:
Create Date: 2026-11-22 01:04:21.025934
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
        "call",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("regime", sa.String(), nullable=False),
        sa.Column("revision", sa.String(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("envelope", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("minimum_share", sa.Numeric(precision=7, scale=4), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("published_by", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
    )
    op.create_table(
        "cluster",
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.Text(collation="C"), nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_cluster")),
    )
    op.create_index("ix_cluster_name_key_no", "cluster", ["name_key", "no"], unique=False)
    op.create_index("ix_cluster_province_name_key_no", "cluster", ["province", "name_key", "no"], unique=False)
    op.create_index("ix_cluster_stage_name_key_no", "cluster", ["stage", "name_key", "no"], unique=False)
    op.create_table(
        "contract_counter",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_contract_counter")),
    )
    op.create_table(
        "consortium",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("cluster_no", sa.Integer(), nullable=True),
        sa.Column("provinces", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("geography_has_chamber_of_industry", sa.Boolean(), nullable=False),
        sa.Column("nace", sa.String(), nullable=False),
        sa.Column("coordinator_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cluster_no"], ["cluster.no"], name=op.f("fk_consortium_cluster_no_cluster")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consortium")),
    )
    op.create_index(op.f("ix_consortium_coordinator_id"), "consortium", ["coordinator_id"], unique=False)
    op.create_table(
        "deadline_move",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("was", sa.DateTime(timezone=True), nullable=False),
        sa.Column("became", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("moved_by", sa.String(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_deadline_move_call_id_call")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_move")),
    )
    op.create_index(op.f("ix_deadline_move_call_id"), "deadline_move", ["call_id"], unique=False)
    op.create_table(
        "application",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("consortium_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("regime", sa.String(), nullable=False),
        sa.Column("revision", sa.String(), nullable=False),
        sa.Column("coordinator_id", sa.String(), nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("outcome_reason", sa.String(), nullable=False),
        sa.Column("stage_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completion_used", sa.Boolean(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        sa.Column("agreed_version", sa.Integer(), nullable=True),
        sa.Column("approved_amount", sa.Numeric(precision=18, scale=2), nullable=True),
        sa.Column("mean", sa.String(), nullable=False),
        sa.Column("total", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("form", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_application_call_id_call")),
        sa.ForeignKeyConstraint(
            ["consortium_id"], ["consortium.id"], name=op.f("fk_application_consortium_id_consortium")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("call_id", "consortium_id", name=op.f("uq_application_call_id")),
    )
    op.create_index("ix_application_call_id_id", "application", ["call_id", "id"], unique=False)
    op.create_index("ix_application_consortium_id_id", "application", ["consortium_id", "id"], unique=False)
    op.create_index("ix_application_coordinator_id_id", "application", ["coordinator_id", "id"], unique=False)
    op.create_index("ix_application_stage_id", "application", ["stage", "id"], unique=False)
    op.create_index("ix_application_stage_stage_due_at", "application", ["stage", "stage_due_at", "id"], unique=False)
    op.create_table(
        "member",
        sa.Column("consortium_id", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("tax_number", sa.String(), nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("nace", sa.String(), nullable=False),
        sa.Column("commits", sa.Boolean(), nullable=False),
        sa.Column("in_main_field", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["consortium_id"], ["consortium.id"], name=op.f("fk_member_consortium_id_consortium")),
        sa.PrimaryKeyConstraint("consortium_id", "place", name=op.f("pk_member")),
    )
    op.create_index(op.f("ix_member_tax_number"), "member", ["tax_number"], unique=False)
    op.create_table(
        "approval",
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_approval_application_id_application")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_approval")),
    )
    op.create_table(
        "check_record",
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_check_record_application_id_application")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_check_record")),
    )
    op.create_table(
        "completion",
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("items", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("requested_by", sa.String(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_completion_application_id_application")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_completion")),
    )
    op.create_table(
        "contract",
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        sa.Column("total", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("approved", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_ministry_by", sa.String(), nullable=True),
        sa.Column("signed_ministry_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_enterprise_by", sa.String(), nullable=True),
        sa.Column("signed_enterprise_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("concluded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_over", sa.Boolean(), nullable=False),
        sa.Column("provenance", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_contract_application_id_application")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_contract")),
        sa.UniqueConstraint("number", name=op.f("uq_contract_number")),
    )
    op.create_table(
        "enterprise",
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("tax_number", sa.String(), nullable=False),
        sa.Column("registry_no", sa.String(), nullable=False),
        sa.Column("founded_on", sa.Date(), nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_enterprise_application_id_application")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_enterprise")),
    )
    op.create_index(op.f("ix_enterprise_tax_number"), "enterprise", ["tax_number"], unique=False)
    op.create_table(
        "negotiation_point",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        sa.Column("raised_by", sa.String(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_negotiation_point_application_id_application")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_negotiation_point")),
    )
    op.create_index(
        "ix_negotiation_point_application_id_id", "negotiation_point", ["application_id", "id"], unique=False
    )
    op.create_table(
        "plan_version",
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("plan", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("total", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("requested", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_plan_version_application_id_application")
        ),
        sa.PrimaryKeyConstraint("application_id", "version", name=op.f("pk_plan_version")),
    )
    op.create_table(
        "stage_record",
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.Column("entered_role", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_stage_record_application_id_application")
        ),
        sa.PrimaryKeyConstraint("application_id", "place", name=op.f("pk_stage_record")),
    )
    op.create_index(
        "uq_stage_record_open",
        "stage_record",
        ["application_id"],
        unique=True,
        postgresql_where=sa.text("left_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("uq_stage_record_open", table_name="stage_record", postgresql_where=sa.text("left_at IS NULL"))
    op.drop_table("stage_record")
    op.drop_table("plan_version")
    op.drop_index("ix_negotiation_point_application_id_id", table_name="negotiation_point")
    op.drop_table("negotiation_point")
    op.drop_index(op.f("ix_enterprise_tax_number"), table_name="enterprise")
    op.drop_table("enterprise")
    op.drop_table("contract")
    op.drop_table("completion")
    op.drop_table("check_record")
    op.drop_table("approval")
    op.drop_index(op.f("ix_member_tax_number"), table_name="member")
    op.drop_table("member")
    op.drop_index("ix_application_stage_stage_due_at", table_name="application")
    op.drop_index("ix_application_stage_id", table_name="application")
    op.drop_index("ix_application_coordinator_id_id", table_name="application")
    op.drop_index("ix_application_consortium_id_id", table_name="application")
    op.drop_index("ix_application_call_id_id", table_name="application")
    op.drop_table("application")
    op.drop_index(op.f("ix_deadline_move_call_id"), table_name="deadline_move")
    op.drop_table("deadline_move")
    op.drop_index(op.f("ix_consortium_coordinator_id"), table_name="consortium")
    op.drop_table("consortium")
    op.drop_table("contract_counter")
    op.drop_index("ix_cluster_stage_name_key_no", table_name="cluster")
    op.drop_index("ix_cluster_province_name_key_no", table_name="cluster")
    op.drop_index("ix_cluster_name_key_no", table_name="cluster")
    op.drop_table("cluster")
    op.drop_table("call")
    op.drop_index("ix_outbox_waiting", table_name="outbox", postgresql_where=sa.text("stream_place IS NULL"))
    op.drop_index("ix_outbox_stream_place", table_name="outbox")
    op.drop_table("outbox")
    op.drop_table("inbox")
    op.drop_table("answers")
