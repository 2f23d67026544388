"""The dossiers that were made: the files themselves stand in the document store."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from services.audit.models.row import MOMENT, Row


class DossierRow(Row, table=True):
    """A dossier. sha256: its name in the document store; size: in bytes; documents: how many papers it holds.

    erased_at: when it was destroyed with what is personal in its file.
    """

    __tablename__ = "dossier"
    __table_args__ = (Index("ix_dossier_about", "about", "made_at"),)

    sha256: str = Field(primary_key=True)
    about: str
    size: int
    redacted: bool
    documents: int
    made_at: datetime = Field(sa_type=MOMENT)
    made_by: str
    erased_at: datetime | None = Field(default=None, sa_type=MOMENT)
