"""Facts around the independent audits of one grant: why one is due, and what audits found."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from grants.values import ZERO


class AuditCause(StrEnum):
    """Why an auditor is to be appointed."""

    YEARLY = "yearly"
    COMPLAINT = "complaint"


class Severity(StrEnum):
    """How heavily a finding weighs, in the auditor's judgement."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


class FindingStatus(StrEnum):
    """answered: by the coordinator; an officer closes it, or asks again."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class AuditDuty:
    """An auditor is to be appointed. year: of the contract; 0 on a complaint. audit: the one that settles it."""

    grant_id: str
    number: int
    cause: AuditCause
    year: int
    ground: str
    opened_by: str
    opened_at: datetime
    audit: int | None = None


@dataclass(frozen=True, slots=True)
class FindingSaid:
    """A finding as it is reported. amount: in question. due_on: the last day to answer; the regime's if none."""

    text: str
    severity: Severity = Severity.MINOR
    amount: Decimal = ZERO
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class AuditReport:
    """opinion: one of `AuditOpinion`. until: the first day the report does not cover."""

    until: date
    opinion: str
    findings: tuple[FindingSaid, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """number: counts the findings of the grant; audit, visit: the number of the one it is from, the other is 0.

    due_at: as set when the duty began (`duty_since`). reason: why it was closed, or why it was asked again.
    """

    grant_id: str
    number: int
    audit: int
    text: str
    severity: Severity
    amount: Decimal
    duty_since: datetime
    due_at: datetime
    status: FindingStatus = FindingStatus.OPEN
    was_late: bool = False
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
    reason: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    visit: int = 0
