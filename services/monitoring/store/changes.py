"""Requests for changes in full, and the versions of a grant's plan."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, Select, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.monitoring.domain.change_facts import PlanVersion, Proposal, Wish
from services.monitoring.store.tables import PLAN_VERSION, PROPOSAL

_WISH = TypeAdapter(Wish)
_VERSION = TypeAdapter(PlanVersion)


async def add_proposal(session: AsyncSession, proposal: Proposal) -> None:
    await session.execute(insert(PROPOSAL).values(**asdict(proposal)))


async def proposal_of(session: AsyncSession, change_id: str) -> Proposal | None:
    row = (await session.execute(select(PROPOSAL).where(PROPOSAL.c.change_id == change_id))).mappings().first()
    return None if row is None else Proposal(**row)


async def proposals_of(session: AsyncSession, grant_id: str) -> dict[str, Proposal]:
    """Every request of a grant in full, by its id."""
    rows = (await session.execute(select(PROPOSAL).where(PROPOSAL.c.grant_id == grant_id))).mappings()
    return {row["change_id"]: Proposal(**row) for row in rows}


def written(wish: Wish) -> dict[str, Any]:
    """A wish as it is kept."""
    said: dict[str, Any] = _WISH.dump_python(wish, mode="json")
    return said


def wish_of(proposal: Proposal) -> Wish:
    return _WISH.validate_python(proposal.wish)


async def add_version(session: AsyncSession, version: PlanVersion) -> None:
    facts = _VERSION.dump_python(version, mode="json") | {"since": version.since}
    await session.execute(insert(PLAN_VERSION).values(**facts))


async def version_of(session: AsyncSession, grant_id: str, number: int) -> PlanVersion | None:
    return await _first(session, _of(grant_id).where(PLAN_VERSION.c.version == number))


async def version_at(session: AsyncSession, grant_id: str, before: datetime) -> PlanVersion | None:
    """The version in force at the last instant before this moment; none where the grant had not begun."""
    query = _of(grant_id).where(PLAN_VERSION.c.since < before).order_by(PLAN_VERSION.c.version.desc())
    return await _first(session, query.limit(1))


async def first_version(session: AsyncSession, grant_id: str) -> PlanVersion | None:
    """The version of the contract."""
    return await _first(session, _of(grant_id).order_by(PLAN_VERSION.c.version).limit(1))


async def versions(session: AsyncSession, grant_id: str) -> list[PlanVersion]:
    """Every version, the first one first."""
    rows = await session.execute(_of(grant_id).order_by(PLAN_VERSION.c.version))
    return [_version(row) for row in rows]


def _of(grant_id: str) -> Select[Any]:
    return select(PLAN_VERSION).where(PLAN_VERSION.c.grant_id == grant_id)


async def _first(session: AsyncSession, query: Select[Any]) -> PlanVersion | None:
    row = (await session.execute(query)).first()
    return None if row is None else _version(row)


def _version(row: Row[Any]) -> PlanVersion:
    return _VERSION.validate_python(dict(row._mapping))  # noqa: SLF001 - the columns of a row by name
