"""What the monitoring room says of a grant once it is closed: duties that outlive it, and its opening again."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from grants.contracts.event import DecidedData, EventData
from grants.contracts.grant_event import ClockMoved, GrantEvent
from grants.personal import Public, Words


class ObligationBegun(BaseModel):
    """A duty that outlives the grant, begun with its closing. ends_on: the first day without it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    number: int
    code: Public
    since: date
    ends_on: date


class ObligationLook(ClockMoved, DecidedData):
    """The time has come to look whether an obligation was kept; an officer has it among the tasks."""

    SUBJECT = "monitoring.obligation.look_asked"

    number: int
    code: Public
    ends_on: date


class ObligationEnded(ClockMoved, DecidedData):
    """The years of an obligation are over."""

    SUBJECT = "monitoring.obligation.ended"

    number: int
    code: Public


class ObligationLookedAt(GrantEvent):
    """An officer has looked. found: kept or broken."""

    SUBJECT = "monitoring.obligation.looked_at"

    number: int
    code: Public
    found: Public
    note: Words


class ObligationReleased(ClockMoved):
    """An officer let an obligation go before its end."""

    SUBJECT = "monitoring.obligation.released"

    number: int
    code: Public
    reason: Words


class GrantReopened(ClockMoved):
    """A closed grant was opened again by an addendum. number, signed_on: of the paper.

    runs: whether it runs again, until `support_ends_on`; else only its closing is made anew.
    """

    SUBJECT = "monitoring.grant.reopened"

    addendum_id: Public
    number: Words
    signed_on: date
    reason: Words
    runs: bool
    support_ends_on: date
    programme: Public
    call_id: Public
    province: Public


EVENTS: tuple[type[EventData], ...] = (
    ObligationLook,
    ObligationEnded,
    ObligationLookedAt,
    ObligationReleased,
    GrantReopened,
)
