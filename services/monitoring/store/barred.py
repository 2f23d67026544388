"""Who is kept from which grant by a conflict of interest: the newest word on each, and on the grant all it bars."""

from datetime import datetime

from sqlalchemy import ColumnElement, Text, cast, exists, func, literal, select, update
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by, insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.monitoring.store.tables import BARRED, GRANT, ORDERED_CLAIM, PAYMENT_ORDER


async def say(session: AsyncSession, application_id: str, person_id: str, at: datetime, *, barred: bool) -> None:
    """Keep the newest word of the evaluation room, and what it means for the grant, if there is one yet.

    The grant is held first, as by any act on it, so that no act writes over what is said meanwhile.
    """
    await session.execute(select(GRANT.c.id).where(GRANT.c.application_id == application_id).with_for_update())
    word = {"application_id": application_id, "person_id": person_id, "barred": barred, "said_at": at}
    statement = insert(BARRED).values(word)
    newer = BARRED.c.said_at <= statement.excluded["said_at"]
    fresh = {"barred": statement.excluded["barred"], "said_at": statement.excluded["said_at"]}
    keys = ["application_id", "person_id"]
    await session.execute(statement.on_conflict_do_update(index_elements=keys, set_=fresh, where=newer))
    apart = await kept_from(session, application_id)
    here = GRANT.c.application_id == application_id
    await session.execute(update(GRANT).where(here).values(apart=list(apart)))


def is_ordered(person_id: str) -> ColumnElement[bool]:
    """Of the payment order in hand: whether it pays a grant the person is kept from."""
    paid = (ORDERED_CLAIM.c.order_id == PAYMENT_ORDER.c.id) & (ORDERED_CLAIM.c.grant_id == GRANT.c.id)
    return exists().where(paid, GRANT.c.apart.contains([person_id]))


async def keeps_from_order(session: AsyncSession, order_id: str, person_id: str) -> bool:
    """Whether a payment order pays a grant the person is kept from."""
    query = select(PAYMENT_ORDER.c.id).where(PAYMENT_ORDER.c.id == order_id, is_ordered(person_id))
    return await session.scalar(query) is not None


async def kept_from(session: AsyncSession, application_id: str) -> tuple[str, ...]:
    """Everybody who is kept from this file."""
    people = func.array_agg(aggregate_order_by(BARRED.c.person_id, BARRED.c.person_id))
    query = select(func.coalesce(people, cast(literal([], ARRAY(Text)), ARRAY(Text))))
    found = await session.scalar(query.where(BARRED.c.application_id == application_id, BARRED.c.barred.is_(True)))
    return tuple(found or ())
