"""The chain of a subject: each record's hash covers the record and the hash before it.

hash = SHA-256(previous hash (32 bytes) + the moment it was recorded at + the event's canonical JSON, RFC 8785, with
what is personal in it veiled: see `grants.proof.veil`). The moment is text, UTC with microseconds and "Z". Records of
before were hashed without it and hold as they are: a moment begins with a digit, and the JSON of an event with "{", so
neither is taken for the other. The first record stands on 32 zero bytes. Records are counted from 1.

So a record that was changed, dropped, added or moved breaks the chain, unless everything after it was written anew; the
length and head kept beside it show a chain cut at its end.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from grants.proof.signatures import stamp
from grants.proof.veil import Opened, read, unveil

GROUND = "0" * 64


@dataclass(frozen=True, slots=True)
class Link:
    """One record of the ledger. body: the event as canonical JSON, veiled; the other facts are copies out of it.

    openings: of what is veiled, as `grants.proof.veil` writes them; "" where there is none, or none any more.
    recorded_at: when it came into the ledger.
    """

    about: str
    chain_index: int
    event_id: str
    type: str
    time: datetime
    actor_id: str
    actor_role: str
    on_behalf_of: str
    regime: str
    body: str
    hash: str
    previous_hash: str
    recorded_at: datetime
    openings: str = ""

    def opened(self) -> Opened:
        """The event, as far as it can be opened. Raises ValueError where body or openings are none."""
        return unveil(json.loads(self.body), read(self.openings))


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a chain: how many records, and the hash of the last."""

    length: int = 0
    head: str = GROUND


class FaultKind(StrEnum):
    """What a chain can show.

    out_of_order: a record is missing, added or moved here. torn: it does not stand on the one before.
    changed: its content, or the moment it was recorded at, is not what was sealed.
    falsely_opened: an opening is not of what was veiled.
    unopened: what is veiled cannot be opened, and no erasure on record answers for it (`grants.proof.erasures`).
    not_destroyed: a record says that keys were destroyed, and none was.
    copy_differs: a column says something else than the event.
    end_differs: the chain is shorter or longer than was noted, or ends in another record.
    """

    OUT_OF_ORDER = "out_of_order"
    TORN = "torn"
    CHANGED = "changed"
    FALSELY_OPENED = "falsely_opened"
    UNOPENED = "unopened"
    NOT_DESTROYED = "not_destroyed"
    COPY_DIFFERS = "copy_differs"
    END_DIFFERS = "end_differs"


@dataclass(frozen=True, slots=True)
class Fault:
    """The first place at which a chain does not hold."""

    kind: FaultKind
    chain_index: int
    event_id: str = ""


def seal(previous_hash: str, body: str, recorded_at: str = "") -> str:
    """The hash of a record that follows `previous_hash`. recorded_at: the moment as text; "" for a record of before."""
    return hashlib.sha256(bytes.fromhex(previous_hash) + recorded_at.encode() + body.encode()).hexdigest()


def sealed_moment(previous_hash: str, body: str, recorded_at: datetime, sealed: str) -> str | None:
    """The moment that is in the hash of a record, "" where none is; None where the hash is of something else.

    Raises ValueError (the hash before it is none).
    """
    return next((one for one in (stamp(recorded_at), "") if seal(previous_hash, body, one) == sealed), None)


def walk(position: Position, links: Iterable[Link]) -> Position | Fault:
    """Follow the chain over the next records; where it ends, or the first fault."""
    for link in links:
        kind = _fault(position, link)
        if kind is not None:
            return Fault(kind, position.length + 1, link.event_id)
        position = Position(link.chain_index, link.hash)
    return position


def arrive(position: Position, noted: Position) -> Position | Fault:
    """Whether the chain ends where it was noted to end."""
    return position if position == noted else Fault(FaultKind.END_DIFFERS, position.length)


def _fault(position: Position, link: Link) -> FaultKind | None:
    if link.chain_index != position.length + 1:
        return FaultKind.OUT_OF_ORDER
    if link.previous_hash != position.head:
        return FaultKind.TORN
    if sealed_moment(position.head, link.body, link.recorded_at, link.hash) is None:
        return FaultKind.CHANGED
    return _fault_of_content(link)


def _fault_of_content(link: Link) -> FaultKind | None:
    """What is shown beside the sealed text must be what it says; what is veiled and not opened says nothing here."""
    try:
        opened = link.opened()
        told = _told(opened.event)
    except (ValueError, KeyError, TypeError):
        return FaultKind.FALSELY_OPENED
    if opened.false or (opened.closed and link.openings):  # an erasure leaves no opening of a record, or all
        return FaultKind.FALSELY_OPENED
    pairs = zip(_copies(link), told, strict=True)
    return None if all(said == copy for copy, said in pairs if not isinstance(said, dict)) else FaultKind.COPY_DIFFERS


def _copies(link: Link) -> tuple[str | datetime, ...]:
    return (
        link.about,
        link.event_id,
        link.type,
        link.time.astimezone(UTC),
        link.actor_id,
        link.actor_role,
        link.on_behalf_of,
        link.regime,
    )


def _told(event: Mapping[str, Any]) -> tuple[Any, ...]:
    return (
        event["subject"],
        event["id"],
        event["type"],
        datetime.fromisoformat(event["time"]).astimezone(UTC),
        event["actorid"],
        event.get("actorrole", ""),
        event.get("onbehalfof", ""),
        event.get("regime", ""),
    )
