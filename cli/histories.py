"""Workflow histories as evidence: fetched run by run, written to files, replayed against the code."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client, WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.service import RPCError, RPCStatusCode
from temporalio.worker import Replayer

ResultT = TypeVar("ResultT")


class Ending(StrEnum):
    """How a run stands at the end of its history."""

    RUNNING = "running"
    COMPLETED = "completed"
    CONTINUED = "continued"
    CANCELLED = "cancelled"
    FAILED = "failed"
    TERMINATED = "terminated"
    TIMED_OUT = "timed_out"

    @property
    def is_good(self) -> bool:
        """Whether a run may stand so: it was not broken off."""
        return self in {Ending.RUNNING, Ending.COMPLETED, Ending.CONTINUED, Ending.CANCELLED}


_ENDINGS = {
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED: Ending.COMPLETED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW: Ending.CONTINUED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED: Ending.CANCELLED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED: Ending.FAILED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED: Ending.TERMINATED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT: Ending.TIMED_OUT,
}


class RunMissing(Exception):  # noqa: N818 - what is the matter
    """A run that another continued is no longer kept."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a workflow. volume: its place in the chain of runs, from 1."""

    workflow_id: str
    run_id: str
    volume: int
    history: WorkflowHistory

    @property
    def events(self) -> Sequence[HistoryEvent]:
        return self.history.events

    @property
    def ending(self) -> Ending:
        return _ENDINGS.get(self.events[-1].event_type, Ending.RUNNING)

    @property
    def file_name(self) -> str:
        """Where it stands below a folder of histories."""
        return f"{self.workflow_id.replace('/', '_')}/{self.volume:03}-{self.run_id}.json"


async def runs_of(client: Client, workflow_id: str) -> list[Run]:
    """All runs of a workflow, the first first; none when it never ran.

    Walks back from the newest by the run each continued. Raises RunMissing when one of them is gone.
    """
    found: list[WorkflowHistory] = []
    run_id: str | None = None
    while run_id != "":
        history = await _history(client, workflow_id, run_id)
        if history is None:
            if found:
                raise RunMissing(f"{workflow_id}: run {run_id} is no longer kept")
            return []
        found.append(history)
        run_id = history.events[0].workflow_execution_started_event_attributes.continued_execution_run_id
    found.reverse()
    return [Run(workflow_id, history.run_id, volume, history) for volume, history in enumerate(found, 1)]


async def _history(client: Client, workflow_id: str, run_id: str | None) -> WorkflowHistory | None:
    try:
        return await client.get_workflow_handle(workflow_id, run_id=run_id).fetch_history()
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return None
        raise


def export(run: Run, folder: Path) -> Path:
    """Write a run's history as JSON; returns the file."""
    path = folder / run.file_name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(run.history.to_json(), encoding="utf-8")
    return path


async def replay(run: Run, workflows: Sequence[type[Any]]) -> str:
    """Run the code over a history: "" when it takes every step again, else where it goes another way."""
    replayer = Replayer(workflows=workflows, data_converter=pydantic_data_converter)
    result = await replayer.replay_workflow(run.history, raise_on_replay_failure=False)
    return "" if result.replay_failure is None else str(result.replay_failure)


async def result_of(runs: Sequence[Run], kind: type[ResultT]) -> ResultT | None:
    """What the workflow came to; None while it runs, and when it was cancelled or broken off."""
    if not runs or runs[-1].ending is not Ending.COMPLETED:
        return None
    payloads = runs[-1].events[-1].workflow_execution_completed_event_attributes.result.payloads
    result: ResultT = (await pydantic_data_converter.decode(payloads, [kind]))[0]
    return result
