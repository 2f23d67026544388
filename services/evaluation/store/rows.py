"""Rows to records and back."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from services.evaluation.domain.records import Record
from services.evaluation.models import Row

RecordT = TypeVar("RecordT", bound=Record)
RowT = TypeVar("RowT", bound=Row)


async def one(session: AsyncSession, query: Select[RowT], kind: type[RecordT], *, lock: bool = False) -> RecordT | None:
    """The record a query finds, read anew; with `lock` nobody else changes it before this transaction ends."""
    locked = query.with_for_update() if lock else query
    row = await session.scalar(locked.execution_options(populate_existing=True))
    return kind.model_validate(row) if row is not None else None


async def many(session: AsyncSession, query: Select[RowT], kind: type[RecordT]) -> tuple[RecordT, ...]:
    rows: Sequence[RowT] = (await session.scalars(query.execution_options(populate_existing=True))).all()
    return tuple(kind.model_validate(row) for row in rows)


async def save(session: AsyncSession, kind: type[Row], record: Record) -> None:
    """Insert the record, or bring its row up to date."""
    values = {name: list(value) if isinstance(value, tuple) else value for name, value in record.model_dump().items()}
    await session.merge(kind(**values))
    await session.flush()
