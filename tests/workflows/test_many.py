"""Two hundred files of one call, two evaluators each, side by side: who is stuck stops nobody but the committee."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from cli.histories import Ending, replay, runs_of
from grants.contracts.stages import Outcome, Stage
from grants.contracts.workflows import (
    ApplicationInput,
    CallInput,
    WorkflowName,
    application_workflow_id,
    call_workflow_id,
)
from tests.workflows.conftest import Play, Theatre
from tests.workflows.crowd import Crowd
from workflows.worker import WORKFLOWS

pytestmark = pytest.mark.servers

FILES = tuple(f"file-{number:03d}" for number in range(200))
SILENT, UNCHECKED, REFUSED, WITHDRAWN, EXCLUDED = FILES[7], FILES[41], FILES[99], FILES[120], FILES[199]
STUCK = {SILENT, UNCHECKED, REFUSED, WITHDRAWN}
"""An evaluator who says nothing, an officer who does not look, a room that refuses, a coordinator about to give up."""
EVENTS_A_RUN = 60
TOLD = "signal_external_workflow_execution_initiated_event_attributes"


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(120):
        while not holds():
            await asyncio.sleep(0.02)


async def publish(theatre: Theatre, crowd: Crowd) -> None:
    crowd.opens_at = await theatre.travel.now()
    crowd.closes_at = crowd.opens_at + timedelta(days=4)
    start = CallInput(
        call_id=crowd.call_id,
        programme="kdp-2014",
        opens_at=crowd.opens_at,
        closes_at=crowd.closes_at,
        events_a_run=EVENTS_A_RUN,
    )
    await theatre.start(WorkflowName.CALL, start, call_workflow_id(crowd.call_id))
    inputs = (
        ApplicationInput(application_id=one, call_id=crowd.call_id, programme="kdp-2014", province="Ankara")
        for one in FILES
    )
    begun = (
        theatre.start(WorkflowName.APPLICATION, one, application_workflow_id(one.application_id)) for one in inputs
    )
    await asyncio.gather(*begun)


async def test_two_hundred_files_go_side_by_side_and_the_committee_waits_for_exactly_those_it_must(play: Play) -> None:
    crowd = Crowd("call-of-many", FILES)
    theatre = await play(crowd.scripts())
    await publish(theatre, crowd)
    async with asyncio.TaskGroup() as group:
        carrying = group.create_task(crowd.carry(theatre.client))
        await everybody_but_the_stuck_comes_through(theatre, crowd)
        await the_stuck_come_one_by_one(theatre, crowd)
        await each_hears_its_own_result(theatre, crowd)
        carrying.cancel()
    await the_call_was_told_in_volumes(theatre, crowd)


async def everybody_but_the_stuck_comes_through(theatre: Theatre, crowd: Crowd) -> None:
    """Scores come in any order, most of them before the deadline of the call: nobody waits for anybody."""
    through = set(FILES) - STUCK - {EXCLUDED}
    late = set(FILES[:20])
    crowd.refused = {REFUSED}
    crowd.move_deadline(timedelta(days=2))
    crowd.ends(EXCLUDED, Outcome.EXCLUDED, Stage.ADMINISTRATIVE_CHECK)
    at_work = [one for one in FILES if one not in {EXCLUDED, UNCHECKED}]
    for one in at_work:
        crowd.admit(one)
    await theatre.until_ordered("open_pre_evaluation", len(at_work))
    for one in reversed(at_work):
        crowd.score(one)
    for one in (*at_work[1::2], *at_work[::2]):
        if one not in {SILENT, WITHDRAWN, *late}:
            crowd.score(one)
    await until(lambda: set(crowd.at_committee) == through - late)
    await theatre.travel.to(crowd.closes_at - timedelta(days=1))
    assert theatre.rooms.orders["close_call"] == []
    await theatre.travel.to(crowd.closes_at)
    await theatre.until_ordered("close_call")
    for one in late & through:
        crowd.score(one)
    await until(lambda: set(crowd.at_committee) == through)


async def the_stuck_come_one_by_one(theatre: Theatre, crowd: Crowd) -> None:
    """The committee waits for the last of them, and not a moment longer for one that is out."""

    async def waits(number: int) -> None:
        await until(lambda: len(crowd.at_committee) == number)
        assert theatre.rooms.orders["open_committee"] == []

    crowd.refused.clear()
    await theatre.travel.forward(timedelta(hours=1))
    await waits(196)
    crowd.hurry(UNCHECKED)
    await waits(197)
    crowd.score(SILENT)
    await waits(198)
    crowd.ends(WITHDRAWN, Outcome.WITHDRAWN, Stage.PRE_EVALUATION)
    await theatre.until_ordered("open_committee")
    assert crowd.seated == tuple(one for one in FILES if one not in {WITHDRAWN, EXCLUDED})
    assert len(crowd.at_committee) == len(crowd.seated), "nobody comes twice"


async def each_hears_its_own_result(theatre: Theatre, crowd: Crowd) -> None:
    assert crowd.results == {}
    crowd.conclude()
    await theatre.client.get_workflow_handle(call_workflow_id(crowd.call_id)).result()
    await until(lambda: len(crowd.results) == len(crowd.seated))
    assert crowd.results == {one: rank for rank, one in enumerate(crowd.seated, 1)}
    assert len(theatre.rooms.orders["record_committee"]) == len(crowd.seated), "each once"


async def the_call_was_told_in_volumes(theatre: Theatre, crowd: Crowd) -> None:
    """Before the deadline, after it, and while results are told; each volume replays."""
    runs = await runs_of(theatre.client, call_workflow_id(crowd.call_id))
    assert [one.ending for one in runs] == [Ending.CONTINUED] * (len(runs) - 1) + [Ending.COMPLETED]
    told = [sum(event.HasField(TOLD) for event in run.events) for run in runs]
    assert sum(told) == len(crowd.seated)
    assert sum(map(bool, told)) > 1, "results are told in more than one volume"
    assert len(runs) > 4
    for run in (runs[0], runs[1], runs[-1]):
        assert await replay(run, WORKFLOWS) == ""
