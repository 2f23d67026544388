"""Plain records the store gives for lists and pages."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from grants.contracts.stages import GrantOutcome
from grants.regimes import load
from grants.regimes.words import Currency
from services.monitoring.domain.states import GrantStatus


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a grant's history: the act by its event's address, who did it, and what the event said. id: of it."""

    at: datetime
    act: str
    actor_id: str
    actor_role: str
    details: dict[str, Any]
    id: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """The contract's plan and members as signed, and the document's hash."""

    grant_id: str
    plan_version: int
    plan: dict[str, Any]
    members: list[dict[str, Any]]
    document: str


@dataclass(frozen=True, slots=True)
class GrantLine:
    """A grant in a list. Money in its currency."""

    id: str
    application_id: str
    call_id: str
    number: str
    consortium_name: str
    enterprise_name: str
    province: str
    regime: str
    revision: str
    status: GrantStatus
    outcome: GrantOutcome | None
    starts_on: date
    support_ends_on: date
    total: Decimal
    approved: Decimal
    earned: Decimal
    paid: Decimal

    @property
    def currency(self) -> Currency:
        return load(self.regime, self.revision).money.currency.value


@dataclass(frozen=True, slots=True)
class Sight:
    """Which grants a person sees in a list: all, or those of which the person is coordinator, party or auditor.

    person_id: whoever a conflict of interest keeps from a grant sees it as a party to it only.
    """

    person_id: str
    everything: bool = False
    coordinator_id: str | None = None
    parties: tuple[str, ...] = ()
    auditor_id: str | None = None


class TaskKind(StrEnum):
    """What waits for somebody, named after the act that settles it."""

    REPORT_SUBMIT = "report.submit"
    REPORT_DECIDE = "report.decide"
    CLAIM_MAKE = "claim.make"
    CLAIM_APPROVE = "claim.approve"
    CLAIM_COUNTERSIGN = "claim.countersign"
    CLAIM_PAY = "claim.pay"
    CLAIM_SEND_AGAIN = "claim.send_again"
    ACCOUNT_CONFIRM = "account.confirm"
    APPROPRIATION_LOW = "appropriation.low"
    RECOVERY_OPEN = "recovery.open"
    RECOVERY_LATE = "recovery.late"
    GUARANTEE_END = "guarantee.end"
    FORCE_MAJEURE_DECIDE = "force_majeure.decide"
    EXTENSION_DECIDE = "extension.decide"
    CHANGE_DECIDE = "change.decide"
    CHANGE_DECIDE_MINISTER = "change.decide_minister"
    MILESTONE_DECLARE = "milestone.declare"
    MILESTONE_DECIDE = "milestone.decide"
    RISK_ANSWER = "risk.answer"
    VISIT_MAKE = "visit.make"
    NOTICE_EXPIRED = "notice.expired"
    REPORT_ESCALATED = "report.escalated"
    DEVELOPMENT_SUBMIT = "development.submit"
    DEVELOPMENT_DECIDE = "development.decide"
    DEVELOPMENT_ESCALATED = "development.escalated"
    INDEPENDENT_AUDIT_ASSIGN = "independent_audit.assign"
    INDEPENDENT_AUDIT_REPORT = "independent_audit.report"
    INDEPENDENT_AUDIT_LATE = "independent_audit.late"
    FINDING_ANSWER = "finding.answer"
    FINDING_DECIDE = "finding.decide"
    FINDING_LATE = "finding.late"
    CLOSING_SUBMIT = "closing.submit"
    CLOSING_DECIDE = "closing.decide"
    CLOSING_OVERDUE = "closing.overdue"
    CLOSING_SETTLE = "closing.settle"
    OBLIGATION_LOOK = "obligation.look"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. part: number of the report or audit, id of the claim … it is about.

    regime, revision: the rules of the grant, by which an amount has its currency.
    """

    kind: TaskKind
    grant_id: str
    consortium_name: str
    regime: str
    revision: str
    part: str
    since: datetime | None
    due_at: datetime | None = None
    amount: Decimal | None = None

    @property
    def number(self) -> int | None:
        """The number of the report or audit it is about."""
        return int(self.part) if self.part.isdecimal() else None

    @property
    def currency(self) -> Currency | None:
        """The money of its amount, where it has one."""
        return None if self.amount is None else load(self.regime, self.revision).money.currency.value


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """A visit that is still to be made, with the grant it goes to. due_at: none while force majeure suspends it."""

    id: str
    grant_id: str
    number: int
    reason: str
    visitor_id: str
    due_at: datetime | None
    planned_at: datetime
    consortium_name: str
    enterprise_name: str
    province: str
