"""Who the members of boards are, apart from what is recorded under their ids: it can be erased."""

from sqlalchemy import exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.evaluation.domain.records import CommitteeStatus
from services.evaluation.models import CommitteeMemberRow, CommitteeRow


async def was_named(session: AsyncSession, person_id: str) -> bool:
    """Whether the person was ever named to a board."""
    return bool(await session.scalar(select(exists().where(col(CommitteeMemberRow.person_id) == person_id))))


async def sits(session: AsyncSession, person_id: str) -> tuple[str, ...]:
    """The calls whose board the person belongs to and that has not concluded; none of them concludes meanwhile."""
    here = col(CommitteeRow.call_id) == col(CommitteeMemberRow.call_id)
    query = select(col(CommitteeRow.call_id)).join(CommitteeMemberRow, here)
    mine = col(CommitteeMemberRow.person_id) == person_id
    still = col(CommitteeRow.status) != CommitteeStatus.CONCLUDED.value
    return tuple(await session.scalars(query.where(mine, still).with_for_update(of=CommitteeRow)))


async def erase(session: AsyncSession, person_id: str) -> tuple[str, ...]:
    """Forget name and employer; seat, background, votes and points stay under the id.

    Gives the calls in which there was a name.
    """
    gone = {"name": "", "employer_tax_number": None, "salt": ""}
    named = (col(CommitteeMemberRow.person_id) == person_id, col(CommitteeMemberRow.name) != "")
    done = update(CommitteeMemberRow).where(*named).values(gone).returning(col(CommitteeMemberRow.call_id))
    return tuple(sorted(await session.scalars(done)))
