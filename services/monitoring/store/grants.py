"""Beginning a grant, and lists of grants."""

from dataclasses import asdict, fields
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.monitoring.domain.records import Agreement, GrantLine, Sight
from services.monitoring.domain.states import GrantStatus
from services.monitoring.models import AgreementRow
from services.monitoring.store.tables import AGREEMENT, GRANT

_LINE = TypeAdapter(GrantLine)
_LINE_COLUMNS = [GRANT.c[field.name] for field in fields(GrantLine)]


async def exists(session: AsyncSession, grant_id: str) -> bool:
    found = await session.scalar(select(GRANT.c.id).where(GRANT.c.id == grant_id))
    return found is not None


async def add_agreement(session: AsyncSession, agreement: Agreement) -> None:
    await session.execute(insert(AGREEMENT).values(**asdict(agreement)))


async def agreement_of(session: AsyncSession, grant_id: str) -> Agreement | None:
    row = await session.get(AgreementRow, grant_id)
    if row is None:
        return None
    return Agreement(row.grant_id, row.plan_version, row.plan, row.members, row.document)


async def page(
    session: AsyncSession, sight: Sight, after: str, limit: int, status: GrantStatus | None = None
) -> list[GrantLine]:
    """Grants the person sees, by id, those after `after`."""
    query = select(*_LINE_COLUMNS).where(_seen(sight), GRANT.c.id > after).order_by(GRANT.c.id).limit(limit)
    if status is not None:
        query = query.where(GRANT.c.status == status)
    rows = (await session.execute(query)).mappings()
    return [_LINE.validate_python(dict(row)) for row in rows]


def _seen(sight: Sight) -> ColumnElement[bool]:
    if sight.everything:
        return true()
    ways: list[Any] = [false()]
    if sight.coordinator_id is not None:
        ways.append(GRANT.c.coordinator_id == sight.coordinator_id)
        ways.append(GRANT.c.representative_id == sight.coordinator_id)
    if sight.parties:
        ways.append(GRANT.c.parties.overlap(list(sight.parties)))
    if sight.auditor_id is not None:
        ways.append(GRANT.c.auditor_id == sight.auditor_id)
    return or_(*ways)
