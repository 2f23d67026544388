"""The recorded facts of one grant. Money in its currency, ends exclusive, moments in UTC."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from grants.contracts.stages import AuditOpinion, GrantOutcome
from grants.regimes import RuleSet, load
from grants.regimes.words import Currency, ExtensionGround
from grants.values import ZERO
from services.monitoring.domain.audit_facts import AuditDuty, Finding
from services.monitoring.domain.change_facts import ChangeRequest
from services.monitoring.domain.closing_facts import ClosingReport
from services.monitoring.domain.milestone_facts import Milestone
from services.monitoring.domain.money_facts import (
    Claim,
    Disallowance,
    Guarantee,
    Instalment,
    PayeeAccount,
    Receipt,
    Recovery,
)
from services.monitoring.domain.obligation_facts import Obligation
from services.monitoring.domain.report_facts import DevelopmentReport
from services.monitoring.domain.risk_facts import Assessment, Hold, Visit
from services.monitoring.domain.states import (
    AuditStatus,
    ExtensionStatus,
    ForceMajeureStatus,
    GrantStatus,
    NoticeStatus,
    ReportStatus,
)


@dataclass(frozen=True, slots=True)
class Grant:
    """parties: tax numbers and names of members and enterprise. earned, realised: on accepted reports.

    apart: persons whom a conflict of interest keeps from it. auditor_id: who was last charged to audit it.
    turn: counts the acts on the grant, so that old news of its deadlines is known as such. opening: 1, and one more
    each time the grant was opened again. termination_ground: a code of its rule set.
    """

    id: str
    application_id: str
    call_id: str
    number: str
    regime: str
    revision: str
    programme: str
    consortium_name: str
    enterprise_name: str
    enterprise_tax_number: str
    coordinator_id: str
    parties: tuple[str, ...]
    province: str
    starts_on: date
    support_ends_on: date
    ceiling_ends_on: date
    plan_version: int
    total: Decimal
    approved: Decimal
    opened_at: datetime
    turn: int = 0
    opening: int = 1
    apart: tuple[str, ...] = ()
    status: GrantStatus = GrantStatus.IN_FORCE
    outcome: GrantOutcome | None = None
    auditor_id: str | None = None
    earned: Decimal = ZERO
    realised: Decimal = ZERO
    paid: Decimal = ZERO
    representative_id: str = ""
    closing_since: datetime | None = None
    closing_due_at: datetime | None = None
    closing_reminders: int = 0
    closing_reminded_at: datetime | None = None
    closing_by: str = ""
    closing_submitted_at: datetime | None = None
    closing_accepted_at: datetime | None = None
    terminated_at: datetime | None = None
    termination_ground: str | None = None
    termination_reason: str = ""

    @property
    def pinned(self) -> str:
        """The regime and revision the grant lives under, as events carry it."""
        return f"{self.regime}@{self.revision}"

    @property
    def rules(self) -> RuleSet:
        """The rules the grant lives under: those of its contract, or of the last addendum."""
        return load(self.regime, self.revision)

    @property
    def currency(self) -> Currency:
        """The money its amounts are in."""
        return self.rules.money.currency.value


@dataclass(frozen=True, slots=True)
class SupportItem:
    """A support item as contracted, with all that the regime's ceilings may depend on."""

    grant_id: str
    key: str
    place: int
    title: str
    activity: str
    cost_head: str
    cost: Decimal
    grant: Decimal
    domestic_goods: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A reporting period and the report on it.

    period_ends_on: None while the period runs. due_at: as set when the duty began (`duty_since`).
    """

    grant_id: str
    number: int
    period_starts_on: date
    period_ends_on: date | None = None
    status: ReportStatus = ReportStatus.AWAITED
    opened_at: datetime | None = None
    duty_since: datetime | None = None
    due_at: datetime | None = None
    was_late: bool = False
    reminded_at: datetime | None = None
    escalated_at: datetime | None = None
    technical: str = ""
    administrative: str = ""
    financial: str = ""
    remarks: str = ""
    submitted_by: str = ""
    submitted_at: datetime | None = None
    decided_by: str = ""
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Spending:
    """What a report realised of one item: the sum of its lines that count. in_kind: the part of it borne in kind."""

    grant_id: str
    number: int
    item: str
    realised: Decimal
    in_kind: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    grant_id: str
    number: int
    code: str
    value: int


@dataclass(frozen=True, slots=True)
class ForceMajeure:
    """ended_on: the first day without it; None while it lasts. documents: hashes of scans that prove it."""

    id: str
    grant_id: str
    starts_on: date
    ground: str
    evidence: str
    declared_by: str
    declared_at: datetime
    status: ForceMajeureStatus = ForceMajeureStatus.DECLARED
    ended_on: date | None = None
    decided_by: str = ""
    decided_at: datetime | None = None
    reason: str = ""
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extension:
    """new_end: the first day without support, as asked. evidence, documents: what it rests on, and hashes of scans."""

    id: str
    grant_id: str
    ground: ExtensionGround
    new_end: date
    reason: str
    asked_by: str
    asked_at: datetime
    asked_on: date
    status: ExtensionStatus = ExtensionStatus.ASKED
    decided_by: str = ""
    decided_at: datetime | None = None
    decision_reason: str = ""
    evidence: str = ""
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    id: str
    grant_id: str
    number: int
    reason: str
    given_by: str
    given_at: datetime
    cure_until: datetime
    status: NoticeStatus = NoticeStatus.RUNNING
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Audit:
    """An independent audit, from the charge to the report."""

    grant_id: str
    number: int
    auditor_id: str
    assigned_by: str
    assigned_at: datetime
    due_at: datetime
    status: AuditStatus = AuditStatus.ASSIGNED
    until: date | None = None
    opinion: AuditOpinion | None = None
    findings: tuple[str, ...] = ()
    reported_at: datetime | None = None
    was_late: bool = False


@dataclass(frozen=True, slots=True)
class Addendum:
    """How the grant came under other rules. effect: the difference that made, as text.

    periods_since: where the length of reporting periods changed, the day from which the new one counts, after
    `periods_before` periods.
    """

    id: str
    grant_id: str
    number: str
    signed_on: date
    reason: str
    old_regime: str
    old_revision: str
    regime: str
    revision: str
    recorded_by: str
    recorded_at: datetime
    effect: dict[str, Any]
    periods_since: date | None = None
    periods_before: int = 0


@dataclass(frozen=True, slots=True)
class SettlementRecord:
    """result: amounts by item, as text, and the explanation of the settlement."""

    grant_id: str
    settled_at: datetime
    settled_by: str
    allowed: Decimal
    due_to_grantee: Decimal
    to_recover: Decimal
    result: dict[str, Any]


@dataclass(frozen=True, slots=True)
class GrantFile:
    """All facts of one grant; an act takes one and gives the next."""

    grant: Grant
    items: tuple[SupportItem, ...] = ()
    reports: tuple[Report, ...] = ()
    spending: tuple[Spending, ...] = ()
    indicators: tuple[IndicatorValue, ...] = ()
    claims: tuple[Claim, ...] = ()
    force_majeure: tuple[ForceMajeure, ...] = ()
    extensions: tuple[Extension, ...] = ()
    notices: tuple[Notice, ...] = ()
    closing_reports: tuple[ClosingReport, ...] = ()
    audits: tuple[Audit, ...] = ()
    audit_duties: tuple[AuditDuty, ...] = ()
    findings: tuple[Finding, ...] = ()
    development: tuple[DevelopmentReport, ...] = ()
    addenda: tuple[Addendum, ...] = ()
    changes: tuple[ChangeRequest, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    holds: tuple[Hold, ...] = ()
    visits: tuple[Visit, ...] = ()
    accounts: tuple[PayeeAccount, ...] = ()
    guarantees: tuple[Guarantee, ...] = ()
    recoveries: tuple[Recovery, ...] = ()
    instalments: tuple[Instalment, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    disallowances: tuple[Disallowance, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    settlement: SettlementRecord | None = None

    @property
    def period(self) -> Report | None:
        """The reporting period that runs, if one does."""
        return next((report for report in self.reports if report.status is ReportStatus.AWAITED), None)

    def with_grant(self, **facts: Any) -> "GrantFile":
        return replace(self, grant=replace(self.grant, **facts))

    def with_report(self, report: Report) -> "GrantFile":
        return replace(self, reports=_numbered(self.reports, report))

    def with_audit(self, audit: Audit) -> "GrantFile":
        return replace(self, audits=_numbered(self.audits, audit))

    def with_audit_duty(self, duty: AuditDuty) -> "GrantFile":
        return replace(self, audit_duties=_numbered(self.audit_duties, duty))

    def with_finding(self, finding: Finding) -> "GrantFile":
        return replace(self, findings=_numbered(self.findings, finding))

    def with_development(self, report: DevelopmentReport) -> "GrantFile":
        return replace(self, development=_numbered(self.development, report))

    def with_claim(self, claim: Claim) -> "GrantFile":
        return replace(self, claims=_with(self.claims, claim))

    def with_account(self, account: PayeeAccount) -> "GrantFile":
        return replace(self, accounts=_with(self.accounts, account))

    def with_guarantee(self, guarantee: Guarantee) -> "GrantFile":
        return replace(self, guarantees=_with(self.guarantees, guarantee))

    def with_recovery(self, recovery: Recovery) -> "GrantFile":
        return replace(self, recoveries=_with(self.recoveries, recovery))

    def with_receipt(self, receipt: Receipt) -> "GrantFile":
        return replace(self, receipts=_with(self.receipts, receipt))

    def with_force_majeure(self, one: ForceMajeure) -> "GrantFile":
        return replace(self, force_majeure=_with(self.force_majeure, one))

    def with_extension(self, extension: Extension) -> "GrantFile":
        return replace(self, extensions=_with(self.extensions, extension))

    def with_obligation(self, one: Obligation) -> "GrantFile":
        return replace(self, obligations=_numbered(self.obligations, one))

    def with_closing(self, report: ClosingReport) -> "GrantFile":
        return replace(self, closing_reports=_numbered(self.closing_reports, report))

    def with_notice(self, notice: Notice) -> "GrantFile":
        return replace(self, notices=_with(self.notices, notice))


def _with(facts: tuple[Any, ...], fact: Any) -> tuple[Any, ...]:
    """The same facts in their order, the one of this id replaced or added at the end."""
    if any(one.id == fact.id for one in facts):
        return tuple(fact if one.id == fact.id else one for one in facts)
    return (*facts, fact)


def _numbered(facts: tuple[Any, ...], fact: Any) -> tuple[Any, ...]:
    """The same facts by number, the one of this number replaced or put in its place."""
    others = (one for one in facts if one.number != fact.number)
    return tuple(sorted((*others, fact), key=lambda one: one.number))
