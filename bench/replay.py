"""What does it take to have a grant's whole life taken again word by word, beside Temporal's own replay of it?"""

import gzip
import json
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer

from bench.answer import Answer, middle
from cli.replayed import replayed
from workflows.worker import WORKFLOWS

LIFE = Path(__file__).resolve().parents[1] / "tests" / "workflows" / "histories" / "0.1.0" / "seven-years"
ROUNDS = 3
Work = Callable[[Sequence[WorkflowHistory]], Awaitable[object]]


async def answers(rounds: int = ROUNDS) -> list[Answer]:
    """In processor time of this process, round by round after each other."""
    logging.disable(logging.ERROR)
    runs = [_read(path) for path in sorted(LIFE.glob("*.json.gz"))]
    pairs = [(await _spent(word_by_word, runs), await _spent(by_temporal, runs)) for _ in range(rounds)]
    words, bare = (middle([pair[side] for pair in pairs]) for side in (0, 1))
    events = sum(len(run.events) for run in runs)
    return [
        Answer(
            question=f"a grant of seven years taken again word by word: {len(runs)} runs, {events} events",
            measured=words,
            limit=bare,
            unit="s of one core",
            limit_is="Temporal's own replay of the same runs, which looks at the order of steps alone",
            ratio=middle([one / other for one, other in pairs]),
            aim=1.5,
            better="less",
            details={"events_per_second": events / words, "ms_per_run": words / len(runs) * 1000},
        )
    ]


async def word_by_word(runs: Sequence[WorkflowHistory]) -> None:
    found = await replayed(runs, WORKFLOWS)
    if not all(one.holds for one in found):
        raise AssertionError("a saved run does not replay")


async def by_temporal(runs: Sequence[WorkflowHistory]) -> None:
    replayer = Replayer(workflows=WORKFLOWS, data_converter=pydantic_data_converter)
    for run in runs:
        await replayer.replay_workflow(run)


async def _spent(work: Work, runs: Sequence[WorkflowHistory]) -> float:
    began = time.process_time()
    await work(runs)
    return time.process_time() - began


def _read(path: Path) -> WorkflowHistory:
    saved = json.loads(gzip.decompress(path.read_bytes()))
    return WorkflowHistory.from_json(saved["id"], json.dumps(saved["history"]))
