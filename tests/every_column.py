"""Every column of every table, changed in every row: which changes nothing that compares would show."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, MetaData, Table
from sqlalchemy.types import Boolean, Date, DateTime, Integer, Numeric

from grants.proof.tables.book import Book, Row
from runtime.holdings import Held


def unheld(metadata: MetaData, book: Book, held: Held, known_by: frozenset[str] = frozenset()) -> set[str]:
    """`table.column` of every change, in any one row, that is not named; `table`, where a row may be taken out or put
    in beside. known_by: columns by which the room finds the rows of a file: changed, the row is of another file. Rows
    that may be there untold are passed by.
    """
    return {
        place
        for name, rows in held.items()
        for alone in [book.of(name)]
        for number, row in enumerate(rows)
        if not book.tables[name].but(row)
        for place, changed in _changes(metadata.tables[name], rows, number, known_by)
        if not _is_named(alone, name, changed)
    }


def _changes(
    table: Table, rows: list[dict[str, Any]], number: int, known_by: frozenset[str]
) -> Iterator[tuple[str, list[Row]]]:
    """The rows as they would be, and what was done to them."""
    row = rows[number]
    yield table.name, _instead(rows, number)
    keys = [column for column in table.primary_key if column.name not in known_by]
    if keys:
        yield table.name, [*rows, {**row, **{one.name: next(_others(one, row[one.name])) for one in keys}}]
    for column in table.columns:
        for other in _others(column, row[column.name]):
            changed = () if column.name in known_by else ({**row, column.name: other},)
            yield f"{table.name}.{column.name}", _instead(rows, number, *changed)


def _instead(rows: list[dict[str, Any]], number: int, *changed: Row) -> list[Row]:
    return [*rows[:number], *changed, *rows[number + 1 :]]


def _is_named(book: Book, name: str, rows: list[Row]) -> bool:
    return any(one.table == name for one in book.differences({name: rows}))


def _others(column: Column[Any], value: Any) -> Iterator[Any]:
    """Other values of the same type, as a row held by a room shows them; none where there may be none."""
    if value is None:
        yield _some(column)
        return
    if column.nullable:
        yield None
    match column.type:
        case Boolean():
            yield not value
        case Integer():
            yield value + 1
        case Numeric():
            yield str(Decimal(value) + Decimal("0.01"))
        case DateTime():
            yield (datetime.fromisoformat(value) + timedelta(seconds=1)).isoformat()
        case Date():
            yield (datetime.fromisoformat(value) + timedelta(days=1)).date().isoformat()
        case _:
            yield from _other_forms(value)


def _other_forms(value: Any) -> Iterator[Any]:
    """Of a text or of a form of any depth."""
    match value:
        case str():
            yield f"{value}x"
        case dict():
            yield {**value, "x": "x"}
        case list():
            yield [*value, "x"]
            if value:
                yield value[1:]
        case _:
            raise AssertionError(value)


def _some(column: Column[Any]) -> Any:
    """A value where there is none."""
    now = datetime(2031, 1, 1, tzinfo=UTC)
    match column.type:
        case Boolean():
            return True
        case Integer():
            return 7
        case Numeric():
            return "0.01"
        case DateTime():
            return now.isoformat()
        case Date():
            return now.date().isoformat()
        case _:
            return ["x"] if type(column.type).__name__ == "JSONB" else "x"
