"""What the room holds of an application or a call, table by table, for those who hold it against the records."""

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from runtime.holdings import Held, held
from services.application.models import Row

LEFT_OUT: Mapping[str, str] = MappingProxyType(
    {
        "contract_counter": "the last number given in a year; which were given stands in the contracts themselves",
        "offer_draft": "written and not handed in: nobody but its coordinator sees it",
    }
)
"""Tables that are not held against any records, and why."""
NO_EVIDENCE: Mapping[str, str] = MappingProxyType(
    {
        "application.changed_at": "when the row was last written, a draft too; nothing reads it",
        "deadline_move.id": "tells moves of one moment apart; by these the order is known",
    }
)
"""Columns that may say anything, and why."""
_TABLES = Row.metadata.tables
OF_CONSORTIUM = ("member", "confirmation")
BESIDE_CALL = ("deadline_move", "approval_pack")


async def of_application(session: AsyncSession, application_id: str) -> Held:
    """Every row of the application, by table."""
    own = _TABLES["application"]
    found = {
        name: select(table).where(table.c.application_id == application_id)
        for name, table in _TABLES.items()
        if "application_id" in table.c and name not in LEFT_OUT
    }
    found["application"] = select(own).where(own.c.id == application_id)
    consortium = select(own.c.consortium_id).where(own.c.id == application_id).scalar_subquery()
    members = _TABLES["member"]
    found["member"] = select(members).where(members.c.consortium_id == consortium)
    return await held(session, found)


async def of_consortium(session: AsyncSession, consortium_id: str) -> Held:
    """Every row of the consortium, by table; nothing where there is none."""
    own = _TABLES["consortium"]
    queries = {
        name: select(_TABLES[name]).where(_TABLES[name].c.consortium_id == consortium_id) for name in OF_CONSORTIUM
    }
    return await held(session, {own.name: select(own).where(own.c.id == consortium_id), **queries})


async def of_registry(session: AsyncSession) -> Held:
    """Every cluster."""
    return await held(session, {"cluster": select(_TABLES["cluster"])})


async def consortia(session: AsyncSession, after: str, limit: int) -> list[str]:
    """The ids of consortia, in order."""
    key = _TABLES["consortium"].c.id
    return list(await session.scalars(select(key).where(key > after).order_by(key).limit(limit)))


async def of_call(session: AsyncSession, call_id: str) -> Held:
    """Every row of the call itself, by table."""
    call = _TABLES["call"]
    queries = {name: select(_TABLES[name]).where(_TABLES[name].c.call_id == call_id) for name in BESIDE_CALL}
    return await held(session, {call.name: select(call).where(call.c.id == call_id), **queries})
