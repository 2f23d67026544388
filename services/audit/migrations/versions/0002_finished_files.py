"""The files that came to their end, for the inspector; those of before are found in the ledger.

Revision ID: 0002
Revises: 0001
Create Date: 2026-11-22 03:54:51.822056
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


_NAMED = """
COALESCE(
    (SELECT named.body::jsonb -> 'data' ->> 'consortium_name' FROM ledger AS named
     WHERE named.about = ended.about
       AND named.type IN ('application.application.submitted.v1', 'application.contract.concluded.v1')
     ORDER BY named.chain_index LIMIT 1),
    (SELECT made.body::jsonb -> 'data' ->> 'name' FROM ledger AS drafted
     JOIN ledger AS made ON made.about = drafted.body::jsonb -> 'data' ->> 'consortium_id'
     WHERE drafted.about = ended.about AND drafted.type = 'application.application.drafted.v1'
       AND made.type = 'application.consortium.created.v1' LIMIT 1),
    '')
"""
HEARD_BEFORE = f"""
INSERT INTO finished (about, ending, title, regime, ended_at, signed_by, remark)
SELECT ended.about, ended.body::jsonb -> 'data' ->> 'outcome', {_NAMED}, ended.regime, ended.time, '', ''
FROM ledger AS ended
WHERE ended.type IN ('application.application.ended.v1', 'monitoring.grant.closed.v1')
  AND COALESCE(ended.body::jsonb -> 'data' ->> 'outcome', '') NOT IN ('', 'contracted')
ORDER BY ended.place
ON CONFLICT DO NOTHING
"""  # noqa: S608 - nothing in it comes from outside


def upgrade() -> None:
    op.create_table(
        "finished",
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("ending", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("regime", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_by", sa.String(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remark", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("about", name=op.f("pk_finished")),
    )
    op.create_index(
        "ix_finished_unsigned",
        "finished",
        ["ended_at", "about"],
        unique=False,
        postgresql_where=sa.text("signed_at IS NULL"),
    )
    op.execute(HEARD_BEFORE)


def downgrade() -> None:
    op.drop_index("ix_finished_unsigned", table_name="finished", postgresql_where=sa.text("signed_at IS NULL"))
    op.drop_table("finished")
