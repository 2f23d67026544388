"""What the records of a dossier name: papers, the rules they were decided under, and the chains they belong with."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from grants.proof.veil import Opened, read, unveil
from grants.regimes import keys

_NAMES = frozenset({"document", "sha256", "paper", "photograph", "evidence"})
_HEX = frozenset("0123456789abcdef")
_HASH = 64
_OWN = ("audit.run.archived.", "audit.build.archived.", "audit.dossier.")
"""Events whose documents are no papers of the file: histories, sources of builds, and dossiers themselves."""


def event_in(body: str, openings: str) -> Opened:
    """The event of a record, as far as it can be opened. Raises ValueError for a text that holds none."""
    try:
        event = json.loads(body)
        if not isinstance(event, dict) or not isinstance(event.get("data"), dict):
            raise ValueError("no event")  # noqa: TRY004 - what was given is wrong, not the call
        return unveil(event, read(openings))
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def papers(events: Iterable[dict[str, Any]], kinds: tuple[str, ...] = ("",)) -> list[str]:
    """The hashes of all documents the events name, each once, in their order. kinds: how their types begin."""
    found: dict[str, None] = {}
    for event in events:
        kind = str(event.get("type", ""))
        if kind.startswith(kinds) and not kind.startswith(_OWN):
            found.update(dict.fromkeys(_papers(event.get("data"))))
    return list(found)


def pins(events: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    """The regimes and revisions that were decided under, of the programmes there are."""
    found = {pin for event in events for pin in _pins(event)}
    return tuple(sorted(pin for pin in found if pin.partition("@")[0] in keys() and "@" in pin))


def belonging(events: Iterable[dict[str, Any]]) -> dict[str, str]:
    """The call and the consortium that the records of a file name: what they are (`call`, `consortium`) by their id."""
    found: dict[str, str] = {}
    for event in events:
        data = event.get("data")
        for kind in ("call", "consortium"):
            if isinstance(data, dict) and isinstance(about := data.get(f"{kind}_id"), str) and about:
                found[about] = kind
    return found


def _papers(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            if name in _NAMES and isinstance(part, str) and len(part) == _HASH and set(part) <= _HEX:
                yield part
            elif isinstance(part, dict | list):
                yield from _papers(part)
    elif isinstance(value, list):
        for part in value:
            if isinstance(part, dict | list):
                yield from _papers(part)


def _pins(event: dict[str, Any]) -> Iterator[str]:
    yield str(event.get("regime", ""))
    data = event.get("data")
    explanations = data.get("explanations") if isinstance(data, dict) else None
    for one in explanations if isinstance(explanations, list) else []:
        if isinstance(one, dict):
            yield str(one.get("regime", ""))
