"""What every event of a grant in force has in common; the events themselves stand by topic in this package."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from grants.contracts.event import EventData
from grants.contracts.row_kept import RowKept
from grants.contracts.stages import DeadlineKind
from grants.values import ApplicationId, GrantId, Moment


class Deadline(BaseModel):
    """Something that falls due at an absolute instant (UTC, exclusive end). number: period, report or notice."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: DeadlineKind
    at: Moment
    number: int = 0


class GrantEvent(EventData):
    """Every event of a grant names it.

    ELSEWHERE: what it tells that the room keeps in tables of its own, and not in the history of the grant too.
    kept: with the last event of an act, what the act left in the room's rows; none where a room of before did not tell.
    """

    ELSEWHERE: ClassVar[frozenset[str]] = frozenset()

    grant_id: GrantId
    application_id: ApplicationId
    kept: tuple[RowKept, ...] | None = None


class ClockMoved(GrantEvent):
    """An event after which other things fall due. turn: counts the changes of the grant, so that old news is known.

    opening: 1, and one more each time the grant was opened again. closed: whether it is closed after this, so that
    only what outlives it falls due. more_may_come: whether, closed, it can still get dates it has not now.
    """

    deadlines: tuple[Deadline, ...] = ()
    turn: int = 0
    opening: int = 1
    closed: bool = False
    more_may_come: bool = False
