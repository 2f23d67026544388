"""Many rows at once, by PostgreSQL's COPY: several times quicker than as many inserts, and in the same transaction.

And many values in one question: a list of parameters as long as the values is written and read anew each time.
"""

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import ARRAY, Insert, String, Table, any_, literal
from sqlalchemy.ext.asyncio import AsyncSession

from services.audit.models import Row


def any_of(values: Iterable[str]) -> Any:
    """To be equal to any of these: one parameter, however many they are."""
    return any_(literal(list(values), ARRAY(String)))


def table_of(row: type[Row]) -> Table:
    """The table alone: what is put into it is no object of the session."""
    found: Table = row.__table__  # type: ignore[attr-defined]  # SQLModel gives it to each class that is a table
    return found


def row_of(thing: Any) -> dict[str, Any]:
    """The fields of a frozen dataclass as they are: `dataclasses.asdict` copies each value, and all within it."""
    return {name: getattr(thing, name) for name in thing.__slots__}


async def copy_in(session: AsyncSession, table: type[Row], rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows; each names the same columns. The transaction of the session has begun before."""
    if not rows:
        return
    columns = list(rows[0])
    in_order = itemgetter(*columns)
    await copy_records(session, table, columns, [in_order(row) for row in rows])


async def copy_records(
    session: AsyncSession, table: type[Row], columns: Sequence[str], records: Sequence[tuple[Any, ...]]
) -> None:
    """The same of values in the order of the columns."""
    connection = await (await session.connection()).get_raw_connection()
    driver: Any = connection.driver_connection
    await driver.copy_records_to_table(str(table.__tablename__), records=records, columns=columns)


async def put_in(session: AsyncSession, statement: Insert, rows: Sequence[Mapping[str, Any]]) -> None:
    """Carry an insert out for each of these rows, which name the same columns: prepared once, sent together."""
    if rows:
        await session.execute(statement, list(rows))
