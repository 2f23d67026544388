"""`destek audit replay`: one file, or all of a call or a year, taken again and held against every record of it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from temporalio.client import Client

from cli.client import ApiError, ApiSession
from cli.here import HERE, Data, find
from cli.inspection import Inspection, Inspector
from cli.opening import codec_for
from cli.proof import Proof
from cli.reading import INSPECTOR, Json, Language, Reader, Token, ended_well, print_json, print_story
from cli.replay_report import Report, write
from cli.replaying import NoBuild, ReplayFailed, Replays
from runtime.settings import PlatformSettings
from runtime.temporal import connect

NOT_FOUND = 404
SIDE_BY_SIDE = 4
"""Files looked through at once: their records are fetched while others' runs are taken again."""


@dataclass(frozen=True, slots=True)
class Which:
    """Which files: one, or all of a call or of the year in which they were submitted."""

    application: str = ""
    call: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class How:
    """How they are looked through."""

    against: Path | None
    jobs: int
    out: Path | None
    archive_only: bool


def replay(  # noqa: PLR0913, PLR0917  each is an option people may give
    application: Annotated[str, typer.Argument(metavar="[APPLICATION]")] = "",
    all_: Annotated[bool, typer.Option("--all", help="All files of a call or a year.")] = False,
    call: Annotated[str, typer.Option(metavar="CALL", help="With --all: of this call.")] = "",
    year: Annotated[int | None, typer.Option(metavar="YEAR", min=2000, max=2200, help="With --all.")] = None,
    against: Annotated[Path | None, typer.Option(metavar="BUILD", help="A folder with another build's code.")] = None,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Processes side by side.")] = 1,
    report: Annotated[Path | None, typer.Option(metavar="DIR", help="Write report.json and report.html here.")] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Write each run's history here.")] = None,
    archive_only: Annotated[bool, typer.Option(help="Do not ask Temporal: the archive is all there is.")] = False,
    reader: Reader = INSPECTOR,
    token: Token = "",
    language: Language = "tr",
    as_json: Json = False,
    data: Data = HERE,
) -> None:
    """Replay every workflow run of an application against the code, and hold it against the ledger and the rooms.

    Every automatic decision on record is made again from its inputs, under the rules it was pinned to. Exit code 1
    when anything does not hold.
    """
    which = Which(application, call, year)
    _check(which, every=all_)
    find(data)
    api = ApiSession(reader, token=token, language=language)
    how = How(against, jobs, out, archive_only)
    try:
        found = asyncio.run(ended_well(_told(api, which, how)))
    except (NoBuild, ReplayFailed) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    if report:
        print(f"{write(found, report)}")
    _say(found, language, as_json=as_json)
    raise typer.Exit(0 if found.holds else 1)


def _check(which: Which, *, every: bool) -> None:
    if every == bool(which.application):
        raise typer.BadParameter("give one application, or --all")
    if every and bool(which.call) == (which.year is not None):
        raise typer.BadParameter("--all needs --call or --year")


async def _told(api: ApiSession, which: Which, how: How) -> Report:
    async with api, Replays(how.against, how.jobs) as replays:
        client = None if how.archive_only else await connect(PlatformSettings(), patience=10)
        return await look_through(api, client, replays, which, how.out)


async def look_through(
    api: ApiSession, client: Client | None, replays: Replays, which: Which, out: Path | None = None
) -> Report:
    """Every file that was asked for, and its call once. Raises ApiError, ReplayFailed."""
    inspector = Inspector(api, client, replays, out, codec_for(api, PlatformSettings()))
    if which.application:
        return Report((await inspector.inspect(which.application),))
    query = {"call_id": which.call or None, "year": which.year}
    files = [entry async for entry in api.pages("audit", "/ledger/files", **query)]
    found: list[Inspection] = []
    async with _shown(len(files)) as step:
        calls = dict.fromkeys(str(entry["call_id"]) for entry in files)
        found += [await _or_missing(call_id, inspector.inspect_call(call_id)) for call_id in calls]
        turns = asyncio.Semaphore(SIDE_BY_SIDE)

        async def one(about: str) -> Inspection:
            async with turns:
                inspection = await _or_missing(about, inspector.inspect(about, with_call=False))
            step()
            return inspection

        found += await _together([one(str(entry["about"])) for entry in files])
    return Report(tuple(found))


async def _or_missing(about: str, work: Awaitable[Inspection]) -> Inspection:
    """What is named by others and not on record itself is broken; the rest is looked through all the same."""
    try:
        return await work
    except ApiError as error:
        if error.status != NOT_FOUND:
            raise
        return Inspection(about, proofs=[Proof(f"ledger of {about}", holds=False, found="nothing is on record")])


async def _together(work: list[Awaitable[Inspection]]) -> list[Inspection]:
    return list(await asyncio.gather(*work))


@asynccontextmanager
async def _shown(count: int) -> AsyncIterator["Step"]:
    """A bar on the terminal while files are looked through."""
    columns = (TextColumn("replay"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        yield Step(progress, count)


class Step:
    """One file further."""

    def __init__(self, progress: Progress, count: int) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=count)

    def __call__(self) -> None:
        self._progress.advance(self._task)


def _say(found: Report, language: str, *, as_json: bool) -> None:
    if as_json:
        print_json(found.inspections[0].as_dict() if len(found.inspections) == 1 else found.as_dict())
        return
    for inspection in found.inspections:
        if len(found.inspections) == 1:
            print_story(inspection.story, language)
        _print_proofs(inspection, short=len(found.inspections) > 1)
    if len(found.inspections) > 1:
        broken = sum(not one.holds for one in found.inspections)
        print(f"\n{len(found.inspections)} looked through, {broken} broken")


def _print_proofs(found: Inspection, *, short: bool) -> None:
    print(f"\n{found.application_id}" if short else "")
    for proof in found.proofs:
        if not (short and proof.holds):
            meaning = f" - {proof.meaning}" if proof.meaning else ""
            print(f"{'holds ' if proof.holds else 'BROKEN'}  {proof.what}: {proof.found}{meaning}")
    broken = sum(not proof.holds for proof in found.proofs)
    print(f"\n{len(found.proofs)} looked at, {broken} broken" if broken else f"\nproven: all {len(found.proofs)} hold")
