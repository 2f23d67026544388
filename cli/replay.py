"""`destek audit replay`: one file, or all of a call or a year, taken again and held against every record of it."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from cli.builds import Builds, fetch_builds, fetch_sources, laid_out
from cli.client import ApiError, ApiSession
from cli.here import HERE, Data, find
from cli.inspection import Inspection, Inspector
from cli.journal import Journal, OtherReplay, Scope, code_of
from cli.opening import codec_for
from cli.phrases import Phrase, said
from cli.plain import plain
from cli.proof import Proof, fetch_ledger
from cli.reading import INSPECTOR, Json, Language, Reader, Token, ended_well, print_json, print_story
from cli.replay_report import STATES, Report, write
from cli.replaying import NoBuild, ReplayFailed, Replays
from runtime.settings import PlatformSettings
from runtime.temporal import connect

NOT_FOUND = 404
SIDE_BY_SIDE = 4
"""Files looked through at once: their records are fetched while others' runs are taken again."""
LONGEST_REASON = 500
NOTHING_KEPT = Journal(None, Scope("", None, "", archive_only=False))


class NothingSubmitted(Exception):  # noqa: N818 - what was asked for, not a fault of ours
    """No file of the call or the year is on record: nothing is proven by looking through none."""


@dataclass(frozen=True, slots=True)
class Which:
    """Which files: one, or all of a call or of the year in which they were submitted."""

    application: str = ""
    call: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class How:
    """How they are looked through. against: a folder, or a build of which the archive has the sources."""

    against: str
    jobs: int
    out: Path | None
    archive_only: bool
    report: Path | None
    resumes: bool


def replay(  # noqa: PLR0913, PLR0917  each is an option people may give
    application: Annotated[str, typer.Argument(metavar="[APPLICATION]")] = "",
    all_: Annotated[bool, typer.Option("--all", help="All files of a call or a year.")] = False,
    call: Annotated[str, typer.Option(metavar="CALL", help="With --all: of this call.")] = "",
    year: Annotated[int | None, typer.Option(metavar="YEAR", min=2000, max=2200, help="With --all.")] = None,
    against: Annotated[
        str, typer.Option(metavar="BUILD", help="A build id, taken from the archive, or a folder with its sources.")
    ] = "",
    jobs: Annotated[int, typer.Option(min=0, max=64, help="Processes side by side; 0: with --all one a core.")] = 0,
    report: Annotated[Path | None, typer.Option(metavar="DIR", help="Write report.json and report.html here.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with what --report DIR has already.")] = False,
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
    when anything does not hold or could not be read, 2 when nothing could be begun.
    """
    which = Which(application, call, year)
    _check(which, every=all_)
    if resume and report is None:
        raise typer.BadParameter("--resume needs --report")
    find(data)
    api = ApiSession(reader, token=token, language=language)
    cores = (os.cpu_count() or 1) if all_ else 1
    how = How(against, jobs or cores, out, archive_only, report, resume)
    try:
        found = asyncio.run(ended_well(_told(api, which, how)))
    except (NoBuild, ReplayFailed, OtherReplay, NothingSubmitted) as error:
        typer.echo(said(_reason(error), language), err=True)
        raise typer.Exit(2) from error
    if report:
        print(f"{write(found, report, language)}")
    _say(found, language, as_json=as_json)
    raise typer.Exit(0 if found.holds else 1)


def _reason(error: Exception) -> str:
    """Why nothing could be begun, in words that can be said in any language."""
    if isinstance(error, OtherReplay):
        return Phrase.of("replay.other", folder=str(error))
    return next((one for one in error.args if isinstance(one, Phrase)), str(error))


def _check(which: Which, *, every: bool) -> None:
    if every == bool(which.application):
        raise typer.BadParameter("give one application, or --all")
    if every and bool(which.call) == (which.year is not None):
        raise typer.BadParameter("--all needs --call or --year")


async def _told(api: ApiSession, which: Which, how: How) -> Report:
    async with api, AsyncExitStack() as closing:
        builds = await fetch_builds(api)
        folder = await _folder(api, builds, how.against, closing)
        replays = await closing.enter_async_context(Replays(folder, how.jobs, build=how.against))
        client = None if how.archive_only else await connect(PlatformSettings(), patience=10)
        codec = codec_for(api, PlatformSettings())
        inspector = Inspector(api, client, replays, how.out, codec, builds=builds)
        code = code_of(folder) if how.report else ""
        scope = Scope(which.call, which.year, how.against, how.archive_only, code)
        journal = Journal(None if which.application else how.report, scope, resumes=how.resumes)
        return await look_through(api, inspector, which, journal)


async def _folder(api: ApiSession, builds: Builds, against: str, closing: AsyncExitStack) -> Path | None:
    """Where the sources of the other build lie: where it is named by its id, out of the archive. Raises NoBuild."""
    if not against or is_folder(against):
        return Path(against) if against else None
    files = await fetch_sources(api, builds.of(against))
    return closing.enter_context(laid_out(files))


def is_folder(against: str) -> bool:
    return Path(against).is_dir()


async def look_through(api: ApiSession, inspector: Inspector, which: Which, journal: Journal = NOTHING_KEPT) -> Report:
    """Every file that was asked for, and its call once; of many, one that cannot be read does not stop the others.

    Raises ApiError, ReplayFailed for a single file; NothingSubmitted where there is none of many.
    """
    if which.application:
        return Report((await inspector.inspect(which.application),))
    query = {"call_id": which.call or None, "year": which.year}
    files = [entry async for entry in api.pages("audit", "/ledger/files", **query)]
    if not files:
        raise NothingSubmitted(Phrase.of("replay.nothing_submitted", scope=which.call or str(which.year)))
    calls = list(dict.fromkeys(str(entry["call_id"]) for entry in files))
    turns = asyncio.Semaphore(SIDE_BY_SIDE)
    async with _shown(len(files) + len(calls)) as step:

        async def one(about: str, look: Callable[[], Awaitable[Inspection]]) -> Inspection:
            async with turns:
                found = await found_before(api, journal, about) or await _looked(about, look)
            journal.keep(found)
            step()
            return found

        found = [await one(call_id, partial(inspector.inspect_call, call_id)) for call_id in calls]
        names = [str(entry["about"]) for entry in files]
        every = (one(about, partial(inspector.inspect, about, with_call=False)) for about in names)
        found += await asyncio.gather(*every)
    return Report(tuple(found))


async def found_before(api: ApiSession, journal: Journal, about: str) -> Inspection | None:
    """What was found of a file before, where all of it held, nothing has come to its chain since, and that holds now.

    What did not hold is looked at again: it may have been read while somebody acted.
    """
    found = journal.found(about)
    if found is None or not found.holds:
        return None
    try:
        return found if (await fetch_ledger(api, about)).position == found.position else None
    except ApiError:
        return None


async def _looked(about: str, look: Callable[[], Awaitable[Inspection]]) -> Inspection:
    """What is named by others and not on record itself is broken; what cannot be read is said, and why."""
    ledger = Phrase.of("replay.ledger", about=about)
    try:
        return await look()
    except ApiError as error:
        if error.status == NOT_FOUND:
            found, meaning = (Phrase.of(f"replay.ledger.nothing{end}") for end in ("", ".meaning"))
            return Inspection(about, proofs=[Proof(ledger, holds=False, found=found, meaning=meaning)])
        reason = str(error)
    except Exception as error:  # noqa: BLE001 - whatever a file does to the program, the others are looked through
        reason = f"{type(error).__name__}: {error}"
    found = Phrase.of("replay.unread", reason=reason[:LONGEST_REASON])
    meaning = Phrase.of("replay.unread.meaning")
    return Inspection(about, proofs=[Proof(ledger, holds=False, found=found, meaning=meaning)], is_unread=True)


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
        single = len(found.inspections) == 1
        print_json(found.inspections[0].as_dict(language) if single else found.as_dict(language))
        return
    for inspection in found.inspections:
        if len(found.inspections) == 1:
            print_story(inspection.story, language)
        _print_proofs(inspection, language, short=len(found.inspections) > 1)
    if len(found.inspections) > 1:
        print(f"\n{found.counted(language)}")


def _print_proofs(found: Inspection, language: str, *, short: bool) -> None:
    print(f"\n{found.application_id}" if short else "")
    words = {holds: said(Phrase.of(f"replay.state.{state}"), language) for holds, state in STATES.items()}
    for proof in found.proofs:
        if not (short and proof.holds):
            meaning = f" - {said(proof.meaning, language)}" if proof.meaning else ""
            what, came = said(proof.what, language), said(proof.found, language)
            print(plain(f"{words[proof.holds]:8}  {what}: {came}{meaning}"))
    broken = sum(not proof.holds for proof in found.proofs)
    key = "replay.count.broken" if broken else "replay.count.proven"
    print(f"\n{said(Phrase.of(key, count=len(found.proofs), broken=broken), language)}")
