"""A rule set with some of its values changed, for tests of what a rule makes of another value."""

from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel

from grants.regimes import Cited, RuleSet

P = TypeVar("P", bound=BaseModel)


def changed(rules: RuleSet, values: Mapping[str, object]) -> RuleSet:
    """The rule set with these leaves at other values, each checked against the shape of its leaf.

    values: by path, like {"money.overall_cap": 60, "catalogue.groups.K1.activities": []}. Sources become
    "default". The revision stays: rules must not read it. Raises `ValidationError` for a value that cannot stand
    there; `AttributeError`, `LookupError` or `ValueError` where there is no such leaf.
    """
    for path, value in values.items():
        rules = _with(rules, path.split("."), value)
    return rules


def _with(part: P, way: list[str], value: object) -> P:
    name, rest = way[0], way[1:]
    inner = getattr(part, name)
    return part.model_copy(
        update={name: _in_list(inner, rest, value) if isinstance(inner, tuple) else _part(inner, rest, value)}
    )


def _in_list(parts: tuple[object, ...], way: list[str], value: object) -> tuple[object, ...]:
    codes = [getattr(one, "code", None) for one in parts]
    index = codes.index(way[0])
    return (*parts[:index], _part(parts[index], way[1:], value), *parts[index + 1 :])


def _part(part: object, way: list[str], value: object) -> object:
    if isinstance(part, Cited) and not way:
        return type(part).model_validate({"value": value, "source": "default", "valid_from": part.valid_from})
    if not isinstance(part, BaseModel) or not way:
        message = f"no leaf here: {way}"
        raise LookupError(message)
    return _with(part, way, value)
