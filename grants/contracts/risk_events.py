"""What the monitoring room says of the risk of a grant, of holds on its payments, and of visits.

About: the application id of the grant.
"""

from datetime import date

from grants.contracts.event import DecidedData, EventData
from grants.contracts.grant_event import ClockMoved, GrantEvent
from grants.personal import Public, Words
from grants.values import Moment, PersonId


class RiskAssessed(GrantEvent, DecidedData):
    """How great a risk the grant is, by what is on record. level: low, visit, hold. Explained: signal by signal."""

    SUBJECT = "monitoring.risk.assessed"

    number: int
    score: int
    level: Public


class RiskAnswered(GrantEvent):
    """An officer saw what a score proposes and did without it. number: of the assessment."""

    SUBJECT = "monitoring.risk.answered"

    number: int
    reason: Words


class HoldOrdered(GrantEvent):
    """Payments of the grant are held, the last day included."""

    SUBJECT = "monitoring.hold.ordered"

    hold_id: Public
    number: int
    reason: Words
    starts_on: date
    last_day: date


class HoldLifted(GrantEvent):
    """Payments may be made again before the hold's own end."""

    SUBJECT = "monitoring.hold.lifted"

    hold_id: Public
    number: int
    reason: Words


class VisitPlanned(GrantEvent):
    """Somebody is to look at the grant on site. due_at: until when; reason: why."""

    SUBJECT = "monitoring.visit.planned"

    visit_id: Public
    number: int
    visitor_id: PersonId
    due_at: Moment
    reason: Words


class VisitPhotographed(GrantEvent):
    """A photograph was taken on site: hash of its bytes, when and where. latitude, longitude: degrees as text."""

    SUBJECT = "monitoring.visit.photographed"

    visit_id: Public
    document: Public
    size: int
    taken_at: Moment
    latitude: Public
    longitude: Public


class VisitMade(ClockMoved):
    """The visitor's form. photographs, findings: how many; until when each is to be answered falls due from here on."""

    SUBJECT = "monitoring.visit.made"

    visit_id: Public
    number: int
    visited_on: date
    place: Words
    photographs: int
    findings: int


class VisitCancelled(GrantEvent):
    SUBJECT = "monitoring.visit.cancelled"

    visit_id: Public
    number: int
    reason: Words


EVENTS: tuple[type[EventData], ...] = (
    RiskAssessed,
    RiskAnswered,
    HoldOrdered,
    HoldLifted,
    VisitPlanned,
    VisitPhotographed,
    VisitMade,
    VisitCancelled,
)
