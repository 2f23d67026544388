"""The rows a room holds of one file, as they stand in its tables: for those who hold them against the records."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

Held = dict[str, list[dict[str, Any]]]
"""By name of the table, its rows, each by the names of its columns, fit for JSON: amounts as text, moments in UTC."""
_HELD: TypeAdapter[Held] = TypeAdapter(Held)


async def held(session: AsyncSession, queries: Mapping[str, Select[Any]]) -> Held:
    """What these queries find, by name of the table."""
    found: Held = {}
    for name, query in queries.items():
        found[name] = [dict(row) for row in (await session.execute(query)).mappings()]
    dumped: Held = _HELD.dump_python(found, mode="json")
    return dumped
