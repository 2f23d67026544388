"""What the ceiling of a support item depends on: its activity, and a domestic-goods certificate.

Revision ID: 0003
Revises: 0002
Create Date: 2026-11-22 05:41:07.118204
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_AS_AGREED = """
UPDATE support_item
SET activity = item ->> 'activity', domestic_goods = coalesce((item ->> 'domestic_goods')::boolean, false)
FROM agreement,
     jsonb_array_elements(agreement.plan -> 'packages') AS package,
     jsonb_array_elements(package -> 'items') AS item
WHERE agreement.grant_id = support_item.grant_id AND item ->> 'key' = support_item.key
"""


def upgrade() -> None:
    """Both are taken from the plan that was contracted."""
    op.add_column("support_item", sa.Column("activity", sa.String(), nullable=False, server_default=""))
    op.add_column("support_item", sa.Column("domestic_goods", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(_AS_AGREED)
    op.alter_column("support_item", "activity", server_default=None)
    op.alter_column("support_item", "domestic_goods", server_default=None)


def downgrade() -> None:
    op.drop_column("support_item", "domestic_goods")
    op.drop_column("support_item", "activity")
