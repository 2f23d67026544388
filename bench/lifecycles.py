"""How many whole lives a minute, from submission to contract, against bare workflows with as many history events?"""

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.answer import Answer, middle
from bench.bare import Bare, bare_worker
from bench.crew import Crew, crew_of
from cli.demo.result import ids_of
from cli.histories import runs_of
from cli.stack.options import StackOptions
from cli.stack.stack import Stack

QUESTION = "whole lives a minute"
AIM = 0.5


async def answers(applications: int = 8, rounds: int = 3) -> list[Answer]:
    """On a whole stack as `destek up` runs it."""
    with TemporaryDirectory(prefix="destek-bench-") as folder:
        async with Stack(StackOptions(data=Path(folder))) as stack:
            return await measured(stack, applications, rounds)


async def measured(stack: Stack, applications: int, rounds: int) -> list[Answer]:
    """Lives side by side on a running stack, then the bare workflows, round by round."""
    async with crew_of(stack) as crew, bare_worker(crew.client) as bare:
        await bare.lives(1, 50)
        return [_answer([await _round(crew, bare, applications) for _ in range(rounds)], applications)]


async def _round(crew: Crew, bare: Bare, count: int) -> tuple[float, float, float]:
    """(lives a minute, bare lives a minute, history events of a life)."""
    call_id = await crew.open_call()
    files = await crew.drafts(call_id, count)
    started = time.perf_counter()
    await crew.lives(call_id, files)
    seconds = time.perf_counter() - started
    events = await _events(crew, call_id, [file.application_id for file in files])
    bare_seconds, bare_events = await bare.lives(count, events)
    return 60 * count / seconds, 60 * count / bare_seconds * (bare_events / events), events


async def _events(crew: Crew, call_id: str, ids: list[str]) -> float:
    """History events of one life: its own workflows, and its share of the call's."""
    workflow_ids = {workflow_id for one in ids for workflow_id in ids_of(one, call_id)}
    runs = [run for workflow_id in workflow_ids for run in await runs_of(crew.client, workflow_id)]
    return sum(len(run.events) for run in runs) / len(ids)


def _answer(found: list[tuple[float, float, float]], count: int) -> Answer:
    return Answer(
        question=QUESTION,
        measured=middle([lives for lives, _, _ in found]),
        limit=middle([bare for _, bare, _ in found]),
        unit="lives/min",
        limit_is="bare workflows of as many history events on the same Temporal server",
        ratio=middle([lives / bare for lives, bare, _ in found]),
        aim=AIM,
        better="more",
        details={"side_by_side": count, "history_events_a_life": middle([events for _, _, events in found])},
    )
