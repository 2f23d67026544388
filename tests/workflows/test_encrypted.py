"""With a store of keys, nothing a workflow says or hears is readable at Temporal, and all of it replays when opened."""

import base64
from pathlib import Path
from uuid import uuid4

import pytest
from temporalio.worker import Worker

from cli.replayed import replayed
from cli.stack.options import ATTRIBUTES
from grants.contracts import queues
from grants.contracts.workflows import PreEvaluationInput, PreEvaluationOutput, WorkflowName, pre_evaluation_workflow_id
from runtime.embedded.ports import free_port
from runtime.embedded.supervise import Supervisor
from runtime.embedded.temporal import TestServer, prepare
from runtime.histories import runs_of
from runtime.payloads import ENCODING, KeyDestroyed, converter_of, keys_in, opened, payloads_in, shelf_of
from runtime.settings import PlatformSettings
from runtime.temporal import connect, make_current, workflow_worker
from tests.workflows.scripted import ScriptedRooms
from tests.workflows.test_audit_replay import decided
from workflows.worker import WORKFLOWS

pytestmark = pytest.mark.servers


async def test_a_workflow_runs_encrypted_replays_when_opened_and_is_erased_with_its_key(tmp_path: Path) -> None:
    master = tmp_path / "master"
    master.touch(mode=0o600)
    master.write_text(base64.b64encode(bytes(range(32))).decode())
    server, supervisor = TestServer(free_port()), Supervisor(tmp_path)
    settings = PlatformSettings(
        temporal_address=server.address,
        payload_keys_url=(tmp_path / "keys").as_uri(),
        payload_master_key_file=str(master),
    )
    file = str(uuid4())
    workflow_id = pre_evaluation_workflow_id(file)
    try:
        await supervisor.start(server.spec())
        await prepare(server.address, "destek", ATTRIBUTES)
        client = await connect(settings)
        rooms = ScriptedRooms({"open_pre_evaluation": decided})
        evaluation = Worker(client, task_queue=queues.EVALUATION, activities=rooms.activities(queues.EVALUATION))
        async with workflow_worker(client, queues.WORKFLOWS, WORKFLOWS, "test"), evaluation:
            await make_current(client, "test")
            start = PreEvaluationInput(application_id=file)
            done = await client.execute_workflow(
                WorkflowName.PRE_EVALUATION,
                start,
                id=workflow_id,
                task_queue=queues.WORKFLOWS,
                result_type=PreEvaluationOutput,
            )
            (run,) = await runs_of(client, workflow_id)
    finally:
        await supervisor.stop(list(supervisor.children))
        supervisor.close()
    assert done == PreEvaluationOutput(passed=True, mean="81.5")
    assert keys_in(run.history) == (f"{file}/0001",)
    said = [one for event in run.events for one in payloads_in(event) if "type" not in one.metadata]
    assert {one.metadata["encoding"] for one in said} == {ENCODING}
    codec = converter_of(settings).payload_codec
    (again,) = await replayed([await opened(codec, run.history)], WORKFLOWS)
    assert again.holds, (again.failure, again.differences)
    shelf = shelf_of(settings)
    assert shelf is not None
    assert await shelf.destroy(file) == 1
    with pytest.raises(KeyDestroyed):
        await opened(converter_of(settings).payload_codec, run.history)
