"""What was said to leads, in the database."""

from collections.abc import Collection
from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from runtime.identifiers import new_id
from services.audit.domain.lead_answers import Answer, Verdict
from services.audit.models import LeadAnswerRow
from services.audit.store.copying import any_of


async def add(session: AsyncSession, answer: Answer) -> None:
    session.add(LeadAnswerRow(id=new_id(), **asdict(answer)))
    await session.flush()


async def newest(session: AsyncSession, leads: Collection[str]) -> dict[str, Answer]:
    """The last answer to each of these leads."""
    query = (
        select(LeadAnswerRow)
        .where(col(LeadAnswerRow.lead_id) == any_of(leads))
        .order_by(col(LeadAnswerRow.lead_id), col(LeadAnswerRow.id).desc())
        .ext(distinct_on(col(LeadAnswerRow.lead_id)))
    )
    return {row.lead_id: _answer(row) for row in await session.scalars(query)}


def _answer(row: LeadAnswerRow) -> Answer:
    return Answer(row.lead_id, Verdict(row.verdict), row.reason, tuple(row.evidence), row.answered_by, row.answered_at)
