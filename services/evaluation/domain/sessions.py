"""Sessions of a committee and what lies on their agendas, as plain frozen records."""

from datetime import datetime, timedelta
from enum import StrEnum

from services.evaluation.domain.records import Record


class SlotState(StrEnum):
    """Where an application on an agenda stands. deferred: put off; it needs a place in another session."""

    WAITING = "waiting"
    OPEN = "open"
    CLOSED = "closed"
    DEFERRED = "deferred"


class Session(Record):
    """A meeting of the committee. present: who the chair found there; version: how often it was changed."""

    call_id: str
    number: int
    version: int = 0
    starts_at: datetime
    ends_at: datetime
    place: str
    reason: str = ""
    present: tuple[str, ...] | None = None


class Slot(Record):
    """An application on the agenda of a session. number: of the session.

    present: who was there when the item was opened; what comes later does not seat anybody else for it.
    """

    call_id: str
    number: int
    application_id: str
    starts_at: datetime
    minutes: int
    state: SlotState = SlotState.WAITING
    present: tuple[str, ...] | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)
