"""The published language as JSON Schemas, one file a shape: `python -m tests.contracts.published` writes them.

A change that would mislead a reader of the old shape is never written over it: raise the event's VERSION (a new
file beside the old one), or give the workflow input a new field that may be left out.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

import grants.contracts
from grants.contracts import (
    activities,
    application_events,
    audit_events,
    evaluation_events,
    monitoring_events,
    workflows,
)
from grants.contracts.activity import ActivityContract
from grants.contracts.event import ActRefused, EventData, FileRead, RightsSeen
from grants.contracts.keeping_events import DocumentsErased, OutboxPruned, PersonalDataEmptied

FOLDER = Path(grants.contracts.__path__[0]) / "schemas"
SAID = (application_events, evaluation_events, monitoring_events, audit_events)
EVENTS: dict[str, tuple[type[EventData], ...]] = {
    module.__name__.rpartition(".")[2].removesuffix("_events"): module.EVENTS for module in SAID
}
"""What each room says."""
EVERYBODYS: tuple[type[EventData], ...] = (
    ActRefused,
    FileRead,
    RightsSeen,
    OutboxPruned,
    PersonalDataEmptied,
    DocumentsErased,
)
"""What every room may say."""
CONTRACTS: dict[str, ActivityContract[Any, Any]] = {
    name: value for name, value in vars(activities).items() if isinstance(value, ActivityContract)
}
WORKFLOW_SHAPES: tuple[type[BaseModel], ...] = tuple(
    value
    for value in vars(workflows).values()
    if isinstance(value, type) and issubclass(value, BaseModel) and value.__module__ == workflows.__name__
)
_SAYS_NOTHING = {"title", "description", "examples", "$id", "$schema", "$defs"}

Schema = Mapping[str, Any]


def shapes() -> Iterator[tuple[str, type[BaseModel]]]:
    """Every shape by the name of its file."""
    for event in (*(kind for kinds in EVENTS.values() for kind in kinds), *EVERYBODYS):
        yield f"event.{event.type_name().replace('{room}', 'any')}", event
    for contract in CONTRACTS.values():
        yield f"order.{contract.name}", contract.order
        yield f"answer.{contract.name}", contract.answer
    for shape in WORKFLOW_SHAPES:
        yield f"workflow.{shape.__name__}", shape


@cache
def schema_of(name: str, shape: type[BaseModel]) -> dict[str, Any]:
    """How a shape is read. What may be left out has a default."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:destek:schema:{name}",
        **shape.model_json_schema(),
    }


def text_of(schema: Schema) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def breaks(old: Schema, new: Schema) -> list[str]:
    """What a reader or writer of the old shape would be misled by in the new one; empty if nothing."""
    return list(_breaks(old, new, _Place(old, new, "")))


class _Place:
    """Where two schemas are compared: their definitions, and the path of the field."""

    def __init__(self, old: Schema, new: Schema, path: str) -> None:
        self.old, self.new, self.path = old, new, path

    def at(self, name: str) -> "_Place":
        return _Place(self.old, self.new, f"{self.path}.{name}" if self.path else name)


def _breaks(old: Schema, new: Schema, place: _Place) -> Iterator[str]:
    old, new = _resolved(old, place.old), _resolved(new, place.new)
    if "properties" in old and "properties" in new:
        yield from _in_fields(old, new, place)
    elif "enum" in old and "enum" in new:
        yield from (f"{place.path}: no longer {value!r}" for value in old["enum"] if value not in new["enum"])
    elif "anyOf" in old and "anyOf" in new:
        yield from _in_options(old, new, place)
    elif "items" in old and "items" in new and old.get("type") == new.get("type"):
        yield from _breaks(old["items"], new["items"], place.at("[]"))
    elif _meaning(old) != _meaning(new):
        yield f"{place.path}: was {_meaning(old)}, is {_meaning(new)}"


def _in_options(old: Schema, new: Schema, place: _Place) -> Iterator[str]:
    for option in old["anyOf"]:
        if all(list(_breaks(option, other, place)) for other in new["anyOf"]):
            yield f"{place.path}: no longer {option}"


def _in_fields(old: Schema, new: Schema, place: _Place) -> Iterator[str]:
    for name, field in old["properties"].items():
        if name not in new["properties"]:
            yield f"{place.at(name).path}: removed"
        else:
            yield from _breaks(field, new["properties"][name], place.at(name))
    for name in new.get("required", ()):
        if name not in old.get("required", ()):
            yield f"{place.at(name).path}: now required"


def _resolved(schema: Schema, root: Schema) -> Schema:
    reference = schema.get("$ref")
    return root["$defs"][reference.rpartition("/")[2]] if reference else schema


def _meaning(schema: Schema) -> dict[str, Any]:
    return {name: value for name, value in schema.items() if name not in _SAYS_NOTHING}


def write() -> int:
    """Write what is new or has grown; refuse what would mislead. Returns how many were refused."""
    FOLDER.mkdir(exist_ok=True)
    refused = 0
    for name, shape in shapes():
        file, schema = FOLDER / f"{name}.json", schema_of(name, shape)
        broken = breaks(json.loads(file.read_text("utf-8")), schema) if file.exists() else []
        for what in broken:
            print(f"{name}: {what}", file=sys.stderr)  # noqa: T201 - a command's answer
        if broken:
            refused += 1
        else:
            file.write_text(text_of(schema), "utf-8")
    return refused


if __name__ == "__main__":
    sys.exit(write())
