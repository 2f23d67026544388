"""Papers of an application."""

from datetime import datetime

from sqlmodel import Field

from services.application.models.row import MOMENT, Row


class PaperRow(Row, table=True):
    """A paper of an application; its bytes lie in the document store under their hash, encrypted by file."""

    __tablename__ = "application_paper"

    application_id: str = Field(primary_key=True, foreign_key="application.id")
    document: str = Field(primary_key=True)
    kind: str
    title: str
    media_type: str
    size: int
    kept_by: str
    kept_at: datetime = Field(sa_type=MOMENT)
    handed_in_at: datetime | None = Field(default=None, sa_type=MOMENT)
