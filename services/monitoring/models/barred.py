"""Persons whom a conflict of interest keeps from a file, as the evaluation room says."""

from datetime import datetime

from sqlmodel import Field

from services.monitoring.models.row import MOMENT, Row


class BarredRow(Row, table=True):
    """barred: whether the person is kept from it; said_at: when that was said: an older word changes nothing.

    Kept from the evaluation on, long before there is a grant.
    """

    __tablename__ = "barred"

    application_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    barred: bool
    said_at: datetime = Field(sa_type=MOMENT)
