"""Changes of a grant by request, and the versions of its plan.

Revision ID: 0006
Revises: 0005
Create Date: 2026-11-22 07:41:12.418204
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_JSONB = postgresql.JSONB(astext_type=sa.Text())
_AS_CONTRACTED = """
INSERT INTO plan_version (grant_id, version, plan, members, coordinator_id, representative_id, since, change_id)
SELECT "grant".id, "grant".plan_version, agreement.plan, agreement.members, "grant".coordinator_id, '',
       "grant".starts_on::timestamp AT TIME ZONE 'Europe/Istanbul', ''
FROM "grant" JOIN agreement ON agreement.grant_id = "grant".id
"""


def upgrade() -> None:
    """Every grant in force begins with the version of its contract."""
    op.add_column("grant", sa.Column("representative_id", sa.String(), nullable=False, server_default=""))
    op.alter_column("grant", "representative_id", server_default=None)
    op.create_index("ix_grant_representative_id_id", "grant", ["representative_id", "id"])
    _requests()
    op.create_table(
        "plan_version",
        sa.Column("grant_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("plan", _JSONB, nullable=False),
        sa.Column("members", _JSONB, nullable=False),
        sa.Column("coordinator_id", sa.String(), nullable=False),
        sa.Column("representative_id", sa.String(), nullable=False),
        sa.Column("has_chamber", sa.Boolean(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("change_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_plan_version_grant_id_grant")),
        sa.PrimaryKeyConstraint("grant_id", "version", name=op.f("pk_plan_version")),
    )
    op.execute(_AS_CONTRACTED)


def _requests() -> None:
    op.create_table(
        "change_request",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("grant_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("decider", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.String(), nullable=False),
        sa.Column("paper", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(status IN ('notified', 'accepted')) = (version IS NOT NULL)", name=op.f("ck_change_request_version")
        ),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_change_request_grant_id_grant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_request")),
        sa.UniqueConstraint("grant_id", "number", name=op.f("uq_change_request_grant_id")),
    )
    asked = sa.text("status = 'asked'")
    op.create_index("ix_change_request_asked", "change_request", ["id"], postgresql_where=asked)
    op.create_index(
        "uq_change_request_asked", "change_request", ["grant_id", "kind"], unique=True, postgresql_where=asked
    )
    op.create_table(
        "change_proposal",
        sa.Column("change_id", sa.String(), nullable=False),
        sa.Column("grant_id", sa.String(), nullable=False),
        sa.Column("wish", _JSONB, nullable=False),
        sa.Column("differences", _JSONB, nullable=False),
        sa.Column("effect", _JSONB, nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"], ["change_request.id"], name=op.f("fk_change_proposal_change_id_change_request")
        ),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_change_proposal_grant_id_grant")),
        sa.PrimaryKeyConstraint("change_id", name=op.f("pk_change_proposal")),
    )
    op.create_index("ix_change_proposal_grant_id", "change_proposal", ["grant_id"])


def downgrade() -> None:
    op.drop_table("plan_version")
    op.drop_table("change_proposal")
    op.drop_table("change_request")
    op.drop_index("ix_grant_representative_id_id", table_name="grant")
    op.drop_column("grant", "representative_id")
