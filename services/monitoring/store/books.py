"""The books of a grant, and that each claim is paid once: rows are added and never changed."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from runtime.identifiers import new_id
from services.monitoring.domain.ledger import Account, Act, Entry
from services.monitoring.domain.money_facts import Claim
from services.monitoring.store.tables import LEDGER, PAYMENT


@dataclass(frozen=True, slots=True)
class Posted:
    """An entry as it stands in the books."""

    id: str
    at: datetime
    by: str
    entry: Entry


async def post(
    session: AsyncSession, grant_id: str, entries: Sequence[Entry], at: datetime, by: str
) -> list[dict[str, Any]]:
    """The rows of these entries, as they were written."""
    rows = [{"id": new_id(), "grant_id": grant_id, "at": at, "by": by, **asdict(entry)} for entry in entries]
    if rows:
        await session.execute(insert(LEDGER), rows)
    return rows


async def entries_of(session: AsyncSession, grant_id: str, after: str, limit: int) -> list[Posted]:
    """In the order in which they were made."""
    query = select(LEDGER).where(LEDGER.c.grant_id == grant_id, LEDGER.c.id > after).order_by(LEDGER.c.id).limit(limit)
    rows = await session.execute(query)
    return [
        Posted(
            row.id,
            row.at,
            row.by,
            Entry(Act(row.act), row.document, Account(row.debit), Account(row.credit), row.amount),
        )
        for row in rows
    ]


async def pay(session: AsyncSession, claims: Sequence[Claim], at: datetime) -> None:
    """Record payments. A claim that was paid before cannot be written a second time."""
    rows = [
        {
            "claim_id": claim.id,
            "grant_id": claim.grant_id,
            "amount": claim.amount,
            "paid_on": claim.paid_on,
            "reference": claim.payment_ref,
            "order_id": claim.order_id,
            "paid_by": claim.paid_by,
            "recorded_at": at,
        }
        for claim in claims
    ]
    if rows:
        await session.execute(insert(PAYMENT), rows)
