"""Runs taken again by the code of a build: every step, and what each step says.

Temporal's replay sees whether the code takes the same kinds of steps in the same order. It does not see other words
in an order, nor another length of a timer. So what the code would send is held against the history, too.

This module stands on nothing of the project but the workflows, which may be another build's: as a program
(`python -P replayed.py`) it reads runs from its input, one JSON object a line (`workflow_id`, `run_id`, `history`),
and writes one line for each (`run_id`, `failure`, `differences`), behind `ANSWER`: Temporal's own log comes there too.
A line with `decisions` (each `raw`, as it is on record, and the `regime` of its event) is answered with `decisions`,
made again by that build's rules, or with the `failure` of a build that makes none.
"""

import asyncio
import json
import logging
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from types import MappingProxyType
from typing import Any, TextIO

from google.protobuf.duration_pb2 import Duration
from temporalio.api.common.v1 import Payload
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner, WorkflowInstance, WorkflowInstanceDetails
from temporalio.worker import WorkflowRunner as Runner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

ACTIVITY, TIMER, CHILD, CONTINUED, COMPLETED = "activity", "timer", "child", "continued", "completed"
MARKED, SIGNALLED, FAILED = "marked", "signalled", "failed"
KINDS = (ACTIVITY, TIMER, CHILD, MARKED, SIGNALLED, CONTINUED, COMPLETED, FAILED)
VERSIONS = "TemporalChangeVersion"
"""A mark that Temporal itself puts on a run whose code asks for its version."""
ANSWER = "replayed "
ENCRYPTED = b"binary/encrypted"
LONGEST_REASON = 500
TO_OTHERS = (CHILD, SIGNALLED)
"""What was said to the workflow of another file, which may have been erased since: then it is not to be compared."""
ANSWERED = EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED
TASKS = frozenset(
    {
        EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED,
        EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED,
        EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT,
        EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED,
        ANSWERED,
    }
)
"""What becomes of a task in which a workflow is told its news."""
MILLISECOND = timedelta(milliseconds=1)


class Gone(Enum):
    """In place of a value nobody can open any more: no value that is on record is ever taken for it."""

    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Step:
    """What a workflow asked for. name: of the activity or the child; said: its arguments, or the timer's length."""

    kind: str
    name: str
    said: Any


@dataclass(frozen=True, slots=True)
class Replayed:
    """How a run went again. failure: where the code goes another way; differences: what it says otherwise."""

    run_id: str
    failure: str = ""
    differences: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.failure and not self.differences


@dataclass(slots=True)
class Watched:
    """Collects what the code sends while runs are taken again, by run."""

    sent: dict[str, list[Step]] = field(default_factory=dict)

    def around(self, runner: Runner) -> Runner:
        return _Runner(runner, self)

    def hear(self, run_id: str, commands: Sequence[Any]) -> None:
        gone = {one.cancel_timer.seq for one in commands if one.HasField("cancel_timer")}
        steps = self.sent.setdefault(run_id, [])
        for one in commands:
            if one.HasField("start_timer") and one.start_timer.seq in gone:
                continue  # begun and given up in one breath: it never comes into the history
            steps.extend(_asked(one))


class _Runner(Runner):
    """A runner whose instances are listened to."""

    def __init__(self, inner: Runner, watched: Watched) -> None:
        self._inner = inner
        self._watched = watched

    def prepare_workflow(self, defn: Any) -> None:
        self._inner.prepare_workflow(defn)

    def create_instance(self, det: WorkflowInstanceDetails) -> WorkflowInstance:
        return _Instance(self._inner.create_instance(det), det.info.run_id, self._watched)

    def set_worker_level_failure_exception_types(self, types: Sequence[type[BaseException]]) -> None:
        self._inner.set_worker_level_failure_exception_types(types)


class _Instance(WorkflowInstance):
    """One run; everything goes through to the real one."""

    def __init__(self, inner: WorkflowInstance, run_id: str, watched: Watched) -> None:
        self._inner = inner
        self._run_id = run_id
        self._watched = watched

    def activate(self, act: Any) -> Any:
        completion = self._inner.activate(act)
        self._watched.hear(self._run_id, completion.successful.commands)
        return completion

    def get_serialization_context(self, command_info: Any) -> Any:
        return self._inner.get_serialization_context(command_info)

    def get_external_store_context(self, command_info: Any) -> Any:
        return self._inner.get_external_store_context(command_info)

    def get_info(self) -> Any:
        return self._inner.get_info()

    def get_thread_id(self) -> int | None:
        return self._inner.get_thread_id()


async def replayed(histories: Iterable[WorkflowHistory], workflows: Sequence[type[Any]]) -> list[Replayed]:
    """Take runs again, one after the other; their payloads are readable."""
    watched = Watched()
    replayer = Replayer(
        workflows=workflows,
        data_converter=pydantic_data_converter,
        workflow_runner=watched.around(SandboxedWorkflowRunner()),
        unsandboxed_workflow_runner=watched.around(UnsandboxedWorkflowRunner()),
        debug_mode=True,  # else two seconds for a step, on a busy machine, would be told as code that went another way
    )
    found = []
    for history in histories:
        result = await replayer.replay_workflow(history, raise_on_replay_failure=False)
        failure = "" if result.replay_failure is None else str(result.replay_failure)
        sent = watched.sent.pop(history.run_id, [])
        told = () if failure else tuple(differences(recorded(history.events), sent, waits=waits(history.events)))
        found.append(Replayed(history.run_id, failure, told))
    return found


def waits(events: Sequence[HistoryEvent]) -> bool:
    """Whether the run has news at its end that its workflow has not answered: what that will ask for is not there.

    More news may have come behind the task that waits to be taken, or was taken and given up.
    """
    last = next((event.event_type for event in reversed(events) if event.event_type in TASKS), ANSWERED)
    return last != ANSWERED


def recorded(events: Iterable[HistoryEvent]) -> list[Step]:
    """What the workflow asked for, as its history has it."""
    named = ((str(event.WhichOneof("attributes")), event) for event in events)
    found = (READ[name](getattr(event, name)) for name, event in named if name in READ)
    return [step for step in found if step is not None]


def _activity(asked: Any) -> Step:
    return Step(ACTIVITY, asked.activity_type.name, _read(asked.input.payloads))


def _child(begun: Any) -> Step:
    return Step(CHILD, f"{begun.workflow_type.name} {begun.workflow_id}", _read(begun.input.payloads))


def _marked(asked: Any) -> Step | None:
    """None for what Temporal marked by itself."""
    said = _read_by_name(asked.search_attributes.indexed_fields)
    return None if set(said) == {VERSIONS} else Step(MARKED, "", said)


def _signalled(asked: Any) -> Step:
    whom = asked.workflow_execution.workflow_id
    return Step(SIGNALLED, f"{asked.signal_name} {whom}", _read(asked.input.payloads))


READ: Mapping[str, Callable[[Any], Step | None]] = MappingProxyType(
    {
        "activity_task_scheduled_event_attributes": _activity,
        "timer_started_event_attributes": lambda asked: _timer(asked.start_to_fire_timeout),
        "start_child_workflow_execution_initiated_event_attributes": _child,
        "upsert_workflow_search_attributes_event_attributes": _marked,
        "signal_external_workflow_execution_initiated_event_attributes": _signalled,
        "workflow_execution_continued_as_new_event_attributes": lambda again: Step(
            CONTINUED, "", _read(again.input.payloads)
        ),
        "workflow_execution_completed_event_attributes": lambda done: Step(COMPLETED, "", _read(done.result.payloads)),
        "workflow_execution_failed_event_attributes": lambda broken: Step(FAILED, "", broken.failure.message),
    }
)
"""What each kind of event has of a step."""


def _asked(command: Any) -> Iterator[Step]:
    """What one command asks for, in the same words."""
    name = command.WhichOneof("variant")
    if name in SENT:
        yield SENT[name](getattr(command, name))


def _sent_child(begun: Any) -> Step:
    return Step(CHILD, f"{begun.workflow_type} {begun.workflow_id}", _read(begun.input))


def _sent_signal(asked: Any) -> Step:
    whom = asked.child_workflow_id or asked.workflow_execution.workflow_id
    return Step(SIGNALLED, f"{asked.signal_name} {whom}", _read(asked.args))


SENT: Mapping[str, Callable[[Any], Step]] = MappingProxyType(
    {
        "schedule_activity": lambda asked: Step(ACTIVITY, asked.activity_type, _read(asked.arguments)),
        "start_timer": lambda asked: _timer(asked.start_to_fire_timeout),
        "start_child_workflow_execution": _sent_child,
        "upsert_workflow_search_attributes": lambda asked: Step(
            MARKED, "", _read_by_name(asked.search_attributes.indexed_fields)
        ),
        "signal_external_workflow_execution": _sent_signal,
        "continue_as_new_workflow_execution": lambda again: Step(CONTINUED, "", _read(again.arguments)),
        "complete_workflow_execution": lambda done: Step(COMPLETED, "", _read([done.result])),
        "fail_workflow_execution": lambda broken: Step(FAILED, "", broken.failure.message),
    }
)
"""What each kind of command asks for."""


def differences(history: Sequence[Step], sent: Sequence[Step], *, waits: bool = False) -> Iterator[str]:
    """Where the code says something else than is on record: kind by kind, in order.

    What the code says more than the record has (a field that was added since) is no difference. waits: nor are its
    further steps, where the workflow was yet to take them.
    """
    for kind in KINDS:
        was, now = ([one for one in steps if one.kind == kind] for steps in (history, sent))
        if len(was) != len(now) and not (waits and len(was) < len(now)):
            yield f"{kind}: {len(was)} on record, {len(now)} by the code"
        for number, (old, new) in enumerate(zip(was, now, strict=False), 1):
            if old.name != new.name:
                yield f"{kind} {number}: {old.name} on record, {new.name} by the code"
            for place, before, after in _otherwise(old, new):
                yield f"{kind} {number} {old.name}{place}: {before!r} on record, {after!r} by the code"


def _otherwise(old: Step, new: Step) -> Iterator[tuple[str, Any, Any]]:
    """What a workflow said to itself opens with its own key, so there nothing passes unread."""
    for place, before, after in _differing(old.said, new.said, ""):
        if before is not Gone.ERASED or old.kind not in TO_OTHERS:
            yield place, before, after


def _differing(old: Any, new: Any, place: str) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(old, dict) and isinstance(new, dict):
        for name, value in old.items():
            yield from _differing(value, new.get(name), f"{place}.{name}")
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from _differing(one, other, f"{place}[{index}]")
    elif old != new:
        yield place, old, new


def _timer(length: Duration) -> Step:
    """To the millisecond, as the server keeps it."""
    return Step(TIMER, "", round(length.ToTimedelta() / MILLISECOND))


def _read(payloads: Iterable[Payload]) -> list[Any]:
    return [_value(one) for one in payloads if one.data or one.metadata]


def _read_by_name(payloads: Mapping[str, Payload]) -> dict[str, Any]:
    return {name: _value(one) for name, one in payloads.items()}


def _value(payload: Payload) -> Any:
    if payload.metadata.get("encoding") == ENCRYPTED:
        return Gone.ERASED
    try:
        return json.loads(payload.data) if payload.data else None
    except ValueError:
        return payload.data.hex()


def of_line(line: str) -> WorkflowHistory:
    """A run as the program reads it."""
    told = json.loads(line)
    return WorkflowHistory.from_json(told["workflow_id"], told["history"])


def to_line(workflow_id: str, run_id: str, history: str) -> str:
    return json.dumps({"workflow_id": workflow_id, "run_id": run_id, "history": history})


def decided(asked: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Decisions on record made again by the build that stands on the path."""
    try:
        from grants.proof.decided import remade  # noqa: PLC0415 - of that build
        from grants.proof.veil import Opened  # noqa: PLC0415 - of that build

        found = [
            one
            for each in asked
            for one in remade(Opened({"regime": each["regime"], "data": {"explanations": [each["raw"]]}}))
        ]
        told = [{"decision": one.decision, "how": one.how, "came": one.came, "regime": one.regime} for one in found]
    except Exception as error:  # noqa: BLE001 - whatever that build lacks, or does to what it never knew
        return {"failure": f"{type(error).__name__}: {error}"[:LONGEST_REASON], "decisions": []}
    return {"failure": "", "decisions": told}


async def _program(given: TextIO, out: TextIO) -> None:
    from workflows.worker import WORKFLOWS  # noqa: PLC0415 - of the build that stands on the path

    logging.disable(logging.ERROR)  # a step that goes another way is the answer, no trouble to log

    for line in given:
        if asked := json.loads(line).get("decisions"):
            told = decided(asked)
        else:
            (one,) = await replayed([of_line(line)], WORKFLOWS)
            told = {"run_id": one.run_id, "failure": one.failure, "differences": one.differences}
        out.write(ANSWER + json.dumps(told, ensure_ascii=False) + "\n")
        out.flush()


if __name__ == "__main__":
    asyncio.run(_program(sys.stdin, sys.stdout))
