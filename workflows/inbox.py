"""The ears of the workflows: events from the bus become starts and signals. Said twice, heard once."""

import structlog
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import DescribeWorkflowExecutionRequest
from temporalio.client import Client
from temporalio.common import SearchAttributeKey, SearchAttributePair, TypedSearchAttributes, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from grants.contracts import queues
from grants.contracts.workflows import HEAR
from runtime.bus import Bus
from runtime.cloudevents import CloudEvent
from runtime.consumer import Consumer
from runtime.healing import Healing
from runtime.noting import NotedApart
from workflows.routes import BY_TYPE, ROUTES, SYSTEM, Heard, Start, Tell

DURABLE = "workflows"
_log = structlog.get_logger(__name__)


class WorkflowMissing(Exception):  # noqa: N818 - what is the matter
    """A fact for a workflow that has not been started; tried again, then a dead letter."""


class WorkflowInbox:
    """Brings events to workflows."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def effect(self, event: CloudEvent) -> None:
        """Take the steps this event asks for. Safe to repeat: ids and event ids make each step count once."""
        kind = BY_TYPE.get(event.type)
        if kind is None:
            return
        heard = Heard(event.id, event.time, by_system=event.actorrole == SYSTEM)
        for step in ROUTES[kind](heard, kind.model_validate(event.data)):
            match step:
                case Start():
                    await self._start(step)
                case Tell():
                    await self._tell(step)

    async def _start(self, step: Start) -> None:
        attributes = TypedSearchAttributes(
            [SearchAttributePair(SearchAttributeKey.for_keyword(name), value) for name, value in step.marks.items()]
        )
        try:
            await self._client.start_workflow(
                step.name,
                step.start,
                id=step.workflow_id,
                task_queue=queues.WORKFLOWS,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                search_attributes=attributes,
            )
        except WorkflowAlreadyStartedError:
            _log.info("already_started", workflow=step.workflow_id)

    async def _tell(self, step: Tell) -> None:
        handle = self._client.get_workflow_handle(step.workflow_id)
        try:
            await handle.signal(HEAR, step.fact)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
            await self._told_nobody(step)

    async def _told_nobody(self, step: Tell) -> None:
        """A workflow that has ended needs no news; one that was never started is a fault."""
        try:
            await self._client.workflow_service.describe_workflow_execution(
                DescribeWorkflowExecutionRequest(
                    namespace=self._client.namespace, execution=WorkflowExecution(workflow_id=step.workflow_id)
                )
            )
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                raise WorkflowMissing(f"{step.workflow_id} for {step.fact.kind}") from error
            raise
        _log.info("told_after_the_end", workflow=step.workflow_id, kind=step.fact.kind)


def consumers(client: Client, bus: Bus) -> list[Consumer]:
    """One durable consumer a stream, hearing just what has a route.

    What they missed while they were away they hear out of the record, as the rooms do; how far they have heard stands
    there too, for they have no database of their own.
    """
    effect = WorkflowInbox(client).effect
    rooms = (queues.APPLICATION, queues.EVALUATION, queues.MONITORING)
    notes = NotedApart(bus, DURABLE)
    return [
        Consumer(
            *(bus, DURABLE, room, addresses_of(room), effect),
            healing=Healing(bus, notes, DURABLE, room, types_of(room), effect),
        )
        for room in rooms
    ]


def types_of(room: str) -> tuple[str, ...]:
    """The types of events of a room that some workflow hears."""
    return tuple(sorted(kind for kind in BY_TYPE if kind.startswith(f"{room}.")))


def addresses_of(room: str) -> tuple[str, ...]:
    """The subjects of a room's stream that some workflow hears."""
    return tuple(sorted(kind.SUBJECT for kind in ROUTES if kind.SUBJECT.startswith(f"{room}.")))
