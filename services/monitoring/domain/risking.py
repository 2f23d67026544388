"""The risk of a grant: what its recorded facts tell of each signal, and what an officer made of it."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from grants.breach import Breach
from grants.calendar import add_months, exclusive_end, istanbul_day
from grants.decisions import explain
from grants.explanation import Explanation
from grants.regimes import RuleSet
from grants.regimes.words import RiskKind
from grants.rules import risk
from grants.rules.risk import RiskLevel
from services.monitoring.domain import milestones, money
from services.monitoring.domain.change_facts import PlanVersion
from services.monitoring.domain.errors import DecidedAlready
from services.monitoring.domain.facts import GrantFile, Report
from services.monitoring.domain.findings import open_findings
from services.monitoring.domain.plans import quarter_end
from services.monitoring.domain.risk_facts import Assessment
from services.monitoring.domain.states import ReportStatus

PART = "risk"
_TOLD = frozenset({ReportStatus.SUBMITTED, ReportStatus.ACCEPTED})
_MONTHS_OF_YEAR = 12
_MOST_PLACES = 1000


def explained(
    file: GrantFile, contracted: PlanVersion, in_force: PlanVersion, now: datetime, rules: RuleSet
) -> Explanation:
    """How great a risk the grant is today. contracted: the first version of its plan; in_force: the one of today."""
    today = istanbul_day(now)
    signals = {
        RiskKind.LATE_REPORTS: _late(file, today, rules),
        RiskKind.UNDER_SPENDING: _behind(file, in_force),
        RiskKind.MEMBERS_LOST: _count(max(0, len(contracted.members) - len(in_force.members))),
        RiskKind.OPEN_FINDINGS: _where([str(one.number) for one in open_findings(file)]),
        RiskKind.INDICATORS_SHORT: _where(_short(file, in_force)),
        RiskKind.LATE_MILESTONES: _where(milestones.late(file, now, rules.risk.window_months.value)),
    }
    return explain("risk", {"signals": {kind: found for kind, found in signals.items() if found["count"]}}, rules)


def assessed(file: GrantFile, explanation: Explanation, by: str, now: datetime) -> GrantFile:
    """An assessment on record. What an earlier one proposed is taken up in it."""
    one = Assessment(
        file.grant.id,
        len(file.assessments) + 1,
        int(explanation.figures["score"]),
        RiskLevel(explanation.outcome),
        by,
        now,
    )
    before = tuple(
        replace(earlier, answered_by=by, answered_at=now) if earlier.is_open else earlier
        for earlier in file.assessments
    )
    return replace(file, assessments=(*before, one))


def level_now(file: GrantFile) -> RiskLevel:
    """As last assessed; low before the first time."""
    return file.assessments[-1].level if file.assessments else RiskLevel.LOW


def answered(file: GrantFile, answer: str, by: str, now: datetime) -> GrantFile:
    """An officer acted on what the last assessment proposes, or says why not. One that waits for nobody stays."""
    if not file.assessments or not file.assessments[-1].is_open:
        return file
    done = replace(file.assessments[-1], answered_by=by, answered_at=now, answer=answer)
    return replace(file, assessments=(*file.assessments[:-1], done))


def decline(file: GrantFile, reason: str, by: str, now: datetime) -> GrantFile:
    """The officer does without what is proposed. Raises `DecidedAlready` where nothing is."""
    if not file.assessments or not file.assessments[-1].is_open:
        raise DecidedAlready(Breach("risk_stage.answered", PART, "", "", "Destek"))
    return answered(file, reason, by, now)


def _late(file: GrantFile, today: date, rules: RuleSet) -> dict[str, Any]:
    since = add_months(today, -rules.risk.window_months.value)
    return _where(
        [
            str(one.number)
            for one in file.reports
            if one.was_late and one.due_at is not None and istanbul_day(one.due_at) >= since
        ]
    )


def _behind(file: GrantFile, in_force: PlanVersion) -> dict[str, Any]:
    """Measured at the end of the last period that was reported on: what is not reported yet says nothing."""
    last = _last_told(file)
    if last is None or last.period_ends_on is None:
        return _count(0)
    planned = risk.planned_until(in_force.plan, _quarters_until(file.grant.starts_on, last.period_ends_on))
    return _count(risk.behind(planned, money.total(money.realised_by_item(file, *_TOLD))))


def _short(file: GrantFile, in_force: PlanVersion) -> tuple[str, ...]:
    last = _last_told(file)
    if last is None or last.period_ends_on is None:
        return ()
    reported = {one.code: one.value for one in file.indicators if one.number == last.number}
    return risk.short_of(in_force.plan.indicators, reported, _years_until(file.grant.starts_on, last.period_ends_on))


def _last_told(file: GrantFile) -> Report | None:
    return next((one for one in reversed(file.reports) if one.status in _TOLD), None)


def _quarters_until(starts_on: date, day: date) -> int:
    """How many whole quarters of the contract are over before a day."""
    count = 0
    while quarter_end(starts_on, count + 1) <= day:
        count += 1
    return count


def _years_until(starts_on: date, day: date) -> int:
    count = 0
    while exclusive_end(starts_on, _MONTHS_OF_YEAR * (count + 1)) <= day:
        count += 1
    return count


def _count(count: int) -> dict[str, Any]:
    return {"count": count}


def _where(places: list[str] | tuple[str, ...]) -> dict[str, Any]:
    return {"count": len(places), "where": list(places[:_MOST_PLACES])}
