"""The workflows whose runs are looked for; those of before are found in the ledger.

Revision ID: 0005
Revises: 0004
Create Date: 2026-11-22 08:05:00.000000
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

BEGUN_BEFORE = """
INSERT INTO watch (workflow_id, about, place, is_over, call_id, begun_at)
SELECT begun.kind || about, about, 0, false,
       CASE WHEN begun.kind = 'application/' THEN body::jsonb -> 'data' ->> 'call_id' ELSE '' END, time FROM ledger JOIN (VALUES
    ('application.call.published.v1', 'call/'),
    ('application.application.submitted.v1', 'application/'),
    ('monitoring.grant.opened.v1', 'grant/'),
    ('monitoring.grant.closed.v1', 'obligations/')
) AS begun (type, kind) ON begun.type = ledger.type
ON CONFLICT DO NOTHING
"""


def upgrade() -> None:
    op.create_table(
        "watch",
        sa.Column("workflow_id", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_over", sa.Boolean(), nullable=False),
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("workflow_id", name=op.f("pk_watch")),
    )
    op.create_index("ix_watch_open", "watch", ["looked_at", "workflow_id"], postgresql_where=sa.text("NOT is_over"))
    op.create_index("ix_watch_about", "watch", ["about"], postgresql_where=sa.text("NOT is_over"))
    for name in ("call_id", "begun_at"):
        of_files = sa.text("call_id <> ''")
        op.create_index(f"ix_watch_{name}", "watch", [name, "about"], postgresql_where=of_files)
    op.execute(BEGUN_BEFORE)


def downgrade() -> None:
    op.drop_table("watch")
