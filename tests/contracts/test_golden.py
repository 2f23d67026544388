"""What a released version gave to a workflow, the present one still reads: nobody changes a run that is under way.

Each file of tests/workflows/golden is `<shape>.<version that wrote it>.json`. Files are added, never changed.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from temporalio.contrib.pydantic import pydantic_data_converter

import tests
from tests.contracts.published import WORKFLOW_SHAPES

GOLDEN = sorted((Path(tests.__path__[0]) / "workflows" / "golden").glob("*.json"))
SHAPES: dict[str, type[BaseModel]] = {shape.__name__: shape for shape in WORKFLOW_SHAPES}


def shape_of(file: Path) -> type[BaseModel]:
    return SHAPES[file.name.partition(".")[0]]


def within(written: Any, read: Any) -> bool:
    """Whether everything that was written is there as it was; what came later may stand beside it."""
    if isinstance(written, dict):
        return all(name in read and within(value, read[name]) for name, value in written.items())
    if isinstance(written, list):
        return len(written) == len(read) and all(map(within, written, read))
    return bool(written == read)


@pytest.mark.parametrize("file", GOLDEN, ids=lambda file: file.stem)
def test_what_was_written_is_read_with_every_value_in_its_place(file: Path) -> None:
    content = file.read_bytes()
    read = shape_of(file).model_validate_json(content)
    assert within(json.loads(content), read.model_dump(mode="json"))
    converter = pydantic_data_converter.payload_converter
    (carried,) = converter.from_payloads(converter.to_payloads([json.loads(content)]), [shape_of(file)])
    assert carried == read


@pytest.mark.parametrize("file", GOLDEN, ids=lambda file: file.stem)
def test_the_oldest_files_are_whole_so_that_each_field_is_tried(file: Path) -> None:
    if file.name.endswith(".0.1.0.json"):
        missing = set(shape_of(file).model_json_schema()["required"]) - json.loads(file.read_text("utf-8")).keys()
        assert missing == set()


def test_every_shape_a_workflow_is_given_or_gives_is_kept() -> None:
    assert {shape_of(file) for file in GOLDEN} == set(WORKFLOW_SHAPES)


@pytest.mark.parametrize(
    ("written", "read"), [({"a": 1}, {"a": 2}), ({"a": 1}, {}), ([{"a": 1}], [{"a": 1}, {"a": 1}]), ([1, 2], [2, 1])]
)
def test_a_value_that_is_lost_or_changed_is_seen(written: Any, read: Any) -> None:
    assert not within(written, read)


def test_a_value_that_came_later_may_stand_beside() -> None:
    assert within({"a": [{"b": 1}]}, {"a": [{"b": 1, "c": 2}], "d": 3})
