"""Lines of spending with their papers, development reports, duties to appoint an auditor, and findings.

Revision ID: 0005
Revises: 0004
Create Date: 2026-11-22 07:32:22.315474
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "audit_duty",
        sa.Column("grant_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("opened_by", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("audit", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_audit_duty_grant_id_grant")),
        sa.PrimaryKeyConstraint("grant_id", "number", name=op.f("pk_audit_duty")),
    )
    op.create_index(
        "ix_audit_duty_open", "audit_duty", ["grant_id"], unique=False, postgresql_where=sa.text("audit IS NULL")
    )
    op.create_index(
        "uq_audit_duty_year",
        "audit_duty",
        ["grant_id", "year"],
        unique=True,
        postgresql_where=sa.text("cause = 'yearly'"),
    )
    op.create_table(
        "counted_paper",
        sa.Column("issuer_tax_number", sa.String(), nullable=False),
        sa.Column("paper_key", sa.String(), nullable=False),
        sa.Column("grant_id", sa.String(), nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_counted_paper_grant_id_grant")),
        sa.PrimaryKeyConstraint("issuer_tax_number", "paper_key", name=op.f("pk_counted_paper")),
    )
    op.create_index("ix_counted_paper_grant_id", "counted_paper", ["grant_id", "report"], unique=False)
    op.create_table(
        "development_report",
        sa.Column("grant_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("period_starts_on", sa.Date(), nullable=False),
        sa.Column("period_ends_on", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("duty_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("was_late", sa.Boolean(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("technical", sa.String(), nullable=False),
        sa.Column("administrative", sa.String(), nullable=False),
        sa.Column("financial", sa.String(), nullable=False),
        sa.Column("submitted_by", sa.String(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("paper", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(status = 'decided') = (decision IS NOT NULL)", name=op.f("ck_development_report_decided")),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_development_report_grant_id_grant")),
        sa.PrimaryKeyConstraint("grant_id", "number", name=op.f("pk_development_report")),
    )
    op.create_index(
        "ix_development_report_escalated",
        "development_report",
        ["grant_id"],
        unique=False,
        postgresql_where=sa.text("status = 'late' AND escalated_at IS NOT NULL"),
    )
    op.create_index(
        "ix_development_report_submitted",
        "development_report",
        ["grant_id"],
        unique=False,
        postgresql_where=sa.text("status = 'submitted'"),
    )
    op.create_table(
        "finding",
        sa.Column("grant_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("audit", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("duty_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("was_late", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_by", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_finding_amount")),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_finding_grant_id_grant")),
        sa.PrimaryKeyConstraint("grant_id", "number", name=op.f("pk_finding")),
    )
    op.create_index(
        "ix_finding_answered", "finding", ["grant_id"], unique=False, postgresql_where=sa.text("status = 'answered'")
    )
    op.create_index(
        "ix_finding_late",
        "finding",
        ["grant_id"],
        unique=False,
        postgresql_where=sa.text("status = 'open' AND was_late"),
    )
    op.create_table(
        "report_draft",
        sa.Column("grant_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("kept_by", sa.String(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_report_draft_grant_id_grant")),
        sa.PrimaryKeyConstraint("grant_id", "number", name=op.f("pk_report_draft")),
    )
    op.create_table(
        "scan",
        sa.Column("grant_id", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("kept_by", sa.String(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_scan_grant_id_grant")),
        sa.PrimaryKeyConstraint("grant_id", "document", name=op.f("pk_scan")),
    )
    op.create_table(
        "spending_line",
        sa.Column("grant_id", sa.String(), nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("cost_head", sa.String(), nullable=False),
        sa.Column("net", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("vat", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("in_kind", sa.Boolean(), nullable=False),
        sa.Column("certificate", sa.String(), nullable=False),
        sa.Column("paper_kind", sa.String(), nullable=True),
        sa.Column("paper_number", sa.String(), nullable=False),
        sa.Column("paper_key", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("issuer_tax_number", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("counted", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("remark", sa.String(), nullable=False),
        sa.Column("disallowed", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint("disallowed >= 0 AND disallowed <= counted", name=op.f("ck_spending_line_disallowed")),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_spending_line_grant_id_grant")),
        sa.PrimaryKeyConstraint("grant_id", "report", "line", name=op.f("pk_spending_line")),
    )
    op.create_index("ix_spending_line_paper", "spending_line", ["issuer_tax_number", "paper_key"], unique=False)
    op.add_column("independent_audit", sa.Column("was_late", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("independent_audit", "was_late", server_default=None)
    op.create_index(
        "ix_independent_audit_late",
        "independent_audit",
        ["grant_id"],
        unique=False,
        postgresql_where=sa.text("status = 'assigned' AND was_late"),
    )
    op.add_column("report", sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("report", sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("report", sa.Column("financial", sa.String(), nullable=False, server_default=""))
    op.alter_column("report", "financial", server_default=None)
    op.create_index(
        "ix_report_escalated",
        "report",
        ["grant_id"],
        unique=False,
        postgresql_where=sa.text("status = 'late' AND escalated_at IS NOT NULL"),
    )
    op.add_column(
        "spending", sa.Column("in_kind", sa.Numeric(precision=18, scale=2), nullable=False, server_default="0")
    )
    op.alter_column("spending", "in_kind", server_default=None)


def downgrade() -> None:
    op.drop_column("spending", "in_kind")
    op.drop_index(
        "ix_report_escalated",
        table_name="report",
        postgresql_where=sa.text("status = 'late' AND escalated_at IS NOT NULL"),
    )
    op.drop_column("report", "financial")
    op.drop_column("report", "escalated_at")
    op.drop_column("report", "reminded_at")
    op.drop_index(
        "ix_independent_audit_late",
        table_name="independent_audit",
        postgresql_where=sa.text("status = 'assigned' AND was_late"),
    )
    op.drop_column("independent_audit", "was_late")
    op.drop_index("ix_spending_line_paper", table_name="spending_line")
    op.drop_table("spending_line")
    op.drop_table("scan")
    op.drop_table("report_draft")
    op.drop_index("ix_finding_late", table_name="finding", postgresql_where=sa.text("status = 'open' AND was_late"))
    op.drop_index("ix_finding_answered", table_name="finding", postgresql_where=sa.text("status = 'answered'"))
    op.drop_table("finding")
    op.drop_index(
        "ix_development_report_submitted",
        table_name="development_report",
        postgresql_where=sa.text("status = 'submitted'"),
    )
    op.drop_index(
        "ix_development_report_escalated",
        table_name="development_report",
        postgresql_where=sa.text("status = 'late' AND escalated_at IS NOT NULL"),
    )
    op.drop_table("development_report")
    op.drop_index("ix_counted_paper_grant_id", table_name="counted_paper")
    op.drop_table("counted_paper")
    op.drop_index("uq_audit_duty_year", table_name="audit_duty", postgresql_where=sa.text("cause = 'yearly'"))
    op.drop_index("ix_audit_duty_open", table_name="audit_duty", postgresql_where=sa.text("audit IS NULL"))
    op.drop_table("audit_duty")
