"""What is erased of a file beside its keys: traces of who did what, what inspectors wrote, dossiers with persons."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.audit.models import DossierRow, FinishedRow, TraceRow, WorkingPaperRow


async def erase(session: AsyncSession, about: str, now: datetime) -> list[str]:
    """Erase it for good; the names of the dossiers that are to be destroyed in the document store."""
    await session.execute(delete(TraceRow).where(col(TraceRow.about) == about))
    await session.execute(update(FinishedRow).where(col(FinishedRow.about) == about).values(remark=""))
    papers = await session.scalars(select(WorkingPaperRow).where(col(WorkingPaperRow.about) == about).with_for_update())
    for row in papers:
        row.entries = [{**entry, "text": ""} for entry in row.entries]
        row.conclusion = ""
    await session.flush()
    whole = (
        update(DossierRow)
        .where(col(DossierRow.about) == about, col(DossierRow.redacted).is_(False), col(DossierRow.erased_at).is_(None))
        .values(erased_at=now)
        .returning(col(DossierRow.sha256))
    )
    return sorted(await session.scalars(whole))
