"""What the monitoring room says of claims that are not approved as they stand. Told on as
`grants.contracts.monitoring_events`.

About: the application id of the grant.
"""

from grants.contracts.event import DecidedData, EventData
from grants.contracts.grant_event import ClockMoved
from grants.personal import Public, Words
from grants.values import ZERO, Moment, Money


class ClaimReturned(ClockMoved):
    """To be put right and sent again. due_at: until when; none where no days run."""

    SUBJECT = "monitoring.claim.returned"

    claim_id: Public
    amount: Money
    remarks: Words
    due_at: Moment | None = None


class ClaimRefused(ClockMoved):
    """The claim is ended; what it asked for is paid by a new claim only."""

    SUBJECT = "monitoring.claim.refused"

    claim_id: Public
    amount: Money
    reason: Words


class ClaimResubmitted(ClockMoved, DecidedData):
    """Put right, and to be approved anew. round: how often it was sent. Explained: what may be claimed."""

    SUBJECT = "monitoring.claim.resubmitted"

    claim_id: Public
    round: int
    amount: Money
    note: Words
    advance: bool = False
    set_off: Money = ZERO


class ClaimLapsed(ClockMoved, DecidedData):
    """It was not sent again in time. Explained: that its time is over."""

    SUBJECT = "monitoring.claim.lapsed"

    claim_id: Public
    amount: Money


EVENTS: tuple[type[EventData], ...] = (ClaimReturned, ClaimRefused, ClaimResubmitted, ClaimLapsed)
