"""The keys under which the openings of the ledger are kept."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from services.audit.models.row import MOMENT, Row


class SubjectKeyRow(Row, table=True):
    """A key of one subject (application, call, consortium…). key: base64; empty once it was destroyed.

    number: from 1; what is told after an erasure stands under the next key, and what is of no file, or of one that was
    erased, under another each year. payloads_erased_at: when the keys of what its workflows carried were destroyed; of
    a call they are without this one, once all of its applications are erased.
    """

    __tablename__ = "subject_key"
    __table_args__ = (
        Index("ix_subject_key_made_at", "made_at", postgresql_where=text("key <> ''")),
        Index(
            "ix_subject_key_unerased",
            "about",
            postgresql_where=text("destroyed_at IS NOT NULL AND payloads_erased_at IS NULL"),
        ),
    )

    about: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    key: str
    made_at: datetime = Field(sa_type=MOMENT)
    destroyed_at: datetime | None = Field(default=None, sa_type=MOMENT)
    destroyed_by: str = ""
    reason: str = ""
    payloads_erased_at: datetime | None = Field(default=None, sa_type=MOMENT)
