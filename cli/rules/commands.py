"""`destek rules`: list, show, check, explain, diff, schema, lint, and simulate, which alone asks a running system."""

from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from cli.rules.checking import check as check_file
from cli.rules.comparing import print_changes
from cli.rules.explaining import explain_file
from cli.rules.linting import lint as lint_paths
from cli.rules.options import At, Json, Language, Name, Regime, Revision, refusals
from cli.rules.saying import Voice
from cli.rules.schemas import print_schema
from cli.rules.sets import rule_set
from cli.rules.showing import print_list, print_rules

HERE = Path(".destek")

app = typer.Typer(no_args_is_help=True, help="The rules: read, checked, explained, compared, tried out.")


@app.command(name="list")
def list_(language: Language = "tr", as_json: Json = False) -> None:
    """List the regimes and their revisions."""
    voice = Voice.of(language)
    with refusals(voice, as_json):
        print_list(voice, as_json)


@app.command()
def show(
    regime: Name,
    at: At = "",
    revision: Revision = "",
    section: Annotated[str, typer.Option(metavar="S", help="Only this section, like money.")] = "",
    language: Language = "tr",
    as_json: Json = False,
) -> None:
    """Show what a regime says: each value, where it stands, and from when to when."""
    voice = Voice.of(language)
    with refusals(voice, as_json):
        print_rules(voice, rule_set(regime, at, revision), section, as_json)


@app.command()
def check(
    file: Annotated[str, typer.Argument(metavar="FILE", help="JSON; - for what comes in.")],
    regime: Regime,
    at: At = "",
    kind: Annotated[str, typer.Option(metavar="K", help="plan, consortium or evaluation; else by its fields.")] = "",
    language: Language = "tr",
    as_json: Json = False,
) -> None:
    """Check a plan, a consortium or an evaluation: exit code 1 with every breach, 2 if it cannot be read."""
    voice = Voice.of(language)
    with refusals(voice, as_json):
        check_file(voice, file, kind, rule_set(regime, at), as_json)


@app.command()
def explain(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A recorded explanation, an event with one, or inputs.")],
    regime: Annotated[
        str, typer.Option("--regime", metavar="R", help="Instead of the rules it was decided under.")
    ] = "",
    kind: Annotated[str, typer.Option(metavar="K", help="The decision to make of inputs.")] = "",
    language: Language = "tr",
    as_json: Json = False,
) -> None:
    """Tell a decision step by step and make it again: exit code 1 when it comes out otherwise."""
    voice = Voice.of(language)
    with refusals(voice, as_json):
        explain_file(voice, file, kind, regime, as_json)


@app.command()
def diff(before: Name, after: Name, language: Language = "tr", as_json: Json = False) -> None:
    """Compare two rule sets: every value that differs, and what changes for whom."""
    voice = Voice.of(language)
    with refusals(voice, as_json):
        print_changes(voice, rule_set(before), rule_set(after), as_json)


@app.command()
def schema(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="Without it the list of kinds.")] = "",
    language: Language = "tr",
    as_json: Json = False,
) -> None:
    """Print the JSON Schema of what can be handed in, or of a file of rules."""
    voice = Voice.of(language)
    with refusals(voice, as_json):
        print_schema(voice, kind, as_json)


@app.command()
def lint(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="PATH…", help="Files or folders of drafts; none: the rules shipped.")
    ] = None,
    language: Language = "tr",
    as_json: Json = False,
) -> None:
    """Say every fault of a draft with its file and line: exit code 1 where there is one."""
    voice = Voice.of(language)
    with refusals(voice, as_json):
        lint_paths(voice, paths or [], as_json)


@app.command()
def simulate(
    regime: Regime,
    against: Annotated[str, typer.Option("--against", metavar="CALL", help="The number of a call.")],
    reader: Annotated[str, typer.Option("--as", metavar="PERSON", help="Who reads; an inspector if not said.")] = "",
    token: Annotated[str, typer.Option("--token", envvar="DESTEK_TOKEN", help="A token instead.")] = "",
    language: Language = "tr",
    as_json: Json = False,
    data: Annotated[Path, typer.Option("--data", metavar="DIR", help="The data folder of a running stack.")] = HERE,
) -> None:
    """Try a draft on a call's recorded applications: who would pass, what would be paid, and why. Writes nothing."""
    voice = Voice.of(language)
    with refusals(voice, as_json):
        draft = rule_set(regime)
        run = import_module("cli.rules.simulate.command").run
        run(voice, draft, against, reader, token, data, as_json)
