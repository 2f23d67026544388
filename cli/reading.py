"""How a command reads a file: who reads, in which language, and how it is said."""

import json
from collections.abc import Awaitable
from datetime import datetime
from typing import Annotated, Any, TypeVar

import typer

from cli.cases.people import in_role
from cli.client import ApiError
from cli.plain import plain, plain_json
from grants.calendar import ISTANBUL
from runtime.messages import catalogue

Reader = Annotated[str, typer.Option("--as", metavar="PERSON", help="Who reads (development sign-in).")]
Token = Annotated[str, typer.Option("--token", envvar="DESTEK_TOKEN", help="A token instead.")]
Language = Annotated[str, typer.Option("--language", help="tr or en.")]
Json = Annotated[bool, typer.Option("--json", help="As one JSON object.")]
INSPECTOR = str(in_role("inspector")[0]["id"])
T_ = TypeVar("T_")


async def ended_well(work: Awaitable[T_]) -> T_:
    """A door's refusal is said as it is, without a trace of the program."""
    try:
        return await work
    except ApiError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


def print_json(told: object) -> None:
    print(plain_json(json.dumps(told, ensure_ascii=False, indent=2)))


def print_story(lines: list[dict[str, Any]], language: str) -> None:
    texts = catalogue("grants")
    for line in lines:
        at = datetime.fromisoformat(line["at"]).astimezone(ISTANBUL)
        role = f"role.{line['actor_role']}"
        who = [texts.say(language, role) if texts.knows(role) else line["actor_role"], line["actor_id"]]
        regime = f" [{line['regime']}]" if line["regime"] else ""
        print(plain(f"{at:%Y-%m-%d %H:%M}  {line['text']}  ({', '.join(part for part in who if part)}){regime}"))
