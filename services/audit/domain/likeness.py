"""An event as its room has it, held against the record of it: where the two differ, field by field."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from grants.proof.canonical import NotCanonical, canonical
from grants.proof.chain import sealed_moment
from grants.proof.veil import Opened, pointer, read, unveil
from services.audit.domain.gaps import GapKind

MOST = 50
"""Fields that are named."""
WHOLE = ("",)
"""The whole event."""
_Way = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """What the ledger has of an event: the body and its openings, None where the record is gone.

    previous_hash: what the record says it stands on; hash: what its place is sealed with.
    """

    body: str | None
    openings: str
    previous_hash: str
    hash: str
    recorded_at: datetime | None

    def opened(self) -> Opened | None:
        """The event, as far as it can be opened; None where it is no event any more."""
        try:
            record = json.loads(self.body or "")
            return unveil(record, read(self.openings)) if isinstance(record, dict) else None
        except (ValueError, TypeError, KeyError, IndexError):
            return None

    def is_sealed(self) -> bool:
        """Whether the record is what its place was sealed with."""
        try:
            if self.body is None or self.recorded_at is None:
                return False
            return sealed_moment(self.previous_hash, self.body, self.recorded_at, self.hash) is not None
        except ValueError:
            return False


def is_like(kept: Kept, digest: str) -> bool | None:
    """Whether the record is what the room told, by the SHA-256 of it; None where part of it cannot be opened."""
    opened = kept.opened()
    if opened is None or opened.false:
        return False
    if opened.closed:
        return None
    try:
        return sha256(canonical(opened.event).encode()).hexdigest() == digest
    except (NotCanonical, UnicodeEncodeError):
        return False


def differing(kept: Kept, told: str) -> tuple[str, ...]:
    """Where the record and what the room has of it now differ. What was erased is not compared."""
    opened = kept.opened()
    if opened is None:
        return WHOLE
    try:
        other = json.loads(told)
    except ValueError:
        return WHOLE
    shut = frozenset(opened.closed)
    found = {*opened.false, *_unlike(other, opened.event, (), shut)}
    return tuple(sorted(found)[:MOST])


def kind_of(kept: Kept) -> GapKind:
    """Which side is not what was sealed."""
    return GapKind.TOLD_OTHERWISE if kept.is_sealed() else GapKind.RECORDED_OTHERWISE


def _unlike(told: Any, kept: Any, way: _Way, shut: frozenset[str]) -> Iterator[str]:
    here = pointer(way)
    if here in shut or told is kept:
        return
    if isinstance(told, Mapping) and isinstance(kept, Mapping):
        for name in {**told, **kept}:
            yield from _part(told, kept, name, way, shut)
    elif isinstance(told, list) and isinstance(kept, list):
        for index in range(max(len(told), len(kept))):
            yield from _part(dict(enumerate(told)), dict(enumerate(kept)), index, way, shut)
    elif type(told) is not type(kept) or told != kept:
        yield here


def _part(
    told: Mapping[Any, Any], kept: Mapping[Any, Any], name: str | int, way: _Way, shut: frozenset[str]
) -> Iterator[str]:
    if name in told and name in kept:
        yield from _unlike(told[name], kept[name], (*way, name), shut)
    else:
        yield pointer((*way, name))
