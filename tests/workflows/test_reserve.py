"""The workflow of a reserve keeps its time; an application in reserve waits for another result."""

from datetime import timedelta
from uuid import uuid4

import pytest

from grants.contracts.activities import CommitteeResult, ReserveState, StageState, WindowState
from grants.contracts.stages import CommitteeDecision, Outcome, Stage
from grants.contracts.workflows import (
    FactKind,
    ObjectionWindowInput,
    ReserveInput,
    WorkflowName,
    application_workflow_id,
    objection_window_workflow_id,
    pre_evaluation_workflow_id,
    reserve_workflow_id,
)
from tests.workflows.conftest import Play, Theatre
from tests.workflows.scripted import Script
from tests.workflows.test_application import EASY, begin, outcome_of

pytestmark = pytest.mark.servers


def recorded(order: CommitteeResult) -> StageState:
    match order.decision:
        case CommitteeDecision.SELECTED:
            return StageState(stage=Stage.SELECTED)
        case CommitteeDecision.RESERVE:
            return StageState(stage=Stage.RESERVE, due_at=order.due_at)
        case _:
            return StageState(stage=Stage.ENDED, outcome=Outcome.NOT_SELECTED)


async def in_reserve(play: Play) -> tuple[Theatre, str]:
    """An application whose committee put it in reserve."""
    theatre, one = await play({**EASY, "record_committee": recorded}), str(uuid4())
    workflow_id = application_workflow_id(one)
    await theatre.start(WorkflowName.APPLICATION, begin(one), workflow_id)
    await theatre.tell(workflow_id, FactKind.ADMITTED)
    await theatre.until_ordered("open_pre_evaluation")
    await theatre.tell(pre_evaluation_workflow_id(one), FactKind.ASSIGNMENT_CHANGED)
    until = await theatre.travel.now() + timedelta(days=365)
    await theatre.tell(workflow_id, FactKind.COMMITTEE_RESULT, decision="reserve", number=2, text="70", due_at=until)
    await theatre.until_ordered("record_committee")
    return theatre, one


async def test_an_application_in_reserve_waits_and_goes_on_when_it_moves_up(play: Play) -> None:
    theatre, one = await in_reserve(play)
    assert len(theatre.rooms.orders["enter_stage"]) == 2
    workflow_id = application_workflow_id(one)
    await theatre.tell(workflow_id, FactKind.COMMITTEE_RESULT, decision="selected", number=2, text="70")
    await theatre.until_ordered("enter_stage", 3)
    assert theatre.rooms.orders["enter_stage"][-1].stage is Stage.NEGOTIATION
    decisions = [order.decision for order in theatre.rooms.orders["record_committee"]]
    assert decisions == [CommitteeDecision.RESERVE, CommitteeDecision.SELECTED]


async def test_an_application_let_go_from_the_reserve_ends(play: Play) -> None:
    theatre, one = await in_reserve(play)
    result = {"decision": "not_selected", "number": 2, "text": "70"}
    await theatre.tell(application_workflow_id(one), FactKind.COMMITTEE_RESULT, **result)
    assert await outcome_of(theatre, one) is Outcome.NOT_SELECTED


@pytest.mark.parametrize("closed_before", [True, False])
async def test_the_room_is_asked_when_the_days_of_the_reserve_are_over_and_not_if_it_closed_before(
    play: Play, *, closed_before: bool
) -> None:
    theatre, call_id = await play({"lapse_reserve": lambda _: answers.pop(0)}), str(uuid4())
    until = await theatre.travel.now() + timedelta(days=30)
    answers = [ReserveState(closed=False, due_at=until), ReserveState(closed=True)]
    workflow_id = reserve_workflow_id(call_id)
    handle = await theatre.start(WorkflowName.RESERVE, ReserveInput(call_id=call_id, until=until), workflow_id)
    if closed_before:
        await theatre.tell(workflow_id, FactKind.RESERVE_CLOSED)
    else:
        await theatre.travel.to(until)
    await handle.result()
    assert len(theatre.rooms.orders["lapse_reserve"]) == (0 if closed_before else 2)


async def test_the_window_to_object_is_put_to_the_room_at_its_end_and_not_before(play: Play) -> None:
    close: Script = lambda _: WindowState(closed=True)
    theatre, one = await play({"close_objection_window": close}), str(uuid4())
    until = await theatre.travel.now() + timedelta(days=10)
    start = ObjectionWindowInput(application_id=one, until=until)
    handle = await theatre.start(WorkflowName.OBJECTION_WINDOW, start, objection_window_workflow_id(one))
    await theatre.travel.to(until - timedelta(minutes=1))
    assert theatre.rooms.orders["close_objection_window"] == []
    await theatre.travel.to(until)
    await handle.result()
    assert len(theatre.rooms.orders["close_objection_window"]) == 1
