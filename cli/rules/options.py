"""What the commands have in common: their options, and how they end."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

import typer

from cli.rules.layout import say
from cli.rules.saying import Voice, as_json
from grants.breach import Refused

BROKEN, UNREADABLE = 1, 2
"""Exit codes: rules are broken; what was handed in cannot be used."""

Name = Annotated[
    str, typer.Argument(metavar="REGIME", help="A key, key@DATE, key@REVISION, or a draft's file or folder.")
]
Regime = Annotated[
    str, typer.Option("--regime", metavar="R", help="A key, key@DATE, key@REVISION, or a draft's file or folder.")
]
At = Annotated[str, typer.Option("--at", metavar="DATE", help="As the rules stood on this day, like 2016-01-01.")]
Revision = Annotated[str, typer.Option("--revision", metavar="R", help="This revision, like 2015-02-07+1a2b3c4d.")]
Language = Annotated[str, typer.Option("--language", "--lang", help="tr or en.")]
Json = Annotated[bool, typer.Option("--json", help="As one JSON object.")]


@contextmanager
def refusals(voice: Voice, json: bool) -> Iterator[None]:
    """What cannot be used ends the command with exit code 2 and every reason, never with a trace."""
    try:
        yield
    except Refused as refused:
        fail(voice.breaches(refused.breaches), json)


def fail(errors: Sequence[dict[str, str]], json: bool) -> None:
    """End with exit code 2. Each error names its field, if it has one, and its rule."""
    if json:
        say(as_json({"errors": list(errors)}))
    else:
        for error in errors:
            typer.echo(" ".join(part for part in (f"{error['field']}:", error["message"]) if part != ":"), err=True)
    raise typer.Exit(UNREADABLE)
