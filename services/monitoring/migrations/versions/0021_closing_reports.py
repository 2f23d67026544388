"""A closing report in its own right, decided on before the settlement.

What was sent as one note becomes a report nobody decided on: no figures were kept with it.

Revision ID: 0021
Revises: 0020
Create Date: 2026-11-22 14:45:00.000000
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_MOMENT = sa.DateTime(timezone=True)
_NOTES = """
INSERT INTO closing_report (grant_id, number, status, aims, indicators, spending, left_open, assets, documents, figures,
    submitted_by, submitted_at, remarks, note, decided_by)
SELECT id, 1, 'submitted', closing_note, '', '', '', '[]', '{}', '{}', closing_by, closing_submitted_at, '{}', '', ''
FROM "grant" WHERE closing_submitted_at IS NOT NULL
"""
_BACK = """
UPDATE "grant" SET closing_note = sent.aims
FROM closing_report AS sent
WHERE sent.grant_id = "grant".id AND sent.submitted_at = "grant".closing_submitted_at
"""


def upgrade() -> None:
    op.create_table(
        "closing_report",
        sa.Column("grant_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("aims", "indicators", "spending", "left_open")),
        sa.Column("assets", postgresql.JSONB(), nullable=False),
        sa.Column("documents", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("figures", postgresql.JSONB(), nullable=False),
        sa.Column("submitted_by", sa.String(), nullable=False),
        sa.Column("submitted_at", _MOMENT, nullable=False),
        sa.Column("remarks", postgresql.JSONB(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", _MOMENT, nullable=True),
        sa.CheckConstraint("(status = 'submitted') = (decided_at IS NULL)", name=op.f("ck_closing_report_decided")),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_closing_report_grant_id_grant")),
        sa.PrimaryKeyConstraint("grant_id", "number", name=op.f("pk_closing_report")),
    )
    op.add_column("grant", sa.Column("closing_accepted_at", _MOMENT, nullable=True))
    op.execute(_NOTES)
    op.drop_column("grant", "closing_note")


def downgrade() -> None:
    op.add_column("grant", sa.Column("closing_note", sa.String(), nullable=False, server_default=""))
    op.execute(_BACK)
    op.alter_column("grant", "closing_note", server_default=None)
    op.drop_column("grant", "closing_accepted_at")
    op.drop_table("closing_report")
