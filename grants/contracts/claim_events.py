"""What the monitoring room says of claims that are not approved as they stand, and of spending disallowed after it was
accepted. Told on as `grants.contracts.monitoring_events`.

About: the application id of the grant.
"""

from pydantic import BaseModel, ConfigDict

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


class ClaimLowered(ClockMoved, DecidedData):
    """What it asks for is no longer earned. amount: what it asks for now, approved anew by everybody; 0: it lapsed.

    Explained: why so much is not earned.
    """

    SUBJECT = "monitoring.claim.lowered"

    claim_id: Public
    before: Money
    amount: Money
    round: int


class LineTaken(BaseModel):
    """What of an accepted line is disallowed."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    line: int
    item: Public
    amount: Money
    reason: Words


class SpendingDisallowed(ClockMoved, DecidedData):
    """Accepted spending of a report was disallowed. ground: audit, visit or officer; finding: its number, 0 for none.

    earned: what is left of it; recovered: ordered back at once, under `recovery_id`. Explained: what it means in money.
    """

    SUBJECT = "monitoring.spending.disallowed"

    number: int
    ground: Words
    finding: int
    lines: tuple[LineTaken, ...]
    amount: Money
    realised: Money
    earned: Money
    recovered: Money
    recovery_id: Public = ""


EVENTS: tuple[type[EventData], ...] = (
    ClaimReturned,
    ClaimRefused,
    ClaimResubmitted,
    ClaimLapsed,
    ClaimLowered,
    SpendingDisallowed,
)
