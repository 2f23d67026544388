"""How long from an accepted act until the next stage is open, against a bare round trip on the same Temporal server?"""

import asyncio
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.answer import Answer, middle, percentile
from bench.bare import Bare, bare_worker
from bench.crew import Crew, crew_of
from cli.demo.acts import APPLICATION, OFFICER, File
from cli.stack.options import StackOptions
from cli.stack.stack import Stack
from grants.contracts.stages import Stage

QUESTION = "accepted act to next stage open"
AIMS = {50: 5.0, 95: 5.0}
PAUSE = 0.005


async def answers(applications: int = 30) -> list[Answer]:
    """On a whole stack as `destek up` runs it."""
    with TemporaryDirectory(prefix="destek-bench-") as folder:
        async with Stack(StackOptions(data=Path(folder))) as stack:
            return await measured(stack, applications)


async def measured(stack: Stack, applications: int) -> list[Answer]:
    """Each application is admitted by itself and watched until its pre-evaluation is open; then a bare round trip."""
    async with crew_of(stack) as crew, bare_worker(crew.client) as bare:
        return await _pairs(crew, bare, applications)


async def _pairs(crew: Crew, bare: Bare, count: int) -> list[Answer]:
    call_id = await crew.open_call()
    files = await crew.drafts(call_id, count)
    for file in files:
        await crew.submit(file)
    for file in files:
        await crew.at(file, Stage.ADMINISTRATIVE_CHECK)
    handle = await bare.start(count + 1)
    await bare.step(handle)
    pairs = [(await _opened(crew, file), await bare.step(handle)) for file in files]
    return [_answer(pairs, percent) for percent in AIMS]


async def _opened(crew: Crew, file: File) -> float:
    """Seconds from the answer 200 of the admission until the officer's page shows the next stage."""
    await crew.cast.post(OFFICER, APPLICATION, f"{file.path}/check/admit", {"note": "Belgeler tam."})
    started = time.perf_counter()
    while (await crew.read(file))["stage"] != Stage.PRE_EVALUATION:  # noqa: ASYNC110 - the page is only looked at
        await asyncio.sleep(PAUSE)
    return time.perf_counter() - started


def _answer(pairs: list[tuple[float, float]], percent: int) -> Answer:
    opened, bare = ([pair[side] * 1000 for pair in pairs] for side in (0, 1))
    return Answer(
        question=f"{QUESTION}, p{percent}",
        measured=percentile(opened, percent),
        limit=percentile(bare, percent),
        unit="ms",
        limit_is=f"signal to activity at work in a bare workflow, p{percent}",
        ratio=percentile(opened, percent) / percentile(bare, percent),
        aim=AIMS[percent],
        better="less",
        details={"acts": len(pairs), "median_of_pairwise_ratios": middle([one / other for one, other in pairs])},
    )
