"""What the room holds of an application or a call, table by table, for those who hold it against the records."""

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from runtime.holdings import Held, held
from services.application.models import Row

LEFT_OUT: Mapping[str, str] = MappingProxyType(
    {
        "cluster": "the registry, of no application",
        "consortium": "of the consortium, which is told by its own id",
        "confirmation": "of the consortium, which is told by its own id",
        "contract_counter": "of a whole year",
        "approval_pack": "heard from the evaluation room, of a whole call",
        "board_points": "heard from the evaluation room; raised, they are points of the negotiation",
    }
)
"""Tables that are not held against the records of one application, and why."""
OF_CALL = ("call", "deadline_move")
_TABLES = Row.metadata.tables


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


async def of_call(session: AsyncSession, call_id: str) -> Held:
    """Every row of the call itself, by table."""
    call, moves = (_TABLES[name] for name in OF_CALL)
    queries = {
        call.name: select(call).where(call.c.id == call_id),
        moves.name: select(moves).where(moves.c.call_id == call_id),
    }
    return await held(session, queries)
