"""The pool of evaluators: who a person is in a table apart, expertise, availability, load, contracts.

Revision ID: 0003
Revises: 0002
Create Date: 2026-11-22 04:40:12.601114
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

PERSON = ("name", "employer", "employer_tax_number", "declared")
NONE = sa.text("'[]'::jsonb")


def upgrade() -> None:
    op.create_table(
        "evaluator_person",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("employer", sa.String(), nullable=False),
        sa.Column("employer_tax_number", sa.String(), nullable=True),
        sa.Column("degrees", JSONB(), nullable=False),
        sa.Column("declared", JSONB(), nullable=False),
        sa.Column("projects", JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("person_id"),
    )
    op.create_table(
        "evaluator_contract",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("fee", sa.Numeric(18, 2), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "number"),
    )
    op.execute(
        "INSERT INTO evaluator_person (person_id, name, email, address, employer, employer_tax_number, degrees, "
        "declared, projects) SELECT person_id, name, '', '', employer, employer_tax_number, '[]', declared, '[]' "
        "FROM evaluator"
    )
    for name in PERSON:
        op.drop_column("evaluator", name)
    for name in ("topics", "languages", "availability"):
        op.add_column("evaluator", sa.Column(name, JSONB(), nullable=False, server_default=NONE))
        op.alter_column("evaluator", name, server_default=None)
    op.add_column("evaluator", sa.Column("load_limit", sa.Integer(), nullable=True))
    op.add_column("evaluator", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("evaluator", sa.Column("erasure_reason", sa.String(), nullable=False, server_default=""))
    op.alter_column("evaluator", "erasure_reason", server_default=None)


def downgrade() -> None:
    for name in ("erasure_reason", "erased_at", "load_limit", "availability", "languages", "topics"):
        op.drop_column("evaluator", name)
    op.add_column("evaluator", sa.Column("name", sa.String(), nullable=False, server_default=""))
    op.add_column("evaluator", sa.Column("employer", sa.String(), nullable=False, server_default=""))
    op.add_column("evaluator", sa.Column("employer_tax_number", sa.String(), nullable=True))
    op.add_column("evaluator", sa.Column("declared", JSONB(), nullable=False, server_default=NONE))
    op.execute(
        "UPDATE evaluator SET name = p.name, employer = p.employer, employer_tax_number = p.employer_tax_number, "
        "declared = p.declared FROM evaluator_person p WHERE p.person_id = evaluator.person_id"
    )
    for name in ("name", "employer", "declared"):
        op.alter_column("evaluator", name, server_default=None)
    op.drop_table("evaluator_contract")
    op.drop_table("evaluator_person")
