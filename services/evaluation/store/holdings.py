"""What the room holds of an application or a call, table by table, for those who hold it against the records."""

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import select, union
from sqlalchemy.ext.asyncio import AsyncSession

from runtime.holdings import Held, held
from services.evaluation.models import Row

LEFT_OUT: Mapping[str, str] = MappingProxyType(
    {
        "assessment_draft": "written and not given: nobody but its evaluator sees it",
    }
)
"""Tables that are not held against any records, and why."""
NO_EVIDENCE: Mapping[str, str] = MappingProxyType({})
"""Columns that may say anything, and why."""
_TABLES = Row.metadata.tables
OF_POOL = ("evaluator", "evaluator_person", "evaluator_contract")
OF_CALL = frozenset(name for name, table in _TABLES.items() if "call_id" in table.c and "application_id" not in table.c)


async def of_application(session: AsyncSession, application_id: str, call_id: str) -> Held:
    """Every row of the application, by table; what lies before the board is known by its call as well."""
    own = {name: table for name, table in _TABLES.items() if "application_id" in table.c}
    found = {name: select(table).where(table.c.application_id == application_id) for name, table in own.items()}
    for name, table in own.items():
        if "call_id" in table.c and "call_id" in table.primary_key.columns:
            found[name] = found[name].where(table.c.call_id == call_id)
    assigned = select(_TABLES["assignment"].c.id).where(_TABLES["assignment"].c.application_id == application_id)
    versions = _TABLES["assessment_version"]
    found[versions.name] = select(versions).where(versions.c.assignment_id.in_(assigned))
    return await held(session, found)


async def of_call(session: AsyncSession, call_id: str) -> Held:
    """Every row of the call itself, by table."""
    tables = [_TABLES[name] for name in sorted(OF_CALL)]
    return await held(session, {table.name: select(table).where(table.c.call_id == call_id) for table in tables})


async def of_evaluator(session: AsyncSession, person_id: str) -> Held:
    """Every row of one of the pool, by table; nothing where there is none."""
    tables = [_TABLES[name] for name in OF_POOL]
    return await held(session, {table.name: select(table).where(table.c.person_id == person_id) for table in tables})


async def evaluators(session: AsyncSession, after: str, limit: int) -> list[str]:
    """The ids of whoever has a row in the pool, in order."""
    keys = [_TABLES[name].c.person_id for name in OF_POOL]
    parts = [select(key).where(key > after).order_by(key).limit(limit).subquery() for key in keys]
    every = union(*(select(part.c.person_id) for part in parts)).subquery()
    return list(await session.scalars(select(every.c.person_id).order_by(every.c.person_id).limit(limit)))
