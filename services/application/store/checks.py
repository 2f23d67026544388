"""The administrative check and its one completion window, in the database."""

from sqlalchemy.ext.asyncio import AsyncSession

from grants.values import ApplicationId, PersonId
from services.application.domain.records import CheckDecision, CheckRecord, CompletionRecord
from services.application.models import CheckRow, CompletionRow


async def find(session: AsyncSession, application_id: str) -> CheckRecord | None:
    """How the check was decided, once it was."""
    row = await session.get(CheckRow, application_id)
    if row is None:
        return None
    return CheckRecord(
        application_id=ApplicationId(row.application_id),
        decision=CheckDecision(row.decision),
        reason=row.reason,
        decided_by=PersonId(row.decided_by),
        decided_at=row.decided_at,
    )


async def add(session: AsyncSession, check: CheckRecord) -> None:
    session.add(
        CheckRow(
            application_id=check.application_id,
            decision=check.decision.value,
            reason=check.reason,
            decided_by=check.decided_by,
            decided_at=check.decided_at,
        )
    )
    await session.flush()


async def find_completion(session: AsyncSession, application_id: str) -> CompletionRecord | None:
    """The completion that was asked for, if it was."""
    row = await session.get(CompletionRow, application_id)
    if row is None:
        return None
    return CompletionRecord(
        application_id=ApplicationId(row.application_id),
        items=tuple(row.items),
        requested_by=PersonId(row.requested_by),
        requested_at=row.requested_at,
        due_at=row.due_at,
        note=row.note,
        submitted_at=row.submitted_at,
        replaced=row.replaced,
    )


async def put_completion(session: AsyncSession, completion: CompletionRecord) -> None:
    """Write the completion, new or changed."""
    await session.merge(
        CompletionRow(
            application_id=completion.application_id,
            items=list(completion.items),
            requested_by=completion.requested_by,
            requested_at=completion.requested_at,
            due_at=completion.due_at,
            note=completion.note,
            submitted_at=completion.submitted_at,
            replaced=None if completion.replaced is None else dict(completion.replaced),
        )
    )
    await session.flush()
