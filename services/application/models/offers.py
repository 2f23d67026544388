"""What is written after the submission and not yet handed in."""

from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.application.models.row import MOMENT, Row


class OfferRow(Row, table=True):
    """What is changed of an application to complete it, or of its plan in the talks; nothing of it counts as yet.

    count: how often it was written, so that what is handed in is what was seen.
    """

    __tablename__ = "offer_draft"

    application_id: str = Field(primary_key=True, foreign_key="application.id")
    count: int
    plan: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    form: dict[str, Any] = Field(sa_type=JSONB)
    kept_by: str
    kept_at: datetime = Field(sa_type=MOMENT)
