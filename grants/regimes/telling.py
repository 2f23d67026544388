"""A rule set told to other software: every leaf with its source and its days, and what differs between two. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from grants.regimes import UnknownRegime, UnknownRevision, pinned
from grants.regimes.cited import Cited
from grants.regimes.model import RuleSet
from grants.regimes.words import Currency

_OWN = frozenset({"key", "revision", "since", "instrument", "programme", "valid_from", "valid_to"})
"""What names a rule set, and is no rule of it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A leaf that two rule sets say differently, by its path like "money.overall_cap"; None where one has none."""

    path: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


def told(rules: RuleSet) -> dict[str, Any]:
    """The whole rule set as JSON. A leaf is {value, source, is_default, valid_from, valid_to}; numbers are text."""
    return {name: _told(getattr(rules, name)) for name in type(rules).model_fields}


def differences(before: RuleSet, after: RuleSet) -> tuple[Difference, ...]:
    """Every leaf whose value or source differs, in the order of the file. Dates alone make no difference."""
    old, new = _leaves_of(before), _leaves_of(after)
    paths = (*old, *(path for path in new if path not in old))
    found = (Difference(path, old.get(path), new.get(path)) for path in paths)
    return tuple(one for one in found if _says(one.before) != _says(one.after))


def currency_of(pin: str) -> Currency:
    """What amounts said under a pin like "kdp-2014@2015-02-07+1a2b3c4d" are in; lira under one nobody knows."""
    try:
        return pinned(pin).money.currency.value
    except (UnknownRegime, UnknownRevision):
        return Currency.TRY


def _told(part: object) -> Any:
    match part:
        case Cited():
            return _leaf(part)
        case BaseModel():
            return {name: _told(getattr(part, name)) for name in type(part).model_fields}
        case frozenset():
            return sorted(str(one) for one in part)
        case tuple():
            return [_told(one) for one in part]
        case None | bool() | int():
            return part
        case _:
            return str(part)


def _leaf(leaf: Cited[Any]) -> dict[str, Any]:
    return {
        "value": _told(leaf.value),
        "source": leaf.source,
        "is_default": leaf.is_default,
        "valid_from": leaf.valid_from.isoformat(),
        "valid_to": leaf.valid_to.isoformat() if leaf.valid_to else None,
    }


def _leaves_of(rules: RuleSet) -> dict[str, Mapping[str, Any]]:
    content = {name: part for name, part in told(rules).items() if name not in _OWN}
    return dict(_leaves(content, ""))


def _leaves(part: Any, path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if isinstance(part, dict) and "is_default" in part:
        yield path, part
    elif isinstance(part, dict):
        for name, inner in part.items():
            yield from _leaves(inner, f"{path}.{name}" if path else name)
    elif isinstance(part, list):
        for one in part:
            yield from _leaves(one, f"{path}.{one['code']}" if isinstance(one, dict) and "code" in one else path)


def _says(leaf: Mapping[str, Any] | None) -> tuple[Any, ...] | None:
    return None if leaf is None else (leaf["value"], leaf["source"])
