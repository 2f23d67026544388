"""Workflow runs: their histories as Temporal keeps them, and the facts of a run that its history tells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client, WorkflowExecutionStatus, WorkflowHistory
from temporalio.service import RPCError, RPCStatusCode

from runtime.payloads import opened


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
class Child:
    """A run that was begun by another."""

    workflow_id: str
    run_id: str


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
    def workflow_type(self) -> str:
        return str(self.events[0].workflow_execution_started_event_attributes.workflow_type.name)

    @property
    def continues(self) -> str:
        """The run before it; "" for the first."""
        return str(self.events[0].workflow_execution_started_event_attributes.continued_execution_run_id)

    @property
    def continued_by(self) -> str:
        """The run after it; "" where there is none."""
        return str(self.events[-1].workflow_execution_continued_as_new_event_attributes.new_execution_run_id)

    @property
    def started_at(self) -> datetime:
        return _moment(self.events[0])

    @property
    def ended_at(self) -> datetime:
        """Of its last event, whatever that is."""
        return _moment(self.events[-1])

    @property
    def builds(self) -> tuple[str, ...]:
        """The builds that took its steps, in their order."""
        told = (one.workflow_task_completed_event_attributes for one in self.events)
        return _distinct(
            one.deployment_version.build_id or one.worker_version.build_id or one.binary_checksum for one in told
        )

    @property
    def kits(self) -> tuple[str, ...]:
        """The SDKs that took its steps, with their versions, as far as they said so."""
        told = (one.workflow_task_completed_event_attributes.sdk_metadata for one in self.events)
        return _distinct(f"{one.sdk_name} {one.sdk_version}".strip() for one in told)

    @property
    def children(self) -> tuple[Child, ...]:
        """The runs it began."""
        begun = (one.child_workflow_execution_started_event_attributes.workflow_execution for one in self.events)
        return tuple(Child(one.workflow_id, one.run_id) for one in begun if one.run_id)

    @property
    def file_name(self) -> str:
        """Where it stands below a folder of histories."""
        return f"{self.workflow_id.replace('/', '_')}/{self.volume:03}-{self.run_id}.json"


async def runs_of(client: Client, workflow_id: str) -> list[Run]:
    """All runs of a workflow, the first first, readable with the client's keys; none when it never ran.

    Walks back from the newest by the run each continued. Raises RunMissing when one of them is gone, and as `opened`.
    """
    found: list[Run] = []
    run_id: str | None = None
    while run_id != "":
        run = await run_of(client, workflow_id, run_id)
        if run is None:
            if found:
                raise RunMissing(f"{workflow_id}: run {run_id} is no longer kept")
            return []
        found.append(run)
        run_id = run.continues
    found.reverse()
    codec = client.data_converter.payload_codec
    histories = [await opened(codec, run.history) for run in found]
    return [Run(workflow_id, one.run_id, volume, one) for volume, one in enumerate(histories, 1)]


async def run_of(client: Client, workflow_id: str, run_id: str | None) -> Run | None:
    """One run as it stands, also encrypted; the newest where none is named; None where it is not kept."""
    try:
        history = await client.get_workflow_handle(workflow_id, run_id=run_id).fetch_history()
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return None
        raise
    return Run(workflow_id, history.run_id, 0, history)


async def goes_on(client: Client, workflow_id: str) -> bool:
    """Whether a run of it is under way; not where there never was one, or none is kept."""
    try:
        told = await client.get_workflow_handle(workflow_id).describe()
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return False
        raise
    return told.status is WorkflowExecutionStatus.RUNNING


def _moment(event: HistoryEvent) -> datetime:
    return event.event_time.ToDatetime(tzinfo=UTC)


def _distinct(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))
