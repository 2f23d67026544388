"""The published schema is that of the model, and every file that is shipped fits it."""

from datetime import date
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from grants.regimes import keys, texts
from grants.regimes.history import leaves, way
from grants.regimes.reading import read, shown
from tests.grants.regimes.cases import SHAPES, Case
from tests.grants.regimes.published import FILE, schema, text
from tests.grants.regimes.written import AMENDMENT, FIRST

FILES = [file for key in keys() for file in texts(key)]
HINT = "# yaml-language-server: $schema=../schema.json\n"
VALIDATOR = Draft202012Validator(schema(), format_checker=FormatChecker())


def plain(part: Any) -> Any:
    """As JSON has it: a day is text."""
    if isinstance(part, dict):
        return {name: plain(inner) for name, inner in part.items()}
    if isinstance(part, list):
        return [plain(inner) for inner in part]
    return part.isoformat() if isinstance(part, date) else part


def errors(name: str, written: str) -> list[str]:
    return [error.json_path for error in VALIDATOR.iter_errors(plain(read(name, written).data))]


def test_the_published_schema_is_current() -> None:
    assert FILE.read_text("utf-8") == text(), "run: python -m tests.grants.regimes.published"


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize(("name", "written"), FILES, ids=[name for name, _ in FILES])
def test_every_file_that_is_shipped_fits_it_and_names_it_for_the_editor(name: str, written: str) -> None:
    assert errors(name, written) == []
    assert written.startswith(HINT)
    assert (FILE.parent / name).parent.parent == FILE.parent


@pytest.mark.parametrize("name", [name for name, _ in FILES])
def test_every_file_is_called_by_its_first_day(name: str) -> None:
    written = dict(FILES)[name]
    assert name.rpartition("/")[2] == f"{read(name, written).data['valid_from']}.yaml"


@pytest.mark.parametrize("case", [case for case in SHAPES if case.path != "names.board.value.tr"], ids=str)
def test_a_part_of_the_wrong_shape_does_not_fit_it(case: Case) -> None:
    """But for a day where a name belongs: in JSON both are text."""
    name, written = case.files[0]
    assert errors(name, written) != []


@pytest.mark.parametrize(
    "edit",
    [
        ("audit.yearly: {value: true", "audit.weekly: {value: true"),
        ("audit.yearly: {value: true", "audit.yearly: {value: 5"),
        ("changes:", "remarks: x\nchanges:"),
        ("instrument: R.G. 29260, 07/02/2015\n", ""),
        ("valid_from: 2015-02-07", "valid_from: soon"),
    ],
)
def test_an_amendment_that_changes_what_is_not_there_does_not_fit_it(edit: tuple[str, str]) -> None:
    assert edit[0] in AMENDMENT[1]
    assert errors(AMENDMENT[0], AMENDMENT[1].replace(*edit)) != []


def test_an_amendment_may_name_every_leaf_there_is_and_nothing_else() -> None:
    data = read(*FIRST).data
    named = [called(data, path) for path, _ in leaves(data)]
    assert [way(data, name) for name in named] == [path for path, _ in leaves(data)]
    changes = schema()["then"]["properties"]["changes"]
    simple = {name for name in named if not name.startswith("catalogue.groups.")}
    assert set(changes["properties"]) == simple
    for name, leaf in ((name, leaf) for name, (_, leaf) in zip(named, leaves(data), strict=True)):
        amendment = {"amends": "x", "instrument": "x", "valid_from": "2020-01-01", "changes": {name: plain(leaf)}}
        assert [error.message for error in VALIDATOR.iter_errors(amendment)] == []


def called(data: Any, path: tuple[str | int, ...]) -> str:
    """A path as an amendment writes it: parts of a list by their code."""
    words: list[str] = []
    for step in path:
        data = data[step]
        words.append(str(data["code"]) if isinstance(step, int) else step)
    return ".".join(words)


def test_the_editor_is_told_what_a_value_means() -> None:
    money = schema()["$defs"]["MoneyRules"]["properties"]
    assert money["overall_cap"]["description"].startswith("Most of the plan's total")
    assert shown(("money", "overall_cap")) in schema()["then"]["properties"]["changes"]["properties"]
