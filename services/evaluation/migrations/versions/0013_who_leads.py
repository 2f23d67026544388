"""Who acts for a file once it is a grant, and who did before.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("leaders", "former"):
        column = sa.Column(name, postgresql.JSONB(astext_type=sa.Text()), nullable=False, server_default="[]")
        op.add_column("file", column)
        op.alter_column("file", name, server_default=None)
    op.add_column("file", sa.Column("led_version", sa.Integer(), nullable=False, server_default="0"))
    op.alter_column("file", "led_version", server_default=None)


def downgrade() -> None:
    for name in ("led_version", "former", "leaders"):
        op.drop_column("file", name)
