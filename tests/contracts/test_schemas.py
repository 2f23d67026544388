"""The published language changes only so that nobody who speaks the old one is misled."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.contracts.published import FOLDER, breaks, schema_of, shapes, text_of

SHAPES = dict(shapes())
WRITE = "write it anew by: python -m tests.contracts.published"


def test_every_shape_has_its_file_and_every_file_its_shape() -> None:
    written = {file.name.removesuffix(".json") for file in FOLDER.iterdir()}
    assert set(SHAPES) - written == set(), WRITE
    assert written - set(SHAPES) == set(), "a shape that was published is gone"


@pytest.mark.parametrize("name", SHAPES)
def test_no_shape_changed_so_that_the_old_one_is_misread(name: str) -> None:
    old = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    assert breaks(old, schema_of(name, SHAPES[name])) == []


@pytest.mark.parametrize("name", SHAPES)
def test_the_published_schema_is_that_of_the_code(name: str) -> None:
    schema = schema_of(name, SHAPES[name])
    Draft202012Validator.check_schema(schema)
    assert (FOLDER / f"{name}.json").read_text("utf-8") == text_of(schema), WRITE


def schema(*required: str, **fields: Any) -> dict[str, Any]:
    kinds = {"Kind": {"enum": ["a", "b"], "type": "string"}, "Line": {"type": "object", "properties": {"n": INTEGER}}}
    return {"type": "object", "properties": fields, "required": list(required), "$defs": kinds}


INTEGER, TEXT = {"type": "integer", "title": "N"}, {"type": "string"}
KIND = {"$ref": "#/$defs/Kind"}
LINES = {"type": "array", "items": {"$ref": "#/$defs/Line"}}
OLD = schema("id", id=TEXT, amount=INTEGER, kind=KIND, lines=LINES, due={"anyOf": [TEXT, {"type": "null"}]})


def changed(**fields: Any) -> dict[str, Any]:
    return {**OLD, "properties": {**OLD["properties"], **fields}}


def defined(**kinds: Any) -> dict[str, Any]:
    return {**OLD, "$defs": {**OLD["$defs"], **kinds}}


@pytest.mark.parametrize(
    "new",
    [
        OLD,
        changed(more=TEXT),
        changed(amount={"type": "integer", "title": "Amount", "description": "in lira"}),
        changed(due={"anyOf": [TEXT, {"type": "null"}, INTEGER]}),
        defined(Kind={"enum": ["a", "b", "c"], "type": "string"}),
        defined(Line={"type": "object", "properties": {"n": INTEGER, "more": TEXT}}),
        {**OLD, "required": []},
    ],
)
def test_a_field_that_may_be_left_out_may_be_added(new: dict[str, Any]) -> None:
    assert breaks(OLD, new) == []


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (schema("id", id=TEXT, kind=KIND, lines=LINES, due=OLD["properties"]["due"]), "amount: removed"),
        (changed(amount=TEXT), "amount: was {'type': 'integer'}, is {'type': 'string'}"),
        (changed(amount={**INTEGER, "maximum": 9}), "amount: was"),
        (changed(kind=TEXT), "kind: was"),
        (changed(lines={**LINES, "items": TEXT}), "lines.[]: was"),
        (changed(due=TEXT), "due: was"),
        (changed(due={"anyOf": [INTEGER, {"type": "null"}]}), "due: no longer"),
        (defined(Kind={"enum": ["a"], "type": "string"}), "kind: no longer 'b'"),
        (defined(Line={"type": "object", "properties": {}}), "lines.[].n: removed"),
        (defined(Line={"type": "object", "properties": {"n": INTEGER}, "required": ["n"]}), "lines.[].n: now required"),
        ({**changed(more=TEXT), "required": ["id", "more"]}, "more: now required"),
    ],
)
def test_what_is_removed_renamed_retyped_or_newly_required_is_named(new: dict[str, Any], said: str) -> None:
    (found,) = breaks(OLD, new)
    assert found.startswith(said)
