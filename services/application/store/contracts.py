"""Support contracts in the database, and the numbers given to them."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from grants.values import ApplicationId, PersonId
from services.application.domain.records import ContractRecord
from services.application.models import ContractCounterRow, ContractRow

_PLAIN = (
    "number",
    "document",
    "plan_version",
    "total",
    "approved",
    "prepared_at",
    "signed_ministry_by",
    "signed_ministry_at",
    "signed_enterprise_by",
    "signed_enterprise_at",
    "signed_on",
    "concluded_at",
    "taken_over",
    "provenance",
)


async def find(session: AsyncSession, application_id: str) -> ContractRecord | None:
    """The contract of an application, once prepared."""
    row = await session.get(ContractRow, application_id)
    return None if row is None else _record(row)


async def of_number(session: AsyncSession, number: str) -> ContractRecord | None:
    """The contract of this number, if there is one."""
    row = await session.scalar(select(ContractRow).where(col(ContractRow.number) == number))
    return None if row is None else _record(row)


async def put(session: AsyncSession, contract: ContractRecord) -> None:
    """Write the contract, new or changed."""
    fields = {name: getattr(contract, name) for name in _PLAIN}
    await session.merge(ContractRow(application_id=contract.application_id, **fields))
    await session.flush()


async def next_place(session: AsyncSession, year: int) -> int:
    """The next place in a year's row of contract numbers, 1 first; no place is given twice."""
    query = insert(ContractCounterRow).values(year=year, last=1)
    counted = query.on_conflict_do_update(
        index_elements=["year"], set_={"last": col(ContractCounterRow.last) + 1}
    ).returning(col(ContractCounterRow.last))
    return int((await session.execute(counted)).scalar_one())


def _record(row: ContractRow) -> ContractRecord:
    fields = {name: getattr(row, name) for name in _PLAIN}
    for name in ("signed_ministry_by", "signed_enterprise_by"):
        fields[name] = PersonId(fields[name]) if fields[name] else None
    return ContractRecord(application_id=ApplicationId(row.application_id), **fields)
