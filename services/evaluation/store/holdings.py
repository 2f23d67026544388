"""What the room holds of an application or a call, table by table, for those who hold it against the records."""

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from runtime.holdings import Held, held
from services.evaluation.models import Row

LEFT_OUT: Mapping[str, str] = MappingProxyType(
    {
        "assessment_draft": "written and not given: nobody but its evaluator sees it",
        "evaluator": "of the pool; an evaluator is told by the own id",
        "evaluator_person": "who a person is stands apart, so that it can be erased",
        "evaluator_contract": "of the pool; what it says was not told",
    }
)
"""Tables that are not held against the records of one file, and why."""
_TABLES = Row.metadata.tables
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
