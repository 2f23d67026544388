"""A deadline has come, says the workflow; the room looks at its own facts and draws the consequence, or none."""

from grants.breach import NotYet
from grants.contracts.activities import FallDue, GrantState
from grants.contracts.monitoring_events import (
    ClosingOverdue,
    Deadline,
    NoticeExpired,
    ReportLate,
    ReportOpened,
    SupportEnded,
)
from grants.contracts.obligation_events import ObligationEnded, ObligationLook
from grants.contracts.stages import DeadlineKind
from grants.explanation import Explanation
from runtime.unit import Unit
from services.monitoring.domain import clock, expiring, falls, obligations
from services.monitoring.domain.errors import NoSuchGrant
from services.monitoring.domain.states import ReportStatus
from services.monitoring.usecases import duty_telling, fund_telling
from services.monitoring.usecases.acting import Act, hold
from services.monitoring.usecases.recovering import tell_late
from services.monitoring.usecases.risk import assess_in_passing

_TELLS_OF_RISK = frozenset({DeadlineKind.PERIOD_END, DeadlineKind.REPORT_DUE, DeadlineKind.MILESTONE_DUE})
"""When something may have become a risk that was none before."""


async def fall_due(unit: Unit, order: FallDue) -> GrantState:
    """Everything that falls due from here on. Safe by state: what does not stand changes nothing."""
    try:
        act = await hold(unit, order.grant_id)
    except NoSuchGrant as unknown:
        raise NotYet(order.grant_id) from unknown
    due = Deadline(kind=order.kind, at=order.at, number=order.number)
    if not falls.stands(act.file, due, unit.now, act.rules):
        return _state(act)
    why = expiring.explained(act.file, due, unit.now, act.rules)
    act.change(falls.fall(act.file, due, unit.now, act.rules))
    tell_opened(act, why)
    _tell(act, due, why)
    duty_telling.tell(act, due, why)
    fund_telling.tell(act, due, why)
    if due.kind in _TELLS_OF_RISK:
        await assess_in_passing(act)
    await act.keep()
    return _state(act)


def _state(act: Act) -> GrantState:
    grant = act.file.grant
    more = clock.more_may_come(act.file)
    return GrantState(deadlines=act.deadlines(), turn=grant.turn, outcome=grant.outcome, more_may_come=more)


def tell_opened(act: Act, *why: Explanation) -> None:
    """Tell of every report that this act opened; `why`: where no person's act but time opened it."""
    before = act.before.reports if act.before else ()
    known = {report.number for report in before if report.status is not ReportStatus.AWAITED}
    for report in act.file.reports:
        if report.status is ReportStatus.OPEN and report.number not in known:
            act.say(ReportOpened, number=report.number, due_at=report.due_at, explanations=why)


def _tell(act: Act, due: Deadline, why: Explanation) -> None:
    if due.kind is DeadlineKind.REPORT_DUE:
        act.say(ReportLate, number=due.number, explanations=(why,))
    elif due.kind is DeadlineKind.SUPPORT_END:
        act.say(SupportEnded, support_ends_on=act.file.grant.support_ends_on, explanations=(why,))
    elif due.kind is DeadlineKind.CURE_END:
        notice = next(one for one in act.file.notices if one.number == due.number)
        act.say(NoticeExpired, notice_id=notice.id, number=notice.number, explanations=(why,))
    elif due.kind is DeadlineKind.CLOSING_DUE:
        act.say(ClosingOverdue, explanations=(why,))
    elif due.kind is DeadlineKind.RECOVERY_DUE:
        tell_late(act, due.number, why)
    elif due.kind in {DeadlineKind.OBLIGATION_REMINDER, DeadlineKind.OBLIGATION_END}:
        _tell_obligation(act, due, why)


def _tell_obligation(act: Act, due: Deadline, why: Explanation) -> None:
    one = obligations.find(act.file, due.number)
    if due.kind is DeadlineKind.OBLIGATION_END:
        act.say(ObligationEnded, number=one.number, code=one.code, explanations=(why,))
    else:
        act.say(ObligationLook, number=one.number, code=one.code, ends_on=one.ends_on, explanations=(why,))
