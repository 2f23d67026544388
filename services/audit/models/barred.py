"""Persons whom a conflict of interest keeps from a file, as the evaluation room says."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from services.audit.models.row import MOMENT, Row


class BarredRow(Row, table=True):
    """barred: whether the person is kept from it; said_at: when that was said: an older word changes nothing."""

    __tablename__ = "barred"
    __table_args__ = (Index("ix_barred_person_id_application_id", "person_id", "application_id"),)

    application_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    barred: bool
    said_at: datetime = Field(sa_type=MOMENT)
