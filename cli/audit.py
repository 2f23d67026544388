"""`destek audit …`: the story of an application, and the proof that it happened so."""

import asyncio
from typing import Annotated, Any

import typer

from cli import upkeep
from cli.checking import check
from cli.client import ApiSession
from cli.dossier import export_dossier, verify_dossier
from cli.dossier_replay import replay_dossier
from cli.here import HERE, Data, find
from cli.inspection import Inspection, inspect
from cli.reading import INSPECTOR, Json, Language, Reader, Token, ended_well, print_json, print_story
from cli.replay import replay

__all__ = ["Inspection", "app", "inspect"]

app = typer.Typer(no_args_is_help=True, help="What happened, and the proof of it.")
Application = Annotated[str, typer.Argument(metavar="APPLICATION")]
app.command()(replay)
app.command()(check)
app.command(name="rotate-key")(upkeep.rotate_key)
app.command(name="export")(export_dossier)
app.command(name="verify")(verify_dossier)
app.command(name="replay-dossier")(replay_dossier)


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
    found = asyncio.run(ended_well(_story(application, ApiSession(reader, token=token, language=language))))
    if as_json:
        print_json(found)
    else:
        print_story(found, language)


@app.command(name="gaps")
def show_gaps(reader: Reader = INSPECTOR, token: Token = "", as_json: Json = False, data: Data = HERE) -> None:
    """Show what a room told and the ledger misses, or the other way round. Exit code 1 where there is a gap."""
    find(data)
    api = ApiSession(reader, token=token)
    raise typer.Exit(1 if upkeep.gaps(api, as_json=as_json) else 0)


async def _story(application_id: str, api: ApiSession) -> list[dict[str, Any]]:
    async with api:
        return [entry async for entry in api.pages("audit", f"/applications/{application_id}/story")]
