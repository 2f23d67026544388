"""`destek load …`: the national inventory into the registry, the pool of evaluators, and the demo data."""

import asyncio
from collections.abc import Awaitable, Callable
from importlib.resources import files
from pathlib import Path
from typing import Annotated, TypeVar

import httpx
import typer

from cli.client import doors
from cli.demo.acts import ADMINISTRATOR, APPLICATION, EVALUATION, Programme
from cli.demo.cast import Cast
from cli.demo.repeating import Repeating
from cli.demo.stage_set import StageSet
from cli.here import HERE, Data, find
from grants.breach import Refused
from runtime.messages import catalogue
from services.application.domain.inventory import Cluster, from_csv, parse, to_csv
from services.evaluation.domain import pool_file

app = typer.Typer(no_args_is_help=True, help="Bring data in.")
Read = TypeVar("Read")
SHIPPED = files("services.application") / "data" / "inventory.csv"


def read_inventory(file: Path | None) -> tuple[Cluster, ...]:
    """The clusters of a file: the report's text, or a table as shipped. Raises InventoryDoesNotAddUp."""
    if file is None:
        return from_csv(SHIPPED.read_text(encoding="utf-8"))
    text = file.read_text(encoding="utf-8")
    return from_csv(text) if file.suffix.lower() == ".csv" else parse(text)


async def load_inventory(cast: Cast, clusters: tuple[Cluster, ...]) -> int:
    """Put the clusters into the registry; those already there are brought up to date. Returns how many."""
    answer = await cast.post(ADMINISTRATOR, APPLICATION, "/registry/clusters", {"csv": to_csv(clusters)})
    return int(answer["total"])


def or_refused(file: Path | None, reading: Callable[[], Read]) -> Read:
    """What is read; where it cannot be, all that is wrong is printed and the command ends."""
    texts = catalogue("grants", "runtime", "cli")
    try:
        return reading()
    except Refused as refused:
        for breach in refused.breaches:
            print(f"{breach.subject}: {texts.say('tr', breach.rule, **breach.as_dict())}")
        raise typer.Exit(1) from None
    except (OSError, UnicodeDecodeError) as error:
        print(f"{file}: {error}")
        raise typer.Exit(2) from None


def acted(work: Callable[[Cast], Awaitable[None]]) -> None:
    """Do some work with the cast at the doors of the running stack."""

    async def go() -> None:
        async with httpx.AsyncClient(timeout=30) as http:
            await work(Cast(doors(), http))

    asyncio.run(go())


@app.command("demo")
def demo_data(data: Data = HERE) -> None:
    """The inventory, and example consortia at different stages; what is there already is not made twice."""
    find(data)

    async def work(cast: Cast) -> None:
        await load_inventory(cast, read_inventory(None))
        repeating = Repeating(cast.urls, cast.http, cast.sessions)
        await StageSet(repeating, Programme(repeating)).set()

    acted(work)


@app.command()
def inventory(
    file: Annotated[Path | None, typer.Argument(help="The report's text or a CSV; default: the data shipped.")] = None,
    *,
    data: Data = HERE,
    check_only: Annotated[bool, typer.Option(help="Read and add up, load nothing.")] = False,
) -> None:
    """EK 2 of the strategy report: 356 clusters. A file that does not add up is refused, line by line."""
    clusters = or_refused(file, lambda: read_inventory(file))
    stages = {stage: sum(1 for one in clusters if one.stage == stage) for stage in {one.stage for one in clusters}}
    print(f"{len(clusters)}: " + ", ".join(f"{stage} {count}" for stage, count in sorted(stages.items())))
    if check_only:
        return
    find(data)

    async def work(cast: Cast) -> None:
        await load_inventory(cast, clusters)

    acted(work)


@app.command()
def evaluators(
    file: Annotated[Path, typer.Argument(help="A CSV; its columns: see services/evaluation/domain/pool_file.py.")],
    *,
    data: Data = HERE,
    check_only: Annotated[bool, typer.Option(help="Read and check, load nothing.")] = False,
) -> None:
    """The pool of evaluators from a table; whole or not at all, and again changes nothing."""
    text = or_refused(file, lambda: file.read_text(encoding="utf-8"))
    people = or_refused(file, lambda: pool_file.read(text))
    print(f"{file}: {len(people)}")
    if check_only:
        return
    find(data)

    async def work(cast: Cast) -> None:
        answer = await cast.post(ADMINISTRATOR, EVALUATION, "/evaluators/import", {"csv": text})
        print(f"{answer['written']} / {answer['persons']}")

    acted(work)
