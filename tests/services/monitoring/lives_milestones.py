"""Milestones in a random life: declared, confirmed, returned, late; and what always holds of them."""

from services.monitoring.domain import milestones
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.milestone_facts import Milestone, MilestoneStatus, Reached
from services.monitoring.domain.states import GrantStatus
from tests.services.monitoring.lives import Life, act, law

SCAN = "a" * 64


def _pick(life: Life, *statuses: MilestoneStatus) -> Milestone | None:
    found = [one for one in life.file.milestones if one.status in statuses]
    return life.dice.choice(found) if found else None


@act("milestone.declare", weight=3)
def declare(life: Life) -> GrantFile | None:
    """Some time after it was reached, in time or late; now and then without a paper that is known."""
    one = _pick(life, *MilestoneStatus)
    if one is None or not life.chance(4):
        return None
    said = Reached(life.dice.choice([life.today, life.file.grant.starts_on]), (life.dice.choice([SCAN, "b" * 64]),))
    return milestones.declare(life.file, one.key, said, {SCAN}, "coordinator", life.now)


@act("milestone.confirm", weight=2)
def confirm(life: Life) -> GrantFile | None:
    one = _pick(life, MilestoneStatus.DECLARED)
    return one and milestones.decide(life.file, one.key, "", "officer", life.now, confirmed=True)


@act("milestone.return", weight=2)
def send_back(life: Life) -> GrantFile | None:
    one = _pick(life, MilestoneStatus.DECLARED)
    return one and milestones.decide(life.file, one.key, "where?", "officer", life.now, confirmed=False)


@law("a milestone told as late is late, and once confirmed it stays as it was reached")
def late_is_late(life: Life) -> bool:
    after = {one.key: one for one in life.file.milestones}
    kept = all(after[one.key] == one for one in life.before.milestones if one.status is MilestoneStatus.CONFIRMED)
    told = [one for one in life.file.milestones if one.late_since is not None and one.status in milestones.OPEN]
    return kept and all(milestones.is_late(life.file, one, life.now) for one in told)


@law("an open milestone whose day is over was told as late, or its day is being told now")
def none_forgotten(life: Life) -> bool:
    if life.file.grant.status is GrantStatus.CLOSED or not milestones.may_declare(life.file.grant):
        return True
    overdue = [one for one in life.file.milestones if one.status in milestones.OPEN and one.late_since is None]
    waiting = {due.number for due in life.due if due.kind == "milestone_due"}
    late = [one for one in overdue if milestones.is_late(life.file, one, life.now)]
    return not late or min(one.quarter for one in late) in waiting
