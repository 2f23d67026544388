"""`destek demo`: a stack of its own, one grant's whole life, told line by line."""

import asyncio
import json
import sys
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import httpx
import typer

from cli.client import ApiSession
from cli.demo.acts import File, Programme
from cli.demo.cast import Cast, until
from cli.demo.grant_acts import InForce
from cli.demo.narrator import Narrator
from cli.demo.result import Result, count_events, ids_of
from cli.demo.story import Until
from cli.demo.travel import Traveller
from cli.demo.years import Years
from cli.dossier import AUDIT, take
from cli.histories import Ending, Run, runs_of
from cli.load import load_inventory, read_inventory
from cli.reading import INSPECTOR
from cli.stack.options import StackOptions
from cli.stack.stack import Stack
from runtime.bus import Bus
from runtime.db import Database
from runtime.temporal import connect


async def travelling(stack: Stack, closing: AsyncExitStack) -> tuple[Cast, Traveller]:
    """The cast and the clock of a running stack with a travelling clock."""
    http = await closing.enter_async_context(httpx.AsyncClient(timeout=30))
    bus = await Bus.connect(stack.nats_url, "demo")
    closing.push_async_callback(bus.close)
    databases = {room: Database(url, pool=2) for room, url in stack.database_urls.items()}
    for database in databases.values():
        closing.push_async_callback(database.close)
    client = await connect(stack.settings)
    return Cast(stack.urls, http), Traveller(client, bus, databases)


async def tell(stack: Stack, teller: Narrator, dossier: Path | None = None) -> Result:
    """Tell the OSTİM story on a running stack; what it came to. dossier: where to leave the grant's dossier."""
    started = time.monotonic()
    async with AsyncExitStack() as closing:
        cast, clock = await travelling(stack, closing)
        await load_inventory(cast, read_inventory(None))
        await teller.heard("registry_loaded")
        file = await Until(Programme(cast), clock, teller).contract()
        page = await Years(InForce(cast, file), clock, teller).closed()
        await clock.quiet()
        found = [
            run
            for workflow_id in ids_of(file.application_id, file.call_id)
            for run in await runs_of(clock.client, workflow_id)
        ]
        runs = [len(run.events) for run in found]
        if dossier is not None:
            await leave(cast.session(INSPECTOR), file, found, dossier)
        application = await Programme(cast).read(file)
        money = {
            "plan": application["money"]["total"],
            "requested": application["money"]["requested"],
            **{name: page["money"][name] for name in ("approved", "realised", "paid", "recovered")},
            "allowed": page["settlement"]["allowed"],
        }
        teller.reached("closed", await clock.now())
        return Result(
            application_id=file.application_id,
            call_id=file.call_id,
            outcome=page["outcome"],
            stages=teller.stages,
            events=await count_events(clock.databases, file.application_id, file.call_id),
            workflow_runs=len(runs),
            history_events=sum(runs),
            money=money,
            seconds=round(time.monotonic() - started, 1),
        )


async def leave(api: ApiSession, file: File, runs: Sequence[Run], path: Path) -> None:
    """Write the dossier of a file, once every run that is over has come into the archive."""
    over = {run.run_id for run in runs if run.ending is not Ending.RUNNING}

    async def archived() -> bool | None:
        known = {
            json.loads(entry["manifest"])["run_id"]
            for about in (file.application_id, file.call_id)
            async for entry in api.pages(AUDIT, f"/applications/{about}/archive")
        }
        return True if over <= known else None

    await until("the archive of the workflows' runs", archived)
    await asyncio.to_thread(path.write_bytes, await take(api, file.application_id))


async def _demo(language: str, *, as_json: bool, data: Path, dossier: Path | None) -> Result:
    def show(line: str) -> None:
        print(line, file=sys.stderr if as_json else sys.stdout, flush=True)

    teller = Narrator(language, show)
    env = {"DESTEK_AUDIT_ARCHIVE_SECONDS": "1"} if dossier else {}
    async with Stack(StackOptions(data=data, clock="temporal", ephemeral=True, env=env)) as stack:
        return await tell(stack, teller, dossier)


def demo(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as one JSON object.")] = False,
    language: Annotated[str, typer.Option(help="tr or en.")] = "tr",
    dossier: Annotated[Path | None, typer.Option(metavar="FILE", help="Leave the grant's dossier here.")] = None,
) -> None:
    """Live one grant from call to closing in under a minute, on a stack of its own."""
    started = time.monotonic()
    with TemporaryDirectory(prefix="destek-demo-") as folder:
        result = asyncio.run(_demo(language, as_json=as_json, data=Path(folder), dossier=dossier))
    whole = round(time.monotonic() - started, 1)
    if as_json:
        print(json.dumps(asdict(result), ensure_ascii=False, indent=2))
        return
    texts = Narrator(language, print)._texts  # noqa: SLF001 - the same words
    facts = {"events": result.events, "runs": result.workflow_runs, "history": result.history_events}
    print(texts.say(language, "demo.done", outcome=result.outcome, seconds=whole, **facts))
