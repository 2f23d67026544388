"""The published JSON Schema of a regime's files: `python -m tests.grants.regimes.published` writes it.

It is made from the model and helps whoever writes a file with an editor. What holds is what `parse` says; it also
finds what no schema can.
"""

import ast
import inspect
import json
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from textwrap import dedent
from typing import Any

from pydantic import BaseModel

import grants.regimes
from grants.regimes import RuleSet, lists, sections

FILE = Path(grants.regimes.__path__[0]) / "schema.json"
SECTIONS = [name for name in RuleSet.model_fields if name not in {"key", "revision", "since"}]
DAY = {"$ref": "#/$defs/day"}
OWN_DAYS = {"valid_from": DAY, "valid_to": {"anyOf": [DAY, {"type": "null"}]}}
INSTRUMENT = {"type": "string", "minLength": 1, "description": "The paper that the file rests on."}
SOURCE = "[S] a paper of the programme, [P] a solid public page, [p] one public page; default: no paper, ours."
SAYS_NOTHING = {"title", "ge", "le", "decimal_places", "max_digits", "examples"}

Schema = dict[str, Any]


@cache
def schema() -> Schema:
    """What a file may say: one that has `amends` is an amendment, any other a first file."""
    whole = RuleSet.model_json_schema()
    shapes = Shapes(whole["$defs"])
    own = {"instrument": INSTRUMENT, **OWN_DAYS}
    first: Schema = {name: own.get(name) or shapes.inlined(whole["properties"][name]) for name in SECTIONS}
    defined = {name: shapes.described(name) for name in shapes.found if not shapes.is_leaf(name)}
    leaves = dict(_leaves(first, defined, "#/else", "")) | {"catalogue.groups.*": "#/$defs/ActivityGroup"}
    changes = {
        "type": "object",
        "minProperties": 1,
        "properties": {path: {"$ref": place} for path, place in leaves.items() if "*" not in path},
        "patternProperties": {_pattern(path): {"$ref": place} for path, place in leaves.items() if "*" in path},
        "additionalProperties": False,
    }
    amendment = {
        "amends": {"type": "string", "minLength": 1, "description": "The key of the regime it changes."},
        "instrument": INSTRUMENT,
        "valid_from": DAY,
        "changes": changes,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:destek:schema:regime",
        "title": "A regime's file: the whole regime, or an amendment",
        "type": "object",
        "if": {"required": ["amends"]},
        "then": _closed(amendment),
        "else": _closed(first),
        "$defs": {
            **defined,
            "day": {"type": "string", "format": "date"},
            "source": {**shapes.source(), "description": SOURCE},
        },
    }


class Shapes:
    """The shapes of the model. Leaves are written out where they stand; all others are found by name."""

    def __init__(self, found: Mapping[str, Schema]) -> None:
        self.found = found

    def is_leaf(self, name: str) -> bool:
        parts: Schema = self.found[name].get("properties", {})
        return {"value", "source"} <= parts.keys()

    def source(self) -> Schema:
        """The shape of a source, the same for every leaf."""
        leaf = next(name for name in self.found if self.is_leaf(name))
        made: Schema = self.inlined(self.found[leaf]["properties"]["source"])
        return made

    def described(self, name: str) -> Schema:
        """A shape with what the model says about each of its parts."""
        made: Schema = self.inlined(self.found[name])
        kind = getattr(sections, name, None) or getattr(lists, name, None)
        said = dict(_docstrings(kind)) if inspect.isclass(kind) and issubclass(kind, BaseModel) else {}
        for part, text in said.items():
            made["properties"][part]["description"] = text
        return made

    def inlined(self, part: Any) -> Any:
        """A shape as it is written in a file: days follow from the file, a number with a point is text."""
        if isinstance(part, list):
            return [self.inlined(one) for one in part]
        if not isinstance(part, dict):
            return part
        name = str(part.get("$ref", "")).rpartition("/")[2]
        if name and self.is_leaf(name):
            return self._leaf(self.found[name]["properties"])
        if "decimal_places" in part:
            return _number(part)
        return {
            key: {name: self.inlined(one) for name, one in inner.items()}
            if key == "properties"
            else self.inlined(inner)
            for key, inner in part.items()
            if key not in SAYS_NOTHING
        }

    def _leaf(self, parts: Mapping[str, Schema]) -> Schema:
        return {
            "type": "object",
            "properties": {"value": self.inlined(parts["value"]), "source": {"$ref": "#/$defs/source"}, **OWN_DAYS},
            "required": ["value", "source"],
            "additionalProperties": False,
        }


def _number(part: Schema) -> Schema:
    whole = {"type": "integer", "minimum": part["ge"]} | ({"maximum": part["le"]} if "le" in part else {})
    places = part["decimal_places"]
    return {"anyOf": [whole, {"type": "string", "pattern": rf"^[0-9]+(\.[0-9]{{1,{places}}})?$"}]}


def _closed(properties: Schema) -> Schema:
    return {"properties": properties, "required": [*properties], "additionalProperties": False}


def _leaves(
    properties: Mapping[str, Schema], defined: Mapping[str, Schema], place: str, above: str
) -> Iterator[tuple[str, str]]:
    """Every leaf: the path an amendment calls it by, with "*" for the code of a part of a list; and its place."""
    for name, part in properties.items():
        path, here = f"{above}{name}", f"{place}/properties/{name}"
        if "source" in part.get("properties", {}):
            yield path, here
            continue
        listed = part.get("type") == "array"
        shape = str((part["items"] if listed else part).get("$ref", "")).rpartition("/")[2]
        inside = defined.get(shape, {}).get("properties", {})
        yield from _leaves(inside, defined, f"#/$defs/{shape}", f"{path}.*." if listed else f"{path}.")


def _pattern(path: str) -> str:
    return "^" + path.replace(".", r"\.").replace("*", "[^.]+") + "$"


def _docstrings(kind: type[BaseModel]) -> Iterator[tuple[str, str]]:
    """What stands below a field of a model: its meaning."""
    (body,) = ast.parse(dedent(inspect.getsource(kind))).body
    statements = body.body if isinstance(body, ast.ClassDef) else []
    for field, text in pairwise(statements):
        if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
            yield ast.unparse(field.target), inspect.cleandoc(str(text.value.value))


def text() -> str:
    """The schema as it is published."""
    return json.dumps(schema(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), "utf-8")
