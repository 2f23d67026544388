"""Facts around the risk of one grant: assessments, holds on its payments, visits to it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from grants.rules.risk import RiskLevel


@dataclass(frozen=True, slots=True)
class Assessment:
    """How great a risk the grant was found to be. answered_at: when an officer acted on what it proposes, or declined.

    assessed_by: the officer who asked for it, or the software where time had passed.
    """

    grant_id: str
    number: int
    score: int
    level: RiskLevel
    assessed_by: str
    assessed_at: datetime
    answered_by: str = ""
    answered_at: datetime | None = None
    answer: str = ""

    @property
    def is_open(self) -> bool:
        """Whether what it proposes still waits for an officer."""
        return self.level is not RiskLevel.LOW and self.answered_at is None


@dataclass(frozen=True, slots=True)
class Hold:
    """Payments are held from `starts_on` to, and without, `ends_on`, unless it is lifted before."""

    id: str
    grant_id: str
    number: int
    reason: str
    starts_on: date
    ends_on: date
    ordered_by: str
    ordered_at: datetime
    lifted_by: str = ""
    lifted_at: datetime | None = None
    lift_reason: str = ""


class VisitStatus(StrEnum):
    PLANNED = "planned"
    MADE = "made"
    CANCELLED = "cancelled"


class VisitPoint(StrEnum):
    """What a visitor looks at; each is answered on the form."""

    ACTIVITIES = "activities"
    EQUIPMENT = "equipment"
    STAFF = "staff"
    RECORDS = "records"
    SHARED_USE = "shared_use"
    VISIBILITY = "visibility"


class PointAnswer(StrEnum):
    """not_seen: it could not be looked at."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_SEEN = "not_seen"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was, in degrees of WGS 84; none where the device did not tell."""

    latitude: Decimal | None = None
    longitude: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit to the grant. due_at: until when it is to be made. points: the form, point → answer."""

    id: str
    grant_id: str
    number: int
    reason: str
    visitor_id: str
    due_at: datetime
    planned_by: str
    planned_at: datetime
    status: VisitStatus = VisitStatus.PLANNED
    visited_on: date | None = None
    place: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    points: dict[str, str] | None = None
    summary: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Photograph:
    """A picture taken on a visit. document: hash of its bytes. taken_at, where: as the device told them."""

    visit_id: str
    document: str
    grant_id: str
    media_type: str
    size: int
    taken_at: datetime
    note: str
    kept_by: str
    kept_at: datetime
    latitude: Decimal | None = None
    longitude: Decimal | None = None
