"""`destek audit …`: the story of an application, and the proof that it happened so."""

import asyncio
import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from temporalio.client import Client

from cli import upkeep
from cli.cases.people import in_role
from cli.client import ApiError, ApiSession
from cli.decided import prove_decisions
from cli.here import HERE, Data, find
from cli.proof import Proof, fetch_ledger, fetch_runs, prove_ends, prove_ledger, prove_runs
from grants.calendar import ISTANBUL
from runtime.messages import catalogue
from runtime.settings import PlatformSettings
from runtime.temporal import connect
from workflows.worker import WORKFLOWS

app = typer.Typer(no_args_is_help=True, help="What happened, and the proof of it.")
Application = Annotated[str, typer.Argument(metavar="APPLICATION")]
Reader = Annotated[str, typer.Option("--as", metavar="PERSON", help="Who reads (development sign-in).")]
Token = Annotated[str, typer.Option("--token", envvar="DESTEK_TOKEN", help="A token instead.")]
Language = Annotated[str, typer.Option("--language", help="tr or en.")]
Json = Annotated[bool, typer.Option("--json", help="As one JSON object.")]
INSPECTOR = str(in_role("inspector")[0]["id"])


@dataclass(slots=True)
class Inspection:
    """What was found about one application."""

    application_id: str
    story: list[dict[str, Any]] = field(default_factory=list)
    proofs: list[Proof] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return all(proof.holds for proof in self.proofs)

    def as_dict(self) -> dict[str, object]:
        proofs = [proof.as_dict() for proof in self.proofs]
        return {"application": self.application_id, "holds": self.holds, "proofs": proofs, "story": self.story}


@app.command()
def story(
    application: Application,
    reader: Reader = INSPECTOR,
    token: Token = "",
    language: Language = "tr",
    as_json: Json = False,
    data: Data = HERE,
) -> None:
    """Tell what happened to an application, as this reader may see it."""
    find(data)
    found = asyncio.run(_ended_well(_story(application, ApiSession(reader, token=token, language=language))))
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        _print_story(found, language)


@app.command()
def replay(
    application: Application,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Write each run's history here.")] = None,
    reader: Reader = INSPECTOR,
    token: Token = "",
    language: Language = "tr",
    as_json: Json = False,
    data: Data = HERE,
) -> None:
    """Replay every workflow run of an application against the code, and hold it against the ledger.

    Every automatic decision on record is made again from its inputs, under the rules it was pinned to. Exit code 1
    when anything does not hold.
    """
    find(data)
    api = ApiSession(reader, token=token, language=language)
    found = asyncio.run(_ended_well(_inspected(application, api, out)))
    if as_json:
        print(json.dumps(found.as_dict(), ensure_ascii=False, indent=2))
    else:
        _print_story(found.story, language)
        _print_proofs(found)
    raise typer.Exit(0 if found.holds else 1)


@app.command(name="gaps")
def show_gaps(reader: Reader = INSPECTOR, token: Token = "", as_json: Json = False, data: Data = HERE) -> None:
    """Show what a room told and the ledger misses, or the other way round. Exit code 1 where there is a gap."""
    find(data)
    api = ApiSession(reader, token=token)
    raise typer.Exit(1 if upkeep.gaps(api, as_json=as_json) else 0)


app.command(name="rotate-key")(upkeep.rotate_key)


async def inspect(api: ApiSession, client: Client, application_id: str, out: Path | None = None) -> Inspection:
    """Everything that can be proven of an application. Raises ApiError."""
    found = Inspection(application_id)
    ledger = await fetch_ledger(api, application_id)
    of_call = await fetch_ledger(api, ledger.call_id) if ledger.call_id else ledger
    found.story = await _story_lines(api, application_id)
    for one in dict.fromkeys((of_call, ledger)):
        found.proofs.append(await prove_ledger(api, one))
        found.proofs += prove_decisions(one)
    runs, gaps = await fetch_runs(client, application_id, ledger.call_id)
    found.proofs += gaps
    found.proofs += [proof async for proof in prove_runs(runs, WORKFLOWS, out)]
    found.proofs += [proof async for proof in prove_ends(ledger, of_call, runs)]
    return found


async def _inspected(application_id: str, api: ApiSession, out: Path | None) -> Inspection:
    async with api:
        return await inspect(api, await connect(PlatformSettings(), patience=10), application_id, out)


async def _story(application_id: str, api: ApiSession) -> list[dict[str, Any]]:
    async with api:
        return await _story_lines(api, application_id)


async def _story_lines(api: ApiSession, application_id: str) -> list[dict[str, Any]]:
    return [entry async for entry in api.pages("audit", f"/applications/{application_id}/story")]


async def _ended_well(work: Any) -> Any:
    """A door's refusal is said as it is, without a trace of the program."""
    try:
        return await work
    except ApiError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


def _print_story(lines: list[dict[str, Any]], language: str) -> None:
    texts = catalogue("grants")
    for line in lines:
        at = datetime.fromisoformat(line["at"]).astimezone(ISTANBUL)
        role = f"role.{line['actor_role']}"
        who = [texts.say(language, role) if texts.knows(role) else line["actor_role"], line["actor_id"]]
        regime = f" [{line['regime']}]" if line["regime"] else ""
        print(f"{at:%Y-%m-%d %H:%M}  {line['text']}  ({', '.join(part for part in who if part)}){regime}")


def _print_proofs(found: Inspection) -> None:
    print()
    for proof in found.proofs:
        print(f"{'holds ' if proof.holds else 'BROKEN'}  {proof.what}: {proof.found}")
    broken = sum(not proof.holds for proof in found.proofs)
    print(f"\n{len(found.proofs)} looked at, {broken} broken" if broken else f"\nproven: all {len(found.proofs)} hold")
