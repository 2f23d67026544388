"""What workflows order is safe to order again, draws its consequence in time only, and never undoes an end."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from grants.breach import NotFound, WrongStage
from grants.contracts.stages import CommitteeDecision, Outcome, Stage
from grants.regimes import keys, load
from grants.values import ApplicationId
from grants.workplan import WorkPlan
from runtime.auth import system_actor
from runtime.identifiers import new_id
from services.application.app import PLAN
from services.application.domain.records import PlanVersion
from services.application.domain.stages import OPENINGS
from services.application.store import applications, plans
from tests.conftest import OpenRoom
from tests.retold import retold
from tests.services.application.way import Way, at, draft_in, plan_json, rules_of

pytestmark = pytest.mark.servers

BEFORE = {
    Stage.ADMINISTRATIVE_CHECK: Stage.SUBMITTED,
    Stage.PRE_EVALUATION: Stage.ADMITTED,
    Stage.NEGOTIATION: Stage.SELECTED,
    Stage.APPROVAL: Stage.AGREED,
    Stage.FOUNDING: Stage.APPROVED,
    Stage.SIGNING: Stage.FOUNDED,
}


@pytest.mark.parametrize("stage", OPENINGS)
async def test_a_stage_is_opened_once_however_often_it_is_ordered(room_of: OpenRoom, stage: Stage) -> None:
    way = await at(room_of, BEFORE[stage])
    first = await way.order(stage)
    way.room.clock.forward(days=1)
    again, *_ = await asyncio.gather(way.order(stage), way.order(stage))
    assert first == again
    assert first.stage is stage
    assert first.outcome is None
    entered = [
        event for event in await way.room.told(way.id) if event.type == "application.application.stage_entered.v1"
    ]
    assert [event.data["stage"] for event in entered].count(stage) == 1
    assert (await way.told()).count("application.contract.prepared") == (stage is Stage.SIGNING)


@pytest.mark.parametrize("stage", OPENINGS)
async def test_no_stage_is_opened_before_the_one_it_follows(room_of: OpenRoom, stage: Stage) -> None:
    way = await at(room_of, Stage.DRAFT)
    with pytest.raises(WrongStage):
        await way.order(stage)
    assert (await way.record()).stage is Stage.DRAFT


async def test_a_stage_long_passed_answers_where_the_application_stands(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.FOUNDING)
    state = await way.order(Stage.ADMINISTRATIVE_CHECK)
    assert state.stage is Stage.FOUNDING
    assert (await way.pre_evaluated(passed=False)).stage is Stage.FOUNDING
    assert (await way.decided(CommitteeDecision.ELIMINATED)).stage is Stage.FOUNDING


async def test_an_ended_application_answers_its_outcome_to_every_order(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.ADMITTED)
    await way.as_coordinator().post(way.path("withdraw"), {"reason": "Vazgeçtik"})
    told = await way.told()
    answers = [
        await way.order(Stage.PRE_EVALUATION),
        await way.lapse(Stage.ADMINISTRATIVE_CHECK),
        await way.pre_evaluated(passed=True),
        await way.decided(CommitteeDecision.SELECTED),
    ]
    assert {(answer.stage, answer.outcome) for answer in answers} == {(Stage.ENDED, Outcome.WITHDRAWN)}
    assert await way.told() == told


async def test_an_order_for_an_unknown_application_is_refused(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.DRAFT)
    stranger = Way(way.room, ApplicationId(new_id()), way.coordinator)
    with pytest.raises(NotFound):
        await stranger.order(Stage.ADMINISTRATIVE_CHECK)


@pytest.mark.parametrize(("stage", "outcome"), [(Stage.COMMITTEE, None), (Stage.ENDED, Outcome.ELIMINATED)])
async def test_the_pre_evaluation_sends_on_or_eliminates_once(
    room_of: OpenRoom, stage: Stage, outcome: Outcome | None
) -> None:
    way = await at(room_of, Stage.PRE_EVALUATION)
    passed = outcome is None
    first = await way.pre_evaluated(passed=passed)
    assert (first.stage, first.outcome) == (stage, outcome)
    told = await way.told()
    assert await way.pre_evaluated(passed=not passed) == first
    assert await way.told() == told
    assert (await way.record()).mean == "71"


@pytest.mark.parametrize(
    ("decision", "stage", "outcome"),
    [
        (CommitteeDecision.SELECTED, Stage.SELECTED, None),
        (CommitteeDecision.NOT_SELECTED, Stage.ENDED, Outcome.NOT_SELECTED),
        (CommitteeDecision.ELIMINATED, Stage.ENDED, Outcome.ELIMINATED),
    ],
)
async def test_the_committees_decision_is_recorded_with_its_points(
    room_of: OpenRoom, decision: CommitteeDecision, stage: Stage, outcome: Outcome | None
) -> None:
    way = await at(room_of, Stage.COMMITTEE)
    state = await way.decided(decision)
    assert (state.stage, state.outcome) == (stage, outcome)
    record = await way.record()
    assert (record.total, record.rank) == ("81.5", 1)
    assert await way.decided(CommitteeDecision.SELECTED) == state


@pytest.mark.parametrize(
    ("decision", "stage", "outcome"),
    [
        (CommitteeDecision.SELECTED, Stage.SELECTED, None),
        (CommitteeDecision.NOT_SELECTED, Stage.ENDED, Outcome.NOT_SELECTED),
    ],
)
async def test_an_application_in_reserve_waits_for_another_result(
    room_of: OpenRoom, decision: CommitteeDecision, stage: Stage, outcome: Outcome | None
) -> None:
    way = await at(room_of, Stage.COMMITTEE)
    waiting = await way.decided(CommitteeDecision.RESERVE)
    assert (waiting.stage, waiting.outcome) == (Stage.RESERVE, None)
    told = await way.told()
    assert await way.decided(CommitteeDecision.RESERVE) == waiting
    assert await way.told() == told
    state = await way.decided(decision)
    assert (state.stage, state.outcome) == (stage, outcome)
    assert await way.decided(CommitteeDecision.RESERVE) == state


@pytest.mark.parametrize("decision", CommitteeDecision)
async def test_the_committee_cannot_decide_before_the_application_is_before_it(
    room_of: OpenRoom, decision: CommitteeDecision
) -> None:
    way = await at(room_of, Stage.PRE_EVALUATION)
    with pytest.raises(WrongStage):
        await way.decided(decision)


@pytest.mark.parametrize(
    ("stage", "outcome"),
    [
        (Stage.COMPLETION, Outcome.EXCLUDED),
        (Stage.NEGOTIATION, Outcome.DECLINED),
        (Stage.FOUNDING, Outcome.DECLINED),
        (Stage.SIGNING, Outcome.DECLINED),
    ],
)
async def test_a_lapse_ends_the_application_at_the_end_of_its_time_and_not_before(
    room_of: OpenRoom, stage: Stage, outcome: Outcome
) -> None:
    way = await at(room_of, stage)
    due = (await way.record()).stage_due_at
    assert due is not None
    way.room.clock.at = due - timedelta(microseconds=1)
    early = await way.lapse(stage)
    assert (early.stage, early.due_at, early.outcome) == (stage, due, None)
    way.room.clock.at = due
    late = await way.lapse(stage)
    assert (late.stage, late.outcome) == (Stage.ENDED, outcome)
    assert (await way.record()).outcome_reason == "reason.lapsed"
    assert await way.lapse(stage) == late
    assert (await way.told()).count("application.application.ended") == 1
    told = retold(await way.last("application.application.ended"))
    assert (told.inputs["what"], told.outcome, told.inputs.get("set_at")) == (stage.value, outcome.value, None)
    assert datetime.fromisoformat(told.figures["due"]) == due


@pytest.mark.parametrize("stage", [Stage.ADMINISTRATIVE_CHECK, Stage.APPROVAL])
async def test_the_ministrys_delay_is_told_and_gets_a_new_date(room_of: OpenRoom, stage: Stage) -> None:
    way = await at(room_of, stage)
    due = (await way.record()).stage_due_at
    assert due is not None
    way.room.clock.at = due
    state = await way.lapse(stage)
    assert (state.stage, state.outcome) == (stage, None)
    assert state.due_at is not None
    assert state.due_at > due
    assert await way.lapse(stage) == state
    assert (await way.told()).count("application.application.stage_overdue") == 1
    assert (await way.record()).stage_due_at == state.due_at
    first = retold(await way.last("application.application.stage_overdue"))
    assert (first.inputs["what"], first.outcome) == (stage.value, "overdue")
    way.room.clock.at = state.due_at
    await way.lapse(stage)
    second = retold(await way.last("application.application.stage_overdue"))
    assert second.inputs["began_at"] == first.inputs["now"]
    assert second.inputs.get("set_at") is None


async def test_a_lapse_that_comes_after_the_act_finds_it_done(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.COMPLETION)
    due = (await way.record()).stage_due_at
    assert due is not None
    await way.as_coordinator().post(way.path("check/complete"), {"note": "Tam"})
    way.room.clock.at = due
    state = await way.lapse(Stage.COMPLETION)
    assert (state.stage, state.outcome) == (Stage.ADMINISTRATIVE_CHECK, None)


async def test_the_last_signature_and_the_lapse_cannot_both_win(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.SIGNING)
    await way.as_officer().post(way.path("contract/sign"))
    due = (await way.record()).stage_due_at
    assert due is not None
    way.room.clock.at = due
    sign, lapsed = await asyncio.gather(way.as_coordinator().post(way.path("contract/sign")), way.lapse(Stage.SIGNING))
    assert sign.status_code == 409
    assert rules_of(sign)[0] in {"stage.deadline", "wrong_stage.ended"}
    assert lapsed.outcome is Outcome.DECLINED
    assert "application.contract.concluded" not in await way.told()


@pytest.mark.parametrize("regime", keys())
async def test_negotiation_opens_only_where_the_regime_has_one(room_of: OpenRoom, regime: str) -> None:
    way = await draft_in(await room_of(PLAN), regime)
    await selected(way)
    state = await way.order(Stage.NEGOTIATION)
    record = await way.record()
    if load(regime).negotiation.enabled.value:
        assert (state.stage, record.agreed_version) == (Stage.NEGOTIATION, None)
        return
    assert (state.stage, state.due_at, record.agreed_version) == (Stage.AGREED, None, 1)
    told = await way.last("application.negotiation.agreed")
    assert (told["version"], told["requested"]) == (1, "500000.00")
    assert (await way.order(Stage.APPROVAL)).stage is Stage.APPROVAL


async def selected(way: Way) -> None:
    """Put the draft where the committee leaves it, whatever the regime asks of a submission."""
    record = await way.record()
    plan = WorkPlan.model_validate(plan_json())
    actor = system_actor("test")
    async with way.room.desk.unit(actor) as unit:
        made = PlanVersion(way.id, 1, plan, plan.total, plan.grant, record.coordinator_id, unit.now)
        await plans.add(unit.session, made)
        placed = replace(record, stage=Stage.SELECTED, plan_version=1, submitted_at=unit.now)
        await applications.save(unit.session, placed, actor, unit.now)
