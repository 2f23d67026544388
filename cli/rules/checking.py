"""`destek rules check`: a plan, a consortium or an evaluation in a file, held against a rule set."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from cli.rules.files import CannotRead, json_of, refuse
from cli.rules.layout import print_table, say
from cli.rules.options import BROKEN, fail
from cli.rules.saying import Voice, as_json
from grants.breach import Breach
from grants.decisions import DECISIONS, explain
from grants.decisions.consortium import MOST_MEMBERS, ConsortiumInputs
from grants.decisions.evaluation import EvaluationInputs
from grants.decisions.plan import PlanInputs
from grants.explanation import Explanation
from grants.regimes import RuleSet
from grants.regimes.words import MemberKind
from grants.values import Line, TaxNumber
from grants.workplan import WorkPlan

KINDS = ("plan", "consortium", "evaluation")
"""What can be checked, by the name of the decision that is made of it."""

_SIGNS = {"packages": "plan", "plan": "plan", "members": "consortium", "scores": "evaluation"}
"""A field, and what a file that has it holds."""


class MemberEntry(BaseModel):
    """A member as a consortium writes it down; what the rules do not ask about may stand there too."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Line
    kind: MemberKind
    tax_number: TaxNumber
    commits: bool = False
    in_main_field: bool = False
    province: str = Field(default="", max_length=40)
    nace: str = Field(default="", max_length=20)
    confirmed_at: str | None = None

    def as_input(self) -> dict[str, Any]:
        told = self.model_dump(include={"kind", "commits", "in_main_field"})
        return {"id": self.name[:100], "body": self.tax_number, **told}


class ConsortiumEntry(BaseModel):
    """A consortium as the application room takes it and answers it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    members: Annotated[tuple[MemberEntry, ...], Field(max_length=MOST_MEMBERS)]
    geography_has_chamber_of_industry: bool
    id: str | None = None
    name: str | None = None
    cluster_no: int | None = None
    provinces: tuple[str, ...] = ()
    nace: str = ""
    coordinator_id: str | None = None
    created_at: str | None = None


SHAPES: Mapping[str, TypeAdapter[Any]] = {
    "plan": TypeAdapter(WorkPlan | PlanInputs),
    "consortium": TypeAdapter(ConsortiumEntry | ConsortiumInputs),
    "evaluation": TypeAdapter(EvaluationInputs),
}
"""What a file may hold, by kind: as people write it, or as decisions record it."""


def check(voice: Voice, file: str, kind: str, rules: RuleSet, json: bool) -> None:
    """Say everything that is wrong. Exit code 1 on any breach, 2 where the file is not of its kind.

    Raises `CannotRead`.
    """
    content = json_of(file)
    kind = kind or kind_of(content)
    if kind not in KINDS:
        refuse("rules.no_kind", "--kind", kind, ", ".join(KINDS))
    try:
        found = checked(kind, content, rules)
    except ValidationError as error:
        fail(voice.misshapen(error), json)
    else:
        _print(voice, file, found, json)
        raise typer.Exit(BROKEN if found.broken else 0)


def kind_of(content: Mapping[str, Any]) -> str:
    """What a file holds, by its fields. Raises `CannotRead` where they say nothing or two things."""
    kinds = {kind for sign, kind in _SIGNS.items() if sign in content}
    if len(kinds) != 1:
        raise CannotRead(Breach("rules.kind_unclear", "", "", ", ".join(KINDS), "Destek"))
    return kinds.pop()


def checked(kind: str, content: Mapping[str, Any], rules: RuleSet) -> Explanation:
    """The decision made of a file. Raises `ValidationError` with every field that cannot be read."""
    return explain(kind, _inputs(kind, content), rules)


def _inputs(kind: str, content: Mapping[str, Any]) -> Any:
    if kind == "plan" and "plan" not in content:
        return DECISIONS[kind].inputs.model_construct(plan=WorkPlan.model_validate(content))
    if kind == "consortium" and not _is_recorded(content):
        entry = ConsortiumEntry.model_validate(content)
        members = [member.as_input() for member in entry.members]
        given = {"members": members, "geography_has_chamber_of_industry": entry.geography_has_chamber_of_industry}
        return ConsortiumInputs.model_validate(given)
    return DECISIONS[kind].inputs.model_validate(content)


def _is_recorded(content: Mapping[str, Any]) -> bool:
    """Whether members are written as a decision records them, by number and body, without their names."""
    members = content.get("members")
    first = members[0] if isinstance(members, list) and members else None
    return isinstance(first, dict) and "body" in first


def _print(voice: Voice, file: str, found: Explanation, json: bool) -> None:
    breaches = [voice.line(line) for line in found.broken]
    if json:
        told = {"file": file, "kind": found.decision, "regime": found.regime, "clean": not breaches}
        say(as_json(told | {"breaches": breaches}))
        return
    kind = voice.say(f"rules.kind.{found.decision}")
    if not breaches:
        say(voice.say("rules.clean", file=file, kind=kind, regime=found.regime))
        return
    title = voice.say("rules.broken", file=file, kind=kind, regime=found.regime, count=len(breaches))
    headings = [voice.say(f"rules.column.{name}") for name in ("field", "message", "asked", "allowed", "source")]
    print_table(title, headings, [_row(one) for one in breaches])


def _row(breach: Mapping[str, str]) -> list[str]:
    place = "\n".join(part for part in (breach["field"], breach["rule"]) if part)
    return [place, *(breach[name] for name in ("message", "asked", "allowed", "source"))]
