"""Save the histories of one told story as the golden volumes of this version.

Run once for a release (`python -m tests.workflows.save_histories`); from then on they are replayed in every
test run and never changed.
"""

import asyncio
import gzip
import json
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from cli.demo.commands import tell
from cli.demo.narrator import Narrator
from cli.demo.result import ids_of
from cli.histories import runs_of
from cli.stack.options import StackOptions
from cli.stack.stack import Stack
from runtime.temporal import connect

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
                    name = f"{workflow_id.partition('/')[0]}-{count:02d}.json.gz"
                    content = json.dumps({"id": workflow_id, "history": json.loads(run.history.to_json())})
                    (folder / name).write_bytes(gzip.compress(content.encode(), mtime=0))
    return count


def main() -> None:
    folder = HISTORIES / version("destek")
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.json.gz"):
        old.unlink()
    asyncio.run(save(folder))


if __name__ == "__main__":
    main()
