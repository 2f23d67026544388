"""What is written and not yet handed in."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.monitoring.models.row import MOMENT, Row


class VisitDraftRow(Row, table=True):
    """The form of a visit as far as it is filled in, field by field as it was typed."""

    __tablename__ = "visit_draft"

    visit_id: str = Field(primary_key=True, foreign_key="site_visit.id")
    grant_id: str = Field(foreign_key="grant.id")
    typed: dict[str, str] = Field(sa_type=JSONB)
    kept_by: str
    kept_at: datetime = Field(sa_type=MOMENT)
