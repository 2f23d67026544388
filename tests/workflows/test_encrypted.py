"""Nothing a workflow says or hears is readable at Temporal; opened, all of it replays; its key gone, none is left."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowHandle
from temporalio.exceptions import ApplicationError
from temporalio.worker import Worker

from cli.replayed import replayed
from grants.contracts import activities as rooms
from grants.contracts import queues
from grants.contracts.monitoring_events import Deadline
from grants.contracts.stages import DeadlineKind, GrantOutcome
from grants.contracts.workflows import (
    FactKind,
    GrantInput,
    PreEvaluationInput,
    PreEvaluationOutput,
    WorkflowName,
    application_workflow_id,
    grant_workflow_id,
    negotiation_workflow_id,
    pre_evaluation_workflow_id,
)
from runtime.histories import Run, run_of, runs_of
from runtime.payload_keys import KeyDestroyed
from runtime.payloads import Codec, is_shut, keys_in, opened, payloads_in
from runtime.settings import PlatformSettings
from runtime.temporal import connect_to_work, workflow_worker
from tests.keys import keys_in as keys_of
from tests.workflows.conftest import Play, Theatre
from tests.workflows.scripted import ScriptedRooms
from tests.workflows.test_application import EASY, begin
from tests.workflows.test_audit_replay import decided, next_period
from workflows.worker import WORKFLOWS

pytestmark = pytest.mark.servers

HOURS_LOOKED_AT = timedelta(hours=2)
SAID = "Şükrü Gizlioğlu"
"""What no history shows, whoever said it: a room, a refusal, a fact."""
OPEN = {EventType.EVENT_TYPE_MARKER_RECORDED, EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES}
"""By search attributes runs are found; patches of the code have nothing to hide."""
TRACED = {"traceparent", "tracestate"}
"""What a header holds, so that a trace goes on: numbers drawn by chance."""
FAILED = EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED


def refused_at_first() -> Callable[[object], rooms.PreEvaluationState]:
    """A room that refuses once, and says why with a name in it."""
    asked: list[object] = []

    def answer(order: object) -> rooms.PreEvaluationState:
        asked.append(order)
        if len(asked) == 1:
            raise ApplicationError(f"{SAID} is away", {"who": SAID}, type="away", non_retryable=True)
        return rooms.PreEvaluationState(decided=True, passed=True, mean=SAID)

    return answer


async def lived(theatre: Theatre, file: str) -> list[str]:
    """A file from submission to the end of its grant; the ids of its workflows."""
    application, grant = application_workflow_id(file), grant_workflow_id(file)
    handle = await theatre.start(WorkflowName.APPLICATION, begin(file), application)
    await theatre.tell(application, FactKind.ADMITTED)
    await theatre.until_ordered("open_pre_evaluation")
    await theatre.tell(pre_evaluation_workflow_id(file), FactKind.ASSIGNMENT_CHANGED, text=SAID)
    await theatre.until_ordered("advance_pre_evaluation")
    await theatre.travel.forward(HOURS_LOOKED_AT)
    await theatre.tell(application, FactKind.COMMITTEE_RESULT, decision="selected", number=1, text=SAID)
    await theatre.until_ordered("enter_stage", 3)
    await theatre.tell(negotiation_workflow_id(file), FactKind.AGREED, text=SAID)
    for kind in (FactKind.MINISTER_DECIDED, FactKind.ENTERPRISE_RECORDED, FactKind.CONTRACT_CONCLUDED):
        await theatre.tell(application, kind)
    await handle.result()
    ends = Deadline(kind=DeadlineKind.PERIOD_END, at=await theatre.travel.now(), number=1)
    start = GrantInput(
        grant_id=file,
        application_id=file,
        call_id="c",
        programme="kdp-2014",
        province="Ankara",
        deadlines=(ends,),
    )
    granted = await theatre.start(WorkflowName.GRANT, start, grant)
    await theatre.until_ordered("fall_due", 3)
    await theatre.tell(grant, FactKind.GRANT_CLOSED, decision=GrantOutcome.COMPLETED, text=SAID)
    await granted.result()
    return [application, pre_evaluation_workflow_id(file), negotiation_workflow_id(file), grant]


async def as_kept(client: Client, workflow_id: str) -> list[Run]:
    """Its runs as the server has them, the last first; none where it never began."""
    found: list[Run] = []
    run_id: str | None = None
    while run_id != "":
        run = await run_of(client, workflow_id, run_id)
        if run is None:
            assert not found, f"{workflow_id}: {run_id} is gone"
            break
        found.append(run)
        run_id = run.continues
    return found


def clear(run: Run) -> set[str]:
    """Where something else stands in clear; a search attribute that a run begins with carries its type."""
    return {
        EventType.Name(event.event_type)
        for event in run.events
        for payload in payloads_in(event)
        if not is_shut(payload) and "type" not in payload.metadata and event.event_type not in OPEN
        if not (payload.data and json.loads(payload.data).keys() <= TRACED)
    }


async def test_a_whole_file_is_unreadable_at_temporal_replays_when_opened_and_is_gone_with_its_key(play: Play) -> None:
    script = {**EASY, "advance_pre_evaluation": refused_at_first(), "fall_due": next_period}
    theatre, file = await play(script), str(uuid4())
    workflow_ids = await lived(theatre, file)
    kept = [run for workflow_id in workflow_ids for run in await as_kept(theatre.client, workflow_id)]
    assert len(kept) == 3 + 4, "the grant in four volumes"
    for run in kept:
        assert clear(run) == set(), run.workflow_id
        assert keys_in(run.history) == (f"{file}/0001",), "children, volumes and signals are of one file"
        assert not any(word.encode() in event.SerializeToString() for event in run.events for word in SAID.split())
    readable = [run for workflow_id in workflow_ids for run in await runs_of(theatre.client, workflow_id)]
    said = b"".join(event.SerializeToString() for run in readable for event in run.events)
    assert said.count(SAID.encode()) >= 5
    again = await replayed([run.history for run in readable], WORKFLOWS)
    assert [(one.failure, one.differences) for one in again if not one.holds] == []
    codec = theatre.client.data_converter.payload_codec
    assert isinstance(codec, Codec)
    assert codec.shelf is not None
    assert await codec.shelf.destroy(file) == 1
    for run in kept:
        with pytest.raises(KeyDestroyed, match=f"{file}/0001"):
            await opened(codec, run.history)


async def until(what: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(120):
        while not await what():
            await asyncio.sleep(0.05)


async def test_while_the_keys_are_away_work_is_tried_again_and_comes_to_its_end_when_they_are_back(
    temporal: Client, tmp_path: Path
) -> None:
    keys = keys_of(tmp_path)
    address = temporal.service_client.config.target_host
    named = [PlatformSettings(temporal_address=address, build_id=name, **keys) for name in ("asks", "works", "acts")]
    asks, works, acts = [await connect_to_work(settings) for settings in named]
    here, away = tmp_path / "payload-keys", tmp_path / "away"
    file, queue = str(uuid4()), f"apart-{uuid4()}"
    handle: WorkflowHandle[object, PreEvaluationOutput] = await asks.start_workflow(
        WorkflowName.PRE_EVALUATION,
        PreEvaluationInput(application_id=file),
        id=pre_evaluation_workflow_id(file),
        task_queue=queue,
        result_type=PreEvaluationOutput,
    )
    here.rename(away)

    async def has_failed() -> bool:
        return any(one.event_type == FAILED for one in (await handle.fetch_history()).events)

    async def has_ordered() -> bool:
        return bool((await handle.describe()).raw_description.pending_activities)

    async def was_tried_again() -> bool:
        return (await handle.describe()).raw_description.pending_activities[0].attempt > 1

    async with workflow_worker(works, queue, WORKFLOWS, "test"):
        await until(has_failed)
        away.rename(here)
        await until(has_ordered)
        here.rename(away)
        scripted = ScriptedRooms({"open_pre_evaluation": decided})
        async with Worker(acts, task_queue=queues.EVALUATION, activities=scripted.activities(queues.EVALUATION)):
            await until(was_tried_again)
            assert scripted.orders["open_pre_evaluation"] == []
            away.rename(here)
            assert await handle.result() == PreEvaluationOutput(passed=True, mean="81.5")
