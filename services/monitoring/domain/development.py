"""Development reports: asked for by the clock, filed by the coordinator, and decided on: support goes on, or ends.

Source: every two years under the rules of 2022, decided by the board; one public page on call 4 ([p]). Its parts and
days are in no paper. The board sits outside this software: an officer records its decision by its paper.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from grants.breach import Breach, RulesBroken
from grants.calendar import istanbul_day, start_of
from grants.contracts.monitoring_events import Deadline
from grants.contracts.stages import DeadlineKind
from grants.decisions import explain
from grants.explanation import Explanation
from grants.regimes import RuleSet
from grants.regimes.words import EndedBy, Part
from grants.rules.pauses import resume_due
from services.monitoring.domain.derivation import pauses
from services.monitoring.domain.errors import DecidedAlready, GrantStageWrong, NoSuchThing
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.report_facts import DevelopmentDecision, DevelopmentReport, DevelopmentStatus
from services.monitoring.domain.states import UNDER_WAY

PART = "development"
FILEABLE = frozenset({DevelopmentStatus.OPEN, DevelopmentStatus.LATE, DevelopmentStatus.SUBMITTED})
"""What is filed may be filed better until it is decided on."""


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision as its paper says: what, why, its number, its day."""

    decision: DevelopmentDecision
    reason: str
    paper: str
    decided_on: date


def find(file: GrantFile, number: int) -> DevelopmentReport:
    for one in file.development:
        if one.number == number:
            return one
    raise NoSuchThing(Breach("monitoring.part_unknown", PART, str(number)))


def fall(file: GrantFile, due: Deadline, now: datetime, rules: RuleSet) -> GrantFile:
    """What follows when one of its days comes."""
    if due.kind is DeadlineKind.DEVELOPMENT_OPENING:
        return _opened(file, due, now, rules)
    report = find(file, due.number)
    if due.kind is DeadlineKind.DEVELOPMENT_REMINDER:
        return file.with_development(replace(report, reminded_at=now))
    if due.kind is DeadlineKind.DEVELOPMENT_ESCALATION:
        return file.with_development(replace(report, escalated_at=now))
    late = replace(report, status=DevelopmentStatus.LATE, was_late=True, escalated_at=None)
    return file.with_development(late)


def due_at(file: GrantFile, report: DevelopmentReport) -> datetime | None:
    """When it falls due, force majeure taken out; None while it is suspended."""
    return resume_due(report.due_at, pauses(file), report.duty_since)


def submit(file: GrantFile, number: int, parts: dict[Part, str], by: str, now: datetime, rules: RuleSet) -> GrantFile:
    """The report is filed, with every part the regime asks for and no other; in time if it was so at first."""
    _under_way(file)
    report = _in_status(find(file, number), *FILEABLE)
    if wrong := tuple(_wrong_parts(parts, rules)):
        raise RulesBroken(*wrong)
    done = replace(
        report,
        status=DevelopmentStatus.SUBMITTED,
        technical=parts.get(Part.TECHNICAL, ""),
        administrative=parts.get(Part.ADMINISTRATIVE, ""),
        financial=parts.get(Part.FINANCIAL, ""),
        submitted_by=by,
        submitted_at=report.submitted_at or now,
    )
    return file.with_development(done)


def decide(file: GrantFile, number: int, decided: Decided, by: str, now: datetime) -> GrantFile:
    """The decision is put on record. What follows from an end is `ending.terminate`."""
    _under_way(file)
    report = _in_status(find(file, number), DevelopmentStatus.SUBMITTED)
    if wrong := tuple(_wrong_day(report, decided, now)):
        raise RulesBroken(*wrong)
    done = replace(
        report,
        status=DevelopmentStatus.DECIDED,
        decision=decided.decision,
        reason=decided.reason,
        paper=decided.paper,
        decided_on=decided.decided_on,
        recorded_by=by,
        recorded_at=now,
    )
    return file.with_development(done)


def ended_by(file: GrantFile) -> DevelopmentReport | None:
    """The report on which it was decided that support ends, if one was."""
    return next((one for one in file.development if one.decision is DevelopmentDecision.END), None)


def ground(rules: RuleSet) -> str:
    """The ground on which the board ends a grant. Raises `RulesBroken` where the regime has none."""
    grounds = rules.termination.grounds
    for one in grounds.value:
        if one.ended_by is EndedBy.BOARD:
            return one.code
    raise RulesBroken(Breach("development.no_ground", "decision", "", "", rules.cite(grounds)))


def explained(file: GrantFile, number: int, rules: RuleSet) -> Explanation:
    """What the decision rests on."""
    report = find(file, number)
    last = due_at(file, report) or report.due_at
    return explain(
        "development",
        {
            "period_starts_on": report.period_starts_on,
            "period_ends_on": report.period_ends_on,
            "due_on": istanbul_day(last) - timedelta(days=1),
            "submitted_on": istanbul_day(report.submitted_at or report.opened_at),
            "decided_on": report.decided_on,
            "decision": str(report.decision),
        },
        rules,
    )


def _opened(file: GrantFile, due: Deadline, now: datetime, rules: RuleSet) -> GrantFile:
    """A span is over: its report is asked for, with its full time from then, or from now where that comes later."""
    kind, day = rules.reporting.development_report, istanbul_day(due.at)
    if kind is None:
        return file
    since = file.development[-1].period_ends_on if file.development else file.grant.starts_on
    first = max(day, istanbul_day(now))
    report = DevelopmentReport(
        grant_id=file.grant.id,
        number=due.number,
        period_starts_on=since,
        period_ends_on=day,
        opened_at=now,
        duty_since=now,
        due_at=start_of(first + timedelta(days=kind.due_days)),
    )
    return file.with_development(report)


def _wrong_parts(parts: dict[Part, str], rules: RuleSet) -> Iterator[Breach]:
    kind, source = rules.reporting.development_report, rules.cite(rules.reporting.kinds)
    asked = frozenset(kind.parts) if kind else frozenset()
    given = {part for part, text in parts.items() if text}
    for part in Part:
        if part in asked and part not in given:
            yield Breach("development.part_missing", part.value, "", "", source)
        elif part in given and part not in asked:
            yield Breach("development.part_strange", part.value, "", "", source)


def _wrong_day(report: DevelopmentReport, decided: Decided, now: datetime) -> Iterator[Breach]:
    first, today = istanbul_day(report.submitted_at or report.opened_at), istanbul_day(now)
    if not first <= decided.decided_on <= today:
        span = f"{first.isoformat()} – {today.isoformat()}"
        yield Breach("development.decided_on", "decided_on", decided.decided_on.isoformat(), span, "Destek")


def _under_way(file: GrantFile) -> None:
    if file.grant.status not in UNDER_WAY:
        raise GrantStageWrong.at(file.grant.status)


def _in_status(report: DevelopmentReport, *wanted: DevelopmentStatus) -> DevelopmentReport:
    if report.status not in wanted:
        raise DecidedAlready.of(PART, report.status)
    return report
