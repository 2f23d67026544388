"""Who came to this room, and by which name: as the token of the sign-in said when the person last came.

It is kept beside the rights a person was seen with (`runtime.rights`), so that people can be named by name where a task
is given to them, and so that a name stands beside an id. It is told to nobody: no event carries it. It goes some years
after the person last came, as the rights do.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, delete, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from grants.turkish import turkish_key
from runtime.auth import Actor
from runtime.db import people
from runtime.unit import Unit

MOST = 500
"""People shown for one task; who is beyond that is named by id."""
_LONGEST = 300
"""Signs of what a token says that are kept: an index holds no more of a text than it can."""
_ONCE_IN = timedelta(days=30)
"""How exactly the room knows when somebody last came."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who came. seen_at: when last, to a month."""

    person_id: str
    name: str
    organisation: str
    tax_number: str
    roles: tuple[str, ...]
    seen_at: datetime


def is_current(kept: Row[Any], actor: Actor, now: datetime) -> bool:
    """Whether what is kept of a person is what the person comes with now. kept: with nothing in it where nothing is."""
    if kept.called is None or now - kept.came_at >= _ONCE_IN:
        return False
    return bool(kept.called == actor.name[:_LONGEST]) or actor.issued_at < kept.called_by


async def keep(unit: Unit) -> None:
    """The person who acts, as the token says; a token older than the one that said it last says nothing new."""
    actor = unit.actor
    said = {
        "name": actor.name[:_LONGEST],
        "organisation": (actor.organisation or "")[:_LONGEST],
        "tax_number": (actor.tax_number or "")[:_LONGEST],
        "roles": sorted(role[:_LONGEST] for role in actor.roles),
        "issued_at": actor.issued_at,
        "seen_at": unit.now,
    }
    put = insert(people).values(person_id=actor.person_id, **said)
    newer = people.c.issued_at <= put.excluded.issued_at
    await unit.session.execute(put.on_conflict_do_update(index_elements=["person_id"], set_=said, where=newer))


async def who_can(session: AsyncSession, roles: Collection[str]) -> tuple[Person, ...]:
    """Those who last came in one of these roles, as a Turkish dictionary has them, `MOST` at most."""
    return await _ordered(session, people.c.roles.overlap(sorted(roles)))


async def who_came_for(
    session: AsyncSession, bodies: Collection[str], roles: Collection[str], besides: Collection[str]
) -> tuple[Person, ...]:
    """Those who came in one of these roles for one of these bodies, by its tax number or name; and these besides."""
    given = sorted(set(bodies) - {""})
    of_them = or_(people.c.tax_number.in_(given), people.c.organisation.in_(given))
    fit = and_(of_them, people.c.roles.overlap(sorted(roles)))
    return await _ordered(session, or_(fit, people.c.person_id.in_(sorted(besides))))


async def _ordered(session: AsyncSession, which: ColumnElement[bool]) -> tuple[Person, ...]:
    query = select(people).where(which).order_by(people.c.name, people.c.person_id).limit(MOST)
    return tuple(sorted(await _people(session, query), key=lambda one: (turkish_key(one.name), one.person_id)))


async def known(session: AsyncSession, person_ids: Collection[str]) -> dict[str, Person]:
    """Those of these who ever came, by their ids."""
    found = await _people(session, select(people).where(people.c.person_id.in_(sorted(set(person_ids)))))
    return {one.person_id: one for one in found}


async def _people(session: AsyncSession, query: Select[Any]) -> Sequence[Person]:
    rows = (await session.execute(query)).all()
    return [
        Person(row.person_id, row.name, row.organisation, row.tax_number, tuple(row.roles), row.seen_at) for row in rows
    ]


async def forget(session: AsyncSession, until: datetime) -> int:
    """Who last came before a moment goes. How many went."""
    gone = delete(people).where(people.c.seen_at < until)
    return len((await session.execute(gone.returning(people.c.person_id))).all())


async def forget_one(session: AsyncSession, person_id: str) -> None:
    """One person goes; whoever comes again is known again."""
    await session.execute(delete(people).where(people.c.person_id == person_id))
