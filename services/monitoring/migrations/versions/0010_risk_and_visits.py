"""The risk of a grant, holds on its payments, and visits to it.

Revision ID: 0010
Revises: 0009
Create Date: 2026-11-22 08:12:40.118342
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_DEGREES = sa.Numeric(9, 6)
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("finding", sa.Column("visit", sa.Integer(), nullable=False, server_default="0"))
    op.alter_column("finding", "visit", server_default=None)
    _risk()
    _visits()


def _risk() -> None:
    op.create_table(
        "risk_assessment",
        sa.Column("grant_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("assessed_by", sa.String(), nullable=False),
        sa.Column("assessed_at", _MOMENT, nullable=False),
        sa.Column("answered_by", sa.String(), nullable=False),
        sa.Column("answered_at", _MOMENT, nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_risk_assessment_grant_id_grant")),
        sa.PrimaryKeyConstraint("grant_id", "number", name=op.f("pk_risk_assessment")),
    )
    is_open = sa.text("level <> 'low' AND answered_at IS NULL")
    op.create_index("ix_risk_assessment_open", "risk_assessment", ["grant_id"], postgresql_where=is_open)
    op.create_table(
        "payment_hold",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("grant_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("ordered_by", sa.String(), nullable=False),
        sa.Column("ordered_at", _MOMENT, nullable=False),
        sa.Column("lifted_by", sa.String(), nullable=False),
        sa.Column("lifted_at", _MOMENT, nullable=True),
        sa.Column("lift_reason", sa.String(), nullable=False),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_payment_hold_span")),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_payment_hold_grant_id_grant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_hold")),
        sa.UniqueConstraint("grant_id", "number", name=op.f("uq_payment_hold_grant_id")),
    )


def _visits() -> None:
    op.create_table(
        "site_visit",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("grant_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("visitor_id", sa.String(), nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.Column("planned_by", sa.String(), nullable=False),
        sa.Column("planned_at", _MOMENT, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("latitude", _DEGREES, nullable=True),
        sa.Column("longitude", _DEGREES, nullable=True),
        sa.Column("points", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", _MOMENT, nullable=True),
        sa.CheckConstraint("(status = 'made') = (visited_on IS NOT NULL)", name=op.f("ck_site_visit_made")),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_site_visit_grant_id_grant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_visit")),
        sa.UniqueConstraint("grant_id", "number", name=op.f("uq_site_visit_grant_id")),
    )
    planned = sa.text("status = 'planned'")
    op.create_index("ix_site_visit_planned", "site_visit", ["id"], postgresql_where=planned)
    op.create_table(
        "visit_photograph",
        sa.Column("visit_id", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("grant_id", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("taken_at", _MOMENT, nullable=False),
        sa.Column("latitude", _DEGREES, nullable=True),
        sa.Column("longitude", _DEGREES, nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("kept_by", sa.String(), nullable=False),
        sa.Column("kept_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_visit_photograph_grant_id_grant")),
        sa.ForeignKeyConstraint(["visit_id"], ["site_visit.id"], name=op.f("fk_visit_photograph_visit_id_site_visit")),
        sa.PrimaryKeyConstraint("visit_id", "document", name=op.f("pk_visit_photograph")),
    )
    op.create_index("ix_visit_photograph_grant_id", "visit_photograph", ["grant_id"])


def downgrade() -> None:
    for name in ("visit_photograph", "site_visit", "payment_hold", "risk_assessment"):
        op.drop_table(name)
    op.drop_column("finding", "visit")
