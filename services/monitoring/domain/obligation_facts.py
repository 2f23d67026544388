"""What the enterprise still owes once its grant is closed, as facts."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class ObligationStatus(StrEnum):
    """ended: its years are over. released: an officer let it go before. replaced: the grant was opened again."""

    RUNNING = "running"
    ENDED = "ended"
    RELEASED = "released"
    REPLACED = "replaced"


class Kept(StrEnum):
    """What an officer found when the obligation was looked at."""

    KEPT = "kept"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Obligation:
    """A duty that outlives the grant. code: of the rule set. since: the first day that counts; ends_on: the first
    day without it. look_on: the day from which an officer looks whether it was kept.
    """

    grant_id: str
    number: int
    code: str
    since: date
    years: int
    ends_on: date
    look_on: date
    status: ObligationStatus = ObligationStatus.RUNNING
    reminded_at: datetime | None = None
    found: Kept | None = None
    looked_by: str = ""
    looked_at: datetime | None = None
    note: str = ""
    ended_at: datetime | None = None
