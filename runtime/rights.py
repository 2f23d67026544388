"""Rights seen: roles and organisations are given in the sign-in provider and never pass through a room.

So each room keeps with which rights it saw a person, and tells of them when they are others than last time: before the
act itself, in a transaction of its own, so that it is on record whatever becomes of the act. By which name the person
came is kept beside them (`runtime.people`). A process looks at each token once; a token it has seen before costs
nothing, a new one with known rights and a known name one statement.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from grants.calendar import add_months, istanbul_day, start_of
from grants.contracts.event import RightsSeen, rights_of
from grants.values import PersonId
from runtime import people
from runtime.auth import Actor
from runtime.db import people as table
from runtime.db import rights_seen
from runtime.unit import Desk, Unit

MOST = 20_000
"""Tokens a process remembers; then it begins anew."""
_VEILED = frozenset({"on_behalf_of", "tax_number"})
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_Token = tuple[str, str, int]


@dataclass(slots=True)
class Remembered:
    """Tokens whose rights are on record, as far as this process knows."""

    _tokens: set[_Token] = field(default_factory=set)

    def has(self, token: _Token) -> bool:
        return token in self._tokens

    def add(self, token: _Token) -> None:
        if len(self._tokens) >= MOST:
            self._tokens.clear()
        self._tokens.add(token)


def named(actor: Actor) -> tuple[str, ...]:
    """All that a token gives a person, in one order: what it is, and its name."""
    found = [f"role:{role}" for role in actor.roles]
    given = {"organisation": actor.organisation, "tax_number": actor.tax_number, "on_behalf_of": actor.on_behalf_of}
    found += [f"{what}:{name}" for what, name in given.items() if name]
    return tuple(sorted(found))


async def note(desk: Desk, actor: Actor, remembered: Remembered) -> None:
    """See to it that the rights this person comes with are on record."""
    rights = json.dumps(named(actor))
    digest = sha256(f"{actor.issuer} {rights}".encode()).hexdigest()
    token = (actor.person_id, digest, actor.issued_at)
    if remembered.has(token):
        return
    async with desk.unit(actor) as unit:
        seen = await _seen(unit)
        if not is_known(seen, digest, actor.issued_at):
            await _keep(unit, rights, digest)
            await people.keep(unit)
        elif not people.is_current(seen[0], actor, unit.now):
            await people.keep(unit)
    remembered.add(token)


def is_known(seen: Sequence[Row[Any]], digest: str, issued_at: int) -> bool:
    """Whether nothing is to be told. seen: what is on record of the person, the newest first.

    A token may outlive the rights it names. One that is older than the rights seen last is no change back to its own:
    it is told of only where these were never seen.
    """
    if not seen or seen[0].digest == digest:
        return bool(seen)
    return issued_at < seen[0].issued_at and any(one.digest == digest for one in seen)


async def _seen(unit: Unit) -> Sequence[Row[Any]]:
    """What is on record of the person's rights, the newest first; beside each, by which name the person is known."""
    called = (table.c.name.label("called"), table.c.issued_at.label("called_by"), table.c.seen_at.label("came_at"))
    query = select(rights_seen, *called).where(rights_seen.c.person_id == unit.actor.person_id)
    query = query.outerjoin(table, table.c.person_id == rights_seen.c.person_id)
    return (
        await unit.session.execute(query.order_by(rights_seen.c.issued_at.desc(), rights_seen.c.seen_at.desc()))
    ).all()


async def _keep(unit: Unit, rights: str, digest: str) -> None:
    """Of two requests that come with the same at once, the first tells it."""
    actor = unit.actor
    await unit.lock(f"rights {actor.person_id}")
    seen = await _seen(unit)
    if is_known(seen, digest, actor.issued_at):
        return
    now = {"issued_at": actor.issued_at, "seen_at": unit.now}
    row = {"person_id": actor.person_id, "digest": digest, "named": rights, **now}
    statement = insert(rights_seen).values(row)
    await unit.session.execute(statement.on_conflict_do_update(index_elements=["person_id", "digest"], set_=now))
    before, after = set(json.loads(seen[0].named)) if seen else set(), set(json.loads(rights))
    told = RightsSeen(
        person_id=PersonId(actor.person_id),
        roles=tuple(sorted(actor.roles)),
        organisation=actor.organisation or "",
        tax_number=actor.tax_number or "",
        on_behalf_of=actor.on_behalf_of or "",
        issuer=actor.issuer,
        issued_at=_EPOCH + timedelta(seconds=actor.issued_at) if actor.issued_at else None,
        added=_sayable(after - before),
        gone=_sayable(before - after),
        first=not seen,
    )
    unit.tell(told, about=rights_of(actor.person_id))


def rights_until(now: datetime, years: int) -> datetime:
    """The moment before which rights that were seen are no longer kept."""
    return start_of(add_months(istanbul_day(now), -12 * years))


async def forget(session: AsyncSession, until: datetime) -> int:
    """Rights seen before a moment go; whoever still comes with them is seen, and told of, anew. How many went."""
    gone = delete(rights_seen).where(rights_seen.c.seen_at < until)
    return len((await session.execute(gone.returning(rights_seen.c.digest))).all())


def _sayable(rights: set[str]) -> tuple[str, ...]:
    """A tax number may be a person's, and so may be for whom somebody acts: each stands in one field alone, veiled."""
    found = (one.partition(":") for one in rights)
    return tuple(sorted({what if what in _VEILED else f"{what}:{name}" for what, _, name in found}))
