"""What can be done with a grant as it stands, whoever asks; the policy then says who may."""

from grants.policy import Action
from grants.regimes.words import Decider
from services.monitoring.domain import (
    answering,
    auditing,
    closing,
    covering,
    development,
    milestones,
    money,
    recovering,
)
from services.monitoring.domain.audit_facts import FindingStatus
from services.monitoring.domain.change_facts import ChangeStatus
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.milestone_facts import MilestoneStatus
from services.monitoring.domain.obligation_facts import ObligationStatus
from services.monitoring.domain.obligations import may_look
from services.monitoring.domain.report_facts import DevelopmentStatus
from services.monitoring.domain.risk_facts import VisitStatus
from services.monitoring.domain.states import (
    FILEABLE,
    UNDER_WAY,
    ClaimStatus,
    ExtensionStatus,
    ForceMajeureStatus,
    GrantStatus,
    ReportStatus,
)

_PAUSABLE = UNDER_WAY | {GrantStatus.CLOSING}


def acts(file: GrantFile) -> frozenset[Action]:
    """The acts that fit the grant's stage."""
    found = {
        Action.REPORT_SUBMIT: _has_report(file, FILEABLE),
        Action.REPORT_DECIDE: _has_report(file, {ReportStatus.SUBMITTED}),
        Action.LINE_DISALLOW: _has_report(file, {ReportStatus.ACCEPTED}),
        **_money(file),
        **_clock(file),
        **_end(file),
        **_audits(file),
        **_asked(file),
        **_changes(file),
        **_risk(file),
    }
    return frozenset(action for action, fits in found.items() if fits)


def _has_report(file: GrantFile, statuses: frozenset[ReportStatus] | set[ReportStatus]) -> bool:
    open_file = file.grant.status is not GrantStatus.CLOSED
    return open_file and any(report.status in statuses for report in file.reports)


def _money(file: GrantFile) -> dict[Action, bool]:
    running = file.grant.status in _PAUSABLE

    def waits(status: ClaimStatus) -> bool:
        return any(claim.status is status and (running or claim.final) for claim in file.claims)

    def answerable(statuses: frozenset[ClaimStatus]) -> bool:
        return money.may_claim(file) and any(one.status in statuses and not one.final for one in file.claims)

    rules = file.grant.rules
    return {
        Action.CLAIM_RETURN: answerable(answering.RETURNABLE),
        Action.CLAIM_REFUSE: answerable(answering.REFUSABLE),
        Action.CLAIM_SEND_AGAIN: answerable(frozenset({ClaimStatus.RETURNED})),
        Action.CLAIM_MAKE: money.may_claim(file) and money.claimable(file) > 0,
        Action.ADVANCE_ASK: money.may_take_ahead(file, rules),
        Action.CLAIM_APPROVE: waits(ClaimStatus.MADE),
        Action.CLAIM_COUNTERSIGN: waits(ClaimStatus.SECONDED),
        Action.CLAIM_PAY: waits(ClaimStatus.APPROVED),
        Action.GUARANTEE_RECEIVE: file.grant.status in UNDER_WAY and bool(rules.money.advance.value),
        Action.GUARANTEE_RETURN: covering.may_return(file, rules),
        Action.ACCOUNT_RECORD: file.grant.status is not GrantStatus.CLOSED,
        Action.ACCOUNT_CONFIRM: any(one.confirmed_at is None for one in file.accounts[-1:]),
        Action.RECOVERY_PLAN: recovering.may_plan(file),
        Action.RECOVERY_RECEIVE: recovering.running(file) is not None,
    }


def _clock(file: GrantFile) -> dict[Action, bool]:
    runs = file.grant.status in UNDER_WAY
    pausable = file.grant.status in _PAUSABLE
    statuses = {one.status for one in file.force_majeure}
    asked = any(one.status is ExtensionStatus.ASKED for one in file.extensions)
    decidable = pausable and file.grant.closing_submitted_at is None
    return {
        Action.FORCE_MAJEURE_DECLARE: pausable,
        Action.FORCE_MAJEURE_DECIDE: pausable and ForceMajeureStatus.DECLARED in statuses,
        Action.FORCE_MAJEURE_END: pausable and ForceMajeureStatus.ACCEPTED in statuses,
        Action.EXTENSION_ASK: runs and not asked,
        Action.EXTENSION_DECIDE: decidable and asked,
        Action.ADDENDUM_RECORD: runs,
    }


def _end(file: GrantFile) -> dict[Action, bool]:
    return {
        Action.NOTICE_GIVE: file.grant.status in _PAUSABLE,
        Action.GRANT_TERMINATE: file.grant.status in UNDER_WAY,
        Action.GRANT_WITHDRAW: file.grant.status in UNDER_WAY,
        Action.GRANT_REOPEN: file.grant.status is GrantStatus.CLOSED and not _settlement_came_back(file),
        Action.OBLIGATION_LOOK: any(may_look(one) for one in file.obligations),
        Action.OBLIGATION_RELEASE: any(one.status is ObligationStatus.RUNNING for one in file.obligations),
        Action.CLOSING_SUBMIT: closing.may_submit(file),
        Action.CLOSING_DECIDE: {file.grant.status} <= closing.CLOSABLE and closing.to_decide(file) is not None,
        Action.CLOSING_SETTLE: closing.may_settle(file),
    }


def _settlement_came_back(file: GrantFile) -> bool:
    settled = {one.id for one in file.recoveries if not one.disallowed}
    return any(one.recovery_id in settled for one in file.receipts)


def _audits(file: GrantFile) -> dict[Action, bool]:
    is_open = file.grant.status is not GrantStatus.CLOSED
    return {
        Action.INDEPENDENT_AUDIT_ASK: is_open and file.grant.rules.audit.on_complaint.value,
        Action.INDEPENDENT_AUDIT_ASSIGN: is_open,
        Action.INDEPENDENT_AUDIT_REPORT: is_open and auditing.awaited(file) is not None,
    }


def _changes(file: GrantFile) -> dict[Action, bool]:
    runs = file.grant.status in UNDER_WAY
    asked = [one.decider for one in file.changes if one.status is ChangeStatus.ASKED]
    declared = any(one.status is MilestoneStatus.DECLARED for one in file.milestones)
    to_declare = any(one.status in milestones.OPEN for one in file.milestones)
    return {
        Action.MILESTONE_DECLARE: to_declare and milestones.may_declare(file.grant),
        Action.MILESTONE_DECIDE: declared and file.grant.status is not GrantStatus.CLOSED,
        Action.CHANGE_ASK: runs,
        Action.CHANGE_WITHDRAW: bool(asked),
        Action.CHANGE_DECIDE: any(decider is not Decider.MINISTER for decider in asked),
        Action.CHANGE_DECIDE_MINISTER: Decider.MINISTER in asked,
    }


def _asked(file: GrantFile) -> dict[Action, bool]:
    """Development reports while support goes on; findings whenever there are any."""
    reports = {one.status for one in file.development} if file.grant.status in UNDER_WAY else set()
    found = {one.status for one in file.findings}
    return {
        Action.DEVELOPMENT_SUBMIT: not reports.isdisjoint(development.FILEABLE),
        Action.DEVELOPMENT_DECIDE: DevelopmentStatus.SUBMITTED in reports,
        Action.FINDING_ANSWER: FindingStatus.OPEN in found,
        Action.FINDING_DECIDE: not found <= {FindingStatus.CLOSED},
    }


def _risk(file: GrantFile) -> dict[Action, bool]:
    is_open = file.grant.status is not GrantStatus.CLOSED
    planned = any(one.status is VisitStatus.PLANNED for one in file.visits)
    return {
        Action.RISK_ASSESS: is_open,
        Action.RISK_ANSWER: is_open and any(one.is_open for one in file.assessments),
        Action.HOLD_ORDER: is_open,
        Action.HOLD_LIFT: any(one.lifted_at is None for one in file.holds),
        Action.VISIT_PLAN: is_open,
        Action.VISIT_MAKE: planned,
    }
