"""What moves or stops the clock in a random life, and what always holds of its dates."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from grants.calendar import add_months, start_of
from grants.regimes.words import ExtensionGround
from services.monitoring.domain import extending, pausing
from services.monitoring.domain.clock import derive, lasting
from services.monitoring.domain.dates import ceiling_ends_on, support_ends_on
from services.monitoring.domain.facts import Extension, ForceMajeure, GrantFile
from services.monitoring.domain.states import (
    UNDER_WAY,
    ExtensionStatus,
    ForceMajeureStatus,
    GrantStatus,
    ReportStatus,
)
from tests.services.monitoring.lives import Life, act, law


@act("force_majeure.declare")
def declare(life: Life) -> GrantFile | None:
    """Mostly lately begun, now and then long ago; refused where it began before the contract."""
    if not life.chance(3):
        return None
    begun = life.today - timedelta(days=life.dice.choice([0, 1, 10, 40, 200, 900]))
    one = ForceMajeure(life.new_id("fm"), "g", begun, "flood", "report", "coordinator", life.now)
    return pausing.declare(life.file, one)


@act("force_majeure.decide", weight=2)
def decide(life: Life) -> GrantFile | None:
    for one in life.file.force_majeure:
        if one.status is ForceMajeureStatus.DECLARED:
            accepted = life.chance(7)
            return pausing.decide(life.file, one, "officer", life.now, life.rules, accepted=accepted, reason="as shown")
    return None


@act("force_majeure.end", weight=2)
def end(life: Life) -> GrantFile | None:
    """Told on the day or long after it; refused where it would end before it began."""
    for one in life.file.force_majeure:
        if one.status is ForceMajeureStatus.ACCEPTED and life.chance(5):
            over = life.today - timedelta(days=life.dice.choice([0, 0, 3, 30, 100]))
            return pausing.end(life.file, one, over, life.now, life.rules)
    return None


@act("extension.ask", weight=3)
def ask(life: Life) -> GrantFile | None:
    """From a month to just past every limit, on any ground, in time or not."""
    grant = life.file.grant
    if (grant.support_ends_on - life.today).days > 400 or not life.chance(5):
        return None
    furthest = life.dice.choice([grant.ceiling_ends_on, grant.ceiling_ends_on + timedelta(days=1)])
    near = add_months(grant.support_ends_on, life.dice.choice([1, 6, 12, 24]))
    ground = life.dice.choice([*ExtensionGround])
    new_end = life.dice.choice([near, furthest])
    one = Extension(life.new_id("ex"), "g", ground, new_end, "late", "coordinator", life.now, life.today)
    return extending.ask(life.file, one, life.rules)


@act("extension.decide", weight=3)
def decide_extension(life: Life) -> GrantFile | None:
    for one in life.file.extensions:
        if one.status is ExtensionStatus.ASKED and life.chance(5):
            granted = life.chance(8)
            return extending.decide(life.file, one, "officer", life.now, life.rules, granted=granted, reason="as asked")
    return None


@law("the end of support and the ceiling are what the facts make them")
def ends_are_derived(life: Life) -> bool:
    grant = life.file.grant
    kept = (grant.support_ends_on, grant.ceiling_ends_on)
    return kept == (support_ends_on(life.file, life.rules), ceiling_ends_on(life.file, life.rules))


@law("support never lasts past its ceiling")
def within_the_ceiling(life: Life) -> bool:
    return life.file.grant.support_ends_on <= life.file.grant.ceiling_ends_on


@law("a grant under way has just one period that runs, any other has none; at the very end the last is over first")
def one_period_runs(life: Life) -> bool:
    running = sum(report.status is ReportStatus.AWAITED for report in life.file.reports)
    under_way = life.file.grant.status in UNDER_WAY
    ends_now = under_way and life.now >= start_of(life.file.grant.support_ends_on)
    return running == under_way or (running == 0 and ends_now)


@law("periods are numbered from 1 and follow one another without a gap, but where the grant was opened again")
def periods_follow(life: Life) -> bool:
    reports = life.file.reports
    numbered = [report.number for report in reports] == [*range(1, len(reports) + 1)]
    opened = {one.periods_since for one in life.file.addenda}
    follow = all(
        one.period_ends_on == next_.period_starts_on or next_.period_starts_on in opened
        for one, next_ in pairwise(reports)
    )
    return numbered and follow and reports[0].period_starts_on == life.file.grant.starts_on


@law("periods have at least a day and lie within support")
def periods_within_support(life: Life) -> bool:
    ended = [report for report in life.file.reports if report.period_ends_on is not None]
    return all(
        report.period_starts_on < (report.period_ends_on or report.period_starts_on) <= life.file.grant.support_ends_on
        for report in ended
    )


@law("what falls due is in order, each once, and derived like every date")
def deadlines_in_order(life: Life) -> bool:
    found = life.due
    derived = {(one.due, one.number): one.at for one in derive(life.file, life.rules) if one.due and one.at}
    in_order = [one.at for one in found] == sorted(one.at for one in found)
    return in_order and derived == {(one.kind, one.number): one.at for one in found}


@law("a grant is paused just while accepted force majeure lasts")
def paused_while_it_lasts(life: Life) -> bool:
    grant = life.file.grant
    return grant.status not in UNDER_WAY or (grant.status is GrantStatus.PAUSED) == lasting(life.file)


@law("force majeure never brings a date forward")
def nothing_comes_earlier(life: Life) -> bool:
    if life.file.force_majeure == life.before.force_majeure:
        return True
    without = replace(life.file, force_majeure=())
    free = {(one.name, one.number): one.at for one in derive(without, life.rules)}
    with_it = {(one.name, one.number): one.at for one in derive(life.file, life.rules)}
    return all(at is None or at >= (free[name] or at) for name, at in with_it.items())
