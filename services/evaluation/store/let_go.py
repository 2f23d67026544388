"""Evaluators who were erased: why, and what is left of their profiles and contracts, goes when its ground ends."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from grants.personal import Fate
from runtime.rights import rights_until
from runtime.settings import KeepingSettings
from services.evaluation.models import EvaluatorRow

MOST = 100


async def over(session: AsyncSession, now: datetime, settings: KeepingSettings) -> list[tuple[str, Fate]]:
    """Of whom a ground ends now, and which."""
    return [
        *[(one, Fate.LOG) for one in await _erased(session, rights_until(now, settings.log_years), is_said=True)],
        *[(one, Fate.DUTY) for one in await _erased(session, rights_until(now, settings.duty_years), is_said=False)],
    ]


async def _erased(session: AsyncSession, before: datetime, *, is_said: bool) -> list[str]:
    """Those who were erased before a moment. is_said: of whom it is still said why."""
    query = select(col(EvaluatorRow.person_id)).where(col(EvaluatorRow.erased_at) < before)
    if is_said:
        query = query.where(col(EvaluatorRow.erasure_reason) != "")
    return list(await session.scalars(query.order_by(col(EvaluatorRow.erased_at)).limit(MOST)))
