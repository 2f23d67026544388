"""A run is taken again step by step, and word by word: also what Temporal's own replay lets pass is found."""

import asyncio
import base64
import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import WorkflowHistory

from cli.histories import replay
from cli.replayed import ACTIVITY, CHILD, COMPLETED, SIGNALLED, TIMER, Gone, Replayed, Step, differences, replayed
from cli.replaying import NoBuild, ReplayFailed, Replays, path_of
from runtime.histories import Run
from tests.workflows.hasty import Hasty
from tests.workflows.kinds import kind_of
from tests.workflows.reordered import Reordered, Versioned
from tests.workflows.slow import Slow

ROOT = Path(__file__).resolve().parents[2]
SAVED = ROOT / "tests" / "workflows" / "histories"
UNDER_WAY = "0.1.0/application-02"
NAMES = sorted(str(file.relative_to(SAVED)).removesuffix(".json.gz") for file in SAVED.rglob("*.json.gz"))


def kept(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(gzip.decompress((SAVED / f"{name}.json.gz").read_bytes()))
    return found


def history_of(saved: dict[str, Any]) -> WorkflowHistory:
    return WorkflowHistory.from_json(saved["id"], json.dumps(saved["history"]))


async def again_of(saved: dict[str, Any]) -> Replayed:
    history = history_of(saved)
    (found,) = await replayed([history], kind_of(history))
    return found


def run_of(name: str) -> Run:
    history = history_of(kept(name))
    return Run(history.workflow_id, history.run_id, 1, history)


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
async def test_a_saved_run_says_the_same_words_again(name: str) -> None:
    found = await again_of(kept(name))
    assert found.holds, (found.failure, found.differences)


def attributes(saved: dict[str, Any], kind: str) -> dict[str, Any]:
    """Of the first event of a kind."""
    key = next(key for event in saved["history"]["events"] for key in event if key == kind)
    found: dict[str, Any] = next(event[key] for event in saved["history"]["events"] if key in event)
    return found


def another_order(saved: dict[str, Any]) -> None:
    (payload,) = attributes(saved, "activityTaskScheduledEventAttributes")["input"]["payloads"]
    order = json.loads(base64.b64decode(payload["data"]))
    payload["data"] = base64.b64encode(json.dumps({**order, "number": 99}).encode()).decode()


def another_timer(saved: dict[str, Any]) -> None:
    attributes(saved, "timerStartedEventAttributes")["startToFireTimeout"] = "60s"


def another_next_volume(saved: dict[str, Any]) -> None:
    (payload,) = attributes(saved, "workflowExecutionContinuedAsNewEventAttributes")["input"]["payloads"]
    start = json.loads(base64.b64decode(payload["data"]))
    payload["data"] = base64.b64encode(json.dumps({**start, "province": "Mars"}).encode()).decode()


def another_mark(saved: dict[str, Any]) -> None:
    marks = attributes(saved, "upsertWorkflowSearchAttributesEventAttributes")["searchAttributes"]["indexedFields"]
    name = min(marks)
    marks[name]["data"] = base64.b64encode(b'"Mars"').decode()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (another_mark, r"^marked 1 \.Destek\w+: 'Mars' on record, .+ by the code$"),
        (another_order, r"^activity 1 fall_due\[0\]\.number: 99 on record, 1 by the code$"),
        (another_timer, r"^timer 1 : 60000 on record, \d+ by the code$"),
        (another_next_volume, r"^continued 1 \[0\]\.province: 'Mars' on record, '.+' by the code$"),
    ],
)
async def test_other_words_in_the_same_steps_are_named_with_their_place(
    change: Callable[[dict[str, Any]], None], found: str
) -> None:
    saved = kept("0.1.0/grant-06")
    change(saved)
    again = await again_of(saved)
    assert again.failure == ""
    assert len(again.differences) == 1
    assert re.match(found, again.differences[0]), again.differences


COMMANDS = {
    "activityTaskScheduledEventAttributes",
    "timerStartedEventAttributes",
    "timerCanceledEventAttributes",
    "startChildWorkflowExecutionInitiatedEventAttributes",
    "upsertWorkflowSearchAttributesEventAttributes",
    "workflowExecutionContinuedAsNewEventAttributes",
    "workflowExecutionCompletedEventAttributes",
}


def without(saved: dict[str, Any], place: int) -> dict[str, Any]:
    """The run without one event, and the others counted through as if it had never been."""
    gone = int(saved["history"]["events"].pop(place)["eventId"])

    def counted(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: _less(name, counted(part), gone) for name, part in value.items()}
        return [counted(part) for part in value] if isinstance(value, list) else value

    renumbered: dict[str, Any] = counted(saved)
    return renumbered


def _less(name: str, value: Any, gone: int) -> Any:
    is_id = name.endswith(("eventId", "EventId")) and isinstance(value, str) and value.isdigit()
    return str(int(value) - 1) if is_id and int(value) > gone else value


@pytest.mark.parametrize("name", ["0.1.0/grant-06", "0.1.0/negotiation-05", "0.1.0/call-01"])
async def test_a_trace_with_one_command_less_is_found_whichever_it_is(name: str) -> None:
    events = kept(name)["history"]["events"]
    places = [place for place, event in enumerate(events) if COMMANDS & event.keys()]
    assert len(places) > 2
    for place in places:
        saved = without(kept(name), place)
        again = await again_of(saved)
        assert not again.holds, (place, events[place]["eventType"])


async def test_steps_a_workflow_was_yet_to_take_are_no_difference_and_those_it_took_are() -> None:
    saved = kept("0.1.0/negotiation-05")
    events = saved["history"]["events"]
    for end, holds in ((14, True), (15, False)):
        saved["history"]["events"] = events[:end]
        again = await again_of(saved)
        assert again.holds is holds, (end, again)


@pytest.mark.parametrize("behind", [("Signaled",), ("Started", "TimedOut"), ("Started", "Failed", "Signaled")])
async def test_a_run_read_while_news_waits_to_be_taken_shows_no_other_words(behind: tuple[str, ...]) -> None:
    saved = kept(UNDER_WAY)
    events = saved["history"]["events"]
    signal = next(one for one in events if "workflowExecutionSignaledEventAttributes" in one)
    task = next(place for place, one in enumerate(events, 1) if "workflowTaskScheduledEventAttributes" in one)
    told = {
        "Signaled": signal,
        "Started": of_task("Started", "WORKFLOW_TASK_STARTED", task),
        "TimedOut": of_task("TimedOut", "WORKFLOW_TASK_TIMED_OUT", task),
        "Failed": of_task("Failed", "WORKFLOW_TASK_FAILED", task),
    }
    came = [{**told[kind], "eventId": str(number)} for number, kind in enumerate(behind, task + 1)]
    saved["history"]["events"] = [*events[:task], *came]
    again = await again_of(saved)
    assert again.holds, (again.failure, again.differences)


def of_task(name: str, kind: str, task: int) -> dict[str, Any]:
    """What became of a task that was put as this event."""
    began = {} if name == "Started" else {"startedEventId": str(task + 1)}
    facts = {f"workflowTask{name}EventAttributes": {"scheduledEventId": str(task), **began}}
    return {"eventTime": "2027-03-01T06:00:00Z", "eventType": f"EVENT_TYPE_{kind}", **facts}


async def test_code_with_other_steps_under_the_same_name_fails() -> None:
    (again,) = await replayed([history_of(kept("0.1.0/negotiation-05"))], [Hasty])
    assert "Nondeterminism" in again.failure
    assert not again.holds


async def test_an_order_of_steps_that_was_changed_without_a_version_fails() -> None:
    (again,) = await replayed([history_of(kept("0.1.0/negotiation-05"))], [Reordered])
    assert "Nondeterminism" in again.failure
    assert not again.holds


async def test_a_machine_too_busy_for_a_step_is_no_code_that_goes_another_way() -> None:
    name = "0.1.0/negotiation-05"
    (again,) = await replayed([history_of(kept(name))], [Slow])
    assert again.holds, (again.failure, again.differences)
    assert await replay(run_of(name), [Slow]) == ""


async def test_an_order_of_steps_that_was_changed_under_a_version_lets_runs_of_before_replay() -> None:
    (again,) = await replayed([history_of(kept("0.1.0/negotiation-05"))], [Versioned])
    assert (again.failure, again.differences) == ("", ())
    assert again.holds


ORDER = Step(ACTIVITY, "enter_stage", [{"key": "k", "stage": "approval"}])


@pytest.mark.parametrize(
    ("was", "now", "found"),
    [
        ([ORDER], [ORDER], []),
        ([ORDER], [Step(ACTIVITY, "enter_stage", [{"key": "k", "stage": "approval", "added": None}])], []),
        ([Step(ACTIVITY, "enter_stage", [{"gone": 1}])], [Step(ACTIVITY, "enter_stage", [{}])], ["[0].gone"]),
        ([ORDER], [], ["activity: 1 on record, 0 by the code"]),
        ([ORDER], [Step(ACTIVITY, "fall_due", ORDER.said)], ["enter_stage on record, fall_due by the code"]),
        ([Step(TIMER, "", 10)], [Step(TIMER, "", 11)], ["timer 1 : 10 on record, 11 by the code"]),
        ([Step(COMPLETED, "", [1, 2])], [Step(COMPLETED, "", [1])], ["[1, 2] on record, [1] by the code"]),
        ([Step(SIGNALLED, "heard", [Gone.ERASED])], [Step(SIGNALLED, "heard", [{"stage": "approval"}])], []),
        ([Step(CHILD, "application", [Gone.ERASED])], [Step(CHILD, "application", [1])], []),
        ([Step(SIGNALLED, "heard", ["erased"])], [Step(SIGNALLED, "heard", ["approval"])], ["'erased' on record"]),
        ([Step(ACTIVITY, "enter_stage", [Gone.ERASED])], [ORDER], ["enter_stage[0]: <Gone.ERASED"]),
    ],
)
def test_what_is_told_of_two_lists_of_steps(was: list[Step], now: list[Step], found: list[str]) -> None:
    told = list(differences(was, now))
    assert len(told) == len(found)
    assert all(part in line for part, line in zip(found, told, strict=True))


@pytest.mark.long
async def test_runs_go_again_in_processes_of_another_build_with_its_code() -> None:
    runs = [run_of("0.1.0/negotiation-05"), run_of("0.1.0/grant-06"), run_of("0.1.0/committee-04")]
    seen: list[str] = []
    async with Replays(ROOT, 2, lambda one: seen.append(one.run_id)) as replays:
        found = await replays.of(runs)
    assert all(found[run.run_id].holds for run in runs)
    assert sorted(seen) == sorted(run.run_id for run in runs)


async def test_a_build_whose_code_goes_another_way_is_found_out_by_its_own_process(tmp_path: Path) -> None:
    for package in ("grants", "workflows"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    (tmp_path / "workflows" / "worker.py").write_text(
        "from temporalio import workflow\n"
        "@workflow.defn(name='NegotiationWorkflow', sandboxed=False)\n"
        "class Empty:\n"
        "    @workflow.run\n"
        "    async def run(self, start: object) -> None:\n"
        "        await workflow.sleep(5)\n"
        "WORKFLOWS = (Empty,)\n"
    )
    run = run_of("0.1.0/negotiation-05")
    async with Replays(tmp_path) as replays:
        assert not (await replays.of([run]))[run.run_id].holds
    (tmp_path / "workflows" / "worker.py").write_text("raise SystemExit('no workflows here')\n")
    async with Replays(tmp_path) as replays:
        with pytest.raises(ReplayFailed, match="no workflows here"):
            await replays.of([run])


def test_a_folder_that_holds_no_build_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(NoBuild, match=r"holds no build \(grants, workflows missing\)"):
        path_of(tmp_path)


def build_that_cannot_begin(folder: Path) -> Path:
    for name in ("grants/__init__.py", "workflows/__init__.py"):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).touch()
    return folder


@pytest.mark.long
async def test_a_build_that_cannot_begin_ends_the_replay_of_all_runs_with_its_reason(tmp_path: Path) -> None:
    runs = [run_of(name) for name in NAMES[:4]]
    async with asyncio.timeout(60):
        async with Replays(build_that_cannot_begin(tmp_path), jobs=2) as replays:
            for _ in range(2):
                with pytest.raises(ReplayFailed, match=r"workflows\.worker"):
                    await replays.of(runs)
    assert not [one for one in asyncio.all_tasks() if "Replays._one" in repr(one)]


@pytest.mark.long
async def test_after_a_run_that_broke_off_others_are_taken_again_by_another_process(tmp_path: Path) -> None:
    build = build_that_cannot_begin(tmp_path)
    (build / "workflows/worker.py").write_text("WORKFLOWS = ()\n")
    (build / "grants/proof").mkdir()
    for name in ("__init__.py", "veil.py"):
        (build / "grants/proof" / name).write_text("Opened = dict\n")
    code = "def remade(opened):\n    if opened['regime'] == 'breaks':\n        raise SystemExit\n    return ()\n"
    (build / "grants/proof/decided.py").write_text(code)
    async with asyncio.timeout(60):
        async with Replays(build, build="b-1") as replays:
            assert (await replays.decide([{"raw": {}, "regime": "breaks"}])).failure
            assert (await replays.decide([{"raw": {}, "regime": ""}])).failure == "0 of 1 made"
