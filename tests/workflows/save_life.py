"""Save the histories of one whole life of seven years as golden volumes of this version.

Run once for a release (`python -m tests.workflows.save_life`); from then on they are replayed in every test run and
never changed. Twenty-eight quarters, force majeure, a notice, an extension to the ceiling, and what outlives it.
"""

import asyncio
import gzip
import json
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from cli.histories import Run, runs_of
from grants.contracts.workflows import grant_workflow_id, obligations_workflow_id
from tests.workflows.conftest import playing, skipping
from tests.workflows.save_histories import HISTORIES
from tests.workflows.whole_lives import WholeLife, seven_years

LIFE = "seven-years"


async def lived() -> list[Run]:
    """Every run that the life left."""
    living: dict[str, WholeLife] = {}
    with TemporaryDirectory() as folder:
        async with skipping(Path(folder)) as client, playing(client) as play:
            theatre = await play({"fall_due": lambda order: living[order.grant_id].answer(order)})
            life = seven_years(theatre)
            living[life.grant_id] = life
            await life.live()
            names = (grant_workflow_id(life.grant_id), obligations_workflow_id(life.grant_id))
            return [run for name in names for run in await runs_of(client, name)]


def save(runs: Iterable[Run], folder: Path) -> None:
    for run in runs:
        content = json.dumps({"id": run.workflow_id, "history": json.loads(run.history.to_json())})
        name = f"{run.workflow_id.partition('/')[0]}-{run.volume:02d}.json.gz"
        (folder / name).write_bytes(gzip.compress(content.encode(), mtime=0))


def main() -> None:
    folder = HISTORIES / version("destek") / LIFE
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.json.gz"):
        old.unlink()
    save(asyncio.run(lived()), folder)


if __name__ == "__main__":
    main()
