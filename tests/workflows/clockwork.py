"""Time skipping without a server: the SDK's own workflow instances, stepped by hand along a clock that leaps.

What a server and a worker do between them is done here by turns: a step of a workflow is given what came (a start, a
signal, a timer, an answer) and its commands are carried out. That both ways come to the same is tested in `test_lives`.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from typing import Any, Self

from google.protobuf.timestamp_pb2 import Timestamp
from pydantic import BaseModel
from temporalio.api.common.v1 import Payload, Payloads
from temporalio.bridge.proto.activity_result import ActivityResolution, Success
from temporalio.bridge.proto.workflow_activation import (
    FireTimer,
    InitializeWorkflow,
    ResolveActivity,
    SignalWorkflow,
    WorkflowActivation,
    WorkflowActivationJob,
)
from temporalio.bridge.proto.workflow_commands import WorkflowCommand
from temporalio.common import Priority, TypedSearchAttributes
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import WorkflowInstance, WorkflowInstanceDetails, WorkflowRunner
from temporalio.workflow import Info, _Definition

from grants.contracts.activities import FallDue, GrantState

_CONVERTER = pydantic_data_converter.payload_converter
_EPOCH = datetime.fromtimestamp(0, UTC)
_INFO = Info(
    attempt=1,
    continued_run_id=None,
    cron_schedule=None,
    execution_timeout=None,
    first_execution_run_id="",
    headers={},
    namespace="destek",
    original_execution_run_id="",
    parent=None,
    priority=Priority.default,
    raw_memo={},
    retry_policy=None,
    root=None,
    run_id="",
    run_timeout=None,
    search_attributes={},
    start_time=_EPOCH,
    task_queue="workflows",
    task_timeout=timedelta(seconds=10),
    typed_search_attributes=TypedSearchAttributes.empty,
    workflow_id="",
    workflow_start_time=_EPOCH,
    workflow_type="",
)


@dataclass(slots=True)
class _Run:
    """A run of a workflow, and the timers that it did not take back."""

    id: str
    name: str
    workflow_id: str
    instance: WorkflowInstance
    timers: set[int]


class Clockwork:
    """Workflows, the timers they wait for, and the room they ask. answer: the room's, told what time it is."""

    def __init__(
        self, kinds: list[type[Any]], runner: WorkflowRunner, answer: Callable[[FallDue, datetime], GrantState]
    ) -> None:
        self._kinds = {found.name or "": found for found in map(_Definition.must_from_class, kinds)}
        self._runner, self._answer = runner, answer
        self._now = _EPOCH
        self._runs: dict[str, _Run] = {}
        self._timers: list[tuple[datetime, int, _Run, int]] = []
        self._count = 0
        self._thread = ThreadPoolExecutor(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.shutdown()

    async def to(self, moment: datetime) -> None:
        """Go to an instant; every timer on the way rings at its own."""
        while self._timers and self._timers[0][0] <= moment:
            rings, _, run, seq = heappop(self._timers)
            if seq in run.timers:
                self._now = max(self._now, rings)
                run.timers.discard(seq)
                self._step(run, WorkflowActivationJob(fire_timer=FireTimer(seq=seq)))
        self._now = max(self._now, moment)

    async def start(self, name: str, start: BaseModel, workflow_id: str) -> None:
        self._begin(name, workflow_id, _CONVERTER.to_payloads([start]))

    async def signal(self, workflow_id: str, name: str, argument: BaseModel) -> bool:
        """A workflow that is over hears nothing."""
        run = self._runs.get(workflow_id)
        if run is None:
            return False
        self._count += 1
        said = SignalWorkflow(
            signal_name=name, input=_CONVERTER.to_payloads([argument]), originating_event_id=self._count
        )
        self._step(run, WorkflowActivationJob(signal_workflow=said))
        return True

    def _begin(self, name: str, workflow_id: str, arguments: list[Payload]) -> None:
        self._count += 1
        run_id = f"{workflow_id}#{self._count}"
        info = replace(_INFO, run_id=run_id, workflow_id=workflow_id, workflow_type=name, start_time=self._now)
        run = self._runs[workflow_id] = _Run(run_id, name, workflow_id, self._instance(info), set())
        begin = InitializeWorkflow(workflow_type=name, workflow_id=workflow_id, arguments=arguments)
        self._step(run, WorkflowActivationJob(initialize_workflow=begin))

    def _instance(self, info: Info) -> WorkflowInstance:
        return self._runner.create_instance(
            WorkflowInstanceDetails(
                payload_converter_factory=pydantic_data_converter.payload_converter_class,
                failure_converter_class=pydantic_data_converter.failure_converter_class,
                interceptor_classes=(),
                defn=self._kinds[info.workflow_type],
                info=info,
                randomness_seed=0,
                extern_functions={},
                disable_eager_activity_execution=True,
                worker_level_failure_exception_types=(),
                patch_activation_callback=None,
                last_completion_result=Payloads(),
                last_failure=None,
            )
        )

    def _step(self, run: _Run, job: WorkflowActivationJob) -> None:
        now = Timestamp()
        now.FromDatetime(self._now)
        act = WorkflowActivation(run_id=run.id, timestamp=now, jobs=[job])
        done = self._thread.submit(run.instance.activate, act).result()  # an event loop of its own, so a thread too
        assert not done.HasField("failed"), f"{run.workflow_id} fails its step: {done.failed}"
        for command in done.successful.commands:
            self._carry_out(run, command)

    def _carry_out(self, run: _Run, command: WorkflowCommand) -> None:
        match command.WhichOneof("variant"):
            case "start_timer":
                rings = self._now + command.start_timer.start_to_fire_timeout.ToTimedelta()
                self._count += 1
                run.timers.add(command.start_timer.seq)
                heappush(self._timers, (rings, self._count, run, command.start_timer.seq))
            case "cancel_timer":
                run.timers.discard(command.cancel_timer.seq)
            case "schedule_activity":
                asked = command.schedule_activity
                (order,) = _CONVERTER.from_payloads(asked.arguments, [FallDue])
                (answer,) = _CONVERTER.to_payloads([self._answer(order, self._now)])
                result = ActivityResolution(completed=Success(result=answer))
                self._step(run, WorkflowActivationJob(resolve_activity=ResolveActivity(seq=asked.seq, result=result)))
            case "continue_as_new_workflow_execution":
                again = command.continue_as_new_workflow_execution
                self._begin(run.name, run.workflow_id, list(again.arguments))
            case "complete_workflow_execution":
                del self._runs[run.workflow_id]
            case "upsert_workflow_search_attributes":
                pass
            case other:
                raise AssertionError(f"{run.workflow_id} asks for {other}")
