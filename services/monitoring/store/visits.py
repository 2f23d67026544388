"""Visits still to be made, whoever's, and what their visitors have written so far."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import delete, not_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from grants.rules.pauses import Pause
from services.monitoring.domain.derivation import MOVES
from services.monitoring.domain.records import PlannedVisit
from services.monitoring.domain.risk_facts import VisitStatus
from services.monitoring.store.tables import FORCE_MAJEURE, GRANT, VISIT, VISIT_DRAFT

_SHOWN = (
    *(VISIT.c.id, VISIT.c.grant_id, VISIT.c.number, VISIT.c.reason, VISIT.c.visitor_id, VISIT.c.due_at),
    VISIT.c.planned_at,
)
_OF_GRANT = (GRANT.c.consortium_name, GRANT.c.enterprise_name, GRANT.c.province)


async def planned_for(session: AsyncSession, visitor_id: str, limit: int) -> list[PlannedVisit]:
    """The visits a person is to make, the soonest first; none to a grant the person is kept from."""
    open_to = not_(GRANT.c.apart.contains([visitor_id]))
    query = (
        select(*_SHOWN, *_OF_GRANT)
        .join(GRANT, GRANT.c.id == VISIT.c.grant_id)
        .where(VISIT.c.visitor_id == visitor_id, VISIT.c.status == VisitStatus.PLANNED.value, open_to)
        .order_by(VISIT.c.due_at, VISIT.c.id)
        .limit(limit)
    )
    return [PlannedVisit(**row) for row in (await session.execute(query)).mappings()]


async def paused(session: AsyncSession, grant_ids: Collection[str]) -> Mapping[str, tuple[Pause, ...]]:
    """The spans of accepted force majeure of these grants; those without any are left out."""
    query = select(FORCE_MAJEURE.c.grant_id, FORCE_MAJEURE.c.starts_on, FORCE_MAJEURE.c.ended_on).where(
        FORCE_MAJEURE.c.grant_id.in_(grant_ids), FORCE_MAJEURE.c.status.in_([one.value for one in MOVES])
    )
    found: dict[str, tuple[Pause, ...]] = {}
    for row in await session.execute(query):
        found[row.grant_id] = (*found.get(row.grant_id, ()), Pause(row.starts_on, row.ended_on))
    return found


async def keep_draft(
    session: AsyncSession, visit_id: str, grant_id: str, typed: Mapping[str, str], by: str, at: datetime
) -> None:
    """What was typed so far; it takes the place of what was kept before."""
    values = {"visit_id": visit_id, "grant_id": grant_id, "typed": dict(typed), "kept_by": by, "kept_at": at}
    statement = insert(VISIT_DRAFT).values(values)
    changed = {name: statement.excluded[name] for name in ("typed", "kept_by", "kept_at")}
    await session.execute(statement.on_conflict_do_update(index_elements=["visit_id"], set_=changed))


async def draft_of(session: AsyncSession, visit_id: str) -> tuple[dict[str, str], datetime] | None:
    """What was typed, and when it was kept."""
    query = select(VISIT_DRAFT.c.typed, VISIT_DRAFT.c.kept_at).where(VISIT_DRAFT.c.visit_id == visit_id)
    row = (await session.execute(query)).first()
    return None if row is None else (row.typed, row.kept_at)


async def drop_draft(session: AsyncSession, visit_id: str) -> None:
    await session.execute(delete(VISIT_DRAFT).where(VISIT_DRAFT.c.visit_id == visit_id))
