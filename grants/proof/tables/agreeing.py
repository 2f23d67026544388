"""Whether a column of a row says what was told of it, and how either is shown."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from grants.proof.accounts import Account
from grants.proof.sealed import Hashed, Sealed
from grants.proof.veil import VEILED

NOTHING = ("0", "0.00")
"""Amounts of nothing, as text."""


def is_veiled(value: Any) -> bool:
    """Whether it was not opened."""
    return isinstance(value, Mapping) and set(value) == {VEILED}


def agrees(told: Any, row: Mapping[str, Any], name: str) -> bool:
    """Whether a column of the row is as it was told."""
    return told.fits(row) if isinstance(told, Sealed | Hashed) else same(told, row.get(name))


def same(told: Any, held: Any) -> bool:
    """Whether a field says what was told: instants by their moment, all else as it is; what was erased says nothing."""
    match told, held:
        case Account(), _:
            return told.is_of(held)
        case datetime(), _:
            return _instant(held) == told
        case dict(), _:
            return is_veiled(told) or (isinstance(held, dict) and _same_form(told, held))
        case list(), list():
            return len(told) == len(held) and all(map(same, told, held))
        case str(), str():
            return told == held or _same_instant(told, held)
        case _:
            return bool(told == held)


def _same_form(told: Mapping[str, Any], held: Mapping[str, Any]) -> bool:
    """Name by name; what a form has gained since it was told stands there empty."""
    more = held.keys() - told.keys()
    found = all(name in held and same(value, held[name]) for name, value in told.items())
    return found and all(not held[name] or held[name] in NOTHING for name in more)


def _same_instant(one: str, other: str) -> bool:
    found = _instant(one)
    return found is not None and found == _instant(other)


def _instant(text: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo else None


def said(value: Any) -> str:
    """A value on one line; a plan is long, and its beginning tells nobody anything."""
    if isinstance(value, Account):
        return value.ends
    if isinstance(value, Sealed):
        return value.seal
    if isinstance(value, Hashed):
        return value.digest
    if isinstance(value, datetime):
        return value.isoformat()
    return "" if value is None else str(value)
