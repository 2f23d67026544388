"""Who belongs to a grant that came of an application, and since when."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from services.application.models.row import MOMENT, Row


class BelongingRow(Row, table=True):
    """One stay of a member. joined_version: of the plan by which it joined; until: none while it belongs."""

    __tablename__ = "belonging"
    __table_args__ = (
        Index("ix_belonging_tax_number", "tax_number", "application_id", postgresql_where=text("until IS NULL")),
    )

    application_id: str = Field(primary_key=True, foreign_key="application.id")
    tax_number: str = Field(primary_key=True)
    joined_version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    place: int
    name: str
    kind: str
    province: str
    nace: str
    since: datetime = Field(sa_type=MOMENT)
    until: datetime | None = Field(default=None, sa_type=MOMENT)
