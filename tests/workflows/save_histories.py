"""Save the histories of one told story, and of a closed grant that waits, as the golden volumes of this version.

Run once for a release (`python -m tests.workflows.save_histories`), and under a name of its own where steps have come
in between (`python -m tests.workflows.save_histories with-milestones`); from then on they are replayed in every test
run and never changed.
"""

import asyncio
import gzip
import json
import sys
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from cli.demo.commands import tell
from cli.demo.narrator import Narrator
from cli.demo.result import ids_of
from cli.histories import Run, runs_of
from cli.stack.options import StackOptions
from cli.stack.stack import Stack
from grants.contracts.activities import GrantState
from grants.contracts.grant_event import Deadline
from grants.contracts.stages import DeadlineKind
from grants.contracts.workflows import FactKind, ObligationsInput, WorkflowName, obligations_workflow_id
from runtime.temporal import connect
from tests.workflows.conftest import playing, skipping

HISTORIES = Path(__file__).parent / "histories"


async def save(folder: Path) -> int:
    """Tell the story on a stack of its own and keep every run it left; returns how many."""
    count = 0
    with TemporaryDirectory() as data:
        async with Stack(StackOptions(data=Path(data), clock="temporal", ephemeral=True)) as stack:
            result = await tell(stack, Narrator("tr", print))
            client = await connect(stack.settings)
            for workflow_id in ids_of(result.application_id, result.call_id):
                for run in await runs_of(client, workflow_id):
                    count += 1
                    keep(run, folder / f"{workflow_id.partition('/')[0]}-{count:02d}.json.gz")
    return count


def keep(run: Run, file: Path) -> None:
    content = json.dumps({"id": run.history.workflow_id, "history": json.loads(run.history.to_json())})
    file.write_bytes(gzip.compress(content.encode(), mtime=0))


async def save_waiting(folder: Path) -> None:
    """A closed grant without a date: a year passes, a guarantee's end is heard of and comes, then nothing more can."""
    with TemporaryDirectory() as data:
        async with skipping(Path(data)) as client, playing(client) as play:
            theatre = await play({"fall_due": lambda _: GrantState(turn=20, more_may_come=True)})
            grant_id, travel = str(uuid4()), theatre.travel
            workflow_id = obligations_workflow_id(grant_id)
            start = ObligationsInput(
                grant_id=grant_id, application_id=grant_id, deadlines=(), turn=5, more_may_come=True
            )
            await theatre.start(WorkflowName.OBLIGATIONS, start, workflow_id)
            await travel.forward(timedelta(days=400))
            end = Deadline(kind=DeadlineKind.GUARANTEE_END, at=await travel.now() + timedelta(days=30), number=1)
            for number, deadlines in ((6, (end,)), (300, ())):
                facts = {"number": number, "deadlines": deadlines, "more_may_come": bool(deadlines)}
                await theatre.tell(workflow_id, FactKind.CLOCK_MOVED, **facts)
                await travel.forward(timedelta(days=31))
            await client.get_workflow_handle(workflow_id).result()
            for count, run in enumerate(await runs_of(client, workflow_id), 1):
                keep(run, folder / f"obligations-{count:02d}.json.gz")


def main() -> None:
    folder = HISTORIES.joinpath(version("destek"), *sys.argv[1:2])
    folder.mkdir(parents=True)  # what was saved once is never changed
    asyncio.run(save(folder))
    (folder / "money-to-come-back").mkdir()
    asyncio.run(save_waiting(folder / "money-to-come-back"))


if __name__ == "__main__":
    main()
