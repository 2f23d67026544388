"""One grant with everything its page shows: facts as recorded, and what follows from them."""

from datetime import date
from typing import Any

from grants.contracts.monitoring_events import Deadline
from grants.contracts.stages import DeadlineKind, GrantOutcome
from grants.explanation import Explanation, Line
from grants.regimes import Bilingual, RuleSet
from grants.regimes.words import Currency, Procurer
from grants.values import ZERO, Moment, Money
from services.monitoring.api.addenda import AddendumOut
from services.monitoring.api.audits import AuditDutyOut, AuditOut
from services.monitoring.api.claims import ClaimOut
from services.monitoring.api.clock import ExtensionOut, ForceMajeureOut
from services.monitoring.api.closing import ClosingReportOut
from services.monitoring.api.ending import NoticeOut
from services.monitoring.api.funds_page import FundsPart, funds_parts
from services.monitoring.api.obligations import ObligationLine, ObligationOut
from services.monitoring.api.owed_page import DevelopmentLine, FindingLine, owed_parts
from services.monitoring.api.plan_page import ChangeLine, MilestoneLine, plan_parts
from services.monitoring.api.risk import HoldOut
from services.monitoring.api.risk_page import HIDDEN_ACTS, RiskPart, VisitLine, risk_parts, seen_dates
from services.monitoring.api.shapes import Answered
from services.monitoring.domain import closing, money
from services.monitoring.domain.clock import closing_due_at, cure_end_at, derive, period_ends_on, report_due_at
from services.monitoring.domain.facts import GrantFile, Report
from services.monitoring.domain.money_facts import Claim
from services.monitoring.domain.records import Happening
from services.monitoring.domain.states import GrantStatus, ReportStatus
from services.monitoring.usecases.reading import GrantView


class DateOut(Answered):
    """A date and the way it came about, step by step. at: the exclusive instant; none while it is suspended.

    on: its Istanbul day; the first day after, where it ends something. number: of period, report or notice.
    due: what falls due then, where it still does.
    """

    name: str
    number: int
    at: Moment | None
    on: date | None
    ends: bool
    due: DeadlineKind | None
    steps: tuple[Line, ...]


class MoneyOut(Answered):
    """earned: by accepted spending so far; recovered: ordered back at the settlement.

    explanation: how what is earned and what may be claimed come about; none once no interim claim can be made.
    """

    total: Money
    approved: Money
    realised: Money
    earned: Money
    claimed: Money
    claimable: Money
    paid: Money
    recovered: Money
    explanation: Explanation | None


class ItemOut(Answered):
    key: str
    title: str
    cost_head: str
    cost: Money
    grant: Money
    realised: Money


class SpentOut(Answered):
    item: str
    realised: Money


class ReportOut(Answered):
    """due_at: with force majeure taken out; none while it is suspended. period_ends_on: likewise while it runs."""

    number: int
    period_starts_on: date
    period_ends_on: date | None
    status: ReportStatus
    due_at: Moment | None
    was_late: bool
    escalated_at: Moment | None
    technical: str
    administrative: str
    financial: str
    remarks: str
    submitted_at: Moment | None
    decided_at: Moment | None
    spending: tuple[SpentOut, ...]
    indicators: dict[str, int]


class MeasureOut(Answered):
    """values: by number of the report."""

    code: str
    names: Bilingual
    target: int | None
    values: dict[int, int]


class ClaimLine(ClaimOut):
    """can: what this person may do with it now."""

    can: tuple[str, ...]


class NoticeLine(NoticeOut):
    """cure_end: with force majeure taken out."""

    cure_end: Moment | None


class ClosingOut(Answered):
    """due_at: with force majeure taken out. reminders: how often it was overdue. report: the one sent last."""

    due_at: Moment | None
    reminders: int
    submitted_at: Moment | None
    accepted_at: Moment | None
    report: ClosingReportOut | None


class SettlementPart(Answered):
    settled_at: Moment
    allowed: Money
    due_to_grantee: Money
    to_recover: Money
    result: dict[str, Any]
    explanation: Explanation | None


class AuditDuties(Answered):
    """What the grant's rules say of independent audits, and where that stands."""

    yearly: bool
    on_complaint: bool
    procured_by: Procurer
    source: str


class HappeningOut(Answered):
    """explanations: how what was decided automatically came about."""

    at: Moment
    act: str
    actor_id: str
    actor_role: str
    details: dict[str, Any]
    explanations: tuple[Explanation, ...]


class GrantPage(Answered):
    """Everything about one grant. can: what this person may do now. Ends are the first day after."""

    id: str
    application_id: str
    call_id: str
    number: str
    regime: str
    revision: str
    currency: Currency
    programme: str
    consortium_name: str
    enterprise_name: str
    enterprise_tax_number: str
    province: str
    plan_version: int
    plan: dict[str, Any]
    members: tuple[dict[str, Any], ...]
    milestones: tuple[MilestoneLine, ...]
    changes: tuple[ChangeLine, ...]
    coordinator_id: str
    representative_id: str
    risk: RiskPart | None
    holds: tuple[HoldOut, ...]
    visits: tuple[VisitLine, ...]
    document: str
    status: GrantStatus
    outcome: GrantOutcome | None
    starts_on: date
    support_ends_on: date
    ceiling_ends_on: date
    termination_reason: str
    termination_ground: Bilingual | None
    dates: tuple[DateOut, ...]
    money: MoneyOut
    funds: FundsPart
    items: tuple[ItemOut, ...]
    reports: tuple[ReportOut, ...]
    indicators: tuple[MeasureOut, ...]
    claims: tuple[ClaimLine, ...]
    force_majeure: tuple[ForceMajeureOut, ...]
    extensions: tuple[ExtensionOut, ...]
    notices: tuple[NoticeLine, ...]
    audits: tuple[AuditOut, ...]
    audit_duties: AuditDuties
    audits_due: tuple[AuditDutyOut, ...]
    findings: tuple[FindingLine, ...]
    development: tuple[DevelopmentLine, ...]
    addenda: tuple[AddendumOut, ...]
    obligations: tuple[ObligationLine, ...]
    closing: ClosingOut
    settlement: SettlementPart | None
    deadlines: tuple[Deadline, ...]
    history: tuple[HappeningOut, ...]
    can: tuple[str, ...]


_OWN = (
    *("id", "application_id", "call_id", "number", "regime", "revision", "currency", "programme", "consortium_name"),
    *("enterprise_name", "enterprise_tax_number", "province", "plan_version", "status", "outcome"),
    *("coordinator_id", "representative_id"),
    *("starts_on", "support_ends_on", "ceiling_ends_on", "termination_reason"),
)


def page_of(view: GrantView) -> GrantPage:
    """The page of a grant for one person."""
    file, agreement = view.file, view.agreement
    return GrantPage.model_validate(
        {
            **{name: getattr(file.grant, name) for name in _OWN},
            **plan_parts(view),
            **risk_parts(view),
            **owed_parts(view),
            **funds_parts(view),
            "document": agreement.document if agreement else "",
            "dates": seen_dates(view, derive(file, view.rules)),
            "money": _money(file, view.rules),
            "items": _items(file),
            "reports": tuple(_report(view, report) for report in file.reports),
            "indicators": _measures(view),
            "claims": tuple(_claim(view, claim) for claim in file.claims),
            "force_majeure": file.force_majeure,
            "extensions": file.extensions,
            "notices": tuple(
                {**_fields(notice, NoticeOut), "cure_end": cure_end_at(file, notice)} for notice in file.notices
            ),
            "audits": file.audits,
            "audit_duties": _audit_duties(view),
            "addenda": file.addenda,
            "obligations": _obligations(view),
            "termination_ground": _ground(view),
            "closing": _closing(file),
            "settlement": _settlement(file),
            "deadlines": view.deadlines,
            "history": tuple(_happening(one) for one in view.history if view.sees_risk or one.act not in HIDDEN_ACTS),
            "can": view.can,
        }
    )


def _fields(fact: object, shape: type[Answered]) -> dict[str, Any]:
    return {name: getattr(fact, name) for name in shape.model_fields}


def _claim(view: GrantView, claim: Claim) -> dict[str, Any]:
    names = set(ClaimOut.model_fields) - {"currency"}
    facts = {name: getattr(claim, name) for name in names}
    return {**facts, "currency": view.file.grant.currency, "can": view.claims_can[claim.id]}


def _obligations(view: GrantView) -> tuple[dict[str, Any], ...]:
    named = {one.code: one.names for one in view.rules.obligations.kinds.value}
    return tuple({**_fields(one, ObligationOut), "names": named.get(one.code)} for one in view.file.obligations)


def _ground(view: GrantView) -> Bilingual | None:
    """What the grant's rules call the ground it was ended on."""
    found = {one.code: one.names for one in view.rules.termination.grounds.value}
    return found.get(view.file.grant.termination_ground or "")


def _audit_duties(view: GrantView) -> dict[str, Any]:
    audit = view.rules.audit
    said = {name: getattr(audit, name).value for name in ("yearly", "on_complaint", "procured_by")}
    return {**said, "source": view.rules.cite(audit.yearly)}


def _money(file: GrantFile, rules: RuleSet) -> dict[str, Any]:
    grant = file.grant
    return {
        "total": grant.total,
        "approved": grant.approved,
        "realised": grant.realised,
        "earned": grant.earned,
        "claimed": money.claimed(file),
        "claimable": money.claimable(file) if money.may_claim(file) else ZERO,
        "paid": grant.paid,
        "recovered": file.settlement.to_recover if file.settlement else ZERO,
        "explanation": money.claim_explained(file, rules) if money.may_claim(file) else None,
    }


def _settlement(file: GrantFile) -> dict[str, Any] | None:
    if file.settlement is None:
        return None
    result = {name: part for name, part in file.settlement.result.items() if name != "explanation"}
    facts = {name: getattr(file.settlement, name) for name in ("settled_at", "allowed", "due_to_grantee", "to_recover")}
    return {**facts, "result": result, "explanation": file.settlement.result.get("explanation")}


def _happening(one: Happening) -> dict[str, Any]:
    details = {name: part for name, part in one.details.items() if name != "explanations"}
    facts = {name: getattr(one, name) for name in ("at", "act", "actor_id", "actor_role")}
    return {**facts, "details": details, "explanations": one.details.get("explanations", ())}


def _items(file: GrantFile) -> tuple[dict[str, Any], ...]:
    realised = money.realised_by_item(file)
    names = ("key", "title", "cost_head", "cost", "grant")
    return tuple(
        {**{name: getattr(item, name) for name in names}, "realised": realised.get(item.key, ZERO)}
        for item in file.items
    )


def _report(view: GrantView, report: Report) -> dict[str, Any]:
    names = set(ReportOut.model_fields) - {"period_ends_on", "due_at", "spending", "indicators"}
    file, number = view.file, report.number
    runs = report.status is ReportStatus.AWAITED
    return {
        **{name: getattr(report, name) for name in names},
        "period_ends_on": period_ends_on(file, report, view.rules) if runs else report.period_ends_on,
        "due_at": report_due_at(file, report),
        "spending": tuple(line for line in file.spending if line.number == number),
        "indicators": {one.code: one.value for one in file.indicators if one.number == number},
    }


def _measures(view: GrantView) -> tuple[dict[str, Any], ...]:
    return tuple(
        {
            "code": measure.code,
            "names": measure.names,
            "target": measure.target,
            "values": {one.number: one.value for one in view.file.indicators if one.code == measure.code},
        }
        for measure in view.rules.measures
    )


def _closing(file: GrantFile) -> dict[str, Any]:
    grant = file.grant
    return {
        "due_at": closing_due_at(file),
        "reminders": grant.closing_reminders,
        "submitted_at": grant.closing_submitted_at,
        "accepted_at": grant.closing_accepted_at,
        "report": closing.last(file),
    }
