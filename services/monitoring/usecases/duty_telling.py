"""What is told when something owed falls due: reminders, lateness, escalations, audits and findings."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from grants.contracts import report_events as said
from grants.contracts.closing_events import ClosingReminded
from grants.contracts.grant_event import Deadline, GrantEvent
from grants.contracts.milestone_events import MilestonesLate
from grants.contracts.stages import DeadlineKind
from grants.explanation import Explanation
from services.monitoring.domain import auditing, development, milestones
from services.monitoring.domain.clock import closing_due_at, report_due_at
from services.monitoring.domain.reporting import find
from services.monitoring.usecases.acting import Act

Telling = Callable[[Act, Deadline, Explanation], None]


def tell(act: Act, due: Deadline, why: Explanation) -> None:
    """Tell of what fell due, where it is one of the things owed."""
    if due.kind in TELLINGS:
        TELLINGS[due.kind](act, due, why)


def _number(event: type[GrantEvent]) -> Telling:
    return lambda act, due, why: act.say(event, number=due.number, explanations=(why,))


def _reminded(act: Act, due: Deadline, why: Explanation) -> None:
    until = report_due_at(act.file, find(act.file, due.number))
    act.say(said.ReportReminded, number=due.number, due_at=until, explanations=(why,))


def _development(event: type[GrantEvent]) -> Telling:
    def telling(act: Act, due: Deadline, why: Explanation) -> None:
        until = development.due_at(act.file, development.find(act.file, due.number))
        act.say(event, number=due.number, due_at=until, explanations=(why,))

    return telling


def _audit_asked(act: Act, due: Deadline, why: Explanation) -> None:
    duty = next(one for one in act.file.audit_duties if one.year == due.number)
    facts = {"number": duty.number, "cause": duty.cause.value, "year": duty.year}
    act.say(said.IndependentAuditAsked, explanations=(why,), **facts)


def _audit_late(act: Act, due: Deadline, why: Explanation) -> None:
    if audit := auditing.awaited(act.file):
        act.say(said.IndependentAuditLate, number=due.number, auditor_id=audit.auditor_id, explanations=(why,))


def _milestones_late(act: Act, due: Deadline, why: Explanation) -> None:
    keys = milestones.late_of(act.file, due.number, act.now)
    act.say(MilestonesLate, quarter=due.number, keys=keys, explanations=(why,))


def _closing_reminded(act: Act, _due: Deadline, why: Explanation) -> None:
    act.say(ClosingReminded, due_at=closing_due_at(act.file), explanations=(why,))


TELLINGS: Mapping[DeadlineKind, Telling] = MappingProxyType(
    {
        DeadlineKind.REPORT_REMINDER: _reminded,
        DeadlineKind.REPORT_ESCALATION: _number(said.ReportEscalated),
        DeadlineKind.DEVELOPMENT_OPENING: _development(said.DevelopmentReportOpened),
        DeadlineKind.DEVELOPMENT_REMINDER: _development(said.DevelopmentReportReminded),
        DeadlineKind.DEVELOPMENT_DUE: _number(said.DevelopmentReportLate),
        DeadlineKind.DEVELOPMENT_ESCALATION: _number(said.DevelopmentReportEscalated),
        DeadlineKind.AUDIT_DUE: _audit_asked,
        DeadlineKind.AUDIT_REPORT_DUE: _audit_late,
        DeadlineKind.FINDING_DUE: _number(said.FindingLate),
        DeadlineKind.MILESTONE_DUE: _milestones_late,
        DeadlineKind.CLOSING_REMINDER: _closing_reminded,
    }
)
