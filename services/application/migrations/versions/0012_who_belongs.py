"""Who belongs to a grant that came of an application, and since when.

Revision ID: 0012
Revises: 0011
Create Date: 2026-11-22 15:20:00.000000
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_OF_CONTRACTS = """
INSERT INTO belonging (application_id, tax_number, joined_version, place, name, kind, province, nace, since)
SELECT DISTINCT ON (contract.application_id, member.tax_number)
    contract.application_id, member.tax_number, contract.plan_version, member.place, member.name, member.kind,
    member.province, member.nace, contract.concluded_at
FROM contract
JOIN application ON application.id = contract.application_id
JOIN member ON member.consortium_id = application.consortium_id
WHERE contract.concluded_at IS NOT NULL
ORDER BY contract.application_id, member.tax_number, member.place
"""


def upgrade() -> None:
    op.create_table(
        "belonging",
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("tax_number", sa.String(), nullable=False),
        sa.Column("joined_version", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("name", "kind", "province", "nace")),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_belonging_application_id_application")
        ),
        sa.PrimaryKeyConstraint("application_id", "tax_number", "joined_version", name=op.f("pk_belonging")),
    )
    stays = sa.text("until IS NULL")
    op.create_index("ix_belonging_tax_number", "belonging", ["tax_number", "application_id"], postgresql_where=stays)
    op.execute(_OF_CONTRACTS)


def downgrade() -> None:
    op.drop_table("belonging")
