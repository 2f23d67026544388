"""The ledger in the database: adding at a chain's end, and reading."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from grants.proof.chain import Link, Position, seal
from runtime.cloudevents import CloudEvent
from services.audit.domain.parties import Told
from services.audit.domain.views import Scene
from services.audit.models import ChainRow, LedgerRow

PAGE = 200


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a story: the scenes, and the event after which the next page begins; none at the end."""

    scenes: tuple[Scene, ...]
    after: str | None


async def add(session: AsyncSession, event: CloudEvent, now: datetime) -> None:
    """Put an event at the end of its subject's chain, which is held until the transaction ends."""
    chain = await _held(session, event.subject)
    body = event.canonical().decode()
    previous = chain.head
    chain.length += 1
    chain.head = seal(previous, body)
    session.add(
        LedgerRow(
            about=event.subject,
            chain_index=chain.length,
            event_id=event.id,
            type=event.type,
            time=event.time,
            actor_id=event.actorid,
            actor_role=event.actorrole,
            on_behalf_of=event.onbehalfof,
            regime=event.regime,
            application_id=str(event.data.get("application_id") or ""),
            body=body,
            hash=chain.head,
            previous_hash=previous,
            recorded_at=now,
        )
    )
    await session.flush()


async def _held(session: AsyncSession, about: str) -> ChainRow:
    query = select(ChainRow).where(col(ChainRow.about) == about).with_for_update()
    chain = await session.scalar(query)
    if chain is None:
        ground = Position()
        values = {"about": about, "length": ground.length, "head": ground.head}
        await session.execute(insert(ChainRow).values(values).on_conflict_do_nothing())
        chain = (await session.scalars(query)).one()
    return chain


async def noted(session: AsyncSession, about: str) -> Position | None:
    """How long the chain was noted to be, and its last hash; None where nothing was ever recorded."""
    chain = await session.get(ChainRow, about)
    return None if chain is None else Position(chain.length, chain.head)


async def links(session: AsyncSession, about: str, after: int, limit: int) -> tuple[Link, ...]:
    """The records of a chain, in order, after the one counted `after`."""
    query = select(LedgerRow).where(col(LedgerRow.about) == about, col(LedgerRow.chain_index) > after)
    rows = await session.scalars(query.order_by(col(LedgerRow.chain_index)).limit(limit))
    return tuple(_link(row) for row in rows)


async def whole_chain(session: AsyncSession, about: str) -> AsyncIterator[tuple[Link, ...]]:
    """All records of a chain, a page at a time."""
    after = -1
    while found := await links(session, about, after, PAGE):
        yield found
        after = found[-1].chain_index


async def told(session: AsyncSession, about: str, types: Collection[str], application_id: str = "") -> list[Told]:
    """The events of these types about a subject; of a call, those that name this application."""
    query = select(LedgerRow).where(col(LedgerRow.about) == about, col(LedgerRow.type).in_(types))
    if application_id:
        query = query.where(col(LedgerRow.application_id) == application_id)
    rows = await session.scalars(query.order_by(col(LedgerRow.chain_index)).limit(PAGE))
    return [Told(row.type, row.actor_id, row.actor_role, _data(row)) for row in rows]


async def scenes(session: AsyncSession, application_id: str, call_id: str, after: str | None, limit: int) -> Page:
    """What happened to an application and, as far as it concerns it, to its call; by time, a page at a time."""
    query = _of(application_id, call_id)
    if after:
        query = query.where(_later_than(after))
    rows = (await session.scalars(query.order_by(col(LedgerRow.time), col(LedgerRow.place)).limit(limit + 1))).all()
    shown = rows[:limit]
    return Page(tuple(_scene(row) for row in shown), shown[-1].event_id if len(rows) > limit else None)


def _of(application_id: str, call_id: str) -> Select[Any]:
    own = col(LedgerRow.about) == application_id
    if not call_id:
        return select(LedgerRow).where(own)
    concerned = col(LedgerRow.application_id).in_(("", application_id))
    return select(LedgerRow).where(or_(own, (col(LedgerRow.about) == call_id) & concerned))


def _later_than(event_id: str) -> Any:
    place = select(col(LedgerRow.time), col(LedgerRow.place)).where(col(LedgerRow.event_id) == event_id)
    return tuple_(col(LedgerRow.time), col(LedgerRow.place)) > place.scalar_subquery()


def _data(row: LedgerRow) -> dict[str, Any]:
    return CloudEvent.parse(row.body.encode()).data


def _scene(row: LedgerRow) -> Scene:
    return Scene(
        row.event_id, row.time, row.type, row.actor_id, row.actor_role, row.on_behalf_of, row.regime, _data(row)
    )


def _link(row: LedgerRow) -> Link:
    return Link(**{name: getattr(row, name) for name in Link.__slots__})
