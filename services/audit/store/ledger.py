"""The ledger in the database: adding at a chain's end, and reading."""

import json
import os
from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, or_, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from grants.proof.canonical import canonical
from grants.proof.chain import Link, Position, seal
from grants.proof.signatures import stamp
from grants.proof.veil import SALT, VEILED, read, unveil, veil, without, written
from runtime.cloudevents import CloudEvent
from runtime.unit import Unit
from services.audit.domain.kinds import room_of
from services.audit.domain.openings import reveal, shut
from services.audit.domain.parties import Told
from services.audit.domain.views import Scene, late
from services.audit.models import LedgerRow, RecordRow
from services.audit.store.copying import any_of, copy_records
from services.audit.store.subject_keys import Keys, keys_for_writing, keys_of

PAGE = 200


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a story: the scenes, and the event after which the next page begins; none at the end."""

    scenes: tuple[Scene, ...]
    after: str | None


class Said(NamedTuple):
    """An event as it came, and as it will be kept. body: as it was told, veiled and canonical: what is hashed.

    openings: of what is veiled in it, as text.
    """

    event: CloudEvent
    body: str
    openings: str


def readied(event: CloudEvent, told: dict[str, Any]) -> Said:
    """An event told so, veiled. Raises NotCanonical."""
    veiled, openings = veil(told, new_salt, look_alikes=False)
    body = canonical(veiled)
    if body.count(_VEIL) != len(openings):
        veiled, openings = veil(told, new_salt)
        body = canonical(veiled)
    return Said(event, body, written(openings))


_BEGINNING = Position()
_VEIL = f'{{"{VEILED}":'
"""How a veil begins, wherever it stands: within a text its quotes would be written otherwise."""


async def add(unit: Unit, events: Sequence[Said]) -> list[Said]:
    """Put events, in this order, each at the end of its subject's chain; returns those that were not there yet.

    One writer at a time, so that the places count through: the others wait until this transaction ends.
    """
    await unit.lock("ledger")
    fresh = await _fresh(unit.session, events)
    if not fresh:
        return []
    subjects = {said.event.subject for said in fresh}
    ends = await ends_of(unit.session, subjects)
    keys = await keys_for_writing(unit.session, subjects, unit.now)
    place = await unit.session.scalar(select(func.max(RecordRow.place))) or 0
    ledger, records, recorded_at = [], [], stamp(unit.now)
    for number, said in enumerate(fresh, place + 1):
        end = ends.get(said.event.subject, _BEGINNING)
        here = Position(end.length + 1, seal(end.head, said.body, recorded_at))
        stored = shut(keys[said.event.subject], said.event.id, said.openings)
        ledger.append(_row(said, Placed(number, unit.now, here, end.head, stored)))
        records.append(_key(said.event, number, here))
        ends[said.event.subject] = here
    await copy_records(unit.session, LedgerRow, _COLUMNS, ledger)
    await copy_records(unit.session, RecordRow, _KEY_COLUMNS, records)
    return fresh


async def _fresh(session: AsyncSession, events: Sequence[Said]) -> list[Said]:
    """Those that are not on record, each once, in their order."""
    ids = [said.event.id for said in events]
    query = select(col(RecordRow.event_id)).where(col(RecordRow.event_id) == any_of(ids))
    known = set((await session.scalars(query)).all())
    first = {said.event.id: said for said in reversed(events) if said.event.id not in known}
    return [said for said in events if first.get(said.event.id) is said]


async def ends_of(session: AsyncSession, about: Collection[str]) -> dict[str, Position]:
    """Where the chains of these subjects end; nothing for one nothing was ever recorded about."""
    rows = (await session.execute(_ENDS, {"about": list(about)})).all()
    return {subject: Position(chain_index, sealed) for subject, chain_index, sealed in rows}


_ENDS = text(
    "SELECT wanted.about, last.chain_index, last.hash FROM unnest(CAST(:about AS varchar[])) AS wanted (about)"
    " CROSS JOIN LATERAL (SELECT chain_index, hash FROM record WHERE record.about = wanted.about"
    " ORDER BY chain_index DESC LIMIT 1) AS last"
)


def new_salt() -> bytes:
    return os.urandom(SALT)


class Placed(NamedTuple):
    """Where a record comes to stand, and how its openings are kept."""

    place: int
    recorded_at: datetime
    here: Position
    previous: str
    stored: str


_COLUMNS = (
    *("place", "recorded_at", "hash", "chain_index", "previous_hash", "openings", "about", "event_id", "type", "time"),
    *("actor_role", "regime", "application_id", "body"),
)
_KEY_COLUMNS = ("place", "event_id", "about", "chain_index", "hash", "room")


def _row(said: Said, at: Placed) -> tuple[Any, ...]:
    """As `_COLUMNS` name it."""
    event, application_id = said.event, said.event.data.get("application_id")
    return (
        at.place,
        at.recorded_at,
        at.here.head,
        at.here.length,
        at.previous,
        at.stored,
        event.subject,
        event.id,
        event.type,
        event.time,
        event.actorrole,
        event.regime,
        str(application_id or ""),
        said.body,
    )


def _key(event: CloudEvent, place: int, here: Position) -> tuple[Any, ...]:
    """As `_KEY_COLUMNS` name it."""
    return (place, event.id, event.subject, here.length, here.head, room_of(event.type))


async def noted(session: AsyncSession, about: str) -> Position | None:
    """Where the chain ends by the narrow keys; None where nothing was ever recorded."""
    return (await ends_of(session, [about])).get(about)


async def links(session: AsyncSession, about: str, after: int, limit: int) -> tuple[Link, ...]:
    """The records of a chain, in order, after the one counted `after`."""
    query = select(LedgerRow).where(col(LedgerRow.about) == about, col(LedgerRow.chain_index) > after)
    rows = (await session.scalars(query.order_by(col(LedgerRow.chain_index)).limit(limit))).all()
    keys = await keys_of(session, {about})
    return tuple(link_of(row, _openings(row, keys)) for row in rows)


async def whole_chain(session: AsyncSession, about: str, after: int = -1) -> AsyncIterator[tuple[Link, ...]]:
    """All records of a chain after the one counted `after`, a page at a time."""
    while found := await links(session, about, after, PAGE):
        yield found
        after = found[-1].chain_index


async def told(session: AsyncSession, about: str, types: Collection[str]) -> list[Told]:
    """The events of these types about a subject, in their order."""
    return (await told_of(session, [about], types)).get(about, [])


async def told_of(
    session: AsyncSession, subjects: Collection[str], types: Collection[str], *, naming: Collection[str] = ()
) -> dict[str, list[Told]]:
    """The events of these types about each of these subjects, in their order.

    naming: of calls, by application: the events that name one of these.
    """
    query = select(LedgerRow).where(col(LedgerRow.about) == any_of(subjects), col(LedgerRow.type).in_(types))
    if naming:
        query = query.where(col(LedgerRow.application_id) == any_of(naming))
    rows = (await session.scalars(query.order_by(col(LedgerRow.about), col(LedgerRow.chain_index)))).all()
    keys = await keys_of(session, {row.about for row in rows})
    found: defaultdict[str, list[Told]] = defaultdict(list)
    for row in rows:
        event = _opened(row, keys)[0]
        if event is not None:
            told = Told(event.type, event.actorid, event.actorrole, event.data)
            found[row.application_id if naming else row.about].append(told)
    return dict(found)


async def scenes(
    session: AsyncSession,
    application_id: str,
    call_id: str,
    after: str | None,
    limit: int,
    *,
    until: datetime | None = None,
) -> Page:
    """What happened to an application and, as far as it concerns it, to its call; by time, a page at a time.

    until: only what had happened and was on record before it.
    """
    query = _of(application_id, call_id)
    if until is not None:
        query = query.where(col(LedgerRow.time) < until, col(LedgerRow.recorded_at) < until)
    if after:
        query = query.where(_later_than(after))
    rows = (await session.scalars(query.order_by(col(LedgerRow.time), col(LedgerRow.place)).limit(limit + 1))).all()
    shown = rows[:limit]
    keys = await keys_of(session, {row.about for row in shown})
    return Page(tuple(_scene(row, keys) for row in shown), shown[-1].event_id if len(rows) > limit else None)


async def seals_of(session: AsyncSession, event_ids: Sequence[str]) -> dict[str, Position]:
    """Where events stand in their chains, and their hashes."""
    rows = await session.scalars(select(RecordRow).where(col(RecordRow.event_id).in_(event_ids)))
    return {row.event_id: Position(row.chain_index, row.hash) for row in rows}


def _of(application_id: str, call_id: str) -> Select[Any]:
    own = col(LedgerRow.about) == application_id
    if not call_id:
        return select(LedgerRow).where(own)
    concerned = col(LedgerRow.application_id).in_(("", application_id, call_id))
    return select(LedgerRow).where(or_(own, (col(LedgerRow.about) == call_id) & concerned))


def _later_than(event_id: str) -> Any:
    """The record is found by its narrow key: no index over all years has the event's id."""
    key = select(col(RecordRow.about), col(RecordRow.chain_index)).where(col(RecordRow.event_id) == event_id)
    found = tuple_(col(LedgerRow.about), col(LedgerRow.chain_index)) == key.scalar_subquery()
    place = select(col(LedgerRow.time), col(LedgerRow.place)).where(found)
    return tuple_(col(LedgerRow.time), col(LedgerRow.place)) > place.scalar_subquery()


def _openings(row: LedgerRow, keys: Keys) -> str:
    return reveal(keys.get(row.about, {}), row.event_id, row.openings)


def event_in(row: LedgerRow, keys: Keys) -> CloudEvent | None:
    """The event of a record, empty where something of it was erased; None where it is none."""
    return _opened(row, keys)[0]


def _opened(row: LedgerRow, keys: Keys) -> tuple[CloudEvent | None, bool]:
    """The event of a record, and whether something of it was erased: that is an empty text.

    None where somebody wrote something there that is no event: the chain names it as not what was sealed.
    """
    try:
        found = unveil(json.loads(row.body), read(_openings(row, keys)))
        return CloudEvent.model_validate(without(found)), bool(found.closed)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return None, True


def _scene(row: LedgerRow, keys: Keys) -> Scene:
    event, erased = _opened(row, keys)
    return Scene(
        row.event_id,
        row.time,
        row.type,
        event.actorid if event else "",
        row.actor_role,
        event.onbehalfof if event else "",
        row.regime,
        event.data if event else {},
        erased=erased,
        late=late(row.time, row.recorded_at),
    )


def link_of(row: LedgerRow, openings: str) -> Link:
    """A record as it stands there, be it one or not: what is amiss with it is for whoever checks it to find.

    Who acted stands in the openings alone: what is personal is nowhere beside them.
    """
    acted = _acted(row.body, openings)
    copies: dict[str, Any] = {name: getattr(row, name, acted.get(name, "")) for name in Link.__slots__}
    return Link(**{**copies, "openings": openings})


def _acted(body: str, openings: str) -> dict[str, str]:
    try:
        event = unveil(json.loads(body), read(openings)).event
        said = {"actor_id": event.get("actorid"), "on_behalf_of": event.get("onbehalfof")}
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return {}
    return {name: value for name, value in said.items() if isinstance(value, str)}
