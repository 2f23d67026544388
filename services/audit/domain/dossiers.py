"""What of the records belongs into a dossier: the papers they name, the rules they were decided under."""

from collections.abc import Iterable, Iterator
from typing import Any

from grants.regimes import keys

_NAMES = frozenset({"document", "sha256", "paper", "photograph", "evidence"})
_HEX = frozenset("0123456789abcdef")
_HASH = 64
_OWN = ("audit.run.archived.", "audit.build.archived.", "audit.dossier.")
"""Events whose documents are no papers of the file: histories, sources of builds, and dossiers themselves."""


def papers(events: Iterable[dict[str, Any]]) -> list[str]:
    """The hashes of all documents the events name, each once, in their order."""
    found: dict[str, None] = {}
    for event in events:
        if not str(event.get("type", "")).startswith(_OWN):
            found.update(dict.fromkeys(_papers(event.get("data"))))
    return list(found)


def pins(events: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    """The regimes and revisions that were decided under, of the programmes there are."""
    found = {pin for event in events for pin in _pins(event)}
    return tuple(sorted(pin for pin in found if pin.partition("@")[0] in keys() and "@" in pin))


def _papers(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            if name in _NAMES and isinstance(part, str) and len(part) == _HASH and set(part) <= _HEX:
                yield part
            else:
                yield from _papers(part)
    elif isinstance(value, list):
        for part in value:
            yield from _papers(part)


def _pins(event: dict[str, Any]) -> Iterator[str]:
    yield str(event.get("regime", ""))
    data = event.get("data")
    explanations = data.get("explanations") if isinstance(data, dict) else None
    for one in explanations if isinstance(explanations, list) else []:
        yield str(one.get("regime", ""))
