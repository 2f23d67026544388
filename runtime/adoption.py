"""Taking over runs that began on another build, where no worker of that build will ever come again.

In production every build keeps its workers until its runs have moved on by themselves. A small office has one
build at a time: after an upgrade its running workflows are replayed against the new code, and those that take
every step again are moved to it. One that does not is left where it is and reported.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from google.protobuf.field_mask_pb2 import FieldMask
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.deployment.v1 import WorkerDeploymentVersion
from temporalio.api.workflow.v1 import VersioningOverride, WorkflowExecutionOptions
from temporalio.api.workflowservice.v1 import UpdateWorkflowExecutionOptionsRequest
from temporalio.client import Client
from temporalio.client import WorkflowExecution as Listed
from temporalio.worker import Replayer

from runtime.temporal import DEPLOYMENT

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Adopted:
    """How many runs were moved, and the ids of those that could not be."""

    moved: int
    left: tuple[str, ...]


async def adopt(client: Client, workflows: Sequence[type[Any]], build_id: str) -> Adopted:
    """Move every running workflow of another build to this one, if its history replays."""
    moved, left = 0, []
    async for run in client.list_workflows(elsewhere(build_id)):
        if await _replays(client, run, workflows):
            await _move(client, run, build_id)
            moved += 1
        else:
            _log.error("run_needs_its_old_build", workflow=run.id)
            left.append(run.id)
    return Adopted(moved, tuple(left))


def elsewhere(build_id: str) -> str:
    """The query for running workflows that are pinned to another build than this one."""
    here = f"{DEPLOYMENT}:{build_id}"
    return f"ExecutionStatus = 'Running' AND TemporalWorkerDeploymentVersion != '{here}'"


async def _replays(client: Client, run: Listed, workflows: Sequence[type[Any]]) -> bool:
    history = await client.get_workflow_handle(run.id, run_id=run.run_id).fetch_history()
    # In this mode no step is broken off after two seconds: on a busy machine a run would be left for ever that replays.
    replayer = Replayer(workflows=workflows, data_converter=client.data_converter, debug_mode=True)
    result = await replayer.replay_workflow(history, raise_on_replay_failure=False)
    return result.replay_failure is None


async def _move(client: Client, run: Listed, build_id: str) -> None:
    pinned = VersioningOverride.PinnedOverride(
        behavior=VersioningOverride.PINNED_OVERRIDE_BEHAVIOR_PINNED,
        version=WorkerDeploymentVersion(deployment_name=DEPLOYMENT, build_id=build_id),
    )
    await client.workflow_service.update_workflow_execution_options(
        UpdateWorkflowExecutionOptionsRequest(
            namespace=client.namespace,
            workflow_execution=WorkflowExecution(workflow_id=run.id, run_id=run.run_id),
            workflow_execution_options=WorkflowExecutionOptions(versioning_override=VersioningOverride(pinned=pinned)),
            update_mask=FieldMask(paths=["versioning_override"]),
        )
    )
