"""Keys that have served, what stands under each, and what is still to be kept beside it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ARRAY, ColumnElement, String, all_, delete, exists, literal, select, text, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.audit.models import LeadAnswerRow, LedgerRow, SampleRow, SubjectKeyRow

MOST = 500
SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Old:
    """A key that was made long ago: of what, and its number."""

    about: str
    number: int


@dataclass(frozen=True, slots=True)
class Last:
    """The last record under a key: its place in the chain, and when it came."""

    chain_index: int
    recorded_at: datetime


async def old_keys(session: AsyncSession, until: datetime, after: Old) -> list[Old]:
    """The next keys that were made before a moment and open something still."""
    about, number = col(SubjectKeyRow.about), col(SubjectKeyRow.number)
    query = select(about, number).where(
        col(SubjectKeyRow.key) != "",
        col(SubjectKeyRow.made_at) < until,
        tuple_(about, number) > (after.about, after.number),
    )
    return [Old(*row) for row in await session.execute(query.order_by(about, number).limit(MOST))]


async def serves(session: AsyncSession, old: Old, since: datetime) -> bool:
    """Whether anything was recorded under it since then. Each year stands apart: the first such record is near."""
    row = exists().where(_under(old), col(LedgerRow.recorded_at) >= since)
    return bool(await session.scalar(select(row)))


async def last_under(session: AsyncSession, old: Old) -> Last | None:
    """The last record of which something is opened by this key; None where there is none."""
    at = col(LedgerRow.chain_index), col(LedgerRow.recorded_at)
    query = select(*at).where(_under(old)).order_by(at[0].desc()).limit(1)
    row = (await session.execute(query)).first()
    return None if row is None else Last(*row)


async def says_more(session: AsyncSession, old: Old, than: Collection[str]) -> bool:
    """Whether anything stands under it but records of these kinds, told by the system."""
    another = col(LedgerRow.type) != all_(literal(sorted(than), ARRAY(String)))
    row = exists().where(_under(old), another | (col(LedgerRow.actor_role) != SYSTEM))
    return bool(await session.scalar(select(row)))


def _under(old: Old) -> ColumnElement[bool]:
    return (col(LedgerRow.about) == old.about) & col(LedgerRow.openings).startswith(f"{old.number}:")


async def is_looked_into(session: AsyncSession, about: str) -> bool:
    """Whether it is a sample, or a lead, of which a file is still kept."""
    return bool((await session.execute(_LOOKED_INTO, {"about": about})).scalar())


_LOOKED_INTO = text(
    """
    SELECT EXISTS (
        SELECT FROM (
            SELECT about FROM working_paper WHERE sample_id = :about
            UNION ALL
            SELECT record.about FROM lead_answer
            CROSS JOIN LATERAL jsonb_array_elements_text(lead_answer.evidence) AS shown (event_id)
            JOIN record ON record.event_id = shown.event_id WHERE lead_answer.lead_id = :about
        ) AS looked_into
        WHERE NOT EXISTS (
            SELECT FROM subject_key WHERE subject_key.about = looked_into.about AND destroyed_at IS NOT NULL
        )
    )
    """
)


async def destroy(session: AsyncSession, old: Old, by: str, now: datetime) -> bool:
    """Destroy this key; False where somebody else has."""
    query = update(SubjectKeyRow).where(
        col(SubjectKeyRow.about) == old.about, col(SubjectKeyRow.number) == old.number, col(SubjectKeyRow.key) != ""
    )
    gone = {"key": "", "destroyed_at": now, "destroyed_by": by, "payloads_erased_at": now}
    return bool((await session.scalars(query.values(gone).returning(col(SubjectKeyRow.number)))).all())


async def forget(session: AsyncSession, about: str, until: datetime) -> None:
    """What the desk keeps of it: who drew a sample and why, what was said to a lead and by whom."""
    own = (col(SampleRow.id) == about, col(SampleRow.drawn_at) <= until)
    await session.execute(update(SampleRow).where(*own).values(drawn_by="", reason="", seed=""))
    own = (col(LeadAnswerRow.lead_id) == about, col(LeadAnswerRow.answered_at) <= until)
    await session.execute(delete(LeadAnswerRow).where(*own))
