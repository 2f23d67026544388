"""What waits for the coordinator and the auditor of a grant, and what may be asked of which officer."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from grants.policy import Action
from grants.regimes.words import Decider
from services.monitoring.domain import answering, auditing, development, findings, milestones, money
from services.monitoring.domain.audit_facts import FindingStatus
from services.monitoring.domain.clock import closing_due_at, report_due_at
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.possible import acts
from services.monitoring.domain.records import Task, TaskKind
from services.monitoring.domain.report_facts import DevelopmentStatus
from services.monitoring.domain.states import FILEABLE, ClaimStatus

OFFICERS: Mapping[TaskKind, Action] = MappingProxyType(
    {
        TaskKind.REPORT_DECIDE: Action.REPORT_DECIDE,
        TaskKind.CLAIM_APPROVE: Action.CLAIM_APPROVE,
        TaskKind.CLAIM_COUNTERSIGN: Action.CLAIM_COUNTERSIGN,
        TaskKind.CLAIM_PAY: Action.CLAIM_PAY,
        TaskKind.ACCOUNT_CONFIRM: Action.ACCOUNT_CONFIRM,
        TaskKind.APPROPRIATION_LOW: Action.APPROPRIATION_RECORD,
        TaskKind.RECOVERY_OPEN: Action.RECOVERY_RECEIVE,
        TaskKind.RECOVERY_LATE: Action.RECOVERY_RECEIVE,
        TaskKind.GUARANTEE_END: Action.GUARANTEE_RETURN,
        TaskKind.FORCE_MAJEURE_DECIDE: Action.FORCE_MAJEURE_DECIDE,
        TaskKind.EXTENSION_DECIDE: Action.EXTENSION_DECIDE,
        TaskKind.CHANGE_DECIDE: Action.CHANGE_DECIDE,
        TaskKind.CHANGE_DECIDE_MINISTER: Action.CHANGE_DECIDE_MINISTER,
        TaskKind.MILESTONE_DECIDE: Action.MILESTONE_DECIDE,
        TaskKind.RISK_ANSWER: Action.RISK_ANSWER,
        TaskKind.VISIT_MAKE: Action.VISIT_MAKE,
        TaskKind.NOTICE_EXPIRED: Action.NOTICE_GIVE,
        TaskKind.REPORT_ESCALATED: Action.NOTICE_GIVE,
        TaskKind.DEVELOPMENT_DECIDE: Action.DEVELOPMENT_DECIDE,
        TaskKind.DEVELOPMENT_ESCALATED: Action.NOTICE_GIVE,
        TaskKind.INDEPENDENT_AUDIT_ASSIGN: Action.INDEPENDENT_AUDIT_ASSIGN,
        TaskKind.INDEPENDENT_AUDIT_LATE: Action.INDEPENDENT_AUDIT_ASSIGN,
        TaskKind.FINDING_DECIDE: Action.FINDING_DECIDE,
        TaskKind.FINDING_LATE: Action.FINDING_DECIDE,
        TaskKind.CLOSING_DECIDE: Action.CLOSING_DECIDE,
        TaskKind.CLOSING_OVERDUE: Action.CLOSING_SETTLE,
        TaskKind.CLOSING_SETTLE: Action.CLOSING_SETTLE,
        TaskKind.OBLIGATION_LOOK: Action.OBLIGATION_LOOK,
    }
)
"""The act whose right makes a task somebody's."""


DECIDES: Mapping[Decider, Action] = MappingProxyType(
    {
        Decider.NOTIFIED: Action.CHANGE_DECIDE,
        Decider.MONITORING_OFFICER: Action.CHANGE_DECIDE,
        Decider.BOARD: Action.CHANGE_DECIDE,
        Decider.MINISTER: Action.CHANGE_DECIDE_MINISTER,
    }
)
"""Whose decision is entered by whom: the board's by the monitoring officer, with the paper it stands on."""


def of_coordinator(file: GrantFile) -> Iterator[Task]:
    """Reports to file, findings to answer, money to claim, the closing to submit."""
    possible, grant = acts(file), file.grant
    if Action.REPORT_SUBMIT in possible:
        for report in file.reports:
            if report.status in FILEABLE:
                task = _task(file, TaskKind.REPORT_SUBMIT, str(report.number), report.duty_since)
                yield replace(task, due_at=report_due_at(file, report))
    yield from _asked_of_coordinator(file, possible)
    if Action.CLAIM_MAKE in possible:
        since = max((report.decided_at for report in file.reports if report.decided_at), default=None)
        yield replace(_task(file, TaskKind.CLAIM_MAKE, grant.id, since), amount=money.claimable(file))
    if Action.CLAIM_SEND_AGAIN in possible:
        yield from _claims_back(file)
    if Action.CLOSING_SUBMIT in possible:
        task = _task(file, TaskKind.CLOSING_SUBMIT, grant.id, grant.closing_since)
        yield replace(task, due_at=closing_due_at(file))


def _claims_back(file: GrantFile) -> Iterator[Task]:
    """Claims that were returned."""
    for claim in file.claims:
        if claim.status is ClaimStatus.RETURNED:
            task = _task(file, TaskKind.CLAIM_SEND_AGAIN, claim.id, claim.answered_at)
            yield replace(task, due_at=answering.due_at(file, claim), amount=claim.amount)


def _asked_of_coordinator(file: GrantFile, possible: frozenset[Action]) -> Iterator[Task]:
    """Development reports to file, findings to answer, and milestones that were returned or are late."""
    if Action.DEVELOPMENT_SUBMIT in possible:
        for report in file.development:
            if report.status in {DevelopmentStatus.OPEN, DevelopmentStatus.LATE}:
                task = _task(file, TaskKind.DEVELOPMENT_SUBMIT, str(report.number), report.duty_since)
                yield replace(task, due_at=development.due_at(file, report))
    for finding in file.findings:
        if finding.status is FindingStatus.OPEN:
            task = _task(file, TaskKind.FINDING_ANSWER, str(finding.number), finding.duty_since)
            yield replace(task, due_at=findings.due_at(file, finding))

    if Action.MILESTONE_DECLARE in possible:
        yield from _milestones(file)


def _milestones(file: GrantFile) -> Iterator[Task]:
    """Those returned, or told as late and not declared yet."""
    for one in file.milestones:
        since = one.decided_at or one.late_since
        if one.status in milestones.OPEN and since is not None:
            task = _task(file, TaskKind.MILESTONE_DECLARE, one.key, since)
            yield replace(task, due_at=milestones.due_at(file, one))


def of_auditor(file: GrantFile) -> Iterator[Task]:
    """The report of the audit that is awaited."""
    audit = auditing.awaited(file)
    if audit is not None and Action.INDEPENDENT_AUDIT_REPORT in acts(file):
        task = _task(file, TaskKind.INDEPENDENT_AUDIT_REPORT, str(audit.number), audit.assigned_at)
        yield replace(task, due_at=auditing.report_due_at(file, audit))


def _task(file: GrantFile, kind: TaskKind, part: str, since: datetime | None) -> Task:
    grant = file.grant
    return Task(kind, grant.id, grant.consortium_name, grant.regime, grant.revision, part, since)
