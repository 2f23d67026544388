"""The milestones of each plan in force as facts of the grant.

Revision ID: 0012
Revises: 0011
Create Date: 2026-11-22 11:04:12.301188
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_MOMENT = sa.DateTime(timezone=True)
_OF_THE_PLANS_IN_FORCE = """
INSERT INTO milestone (grant_id, key, place, title, quarter, status, documents, note, declared_by, decided_by, remark)
SELECT DISTINCT ON (said.grant_id, said.one ->> 'key')
    said.grant_id, said.one ->> 'key', said.place, said.one ->> 'title', (said.one ->> 'quarter')::integer,
    'planned', '{}', '', '', '', ''
FROM (
    SELECT version.grant_id, milestone.one,
        row_number() OVER (PARTITION BY version.grant_id ORDER BY package.place, milestone.place) AS place
    FROM plan_version AS version
    JOIN "grant" ON "grant".id = version.grant_id AND "grant".plan_version = version.version
    CROSS JOIN LATERAL jsonb_array_elements(version.plan -> 'packages') WITH ORDINALITY AS package (one, place)
    CROSS JOIN LATERAL jsonb_array_elements(COALESCE(package.one -> 'milestones', '[]'::jsonb))
        WITH ORDINALITY AS milestone (one, place)
) AS said
ORDER BY said.grant_id, said.one ->> 'key', said.place
"""


def upgrade() -> None:
    op.create_table(
        "milestone",
        sa.Column("grant_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.Column("documents", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("declared_by", sa.String(), nullable=False),
        sa.Column("declared_at", _MOMENT, nullable=True),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", _MOMENT, nullable=True),
        sa.Column("remark", sa.String(), nullable=False),
        sa.Column("late_since", _MOMENT, nullable=True),
        sa.CheckConstraint(
            "status = 'planned' OR (reached_on IS NOT NULL AND declared_at IS NOT NULL)",
            name=op.f("ck_milestone_reached"),
        ),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_milestone_grant_id_grant")),
        sa.PrimaryKeyConstraint("grant_id", "key", name=op.f("pk_milestone")),
    )
    declared = sa.text("status = 'declared'")
    op.create_index("ix_milestone_declared", "milestone", ["grant_id"], postgresql_where=declared)
    op.execute(_OF_THE_PLANS_IN_FORCE)


def downgrade() -> None:
    op.drop_table("milestone")
