"""Workflow histories as evidence: written to files, replayed against the code."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer

from runtime.histories import Ending, Run, RunMissing, runs_of

__all__ = ["Ending", "Run", "RunMissing", "export", "replay", "result_of", "runs_of"]

ResultT = TypeVar("ResultT")


def export(run: Run, folder: Path) -> Path:
    """Write a run's history as JSON; returns the file."""
    path = folder / run.file_name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(run.history.to_json(), encoding="utf-8")
    return path


async def replay(run: Run, workflows: Sequence[type[Any]]) -> str:
    """Run the code over a history: "" when it takes every step again, else where it goes another way."""
    # In this mode no step is broken off after two seconds: that says how busy the machine is, not where the code goes.
    replayer = Replayer(workflows=workflows, data_converter=pydantic_data_converter, debug_mode=True)
    result = await replayer.replay_workflow(run.history, raise_on_replay_failure=False)
    return "" if result.replay_failure is None else str(result.replay_failure)


async def result_of(runs: Sequence[Run], kind: type[ResultT]) -> ResultT | None:
    """What the workflow came to; None while it runs, and when it was cancelled or broken off."""
    if not runs or runs[-1].ending is not Ending.COMPLETED:
        return None
    payloads = runs[-1].events[-1].workflow_execution_completed_event_attributes.result.payloads
    result: ResultT = (await pydantic_data_converter.decode(payloads, [kind]))[0]
    return result
