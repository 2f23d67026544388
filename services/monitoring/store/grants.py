"""Beginning a grant, and lists of grants."""

from dataclasses import asdict, dataclass, fields
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, false, not_, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from runtime.letters import holds
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


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which grants: in this state, all if none; with these letters in the names or the number they go by."""

    status: GrantStatus | None = None
    letters: str = ""


async def page(session: AsyncSession, sight: Sight, after: str, limit: int, wanted: Wanted) -> list[GrantLine]:
    """Grants the person sees, by id, those after `after`."""
    query = select(*_LINE_COLUMNS).where(_seen(sight), GRANT.c.id > after).order_by(GRANT.c.id).limit(limit)
    if wanted.status is not None:
        query = query.where(GRANT.c.status == wanted.status)
    if wanted.letters.strip():
        names = (GRANT.c.enterprise_name, GRANT.c.consortium_name, GRANT.c.number)
        query = query.where(holds(wanted.letters, *names))
    rows = (await session.execute(query)).mappings()
    return [_LINE.validate_python(dict(row)) for row in rows]


def _seen(sight: Sight) -> ColumnElement[bool]:
    open_to = not_(GRANT.c.apart.contains([sight.person_id]))
    if sight.everything:
        return or_(open_to, *_as_party(sight))
    ways = [false(), *_as_party(sight)]
    if sight.auditor_id is not None:
        ways.append((GRANT.c.auditor_id == sight.auditor_id) & open_to)
    return or_(*ways)


def _as_party(sight: Sight) -> list[Any]:
    ways: list[Any] = []
    if sight.coordinator_id is not None:
        ways.append(GRANT.c.coordinator_id == sight.coordinator_id)
        ways.append(GRANT.c.representative_id == sight.coordinator_id)
    if sight.parties:
        ways.append(GRANT.c.parties.overlap(list(sight.parties)))
    return ways
