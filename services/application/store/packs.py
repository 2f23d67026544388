"""Approval packs of calls, as they were heard."""

from dataclasses import asdict
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from grants.values import CallId
from services.application.domain.packs import ApprovalPack
from services.application.models import ApprovalPackRow


async def find(session: AsyncSession, call_id: str, *, lock: bool = False) -> ApprovalPack | None:
    """The pack of a call, if there was ever one. Locked, the next one heard of waits for what is decided by this."""
    query = select(ApprovalPackRow).where(col(ApprovalPackRow.call_id) == call_id)
    row = await session.scalar(query.with_for_update() if lock else query)
    if row is None:
        return None
    return ApprovalPack(
        call_id=CallId(row.call_id),
        number=row.number,
        is_open=row.is_open,
        closed=row.closed,
        document=row.document,
        funded=tuple((application_id, Decimal(amount)) for application_id, amount in row.funded),
        agreed=row.agreed,
        disagreed=row.disagreed,
        closed_at=row.closed_at,
    )


async def save(session: AsyncSession, pack: ApprovalPack) -> None:
    funded = [[application_id, f"{amount:.2f}"] for application_id, amount in pack.funded]
    await session.merge(ApprovalPackRow(**{**asdict(pack), "funded": funded}))
    await session.flush()
