"""`destek rules simulate`, carried out: find the system, read the call, try the draft, tell."""

import asyncio
from pathlib import Path

import typer
from pydantic import ValidationError

from cli.cases.people import in_role
from cli.client import ApiError, ApiSession
from cli.here import find
from cli.rules.files import CannotRead
from cli.rules.layout import say
from cli.rules.saying import Voice, as_json
from cli.rules.simulate.gathering import gather
from cli.rules.simulate.outcome import Simulation
from cli.rules.simulate.outcome import simulate as try_out
from cli.rules.simulate.telling import as_dict, print_simulation
from grants.breach import Breach
from grants.regimes import RuleSet


def run(voice: Voice, draft: RuleSet, call_id: str, reader: str, token: str, data: Path, json: bool) -> None:
    """Exit code 1 where a door refuses. Raises `CannotRead` where no system is found."""
    find(data)
    try:
        found = asyncio.run(simulated(_session(voice, reader, token), draft, call_id))
    except ApiError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    if json:
        say(as_json(as_dict(voice, found)))
    else:
        print_simulation(voice, found)


def _session(voice: Voice, reader: str, token: str) -> ApiSession:
    try:
        return ApiSession(reader or str(in_role("inspector")[0]["id"]), token=token, language=voice.language)
    except ValidationError as error:
        missing = ", ".join(f"DESTEK_{one['loc'][0]}".upper() for one in error.errors())
        raise CannotRead(Breach("simulate.no_system", "", missing, "", "Destek")) from error


async def simulated(api: ApiSession, draft: RuleSet, call_id: str) -> Simulation:
    """The whole simulation through this session. Raises ApiError, `RulesBroken`."""
    async with api:
        call, records = await gather(api, call_id)
    return try_out(call, records, draft)
