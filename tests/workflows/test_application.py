"""The application's workflow opens stage after stage, asks at each deadline, and ends in one typed outcome."""

import asyncio
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from temporalio.exceptions import ApplicationError

from grants.contracts.activities import EnterStage, PreEvaluationState, StageState
from grants.contracts.stages import CommitteeDecision, Outcome, Stage
from grants.contracts.workflows import (
    ApplicationInput,
    ApplicationOutput,
    FactKind,
    WorkflowName,
    application_workflow_id,
    negotiation_workflow_id,
    pre_evaluation_workflow_id,
)
from tests.workflows.conftest import Play, Theatre
from tests.workflows.scripted import Script

pytestmark = pytest.mark.servers


def begin(application_id: str) -> ApplicationInput:
    return ApplicationInput(application_id=application_id, call_id="c", programme="kdp-2014", province="Ankara")


def stage_of(order: EnterStage) -> StageState:
    return StageState(stage=order.stage)


def undecided(_: object) -> PreEvaluationState:
    return PreEvaluationState(decided=False)


def passed(_: object) -> PreEvaluationState:
    return PreEvaluationState(decided=True, passed=True, mean="75")


EASY: dict[str, Script] = {
    "enter_stage": stage_of,
    "open_pre_evaluation": undecided,
    "advance_pre_evaluation": passed,
    "record_pre_evaluation": lambda _: StageState(stage=Stage.COMMITTEE),
    "record_committee": lambda _: StageState(stage=Stage.SELECTED),
}


async def outcome_of(theatre: Theatre, application_id: str) -> Outcome:
    handle = theatre.client.get_workflow_handle(application_workflow_id(application_id), result_type=ApplicationOutput)
    return (await handle.result()).outcome


async def test_an_application_lives_from_submission_to_contract(play: Play) -> None:
    theatre, one = await play(EASY), str(uuid4())
    workflow_id = application_workflow_id(one)
    await theatre.start(WorkflowName.APPLICATION, begin(one), workflow_id)
    await theatre.tell(workflow_id, FactKind.ADMITTED)
    await theatre.until_ordered("open_pre_evaluation")
    await theatre.tell(pre_evaluation_workflow_id(one), FactKind.ASSIGNMENT_CHANGED)
    decision = CommitteeDecision.SELECTED.value
    await theatre.tell(workflow_id, FactKind.COMMITTEE_RESULT, decision=decision, number=1, text="82")
    await theatre.until_ordered("enter_stage", 3)
    await theatre.tell(negotiation_workflow_id(one), FactKind.AGREED)
    for kind in (FactKind.MINISTER_DECIDED, FactKind.ENTERPRISE_RECORDED, FactKind.CONTRACT_CONCLUDED):
        await theatre.tell(workflow_id, kind)
    assert await outcome_of(theatre, one) is Outcome.CONTRACTED
    entered = [order.stage for order in theatre.rooms.orders["enter_stage"]]
    assert entered == [
        Stage.ADMINISTRATIVE_CHECK,
        Stage.PRE_EVALUATION,
        Stage.NEGOTIATION,
        Stage.APPROVAL,
        Stage.FOUNDING,
        Stage.SIGNING,
    ]
    assert theatre.rooms.orders["record_committee"][0].total == "82"


async def test_every_order_has_a_key_of_its_own(play: Play) -> None:
    theatre, one = await play(EASY), str(uuid4())
    workflow_id = application_workflow_id(one)
    await theatre.start(WorkflowName.APPLICATION, begin(one), workflow_id)
    await theatre.tell(workflow_id, FactKind.ADMITTED)
    await theatre.until_ordered("open_pre_evaluation")
    await theatre.tell(workflow_id, FactKind.APPLICATION_ENDED, decision="withdrawn")
    await outcome_of(theatre, one)
    keys = [order.key for orders in theatre.rooms.orders.values() for order in orders]
    assert len(keys) == len(set(keys)) == 3


async def test_the_room_is_asked_at_the_reminder_of_its_evaluators_and_again_at_the_end(play: Play) -> None:
    dates: list[datetime] = []
    waiting: Script = lambda _: PreEvaluationState(decided=False, due_at=dates.pop(0))
    theatre, one = await play({**EASY, "open_pre_evaluation": waiting, "advance_pre_evaluation": waiting}), str(uuid4())
    now = await theatre.travel.now()
    reminder, end = now + timedelta(days=16), now + timedelta(days=21)
    dates += [reminder, end, end + timedelta(days=21)]
    await theatre.start(WorkflowName.APPLICATION, begin(one), application_workflow_id(one))
    await theatre.tell(application_workflow_id(one), FactKind.ADMITTED)
    await theatre.until_ordered("open_pre_evaluation")
    assert theatre.rooms.orders["advance_pre_evaluation"] == []
    await theatre.travel.to(reminder)
    await theatre.until_ordered("advance_pre_evaluation")
    await theatre.travel.to(end - timedelta(hours=1))
    assert len(theatre.rooms.orders["advance_pre_evaluation"]) == 1
    await theatre.travel.to(end)
    await theatre.until_ordered("advance_pre_evaluation", 2)


STAGES = {
    "in the check": (),
    "in pre-evaluation": (FactKind.ADMITTED,),
    "in negotiation": (FactKind.ADMITTED, FactKind.COMMITTEE_RESULT),
}


@pytest.mark.parametrize("facts", STAGES.values(), ids=STAGES)
async def test_a_withdrawal_ends_it_wherever_it_stands_and_time_goes_on(
    play: Play, facts: tuple[FactKind, ...]
) -> None:
    """A child that ends after its parent would keep the clock of the time-skipping server from ever leaping again."""
    opened = passed if FactKind.COMMITTEE_RESULT in facts else undecided
    theatre, one = await play({**EASY, "open_pre_evaluation": opened}), str(uuid4())
    workflow_id = application_workflow_id(one)
    await theatre.start(WorkflowName.APPLICATION, begin(one), workflow_id)
    for kind in facts:
        await theatre.tell(workflow_id, kind, decision=CommitteeDecision.SELECTED, text="80", number=1)
    await theatre.until_ordered("enter_stage", 1 + len(facts))
    await theatre.until_ordered("open_pre_evaluation", min(len(facts), 1))
    await theatre.tell(workflow_id, FactKind.APPLICATION_ENDED, decision="withdrawn")
    assert await outcome_of(theatre, one) is Outcome.WITHDRAWN
    await theatre.travel.forward(timedelta(days=3))


async def test_a_completion_window_that_passes_is_put_to_the_room(play: Play) -> None:
    lapse: Script = lambda _: StageState(stage=Stage.ENDED, outcome=Outcome.EXCLUDED)
    theatre, one = await play({**EASY, "lapse_stage": lapse}), str(uuid4())
    workflow_id = application_workflow_id(one)
    await theatre.start(WorkflowName.APPLICATION, begin(one), workflow_id)
    due = await theatre.travel.now() + timedelta(days=14)
    await theatre.tell(workflow_id, FactKind.COMPLETION_REQUESTED, due_at=due)
    await theatre.until_ordered("enter_stage")
    assert theatre.rooms.orders["lapse_stage"] == []
    await theatre.travel.to(due)
    assert await outcome_of(theatre, one) is Outcome.EXCLUDED
    assert theatre.rooms.orders["lapse_stage"][0].stage is Stage.COMPLETION


async def test_a_deadline_the_room_finds_kept_is_no_end(play: Play) -> None:
    """The act came in time and its event is still on the way when the timer fires."""
    due: list[datetime] = []

    def enter(order: EnterStage) -> StageState:
        return StageState(stage=order.stage, due_at=due[0])

    lapse: Script = lambda _: StageState(stage=Stage.ADMITTED)
    theatre, one = await play({**EASY, "enter_stage": enter, "lapse_stage": lapse}), str(uuid4())
    workflow_id = application_workflow_id(one)
    due.append(await theatre.travel.now() + timedelta(days=10))
    await theatre.start(WorkflowName.APPLICATION, begin(one), workflow_id)
    await theatre.until_ordered("enter_stage")
    await theatre.travel.to(due[0])
    await theatre.until_ordered("lapse_stage")
    await theatre.tell(workflow_id, FactKind.ADMITTED)
    await theatre.until_ordered("open_pre_evaluation")
    await theatre.tell(workflow_id, FactKind.APPLICATION_ENDED, decision="withdrawn")
    assert await outcome_of(theatre, one) is Outcome.WITHDRAWN


async def test_a_fact_heard_twice_counts_once(play: Play) -> None:
    theatre, one = await play(EASY), str(uuid4())
    workflow_id = application_workflow_id(one)
    await theatre.start(WorkflowName.APPLICATION, begin(one), workflow_id)
    for _ in range(2):
        await theatre.tell(workflow_id, FactKind.ADMITTED, event_id="same")
    await theatre.until_ordered("open_pre_evaluation")
    await theatre.tell(workflow_id, FactKind.APPLICATION_ENDED, decision="withdrawn")
    await outcome_of(theatre, one)
    assert len(theatre.rooms.orders["open_pre_evaluation"]) == 1


async def test_an_eliminated_application_goes_no_further(play: Play) -> None:
    failed: Script = lambda _: PreEvaluationState(decided=True, passed=False, mean="41")
    out: Script = lambda _: StageState(stage=Stage.ENDED, outcome=Outcome.ELIMINATED)
    theatre, one = await play({**EASY, "open_pre_evaluation": failed, "record_pre_evaluation": out}), str(uuid4())
    workflow_id = application_workflow_id(one)
    await theatre.start(WorkflowName.APPLICATION, begin(one), workflow_id)
    await theatre.tell(workflow_id, FactKind.ADMITTED)
    assert await outcome_of(theatre, one) is Outcome.ELIMINATED
    assert theatre.rooms.orders["record_committee"] == []


async def test_a_refused_order_blocks_the_workflow_and_does_not_end_it(play: Play) -> None:
    refusals = [ApplicationError("no such plan", type="not_found", non_retryable=True)]

    def enter(order: EnterStage) -> StageState:
        if order.stage is Stage.PRE_EVALUATION and refusals:
            raise refusals.pop()
        return stage_of(order)

    theatre, one = await play({**EASY, "enter_stage": enter}), str(uuid4())
    workflow_id = application_workflow_id(one)
    await theatre.start(WorkflowName.APPLICATION, begin(one), workflow_id)
    await theatre.tell(workflow_id, FactKind.ADMITTED)
    await theatre.until_ordered("enter_stage", 2)
    assert theatre.rooms.orders["open_pre_evaluation"] == []
    await asyncio.sleep(0.5)
    await theatre.travel.forward(timedelta(hours=2))
    await theatre.until_ordered("open_pre_evaluation")
    await theatre.tell(workflow_id, FactKind.APPLICATION_ENDED, decision="withdrawn")
    assert await outcome_of(theatre, one) is Outcome.WITHDRAWN
