"""What waits for the officers: each kind by its own small index."""

from datetime import date, timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import (
    Date,
    DateTime,
    Numeric,
    Select,
    String,
    Table,
    cast,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession

from grants.calendar import start_of
from grants.regimes.words import Decider
from grants.rules.risk import RiskLevel
from services.monitoring.domain.change_facts import ChangeStatus
from services.monitoring.domain.money_facts import GuaranteeStatus, RecoveryStatus
from services.monitoring.domain.records import Task, TaskKind
from services.monitoring.domain.risk_facts import VisitStatus
from services.monitoring.domain.states import (
    UNDER_WAY,
    ClaimStatus,
    ExtensionStatus,
    ForceMajeureStatus,
    GrantStatus,
    NoticeStatus,
    ReportStatus,
)
from services.monitoring.store.tables import (
    ACCOUNT,
    APPROPRIATION,
    ASSESSMENT,
    AUDIT,
    AUDIT_DUTY,
    CHANGE,
    CLAIM,
    DEVELOPMENT,
    EXTENSION,
    FINDING,
    FORCE_MAJEURE,
    GRANT,
    GUARANTEE,
    INSTALMENT,
    MILESTONE,
    NOTICE,
    OBLIGATION,
    RECEIPT,
    RECOVERY,
    REPORT,
    VISIT,
)

_TASK = TypeAdapter(Task)
_RUNS = (GrantStatus.IN_FORCE, GrantStatus.PAUSED, GrantStatus.CLOSING)
_NOT_CLOSED = GRANT.c.status != GrantStatus.CLOSED
Rows = Select[Any]


async def waiting(session: AsyncSession, kinds: frozenset[TaskKind], person_id: str, limit: int) -> list[Task]:
    """The tasks of these kinds, those that wait longest first; of grants the person is not kept from."""
    open_to = not_(GRANT.c.apart.contains([person_id]))
    wanted = [_QUERIES[kind].where(open_to).limit(limit) for kind in sorted(kinds) if kind in _QUERIES]
    if not wanted:
        return []
    found = union_all(*(query.subquery().select() for query in wanted)).subquery()
    query = select(found).order_by(found.c.since, found.c.part).limit(limit)
    return [_task(**row) for row in (await session.execute(query)).mappings()]


async def coordinated(session: AsyncSession, coordinator_id: str, limit: int) -> list[str]:
    """The ids of the grants a coordinator or representative acts for, those not closed yet."""
    mine = or_(GRANT.c.coordinator_id == coordinator_id, GRANT.c.representative_id == coordinator_id)
    query = select(GRANT.c.id).where(mine, _NOT_CLOSED).order_by(GRANT.c.id).limit(limit)
    return list(await session.scalars(query))


async def audited(session: AsyncSession, auditor_id: str, limit: int) -> list[str]:
    """The ids of the grants this auditor was last charged with, those not closed yet."""
    mine = GRANT.c.auditor_id == auditor_id
    query = select(GRANT.c.id).where(mine, _NOT_CLOSED).order_by(GRANT.c.id).limit(limit)
    return list(await session.scalars(query))


def _task(last_day: date | None, **facts: Any) -> Task:
    """last_day: on which it is still in time."""
    due_at = None if last_day is None else start_of(last_day + timedelta(days=1))
    return _TASK.validate_python({**facts, "due_at": due_at})


def _rows(kind: TaskKind, part: Any, since: Any, amount: Any = None, last_day: Any = None) -> Rows:
    return select(
        literal(kind.value).label("kind"),
        GRANT.c.id.label("grant_id"),
        GRANT.c.consortium_name.label("consortium_name"),
        GRANT.c.regime.label("regime"),
        GRANT.c.revision.label("revision"),
        cast(part, String).label("part"),
        cast(since, DateTime(timezone=True)).label("since"),
        cast(null() if amount is None else amount, Numeric(18, 2)).label("amount"),
        cast(null() if last_day is None else last_day, Date).label("last_day"),
    )


def _of(row: Table, kind: TaskKind, status: str, since: Any, amount: Any = None) -> Rows:
    query = _rows(kind, row.c.id, since, amount).join(row, row.c.grant_id == GRANT.c.id)
    return query.where(row.c.status == literal(status, literal_execute=True)).order_by(row.c.id)


def _changes(kind: TaskKind) -> Rows:
    """Requests for a change of a grant that still runs; one of a grant that ended waits for nobody."""
    runs = GRANT.c.status.in_([status.value for status in UNDER_WAY])
    return _of(CHANGE, kind, ChangeStatus.ASKED, CHANGE.c.asked_at).where(runs)


def _instalment_day() -> Any:
    """The last day of the first instalment that what came in does not cover."""
    came = select(func.coalesce(func.sum(RECEIPT.c.principal), 0)).where(RECEIPT.c.recovery_id == RECOVERY.c.id)
    upto = func.sum(INSTALMENT.c.amount).over(order_by=INSTALMENT.c.number).label("upto")
    due = select(INSTALMENT.c.due_on, upto).where(INSTALMENT.c.recovery_id == RECOVERY.c.id)
    each = due.correlate(RECOVERY).lateral("instalments")
    first = select(func.min(each.c.due_on)).where(each.c.upto > came.correlate(RECOVERY).scalar_subquery())
    return first.correlate(RECOVERY).scalar_subquery()


def _recoveries(kind: TaskKind, status: RecoveryStatus) -> Rows:
    facts = (RECOVERY.c.id, RECOVERY.c.ordered_at, RECOVERY.c.amount, _instalment_day())
    query = _rows(kind, *facts).join(RECOVERY, RECOVERY.c.grant_id == GRANT.c.id)
    return query.where(RECOVERY.c.status == literal(status.value, literal_execute=True)).order_by(RECOVERY.c.grant_id)


def _numbered(row: Table, kind: TaskKind, status: str, since: Any) -> Rows:
    """The same of what is known by its number in the grant."""
    query = _rows(kind, row.c.number, since).join(row, row.c.grant_id == GRANT.c.id)
    return query.where(row.c.status == literal(status, literal_execute=True)).order_by(row.c.grant_id)


_SUPPORTED = GRANT.c.status.in_((GrantStatus.IN_FORCE, GrantStatus.PAUSED))
_RUNNING = GRANT.c.status.in_(_RUNS)
_RUNNING_OR_FINAL = or_(_RUNNING, CLAIM.c.final)
_TO_SETTLE = GRANT.c.status.in_(
    [literal(status.value, literal_execute=True) for status in (GrantStatus.CLOSING, GrantStatus.TERMINATED)]
)

_QUERIES: dict[TaskKind, Rows] = {
    TaskKind.REPORT_DECIDE: _rows(TaskKind.REPORT_DECIDE, REPORT.c.number, REPORT.c.submitted_at)
    .join(REPORT, REPORT.c.grant_id == GRANT.c.id)
    .where(REPORT.c.status == literal(ReportStatus.SUBMITTED.value, literal_execute=True), _NOT_CLOSED)
    .order_by(REPORT.c.grant_id),
    TaskKind.REPORT_ESCALATED: _numbered(REPORT, TaskKind.REPORT_ESCALATED, "late", REPORT.c.escalated_at).where(
        REPORT.c.escalated_at.is_not(None), _NOT_CLOSED
    ),
    TaskKind.DEVELOPMENT_DECIDE: _numbered(
        DEVELOPMENT, TaskKind.DEVELOPMENT_DECIDE, "submitted", DEVELOPMENT.c.submitted_at
    ).where(_SUPPORTED),
    TaskKind.DEVELOPMENT_ESCALATED: _numbered(
        DEVELOPMENT, TaskKind.DEVELOPMENT_ESCALATED, "late", DEVELOPMENT.c.escalated_at
    ).where(DEVELOPMENT.c.escalated_at.is_not(None), _SUPPORTED),
    TaskKind.INDEPENDENT_AUDIT_ASSIGN: _rows(
        TaskKind.INDEPENDENT_AUDIT_ASSIGN, AUDIT_DUTY.c.number, AUDIT_DUTY.c.opened_at
    )
    .join(AUDIT_DUTY, AUDIT_DUTY.c.grant_id == GRANT.c.id)
    .where(AUDIT_DUTY.c.audit.is_(None), _NOT_CLOSED)
    .order_by(AUDIT_DUTY.c.grant_id),
    TaskKind.INDEPENDENT_AUDIT_LATE: _numbered(
        AUDIT, TaskKind.INDEPENDENT_AUDIT_LATE, "assigned", AUDIT.c.due_at
    ).where(AUDIT.c.was_late, _NOT_CLOSED),
    TaskKind.FINDING_DECIDE: _numbered(FINDING, TaskKind.FINDING_DECIDE, "answered", FINDING.c.answered_at),
    TaskKind.FINDING_LATE: _numbered(FINDING, TaskKind.FINDING_LATE, "open", FINDING.c.due_at).where(
        FINDING.c.was_late
    ),
    TaskKind.CLAIM_APPROVE: _of(
        CLAIM, TaskKind.CLAIM_APPROVE, ClaimStatus.MADE, CLAIM.c.prepared_at, CLAIM.c.amount
    ).where(_RUNNING_OR_FINAL),
    TaskKind.CLAIM_COUNTERSIGN: _of(
        CLAIM, TaskKind.CLAIM_COUNTERSIGN, ClaimStatus.SECONDED, CLAIM.c.approved_at, CLAIM.c.amount
    ).where(_RUNNING_OR_FINAL),
    TaskKind.CLAIM_PAY: _of(CLAIM, TaskKind.CLAIM_PAY, ClaimStatus.APPROVED, CLAIM.c.approved_at, CLAIM.c.amount).where(
        GRANT.c.status != GrantStatus.TERMINATED
    ),
    TaskKind.ACCOUNT_CONFIRM: _rows(TaskKind.ACCOUNT_CONFIRM, ACCOUNT.c.id, ACCOUNT.c.recorded_at)
    .join(ACCOUNT, ACCOUNT.c.grant_id == GRANT.c.id)
    .where(ACCOUNT.c.confirmed_at.is_(None))
    .order_by(ACCOUNT.c.id),
    TaskKind.APPROPRIATION_LOW: _rows(
        TaskKind.APPROPRIATION_LOW,
        func.concat(APPROPRIATION.c.programme, " ", APPROPRIATION.c.year),
        APPROPRIATION.c.warned_at,
        APPROPRIATION.c.amount,
    )
    .join(APPROPRIATION, APPROPRIATION.c.warned_grant == GRANT.c.id)
    .where(APPROPRIATION.c.warned_at.is_not(None))
    .order_by(APPROPRIATION.c.warned_at),
    TaskKind.RECOVERY_OPEN: _recoveries(TaskKind.RECOVERY_OPEN, RecoveryStatus.OPEN),
    TaskKind.RECOVERY_LATE: _recoveries(TaskKind.RECOVERY_LATE, RecoveryStatus.LATE),
    TaskKind.GUARANTEE_END: _rows(
        TaskKind.GUARANTEE_END,
        GUARANTEE.c.id,
        GUARANTEE.c.warned_at,
        GUARANTEE.c.amount,
        GUARANTEE.c.valid_until,
    )
    .join(GUARANTEE, GUARANTEE.c.grant_id == GRANT.c.id)
    .where(GUARANTEE.c.status == GuaranteeStatus.HELD, GUARANTEE.c.warned_at.is_not(None))
    .order_by(GUARANTEE.c.id),
    TaskKind.FORCE_MAJEURE_DECIDE: _of(
        FORCE_MAJEURE, TaskKind.FORCE_MAJEURE_DECIDE, ForceMajeureStatus.DECLARED, FORCE_MAJEURE.c.declared_at
    ).where(_RUNNING),
    TaskKind.EXTENSION_DECIDE: _of(
        EXTENSION, TaskKind.EXTENSION_DECIDE, ExtensionStatus.ASKED, EXTENSION.c.asked_at
    ).where(_RUNNING),
    TaskKind.RISK_ANSWER: _rows(TaskKind.RISK_ANSWER, ASSESSMENT.c.number, ASSESSMENT.c.assessed_at)
    .join(ASSESSMENT, ASSESSMENT.c.grant_id == GRANT.c.id)
    .where(
        ASSESSMENT.c.level != literal(RiskLevel.LOW.value, literal_execute=True),
        ASSESSMENT.c.answered_at.is_(None),
        _NOT_CLOSED,
    )
    .order_by(ASSESSMENT.c.grant_id),
    TaskKind.VISIT_MAKE: _of(VISIT, TaskKind.VISIT_MAKE, VisitStatus.PLANNED, VISIT.c.planned_at).where(_NOT_CLOSED),
    TaskKind.MILESTONE_DECIDE: _rows(TaskKind.MILESTONE_DECIDE, MILESTONE.c.key, MILESTONE.c.declared_at)
    .join(MILESTONE, MILESTONE.c.grant_id == GRANT.c.id)
    .where(MILESTONE.c.status == literal("declared", literal_execute=True), _NOT_CLOSED)
    .order_by(MILESTONE.c.grant_id),
    TaskKind.CHANGE_DECIDE: _changes(TaskKind.CHANGE_DECIDE).where(CHANGE.c.decider != Decider.MINISTER),
    TaskKind.CHANGE_DECIDE_MINISTER: _changes(TaskKind.CHANGE_DECIDE_MINISTER).where(
        CHANGE.c.decider == Decider.MINISTER
    ),
    TaskKind.NOTICE_EXPIRED: _of(NOTICE, TaskKind.NOTICE_EXPIRED, NoticeStatus.EXPIRED, NOTICE.c.decided_at).where(
        _RUNNING
    ),
    TaskKind.OBLIGATION_LOOK: _rows(TaskKind.OBLIGATION_LOOK, OBLIGATION.c.number, OBLIGATION.c.reminded_at)
    .join(OBLIGATION, OBLIGATION.c.grant_id == GRANT.c.id)
    .where(
        OBLIGATION.c.reminded_at.is_not(None),
        OBLIGATION.c.looked_at.is_(None),
        OBLIGATION.c.status.in_([literal(status, literal_execute=True) for status in ("running", "ended")]),
    )
    .order_by(OBLIGATION.c.grant_id),
    TaskKind.CLOSING_DECIDE: _rows(TaskKind.CLOSING_DECIDE, GRANT.c.id, GRANT.c.closing_submitted_at)
    .where(_TO_SETTLE, GRANT.c.closing_submitted_at.is_not(None), GRANT.c.closing_accepted_at.is_(None))
    .order_by(GRANT.c.id),
    TaskKind.CLOSING_SETTLE: _rows(TaskKind.CLOSING_SETTLE, GRANT.c.id, GRANT.c.closing_accepted_at)
    .where(_TO_SETTLE, GRANT.c.closing_submitted_at.is_not(None), GRANT.c.closing_accepted_at.is_not(None))
    .order_by(GRANT.c.id),
    TaskKind.CLOSING_OVERDUE: _rows(TaskKind.CLOSING_OVERDUE, GRANT.c.id, GRANT.c.closing_since)
    .where(_TO_SETTLE, GRANT.c.closing_submitted_at.is_(None), GRANT.c.closing_reminders > 0)
    .order_by(GRANT.c.id),
}
"""One query a kind. Statuses are written out, so that the partial indexes serve them."""
