"""Payment orders, the claims in them, and what was read of the bank's statements."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import func, insert, not_, select, update
from sqlalchemy.dialects.postgresql import insert as put
from sqlalchemy.ext.asyncio import AsyncSession

from services.monitoring.domain.orders import Order, OrderedClaim, OrderStatus
from services.monitoring.store.barred import is_ordered
from services.monitoring.store.tables import BANK_LINE, BANK_STATEMENT, CLAIM, ORDERED_CLAIM, PAYMENT_ORDER, RECOVERY

_ORDER = TypeAdapter(Order)
_ORDERED = TypeAdapter(OrderedClaim)
_COLUMNS = [PAYMENT_ORDER.c[field.name] for field in fields(Order)]


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A movement that counted."""

    id: str
    statement_id: str
    direction: str
    amount: Decimal
    booked_on: date
    document: str


async def add(session: AsyncSession, order: Order, content: str, claims: Sequence[OrderedClaim]) -> None:
    """A new order with its file. A claim that stands in another order cannot be written."""
    await session.execute(insert(PAYMENT_ORDER).values(**asdict(order), content=content))
    await session.execute(insert(ORDERED_CLAIM), [asdict(one) for one in claims])


async def lock(session: AsyncSession, order_id: str) -> Order | None:
    """An order, held until the transaction ends."""
    query = select(*_COLUMNS).where(PAYMENT_ORDER.c.id == order_id).with_for_update()
    row = (await session.execute(query)).mappings().first()
    return None if row is None else _ORDER.validate_python(dict(row))


async def read(session: AsyncSession, order_id: str) -> Order | None:
    row = (await session.execute(select(*_COLUMNS).where(PAYMENT_ORDER.c.id == order_id))).mappings().first()
    return None if row is None else _ORDER.validate_python(dict(row))


async def content(session: AsyncSession, order_id: str) -> str:
    """The file as it was made."""
    return str(await session.scalar(select(PAYMENT_ORDER.c.content).where(PAYMENT_ORDER.c.id == order_id)))


async def page(
    session: AsyncSession, person_id: str, after: str, limit: int, status: OrderStatus | None = None
) -> list[Order]:
    """The newest first, without those that pay a grant the person is kept from; `after`: the last one seen."""
    query = select(*_COLUMNS).where(not_(is_ordered(person_id))).order_by(PAYMENT_ORDER.c.id.desc()).limit(limit)
    if after:
        query = query.where(PAYMENT_ORDER.c.id < after)
    if status is not None:
        query = query.where(PAYMENT_ORDER.c.status == status)
    return [_ORDER.validate_python(dict(row)) for row in (await session.execute(query)).mappings()]


async def claims_in(session: AsyncSession, order_id: str) -> list[OrderedClaim]:
    query = select(ORDERED_CLAIM).where(ORDERED_CLAIM.c.order_id == order_id).order_by(ORDERED_CLAIM.c.claim_id)
    return [_ORDERED.validate_python(dict(row)) for row in (await session.execute(query)).mappings()]


async def close(session: AsyncSession, order: Order) -> None:
    """How the order stands from now on; its file and its numbers never change."""
    changed = {name: getattr(order, name) for name in ("status", "cancelled_by", "cancelled_at", "reason")}
    await session.execute(update(PAYMENT_ORDER).where(PAYMENT_ORDER.c.id == order.id).values(changed))


async def mark(session: AsyncSession, order_id: str, claim_ids: Collection[str], status: OrderStatus) -> None:
    here = (ORDERED_CLAIM.c.order_id == order_id, ORDERED_CLAIM.c.claim_id.in_(claim_ids))
    await session.execute(update(ORDERED_CLAIM).where(*here).values(status=status))


async def waiting_in(session: AsyncSession, order_id: str) -> int:
    """How many claims of an order the bank has not paid."""
    here = (ORDERED_CLAIM.c.order_id == order_id, ORDERED_CLAIM.c.status == OrderStatus.MADE)
    return int(await session.scalar(select(func.count()).select_from(ORDERED_CLAIM).where(*here)) or 0)


async def grants_of_claims(session: AsyncSession, claim_ids: Collection[str]) -> dict[str, str]:
    """The grant of each claim that there is."""
    query = select(CLAIM.c.id, CLAIM.c.grant_id).where(CLAIM.c.id.in_(claim_ids))
    return {row.id: row.grant_id for row in await session.execute(query)}


async def grants_of_recoveries(session: AsyncSession, references: Collection[str]) -> dict[str, str]:
    """The grant of each recovery, by the reference the enterprise writes."""
    query = select(RECOVERY.c.reference, RECOVERY.c.grant_id).where(RECOVERY.c.reference.in_(references))
    return {row.reference: row.grant_id for row in await session.execute(query)}


async def known_lines(session: AsyncSession, ids: Collection[str]) -> dict[str, ReadLine]:
    """Movements that counted before, by account and reference."""
    query = select(BANK_LINE).where(BANK_LINE.c.id.in_(ids))
    return {row["id"]: ReadLine(**dict(row)) for row in (await session.execute(query)).mappings()}


async def add_statement(
    session: AsyncSession, statement: dict[str, Any], lines: Sequence[ReadLine], by: str, at: datetime
) -> None:
    """That a statement was read, and its movements that counted. statement: id, number, account, lines."""
    row = {**statement, "read_by": by, "read_at": at}
    await session.execute(put(BANK_STATEMENT).values(row).on_conflict_do_nothing(index_elements=["id"]))
    if lines:
        await session.execute(insert(BANK_LINE), [asdict(line) for line in lines])
