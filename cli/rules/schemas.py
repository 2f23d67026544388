"""`destek rules schema`: JSON Schemas of what can be handed in, and of a file of rules."""

from copy import deepcopy
from typing import Any

from cli.rules.checking import SHAPES
from cli.rules.files import refuse
from cli.rules.layout import print_table, say
from cli.rules.saying import Voice, as_json
from grants.decisions import DECISIONS
from grants.explanation import Explanation
from grants.regimes import RuleSet

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
REGIME, AMENDMENT, EXPLANATION = "regime", "amendment", "explanation"
_DERIVED = frozenset({"key", "revision", "since"})
_OPTIONAL = frozenset({*_DERIVED, "instrument"})
_DATED = frozenset({"valid_from", "valid_to"})


def kinds() -> tuple[str, ...]:
    """Everything there is a schema of."""
    return (*DECISIONS, EXPLANATION, REGIME, AMENDMENT)


def schema_of(kind: str) -> Schema:
    """The JSON Schema of a kind. Raises `CannotRead` for one that is not known."""
    if kind not in kinds():
        refuse("rules.no_kind", "KIND", kind, ", ".join(kinds()))
    return {"$schema": DIALECT, **_made(kind), "title": kind}


def _made(kind: str) -> Schema:
    if kind == REGIME:
        return _regime()
    if kind == AMENDMENT:
        return _amendment()
    if kind == EXPLANATION:
        return Explanation.model_json_schema()
    return SHAPES[kind].json_schema() if kind in SHAPES else DECISIONS[kind].inputs.model_json_schema()


def _regime() -> Schema:
    """A first file: the whole rule set, without what follows from it; a leaf need not repeat its days."""
    made = RuleSet.model_json_schema()
    made["properties"] = {name: part for name, part in made["properties"].items() if name not in _DERIVED}
    made["required"] = [name for name in made["required"] if name not in _OPTIONAL]
    for part in made["$defs"].values():
        if {"value", "source"} <= part.get("properties", {}).keys():
            part["required"] = [name for name in part["required"] if name not in _DATED]
    return made


def _amendment() -> Schema:
    """A later file: which regime it amends, by which paper, from when, and each leaf it puts in place of another."""
    whole = _regime()
    leaf = {"type": "object", "required": ["value", "source"], "additionalProperties": False}
    cited = next(part for part in whole["$defs"].values() if {"value", "source"} <= part.get("properties", {}).keys())
    fields = deepcopy(cited["properties"]) | {"value": True}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["amends", "valid_from", "changes"],
        "properties": {
            "amends": {"type": "string", "examples": ["kdp-2014"]},
            "instrument": {"type": "string"},
            "valid_from": {"type": "string", "format": "date"},
            "changes": {
                "type": "object",
                "minProperties": 1,
                "propertyNames": {"pattern": r"^[a-z_]+(\.[A-Za-z0-9_.-]+)*$"},
                "additionalProperties": {**leaf, "properties": fields},
                "examples": [{"money.overall_cap": {"value": 60, "source": "default"}}],
            },
        },
    }


def print_schema(voice: Voice, kind: str, json: bool) -> None:
    """The schema of a kind; without a kind the list of kinds, with --json the schemas of all. Raises `CannotRead`."""
    if kind:
        say(as_json(schema_of(kind)))
    elif json:
        say(as_json({one: schema_of(one) for one in kinds()}))
    else:
        headings = [voice.say("rules.column.kind"), voice.say("rules.column.what")]
        print_table(voice.say("rules.schemas"), headings, [(one, _title(voice, one)) for one in kinds()])


def _title(voice: Voice, kind: str) -> str:
    return voice.say(f"decision.{kind}" if kind in DECISIONS else f"rules.schema.{kind}")
