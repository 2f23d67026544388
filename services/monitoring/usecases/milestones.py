"""Milestones: declared by the coordinator, confirmed or returned by an officer."""

from grants.contracts.milestone_events import MilestoneConfirmed, MilestoneDeclared, MilestoneReturned
from grants.policy import Action
from runtime.unit import Unit
from services.monitoring.domain import milestones
from services.monitoring.domain.milestone_facts import Milestone, Reached
from services.monitoring.store import lines
from services.monitoring.usecases.acting import begin


async def declare_milestone(unit: Unit, grant_id: str, key: str, said: Reached) -> Milestone:
    """It was reached, with the evidence handed in before as scans of the grant."""
    act = await begin(unit, Action.MILESTONE_DECLARE, grant_id)
    known = await lines.known_scans(unit.session, grant_id, said.documents)
    act.change(milestones.declare(act.file, key, said, known, act.by, act.now))
    one = milestones.find(act.file, key)
    act.say(MilestoneDeclared, key=key, reached_on=said.reached_on, documents=one.documents)
    await act.keep()
    return one


async def decide_milestone(unit: Unit, grant_id: str, key: str, remark: str, *, confirmed: bool) -> Milestone:
    """Reached as declared; or not, and then it can be declared again."""
    act = await begin(unit, Action.MILESTONE_DECIDE, grant_id)
    act.change(milestones.decide(act.file, key, remark, act.by, act.now, confirmed=confirmed))
    one = milestones.find(act.file, key)
    if confirmed:
        act.say(MilestoneConfirmed, key=key, reached_on=one.reached_on, remark=remark)
    else:
        act.say(MilestoneReturned, key=key, remark=remark)
    await act.keep()
    return one
