"""The committee at work: its sessions, what lies on their agendas, motions and votes, and the signed minutes."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.evaluation.models.row import MOMENT, Row


class CommitteeSessionRow(Row, table=True):
    """present until the chair has taken attendance: none."""

    __tablename__ = "committee_session"

    call_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    version: int
    starts_at: datetime = Field(sa_type=MOMENT)
    ends_at: datetime = Field(sa_type=MOMENT)
    place: str
    reason: str = ""
    present: list[Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))


class CommitteeSlotRow(Row, table=True):
    """An application's place on the agenda of a session; at most one from which it was not put off."""

    __tablename__ = "committee_slot"
    __table_args__ = (
        Index(
            "ux_committee_slot_placed",
            "call_id",
            "application_id",
            unique=True,
            postgresql_where=text("state <> 'deferred'"),
        ),
    )

    call_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    application_id: str = Field(primary_key=True)
    starts_at: datetime = Field(sa_type=MOMENT)
    minutes: int
    state: str
    present: list[Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    opened_at: datetime | None = Field(default=None, sa_type=MOMENT)
    closed_at: datetime | None = Field(default=None, sa_type=MOMENT)


class CommitteeMotionRow(Row, table=True):
    """`decided` holds how the answer came about."""

    __tablename__ = "committee_motion"

    call_id: str = Field(primary_key=True)
    application_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: str
    text: str
    conditions: list[Any] = Field(sa_type=JSONB)
    points: list[Any] = Field(sa_type=JSONB)
    member_id: str
    state: str
    put_at: datetime = Field(sa_type=MOMENT)
    decided_at: datetime | None = Field(default=None, sa_type=MOMENT)
    decided: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))


class CommitteeBallotRow(Row, table=True):
    __tablename__ = "committee_ballot"

    call_id: str = Field(primary_key=True)
    application_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    person_id: str = Field(primary_key=True)
    vote: str
    dissent: str = ""
    given_at: datetime = Field(sa_type=MOMENT)
    salt: str = ""


class CommitteeMinutesRow(Row, table=True):
    """document: hash of the PDF; complete_at: when the last signature that was needed was given."""

    __tablename__ = "committee_minutes"

    call_id: str = Field(primary_key=True)
    document: str
    prepared_at: datetime = Field(sa_type=MOMENT)
    complete_at: datetime | None = Field(default=None, sa_type=MOMENT)


class CommitteeSignatureRow(Row, table=True):
    """document: hash of what this person signed; of a member in conflict, of the extract."""

    __tablename__ = "committee_signature"

    call_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    document: str
    is_extract: bool
    signed_at: datetime = Field(sa_type=MOMENT)
