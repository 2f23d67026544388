"""Appropriations of a programme by year, and what claims take of them."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from grants.values import ZERO
from services.monitoring.domain.budgets import Appropriation, Charge
from services.monitoring.store.tables import APPROPRIATION, BUDGET_CHARGE, GRANT


async def charge(session: AsyncSession, charges: Sequence[Charge], gone: Iterable[str]) -> None:
    """Write what claims take now, and take out those that take nothing any more."""
    if names := list(gone):
        await session.execute(delete(BUDGET_CHARGE).where(BUDGET_CHARGE.c.claim_id.in_(names)))
    if charges:
        statement = insert(BUDGET_CHARGE).values([asdict(one) for one in charges])
        others = {name: statement.excluded[name] for name in ("year", "amount", "is_paid")}
        await session.execute(statement.on_conflict_do_update(index_elements=["claim_id"], set_=others))


async def held(session: AsyncSession, programme: str, year: int) -> Appropriation | None:
    """An appropriation with what is used of it, held until the transaction ends; None where none was recorded."""
    query = select(APPROPRIATION).where(APPROPRIATION.c.programme == programme, APPROPRIATION.c.year == year)
    row = (await session.execute(query.with_for_update())).first()
    if row is None:
        return None
    committed, paid = await _used(session, programme, year)
    return Appropriation(programme, year, row.amount, committed, paid, row.source, row.warned_at)


async def record(session: AsyncSession, one: Appropriation, by: str, at: datetime) -> None:
    """The appropriation as it stands from now on; that it ran out is forgotten until it does again."""
    row = {
        "programme": one.programme,
        "year": one.year,
        "amount": one.amount,
        "source": one.source,
        "recorded_by": by,
        "recorded_at": at,
        "warned_at": None,
        "warned_grant": None,
    }
    statement = insert(APPROPRIATION).values(row)
    await session.execute(statement.on_conflict_do_update(index_elements=["programme", "year"], set_=row))


async def warned(session: AsyncSession, programme: str, year: int, grant_id: str | None, at: datetime | None) -> None:
    """That it runs out was told, about this grant; or no longer holds."""
    here = (APPROPRIATION.c.programme == programme, APPROPRIATION.c.year == year)
    await session.execute(update(APPROPRIATION).where(*here).values(warned_at=at, warned_grant=grant_id))


async def listed(session: AsyncSession, limit: int) -> list[Appropriation]:
    """The newest years first."""
    order = (APPROPRIATION.c.year.desc(), APPROPRIATION.c.programme)
    rows = list(await session.execute(select(APPROPRIATION).order_by(*order).limit(limit)))
    found = []
    for row in rows:
        committed, paid = await _used(session, row.programme, row.year)
        found.append(Appropriation(row.programme, row.year, row.amount, committed, paid, row.source, row.warned_at))
    return found


async def kept_from(session: AsyncSession, programme: str, year: int, person_id: str) -> int:
    """How many grants that take of a year's appropriation this person is kept from."""
    taking = BUDGET_CHARGE.join(GRANT, GRANT.c.id == BUDGET_CHARGE.c.grant_id)
    query = select(func.count(BUDGET_CHARGE.c.grant_id.distinct())).select_from(taking)
    here = (BUDGET_CHARGE.c.programme == programme, BUDGET_CHARGE.c.year == year)
    return await session.scalar(query.where(*here, GRANT.c.apart.contains([person_id]))) or 0


async def _used(session: AsyncSession, programme: str, year: int) -> tuple[Decimal, Decimal]:
    """What is approved and not paid, and what is paid."""

    def summed(condition: ColumnElement[bool]) -> ColumnElement[Decimal]:
        return func.coalesce(func.sum(BUDGET_CHARGE.c.amount).filter(condition), ZERO)

    query = select(summed(~BUDGET_CHARGE.c.is_paid), summed(BUDGET_CHARGE.c.is_paid)).where(
        BUDGET_CHARGE.c.programme == programme, BUDGET_CHARGE.c.year == year
    )
    committed, paid = (await session.execute(query)).one()
    return committed, paid
