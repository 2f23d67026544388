"""What workflows wait for, read from their own steps: every timer, order and ending that the SDK hands on."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, cast

from temporalio.bridge.proto.workflow_activation import WorkflowActivation, WorkflowActivationJob
from temporalio.bridge.proto.workflow_commands import WorkflowCommand
from temporalio.bridge.proto.workflow_completion import WorkflowActivationCompletion
from temporalio.worker import UnsandboxedWorkflowRunner, WorkflowInstance, WorkflowInstanceDetails, WorkflowRunner
from temporalio.workflow import Info

COMPLETED, CONTINUED = "completed", "continued"
_ENDS = {"complete_workflow_execution": COMPLETED, "continue_as_new_workflow_execution": CONTINUED}


@dataclass(frozen=True, slots=True)
class Waits:
    """How a run stands after its latest step. timers: when each rings. orders: given to rooms and not yet answered.

    heard: signals so far. replays: whether it is on its way to where it was once. ended: how, if it has.
    """

    begun_at: datetime
    begun_with: bytes = field(repr=False)
    timers: dict[int, datetime] = field(default_factory=dict)
    orders: frozenset[int] = frozenset()
    heard: int = 0
    replays: bool = False
    ended: str = ""


class Watch:
    """What each run of each workflow waits for. stirred: called after each step with the workflow's id."""

    def __init__(self, stirred: Callable[[str], object]) -> None:
        self.runs: defaultdict[str, dict[str, Waits]] = defaultdict(dict)
        self._stirred = stirred

    def latest(self, workflow_id: str) -> Waits | None:
        return next(reversed(self.runs[workflow_id].values()), None)

    def heard(self, workflow_id: str) -> int:
        return sum(run.heard for run in self.runs[workflow_id].values())

    def stepped(self, workflow_id: str, act: WorkflowActivation, commands: Iterable[WorkflowCommand]) -> None:
        """A run took a step. One that the server did not take is taken again from the beginning of the run."""
        runs, moment = self.runs[workflow_id], act.timestamp.ToDatetime(tzinfo=UTC)
        for job in act.jobs:
            if job.HasField("initialize_workflow"):
                runs[act.run_id] = Waits(moment, job.initialize_workflow.arguments[0].data)
        run = replace(runs[act.run_id], replays=act.is_replaying)
        for job in act.jobs:
            run = _came(run, job)
        for command in commands:
            run = _went(run, command, moment)
        runs[act.run_id] = run
        self._stirred(workflow_id)


def _came(run: Waits, job: WorkflowActivationJob) -> Waits:
    match job.WhichOneof("variant"):
        case "signal_workflow":
            return replace(run, heard=run.heard + 1)
        case "fire_timer":
            return _without(run, job.fire_timer.seq)
        case "resolve_activity":
            return replace(run, orders=run.orders - {job.resolve_activity.seq})
        case _:
            return run


def _went(run: Waits, command: WorkflowCommand, moment: datetime) -> Waits:
    match command.WhichOneof("variant"):
        case "start_timer":
            rings = moment + command.start_timer.start_to_fire_timeout.ToTimedelta()
            return replace(run, timers={**run.timers, command.start_timer.seq: rings})
        case "cancel_timer":
            return _without(run, command.cancel_timer.seq)
        case "schedule_activity":
            return replace(run, orders=run.orders | {command.schedule_activity.seq})
        case kind:
            return replace(run, ended=_ENDS.get(kind or "", run.ended))


def _without(run: Waits, timer: int) -> Waits:
    return replace(run, timers={seq: rings for seq, rings in run.timers.items() if seq != timer})


@dataclass(frozen=True)
class WatchedRunner(WorkflowRunner):
    """Runs workflows without the sandbox and has each of their steps seen."""

    watch: Watch
    runner: WorkflowRunner = field(default_factory=UnsandboxedWorkflowRunner)

    def prepare_workflow(self, defn: Any) -> None:
        self.runner.prepare_workflow(defn)

    def create_instance(self, det: WorkflowInstanceDetails) -> WorkflowInstance:
        return cast(WorkflowInstance, Watched(self.runner.create_instance(det), self.watch))


@dataclass(frozen=True)
class Watched(WorkflowInstance):
    """A run whose steps are seen."""

    run: WorkflowInstance
    watch: Watch

    def activate(self, act: WorkflowActivation) -> WorkflowActivationCompletion:
        done = self.run.activate(act)
        if act.jobs and not act.jobs[0].HasField("remove_from_cache"):
            self.watch.stepped(self.run.get_info().workflow_id, act, done.successful.commands)
        return done

    def get_serialization_context(self, command_info: Any) -> Any:
        return self.run.get_serialization_context(command_info)

    def get_external_store_context(self, command_info: Any) -> Any:
        return self.run.get_external_store_context(command_info)

    def get_info(self) -> Info:
        return self.run.get_info()

    def get_thread_id(self) -> int | None:
        return self.run.get_thread_id()
