"""Milestones of a grant: planned by the plan in force, declared as reached, confirmed or returned, late or not.

A milestone is planned for the end of a quarter counted from the contract; accepted force majeure moves that day as it
moves any duty of the enterprise. Nothing but a change of the plan moves or removes one, and none that was reached.
Source: in no paper but for the plan itself; that a milestone is declared and confirmed is Destek's own.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from grants.breach import Breach, RulesBroken
from grants.calendar import add_months, istanbul_day, start_of
from grants.contracts.stages import DeadlineKind
from grants.rules.pauses import resume_due
from grants.workplan import WorkPlan
from services.monitoring.domain.derivation import DerivedDate, pauses, resumed, step
from services.monitoring.domain.errors import DecidedAlready, GrantStageWrong, NoSuchThing
from services.monitoring.domain.facts import Grant, GrantFile
from services.monitoring.domain.milestone_facts import Milestone, MilestoneStatus, Reached
from services.monitoring.domain.plans import MONTHS_OF_QUARTER, quarter_end
from services.monitoring.domain.scanned import unknown
from services.monitoring.domain.states import UNDER_WAY, GrantStatus

PART = "milestone"
OPEN = frozenset({MilestoneStatus.PLANNED, MilestoneStatus.RETURNED})
"""What still has to be declared."""
_COUNTS = UNDER_WAY | {GrantStatus.CLOSING}
_AS_PLANNED = ("title", "quarter")


def planned(grant_id: str, plan: WorkPlan, known: Iterable[Milestone] = ()) -> tuple[Milestone, ...]:
    """The milestones of a plan as facts of the grant; what became of those known before stays with them.

    One whose quarter moved is late anew only once its new day is over.
    """
    before = {one.key: one for one in known}
    named = {said.key: said for said in reversed(plan.milestones)}
    found = []
    for place, said in enumerate(reversed(named.values()), 1):
        one = Milestone(grant_id, said.key, place, said.title, said.quarter)
        if (was := before.get(said.key)) is not None:
            late_since = was.late_since if was.quarter == said.quarter else None
            one = replace(was, place=place, title=said.title, quarter=said.quarter, late_since=late_since)
        found.append(one)
    return tuple(found)


def find(file: GrantFile, key: str) -> Milestone:
    for one in file.milestones:
        if one.key == key:
            return one
    raise NoSuchThing(Breach("monitoring.part_unknown", PART, key[:80]))


def may_declare(grant: Grant) -> bool:
    """While support runs, and until the closing is submitted."""
    return grant.status in _COUNTS and grant.closing_submitted_at is None


def declare(file: GrantFile, key: str, said: Reached, known: Collection[str], by: str, now: datetime) -> GrantFile:
    """The coordinator says it was reached. known: the hashes of the grant's scans. Raises `RulesBroken`."""
    if not may_declare(file.grant):
        raise GrantStageWrong.at(file.grant.status)
    one = find(file, key)
    if one.status not in OPEN:
        raise DecidedAlready.of(PART, one.status)
    if wrong := tuple(_wrong(file.grant, said, known, now)):
        raise RulesBroken(*wrong)
    return _with(
        file,
        replace(
            one,
            status=MilestoneStatus.DECLARED,
            reached_on=said.reached_on,
            documents=tuple(dict.fromkeys(said.documents)),
            note=said.note,
            declared_by=by,
            declared_at=now,
            decided_by="",
            decided_at=None,
            remark="",
        ),
    )


def decide(file: GrantFile, key: str, remark: str, by: str, now: datetime, *, confirmed: bool) -> GrantFile:
    """The officer finds it reached, or not, and says why not."""
    if file.grant.status is GrantStatus.CLOSED:
        raise GrantStageWrong.at(file.grant.status)
    one = find(file, key)
    if one.status is not MilestoneStatus.DECLARED:
        raise DecidedAlready.of(PART, one.status)
    status = MilestoneStatus.CONFIRMED if confirmed else MilestoneStatus.RETURNED
    return _with(file, replace(one, status=status, decided_by=by, decided_at=now, remark=remark))


def due_at(file: GrantFile, one: Milestone) -> datetime | None:
    """When its quarter is over, force majeure taken out; None while it is suspended."""
    starts_on = file.grant.starts_on
    return resume_due(start_of(quarter_end(starts_on, one.quarter)), pauses(file), start_of(starts_on))


def is_late(file: GrantFile, one: Milestone, now: datetime) -> bool:
    """Whether it was reached after its day, or its day is over without anybody saying it was reached."""
    end = due_at(file, one)
    if end is None:
        return False
    if one.status in OPEN or one.reached_on is None:
        return end <= now
    return end <= start_of(one.reached_on)


def late(file: GrantFile, now: datetime, window_months: int) -> tuple[str, ...]:
    """The keys of those late: not reached yet, or planned within the last months and reached late."""
    since = start_of(add_months(istanbul_day(now), -window_months))
    return tuple(
        one.key
        for one in file.milestones
        if is_late(file, one, now) and (one.status in OPEN or (due_at(file, one) or now) >= since)
    )


def dates(file: GrantFile) -> Iterator[DerivedDate]:
    """The end of each quarter in which a milestone is still open; the first of them not told yet falls due."""
    if not may_declare(file.grant):
        return
    is_next = True
    for quarter in sorted({one.quarter for one in file.milestones if one.status in OPEN}):
        due = DeadlineKind.MILESTONE_DUE if is_next and _untold(file, quarter) else None
        is_next = is_next and due is None
        yield _date(file, quarter, due)


def taken_back(file: GrantFile, now: datetime) -> GrantFile:
    """What was told as late is not late where force majeure moved its day past now; it falls due anew.

    What was confirmed stays as it was found.
    """
    for one in file.milestones:
        told = one.late_since is not None and one.status is not MilestoneStatus.CONFIRMED
        if told and ((end := due_at(file, one)) is None or end > now):
            file = _with(file, replace(one, late_since=None))
    return file


def mark_late(file: GrantFile, quarter: int, now: datetime) -> GrantFile:
    """The quarter is over: what was open of it is late."""
    for one in _untold(file, quarter):
        file = _with(file, replace(one, late_since=now))
    return file


def late_of(file: GrantFile, quarter: int, now: datetime) -> tuple[str, ...]:
    """The keys of those of a quarter told as late at that moment."""
    return tuple(one.key for one in file.milestones if one.quarter == quarter and one.late_since == now)


def kept(file: GrantFile, plan: WorkPlan) -> Iterator[Breach]:
    """One that was declared or confirmed stays in the plan as it was reached."""
    becomes = {one.key: one for one in plan.milestones}
    for one in file.milestones:
        after = becomes.get(one.key)
        same = after is not None and all(getattr(after, name) == getattr(one, name) for name in _AS_PLANNED)
        if one.status not in OPEN and not same:
            yield Breach("change.milestone_reached", f"plan.milestones[{one.key}]", one.key, one.status, "Destek")


def _date(file: GrantFile, quarter: int, due: DeadlineKind | None) -> DerivedDate:
    starts_on = file.grant.starts_on
    counted = step("milestone_quarter", starts_on.isoformat(), f"{quarter} × {MONTHS_OF_QUARTER}")
    at = start_of(quarter_end(starts_on, quarter))
    return resumed(DerivedDate("milestone_due", at, (counted,), quarter, due), file, start_of(starts_on))


def _untold(file: GrantFile, quarter: int) -> tuple[Milestone, ...]:
    return tuple(
        one for one in file.milestones if one.quarter == quarter and one.status in OPEN and one.late_since is None
    )


def _wrong(grant: Grant, said: Reached, known: Collection[str], now: datetime) -> Iterator[Breach]:
    first, today = grant.starts_on, istanbul_day(now)
    if not first <= said.reached_on <= today:
        yield Breach("milestone.reached_on", "reached_on", said.reached_on.isoformat(), _span(first, today), "Destek")
    yield from unknown(said.documents, known)


def _span(first: date, last: date) -> str:
    return f"{first.isoformat()} – {last.isoformat()}"


def _with(file: GrantFile, changed: Milestone) -> GrantFile:
    return replace(file, milestones=tuple(changed if one.key == changed.key else one for one in file.milestones))
