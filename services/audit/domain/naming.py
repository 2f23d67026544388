"""Which files a record names, whatever it is about: an event of a call or a sample speaks of many."""

import json
from collections.abc import Iterator
from typing import Any

_ONE = frozenset({"application_id", "grant_id"})
_MANY = frozenset({"applications", "moved", "drawn", "left"})


def files_named(body: str) -> frozenset[str]:
    """The ids of files in the text of a record; none where somebody wrote there what is no event."""
    try:
        return frozenset(_named(json.loads(body)))
    except (ValueError, RecursionError):
        return frozenset()


def _named(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, one in value.items():
            if name in _ONE and isinstance(one, str) and one:
                yield one
            if name in _MANY and isinstance(one, list):
                yield from (each for each in one if isinstance(each, str))
            yield from _named(one)
    if isinstance(value, list):
        for one in value:
            yield from _named(one)
