"""What the evaluation room says of a call's reserve: who waits for somebody before it to leave, and who moves up.

Told on as `grants.contracts.evaluation_events`; never for applicants' eyes.
"""

from enum import StrEnum
from typing import Annotated

from grants.contracts.event import DecidedData, EventData
from grants.contracts.stages import CommitteeDecision
from grants.personal import Declared, Personal, Public
from grants.values import ApplicationId, CallId, Moment


class OutOfReserve(StrEnum):
    """Why an application is out of the reserve without having moved up."""

    LAPSED = "reserve_lapsed"
    NOTHING_LEFT = "nothing_left"


class ReserveOpened(EventData):
    """The call has a reserve. until: the exclusive end of its days; waiting: how many are in it. About: the call."""

    SUBJECT = "evaluation.reserve.opened"

    call_id: CallId
    until: Moment
    waiting: int


class ReserveConsidered(DecidedData):
    """A selected application has left, and the reserve was looked at. About: the call.

    left: who. moved: who moves up, best placed first. Explained: what is free, and each in reserve against it.
    """

    SUBJECT = "evaluation.reserve.considered"

    call_id: CallId
    left: ApplicationId
    moved: tuple[ApplicationId, ...]


class ReserveMovedUp(EventData):
    """An application of the reserve is selected; the whole of it is told of the call. total: exact text."""

    SUBJECT = "evaluation.reserve.moved_up"

    call_id: CallId
    application_id: ApplicationId
    rank: int
    total: Public
    decision: CommitteeDecision = CommitteeDecision.SELECTED


class ReserveReleased(DecidedData):
    """An application is out of the reserve and not selected. total: exact text.

    Explained: that the days of the reserve are over, or that nothing which may still become free could pay it.
    """

    SUBJECT = "evaluation.reserve.released"

    call_id: CallId
    application_id: ApplicationId
    rank: int
    total: Public
    ground: Annotated[OutOfReserve, Declared(Personal.PROSE)]
    decision: CommitteeDecision = CommitteeDecision.NOT_SELECTED


class ReserveClosed(EventData):
    """Nobody is in the reserve any more. About: the call."""

    SUBJECT = "evaluation.reserve.closed"

    call_id: CallId
