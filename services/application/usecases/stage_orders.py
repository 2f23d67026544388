"""What workflows order: open a stage, draw the consequence of a deadline, record what another room decided.

Safe by state: an order for what has happened already answers how the application stands, and changes nothing.
"""

from dataclasses import replace
from typing import assert_never

from grants.contracts.activities import CommitteeResult, EnterStage, PreEvaluationResult, StageState
from grants.contracts.application_events import StageEntered, StageOverdue
from grants.contracts.stages import CommitteeDecision, Stage
from runtime.documents import Documents
from runtime.unit import Unit
from services.application.domain.explaining import stage_end
from services.application.domain.possible import standing
from services.application.domain.records import ApplicationRecord
from services.application.domain.stages import (
    Act,
    InTime,
    Lapsed,
    Overdue,
    lapse,
    opening,
    step,
    was_entered,
)
from services.application.store import applications
from services.application.usecases.acting import rules_of, take
from services.application.usecases.board import raise_board_points
from services.application.usecases.contract import prepare
from services.application.usecases.moving import end, move
from services.application.usecases.negotiation import tell_agreed

LAPSED = "reason.lapsed"
PRE_EVALUATION = "reason.pre_evaluation"
COMMITTEE = "reason.committee"


async def enter_stage(unit: Unit, order: EnterStage, documents: Documents) -> StageState:
    """Open a stage. Signing gets its contract first; a regime without negotiation answers AGREED at once."""
    application = await applications.locked(unit.session, order.application_id)
    if was_entered(order.stage, application.stage):
        return _state(application)
    act = opening(order.stage, rules_of(application))
    step(standing(application), act, unit.now)
    if act is Act.OPEN_SIGNING:
        await prepare(unit, application, documents)
    if act is Act.TAKE_AS_SUBMITTED:
        application = replace(application, agreed_version=application.plan_version)
        await tell_agreed(unit, application)
    state = await _entered(unit, application, act)
    if act is Act.OPEN_NEGOTIATION:
        await raise_board_points(unit, application, unit.now)
    return state


async def lapse_stage(unit: Unit, order: EnterStage) -> StageState:
    """Draw the consequence if the application is still in this stage and its time is over by this room's record."""
    application = await applications.locked(unit.session, order.application_id)
    if application.stage is not order.stage:
        return _state(application)
    rules = rules_of(application)
    consequence = lapse(standing(application), unit.now, rules)
    if isinstance(consequence, InTime):
        return _state(application)
    explained = stage_end(application, unit.now, rules)
    match consequence:
        case Lapsed(outcome):
            return _state(await end(unit, application, outcome, LAPSED, explained))
        case Overdue(due_at):
            moved = await move(unit, application, application.stage, due_at)
            event = StageOverdue(
                application_id=application.id,
                call_id=application.call_id,
                stage=application.stage,
                due_at=due_at,
                explanations=(explained,),
            )
            unit.tell(event, about=application.id, regime=application.pinned)
            return _state(moved)
        case _:
            assert_never(consequence)


async def record_pre_evaluation(unit: Unit, order: PreEvaluationResult) -> StageState:
    """The pre-evaluation is decided: on to the committee, or eliminated."""
    application = await applications.locked(unit.session, order.application_id)
    if was_entered(Stage.COMMITTEE, application.stage):
        return _state(application)
    scored = replace(application, mean=order.mean)
    if order.passed:
        return await _entered(unit, scored, Act.SEND_TO_COMMITTEE)
    return _state(await take(unit, scored, Act.ELIMINATE, PRE_EVALUATION))


async def record_committee(unit: Unit, order: CommitteeResult) -> StageState:
    """The committee has decided: selected, in reserve until somebody before it leaves, or the end."""
    application = await applications.locked(unit.session, order.application_id)
    if was_entered(Stage.SELECTED, application.stage):
        return _state(application)
    ranked = replace(application, total=order.total, rank=order.rank)
    match order.decision:
        case CommitteeDecision.SELECTED:
            return await _entered(unit, ranked, Act.SELECT)
        case CommitteeDecision.RESERVE:
            return await _reserved(unit, ranked, order)
        case CommitteeDecision.NOT_SELECTED:
            return _state(await take(unit, ranked, Act.NOT_SELECT, COMMITTEE))
        case CommitteeDecision.ELIMINATED:
            step(standing(application), Act.SELECT, unit.now)
            return _state(await take(unit, ranked, Act.ELIMINATE, COMMITTEE))
        case _:
            assert_never(order.decision)


async def _reserved(unit: Unit, application: ApplicationRecord, order: CommitteeResult) -> StageState:
    """Its time is the reserve's, which the evaluation room keeps for the whole call."""
    if application.stage is Stage.RESERVE:
        return _state(application)
    taken = step(standing(application), Act.HOLD_IN_RESERVE, unit.now)
    moved = await move(unit, application, taken.stage, order.due_at)
    event = StageEntered(application_id=moved.id, call_id=moved.call_id, stage=moved.stage, due_at=moved.stage_due_at)
    unit.tell(event, about=moved.id, regime=moved.pinned)
    return _state(moved)


async def _entered(unit: Unit, application: ApplicationRecord, act: Act) -> StageState:
    moved = await take(unit, application, act)
    event = StageEntered(application_id=moved.id, call_id=moved.call_id, stage=moved.stage, due_at=moved.stage_due_at)
    unit.tell(event, about=moved.id, regime=moved.pinned)
    return _state(moved)


def _state(application: ApplicationRecord) -> StageState:
    return StageState(stage=application.stage, due_at=application.stage_due_at, outcome=application.outcome)
