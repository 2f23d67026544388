"""Every finished run comes into the archive, chained and whole, and replays from there."""

from uuid import uuid4

import httpx
import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from grants.contracts import activities as rooms
from grants.contracts import monitoring_events as monitoring
from grants.contracts.monitoring_events import Deadline
from grants.contracts.stages import DeadlineKind, GrantOutcome, Stage
from grants.contracts.workflows import (
    ApplicationInput,
    FactKind,
    GrantInput,
    WorkflowName,
    application_workflow_id,
    grant_workflow_id,
    pre_evaluation_workflow_id,
)
from grants.proof.archive import Archived, Wrong, chains, follow, unpack
from grants.proof.chain import Position
from runtime.cloudevents import CloudEvent
from services.audit.app import PLAN
from services.audit.usecases.archive import Shelf, sweep
from services.audit.worker import shelf_of
from tests.conftest import OpenRoom
from tests.rooms import Room
from tests.services.audit.telling import NOON, File, hear, said
from tests.services.audit.test_ledger import Unheard, inspector
from tests.workflows.conftest import Play, Theatre
from tests.workflows.test_audit_replay import decided, next_period
from workflows.worker import WORKFLOWS

pytestmark = pytest.mark.servers


def shelf(room: Room, theatre: Theatre) -> Shelf:
    here = shelf_of(room.platform)
    return Shelf(theatre.client, here.documents, "build-7", "revision-7")


async def entries_of(room: Room, about: str, **query: int) -> list[Archived]:
    answer = await inspector(room).get(f"/applications/{about}/archive", **query)
    assert answer.status_code == 200
    return [Archived.model_validate(one) for one in answer.json()["entries"]]


async def document_of(room: Room, about: str, run_id: str) -> httpx.Response:
    return await inspector(room).get(f"/applications/{about}/archive/{run_id}")


async def test_the_runs_of_a_grant_are_archived_as_they_end_and_replay_from_the_archive(
    play: Play, room_of: OpenRoom
) -> None:
    room, theatre = await room_of(PLAN), await play({"fall_due": next_period})
    grant_id, now = str(uuid4()), await theatre.travel.now()
    start = GrantInput(
        grant_id=grant_id,
        application_id=grant_id,
        call_id="c",
        programme="kdp-2014",
        province="Ankara",
        deadlines=(Deadline(kind=DeadlineKind.PERIOD_END, at=now, number=1),),
    )
    handle = await theatre.start(WorkflowName.GRANT, start, grant_workflow_id(grant_id))
    await hear(room, opened(grant_id))
    await theatre.until_ordered("fall_due", 3)
    assert await sweep(room.desk, shelf(room, theatre)) == 3
    assert await sweep(room.desk, shelf(room, theatre)) == 0
    await theatre.tell(grant_workflow_id(grant_id), FactKind.GRANT_CLOSED, decision=GrantOutcome.COMPLETED)
    await handle.result()
    await hear(room, said(Unheard(), grant_id))
    assert await sweep(room.desk, shelf(room, theatre)) == 1
    entries = await entries_of(room, grant_id)
    assert isinstance(follow(entries), Position)
    manifests = chains(entries)[grant_workflow_id(grant_id)]
    assert [(one.volume, one.ending) for one in manifests] == [
        (1, "continued"),
        (2, "continued"),
        (3, "continued"),
        (4, "completed"),
    ]
    assert [one.continues for one in manifests[1:]] == [one.run_id for one in manifests[:-1]]
    assert {(one.build, one.revision) for one in manifests} == {("build-7", "revision-7")}
    assert {one.builds for one in manifests} == {("test",)}
    assert {one.keys for one in manifests} == {(f"{grant_id}/0001",)}
    assert all("temporal-python" in one.kits[0] for one in manifests)
    replayer = Replayer(workflows=WORKFLOWS, data_converter=theatre.client.data_converter, debug_mode=True)
    for manifest in manifests:
        answer = await document_of(room, grant_id, manifest.run_id)
        content = unpack(manifest, answer.content)
        assert isinstance(content, bytes)
        await replayer.replay_workflow(WorkflowHistory.from_json(manifest.workflow_id, content.decode()))
        assert unpack(manifest, answer.content[:-9]) is Wrong.DOCUMENT_CHANGED
    told = [event.data["run_id"] for event in await room.told(grant_id) if event.type == "audit.run.archived.v1"]
    assert told == [one.run_id for one in manifests]
    await pages_and_refusals(room, grant_id, manifests[0].run_id)


async def pages_and_refusals(room: Room, about: str, run_id: str) -> None:
    first = (await inspector(room).get(f"/applications/{about}/archive", limit=3)).json()
    assert (len(first["entries"]), first["after"]) == (3, 3)
    assert len(await entries_of(room, about, after=3)) == 1
    assert (await document_of(room, about, "yok")).json()["errors"][0]["rule"] == "missing.run"
    for path in (f"/applications/{about}/archive", f"/applications/{about}/archive/{run_id}"):
        assert (await room.api.as_("memur-1", "ministry_officer").get(path)).status_code == 403


async def test_workflows_that_a_workflow_began_are_archived_with_the_file(play: Play, room_of: OpenRoom) -> None:
    file, room = File(), await room_of(PLAN)
    stages = {Stage.ADMINISTRATIVE_CHECK: Stage.ADMINISTRATIVE_CHECK, Stage.PRE_EVALUATION: Stage.PRE_EVALUATION}
    theatre = await play(
        {
            "enter_stage": lambda order: rooms.StageState(stage=stages[order.stage]),
            "open_pre_evaluation": decided,
            "record_pre_evaluation": lambda _: rooms.StageState(stage=Stage.COMMITTEE),
        }
    )
    start = ApplicationInput(application_id=file.id, call_id=file.call_id, programme="kdp-2014", province="Ankara")
    handle = await theatre.start(WorkflowName.APPLICATION, start, application_workflow_id(file.id))
    await hear(room, *file.until_assessed()[:2])
    await theatre.until_ordered("enter_stage")
    await theatre.tell(application_workflow_id(file.id), FactKind.ADMITTED)
    await theatre.until_ordered("record_pre_evaluation")
    assert await sweep(room.desk, shelf(room, theatre)) == 1
    (child,) = await entries_of(room, file.id)
    assert child.read().workflow_id == pre_evaluation_workflow_id(file.id)
    await theatre.tell(application_workflow_id(file.id), FactKind.APPLICATION_ENDED, decision="withdrawn")
    await handle.result()
    room.clock.forward(days=2)
    assert await sweep(room.desk, shelf(room, theatre)) == 1
    assert set(chains(await entries_of(room, file.id))) == {
        pre_evaluation_workflow_id(file.id),
        application_workflow_id(file.id),
    }


def opened(grant_id: str) -> CloudEvent:
    return said(
        monitoring.GrantOpened.model_construct(
            grant_id=grant_id, application_id=grant_id, call_id="c", regime="kdp-2014", revision="1", at=NOON
        ),
        grant_id,
    )
