"""Each section of a rule set against its shape, by itself, so that a fault in one hides none in another. Pure."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from grants.regimes.faults import Fault
from grants.regimes.history import Version
from grants.regimes.model import RuleSet
from grants.regimes.reading import Path

_HEADINGS = frozenset({"instrument", "valid_from", "valid_to"})
_DERIVED = _HEADINGS | {"key", "revision", "since"}
"""What a rule set has and no section holds."""
_STAMPED = frozenset({"valid_from", "valid_to"})
_EXPECTED: Mapping[str, str] = {
    "bool_type": "true, false",
    "bool_parsing": "true, false",
    "date_type": "2014-03-25",
    "decimal_parsing": "0, 1, 2 …",
    "decimal_type": "0, 1, 2 …",
    "frozen_set_type": "[ … ]",
    "int_parsing": "0, 1, 2 …",
    "int_type": "0, 1, 2 …",
    "model_type": "key: value",
    "string_type": '" … "',
    "tuple_type": "[ … ]",
}
"""What could stand there, in signs that need no language."""
_BOUNDS: Mapping[str, str] = {
    "decimal_max_digits": "≤ {max_digits}",
    "decimal_max_places": "≤ 0.{decimal_places}",
    "enum": "{expected}",
    "greater_than_equal": "≥ {ge}",
    "less_than_equal": "≤ {le}",
    "string_pattern_mismatch": "{pattern}",
    "string_too_long": "≤ {max_length}",
    "string_too_short": "≥ {min_length}",
    "too_short": "≥ {min_length}",
}


def sections(version: Version) -> tuple[dict[str, Any], list[Fault]]:
    """The sections of a version that have their shape, by name, and everything in the others that has not."""
    kinds = _kinds()
    made: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, kind in kinds.items():
        if name not in version.data:
            faults.append(version.fault((name,), "regime.missing", name))
            continue
        written = {} if version.data[name] is None else version.data[name]  # a section of which nothing is left
        try:
            part = kind.validate_python(written)
        except ValidationError as error:
            faults += _misshapen(version, name, error.errors())
            continue
        if mixed := [*_mixed_up((name,), part, written)]:
            faults += (version.fault(path, "regime.shape", _written(asked), allowed) for path, asked, allowed in mixed)
        else:
            made[name] = part
    strange = (name for name in version.data if name not in kinds and name not in _HEADINGS)
    return made, [*faults, *(version.fault((name,), "regime.strange", name) for name in strange)]


@cache
def _kinds() -> Mapping[str, TypeAdapter[Any]]:
    fields = RuleSet.model_fields.items()
    return {name: TypeAdapter(field.rebuild_annotation()) for name, field in fields if name not in _DERIVED}


def _misshapen(version: Version, name: str, errors: Iterable[ErrorDetails]) -> Iterator[Fault]:
    for error in errors:
        path: Path = (name, *error["loc"])
        if path[-1] in _STAMPED and path not in version.lines:
            continue
        match error["type"]:
            case "missing":
                yield version.fault(path, "regime.missing", str(path[-1]))
            case "extra_forbidden":
                yield version.fault(path, "regime.strange", str(path[-1]))
            case kind:
                yield version.fault(path, "regime.shape", _written(error["input"]), _expected(kind, error))


def _written(part: object) -> str:
    """As it stands in the file, but for what holds other parts."""
    match part:
        case dict():
            return ", ".join(map(str, part))
        case bool() | None:
            return json.dumps(part)
        case _:
            return str(part)


def _expected(kind: str, error: ErrorDetails) -> str:
    bound = _BOUNDS.get(kind, "").format_map(error.get("ctx", {}))
    return bound.replace(" or ", ", ").replace("'", "") or _EXPECTED.get(kind, error["msg"])


def _mixed_up(path: Path, part: object, written: Any) -> Iterator[tuple[Path, object, str]]:
    """Where true or false was taken for a number, or a number or a word for true or false."""
    if isinstance(part, BaseModel):
        for name in written.keys() & type(part).model_fields.keys():
            yield from _mixed_up((*path, name), getattr(part, name), written[name])
    elif isinstance(part, tuple):
        for index, one in enumerate(part):
            yield from _mixed_up((*path, index), one, written[index])
    elif isinstance(part, bool) is not isinstance(written, bool):
        kind = "bool_type" if isinstance(part, bool) else "int_type"
        yield path, written, _EXPECTED[kind]
