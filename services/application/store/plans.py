"""The versions of plans in the database. Version 0 is the work in progress; the others are never changed."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from grants.values import ApplicationId, PersonId
from grants.workplan import WorkPlan
from services.application.domain.records import PlanVersion
from services.application.models import PlanVersionRow

DRAFT = 0


async def find(session: AsyncSession, application_id: str, version: int) -> PlanVersion | None:
    """One version of the plan, if there is such."""
    row = await session.get(PlanVersionRow, (application_id, version))
    return None if row is None else _record(row)


async def newest(session: AsyncSession, application_id: str) -> PlanVersion | None:
    """The plan of the highest version; the draft where nothing was submitted."""
    query = select(PlanVersionRow).where(col(PlanVersionRow.application_id) == application_id)
    row = await session.scalar(query.order_by(col(PlanVersionRow.version).desc()).limit(1))
    return None if row is None else _record(row)


async def add(session: AsyncSession, plan: PlanVersion) -> None:
    """Write a new version; each number once."""
    session.add(PlanVersionRow(**_fields(plan)))
    await session.flush()


async def keep_draft(session: AsyncSession, plan: PlanVersion) -> None:
    """Put this in place of the work in progress."""
    fields = _fields(plan) | {"version": DRAFT}
    changed = {name: fields[name] for name in ("plan", "total", "requested", "made_by", "made_at", "why")}
    await session.execute(
        insert(PlanVersionRow)
        .values(**fields)
        .on_conflict_do_update(index_elements=["application_id", "version"], set_=changed)
    )


async def versions(session: AsyncSession, application_id: str) -> tuple[PlanVersion, ...]:
    """All submitted and revised versions, in order."""
    query = select(PlanVersionRow).where(
        col(PlanVersionRow.application_id) == application_id, col(PlanVersionRow.version) > DRAFT
    )
    return tuple(_record(row) for row in await session.scalars(query.order_by(col(PlanVersionRow.version))))


def _fields(plan: PlanVersion) -> dict[str, Any]:
    return {
        "application_id": plan.application_id,
        "version": plan.version,
        "plan": plan.plan.model_dump(mode="json"),
        "total": plan.total,
        "requested": plan.requested,
        "made_by": plan.made_by,
        "made_at": plan.made_at,
        "why": plan.why,
    }


def _record(row: PlanVersionRow) -> PlanVersion:
    return PlanVersion(
        application_id=ApplicationId(row.application_id),
        version=row.version,
        plan=WorkPlan.model_validate(row.plan),
        total=row.total,
        requested=row.requested,
        made_by=PersonId(row.made_by),
        made_at=row.made_at,
        why=row.why,
    )
