"""Site visits: planned, made with a form, photographs and findings, or cancelled with a reason.

The day until which a visit is to be made waits for force majeure as every duty does; that is in no paper: a default.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from grants.breach import Breach, RulesBroken
from grants.calendar import end_of_days_after, istanbul_day, start_of
from grants.regimes import RuleSet
from grants.rules.pauses import Pause, resume_due
from services.monitoring.domain import findings
from services.monitoring.domain.audit_facts import FindingSaid
from services.monitoring.domain.derivation import DerivedDate, last_day, pauses, resumed, step
from services.monitoring.domain.errors import DecidedAlready, GrantStageWrong, NoSuchThing
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.risk_facts import Place, PointAnswer, Visit, VisitPoint, VisitStatus
from services.monitoring.domain.states import GrantStatus

PART = "visit"
DATE = "visit_due"
"""What the day is called among the dates of a grant."""
MOST_PHOTOGRAPHS = 40


@dataclass(frozen=True, slots=True)
class Form:
    """What the visitor found. points: an answer for each point; findings: each with its day to answer."""

    visited_on: date
    place: str
    where: Place
    points: Mapping[VisitPoint, PointAnswer]
    summary: str
    findings: tuple[FindingSaid, ...]


def plan(
    file: GrantFile,
    visit_id: str,
    visitor_id: str,
    reason: str,
    last_day: date | None,
    by: str,
    now: datetime,
    rules: RuleSet,
) -> GrantFile:
    """Somebody is to go, until `last_day` or within the days of the regime."""
    if file.grant.status is GrantStatus.CLOSED:
        raise GrantStageWrong.at(file.grant.status)
    if wrong := tuple(_wrong_plan(file, visitor_id, last_day, now)):
        raise RulesBroken(*wrong)
    due_at = end_of_days_after(now, rules.risk.visit_days.value)
    if last_day is not None:
        due_at = start_of(last_day + timedelta(days=1))
    visit = Visit(visit_id, file.grant.id, len(file.visits) + 1, reason, visitor_id, due_at, by, now)
    return replace(file, visits=(*file.visits, visit))


def due_at(file: GrantFile, visit: Visit) -> datetime | None:
    """Until when it is to be made, force majeure taken out; None while it is suspended. Of one that was made or
    cancelled as it was planned.
    """
    return moved(visit.due_at, visit.planned_at, pauses(file)) if visit.status is VisitStatus.PLANNED else visit.due_at


def moved(set_for: datetime, planned_at: datetime, spans: Iterable[Pause]) -> datetime | None:
    """The same, of a visit still to be made, by the pauses of its grant alone."""
    return resume_due(set_for, spans, planned_at)


def dates(file: GrantFile, rules: RuleSet) -> Iterator[DerivedDate]:
    """Until when each visit that is still to be made is to be made: as its planner said, or by the regime's days."""
    leaf = rules.risk.visit_days
    for one in file.visits:
        if one.status is VisitStatus.PLANNED:
            planned_on, due_on = istanbul_day(one.planned_at), istanbul_day(one.due_at)
            told = step("visit_named", planned_on.isoformat(), last_day(due_on))
            if due_on == planned_on + timedelta(days=leaf.value + 1):
                told = step("visit_days", planned_on.isoformat(), str(leaf.value), rules.cite(leaf))
            yield resumed(DerivedDate(DATE, one.due_at, (told,), one.number), file, one.planned_at)


def make(file: GrantFile, visit_id: str, form: Form, by: str, now: datetime, rules: RuleSet) -> GrantFile:
    """The form is handed in; its findings are to be answered like those of an audit."""
    visit = planned(file, visit_id)
    if wrong := (*_wrong_form(visit, form, now), *findings.wrong(form.findings, now)):
        raise RulesBroken(*wrong)
    done = replace(
        visit,
        status=VisitStatus.MADE,
        visited_on=form.visited_on,
        place=form.place,
        latitude=form.where.latitude,
        longitude=form.where.longitude,
        points={point.value: answer.value for point, answer in form.points.items()},
        summary=form.summary,
        decided_by=by,
        decided_at=now,
    )
    return findings.record_of_visit(_with(file, done), done.number, form.findings, now, rules)


def cancel(file: GrantFile, visit_id: str, reason: str, by: str, now: datetime) -> GrantFile:
    visit = planned(file, visit_id)
    done = replace(visit, status=VisitStatus.CANCELLED, summary=reason, decided_by=by, decided_at=now)
    return _with(file, done)


def find(file: GrantFile, visit_id: str) -> Visit:
    for one in file.visits:
        if one.id == visit_id:
            return one
    raise NoSuchThing(Breach("monitoring.part_unknown", PART, visit_id))


def planned(file: GrantFile, visit_id: str) -> Visit:
    """The visit, if it is still to be made."""
    visit = find(file, visit_id)
    if visit.status is not VisitStatus.PLANNED:
        raise DecidedAlready.of(PART, visit.status)
    return visit


def room_for_photographs(taken: int) -> None:
    """So many at most, so that a visit stays a thing that can be read."""
    if taken >= MOST_PHOTOGRAPHS:
        raise RulesBroken(Breach("visit.photographs", "content", str(taken + 1), str(MOST_PHOTOGRAPHS), "Destek"))


def taken_breaches(visit: Visit, taken_at: datetime, now: datetime) -> tuple[Breach, ...]:
    """A photograph of a visit is taken after it was planned and before it is handed in."""
    if visit.planned_at <= taken_at <= now:
        return ()
    allowed = f"{visit.planned_at.isoformat()} – {now.isoformat()}"
    return (Breach("visit.taken_at", "taken_at", taken_at.isoformat(), allowed, "Destek"),)


def _wrong_plan(file: GrantFile, visitor_id: str, last_day: date | None, now: datetime) -> tuple[Breach, ...]:
    found, today = [], istanbul_day(now)
    if visitor_id in {file.grant.coordinator_id, file.grant.representative_id}:
        found.append(Breach("visit.outsider", "visitor_id", visitor_id, "", "Destek"))
    if last_day is not None and last_day < today:
        found.append(Breach("visit.last_day", "last_day", last_day.isoformat(), today.isoformat(), "Destek"))
    return tuple(found)


def _wrong_form(visit: Visit, form: Form, now: datetime) -> tuple[Breach, ...]:
    found, first, today = [], istanbul_day(visit.planned_at), istanbul_day(now)
    if not first <= form.visited_on <= today:
        span = f"{first.isoformat()} – {today.isoformat()}"
        found.append(Breach("visit.visited_on", "visited_on", form.visited_on.isoformat(), span, "Destek"))
    missing = [point.value for point in VisitPoint if point not in form.points]
    if missing:
        found.append(Breach("visit.points_missing", "points", ", ".join(missing), "", "Destek"))
    return tuple(found)


def _with(file: GrantFile, visit: Visit) -> GrantFile:
    return replace(file, visits=tuple(visit if one.id == visit.id else one for one in file.visits))
