"""What the ledger has of single events, for holding it against what their rooms have."""

from collections.abc import Collection

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.audit.domain.likeness import Kept
from services.audit.domain.openings import reveal
from services.audit.models import LedgerRow, RecordRow
from services.audit.store.copying import any_of
from services.audit.store.subject_keys import keys_of


async def kept(session: AsyncSession, event_ids: Collection[str]) -> dict[str, Kept]:
    """What is on record of these events, by id; nothing of one that never came."""
    same = and_(
        col(LedgerRow.about) == col(RecordRow.about),
        col(LedgerRow.chain_index) == col(RecordRow.chain_index),
        col(LedgerRow.event_id) == col(RecordRow.event_id),
    )
    query = (
        select(
            col(RecordRow.event_id),
            col(RecordRow.about),
            col(RecordRow.hash),
            col(LedgerRow.body),
            col(LedgerRow.openings),
            col(LedgerRow.previous_hash),
            col(LedgerRow.recorded_at),
        )
        .outerjoin(LedgerRow, same)
        .where(col(RecordRow.event_id) == any_of(event_ids))
    )
    rows = (await session.execute(query)).all()
    keys = await keys_of(session, {row.about for row in rows})
    return {
        row.event_id: Kept(
            row.body,
            reveal(keys.get(row.about, {}), row.event_id, row.openings or ""),
            row.previous_hash or "",
            row.hash,
            row.recorded_at,
        )
        for row in rows
    }
