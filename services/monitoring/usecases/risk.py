"""The risk of a grant assessed and answered; holds on its payments ordered and lifted."""

from datetime import date

from grants.breach import Breach
from grants.contracts.risk_events import HoldLifted, HoldOrdered, RiskAnswered, RiskAssessed
from grants.policy import Action
from runtime.identifiers import new_id
from runtime.unit import Unit
from services.monitoring.domain import holds, risking
from services.monitoring.domain.errors import NoSuchThing
from services.monitoring.domain.risk_facts import Assessment, Hold
from services.monitoring.store import changes
from services.monitoring.usecases.acting import Act, begin, begin_on

_HOLDS = "holds"


async def assess_risk(unit: Unit, grant_id: str) -> Assessment:
    """An officer wants to know how things stand today; what is found is on record."""
    act = await begin(unit, Action.RISK_ASSESS, grant_id)
    await _assess(act, always=True)
    await act.keep()
    return act.file.assessments[-1]


async def assess_in_passing(act: Act) -> None:
    """Where time passed: on record where the level is another than before, so that quiet grants stay quiet."""
    await _assess(act, always=False)


async def decline_risk(unit: Unit, grant_id: str, reason: str) -> Assessment:
    """The officer does without what the last assessment proposes, and says why."""
    act = await begin(unit, Action.RISK_ANSWER, grant_id)
    act.change(risking.decline(act.file, reason, act.by, act.now))
    act.say(RiskAnswered, number=act.file.assessments[-1].number, reason=reason)
    await act.keep()
    return act.file.assessments[-1]


async def order_hold(unit: Unit, grant_id: str, reason: str, last_day: date | None) -> Hold:
    """Payments are held from today on; that answers what an assessment proposes."""
    act = await begin(unit, Action.HOLD_ORDER, grant_id)
    file = holds.order(act.file, new_id(), reason, last_day, act.by, act.now, act.rules)
    hold = file.holds[-1]
    act.change(risking.answered(file, "", act.by, act.now))
    act.say(
        HoldOrdered,
        hold_id=hold.id,
        number=hold.number,
        reason=reason,
        starts_on=hold.starts_on,
        last_day=holds.last_day(hold),
    )
    await act.keep()
    return hold


async def lift_hold(unit: Unit, hold_id: str, reason: str) -> Hold:
    act = await begin_on(unit, Action.HOLD_LIFT, _HOLDS, hold_id)
    act.change(holds.lift(act.file, hold_id, reason, act.by, act.now))
    hold = holds.find(act.file, hold_id)
    act.say(HoldLifted, hold_id=hold.id, number=hold.number, reason=reason)
    await act.keep()
    return hold


async def _assess(act: Act, *, always: bool) -> None:
    grant = act.file.grant
    first = await changes.first_version(act.unit.session, grant.id)
    in_force = await changes.version_of(act.unit.session, grant.id, grant.plan_version)
    if first is None or in_force is None:
        raise NoSuchThing(Breach("monitoring.part_unknown", "plan", str(grant.plan_version)))
    explanation = risking.explained(act.file, first, in_force, act.now, act.rules)
    if not always and explanation.outcome == risking.level_now(act.file):
        return
    act.change(risking.assessed(act.file, explanation, act.by, act.now))
    one = act.file.assessments[-1]
    act.say(RiskAssessed, number=one.number, score=one.score, level=one.level.value, explanations=(explanation,))
