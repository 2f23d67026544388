"""Applications in the database: locking, and saving with the timeline."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from grants.contracts.stages import Outcome, Stage
from grants.values import ApplicationId, CallId, ConsortiumId, PersonId
from runtime.auth import Actor
from services.application.domain.records import ApplicationRecord, StageRecord
from services.application.models import ApplicationRow, StageRow
from services.application.store.reading import missing

_PLAIN = (
    "title",
    "regime",
    "revision",
    "province",
    "outcome_reason",
    "stage_due_at",
    "stage_due_since",
    "completion_used",
    "submitted_at",
    "plan_version",
    "agreed_version",
    "approved_amount",
    "mean",
    "total",
    "rank",
    "representative_id",
    "led_version",
    "created_at",
)


async def find(session: AsyncSession, application_id: str) -> ApplicationRecord:
    """An application. Raises NotFound."""
    return record_of(await _row(session, application_id))


async def locked(session: AsyncSession, application_id: str) -> ApplicationRecord:
    """An application, held for this transaction so that no other act comes between. Raises NotFound."""
    return record_of(await _row(session, application_id, lock=True))


async def add(session: AsyncSession, application: ApplicationRecord, by: Actor, now: datetime) -> None:
    """Write a new application and the first record of its timeline."""
    row = ApplicationRow(
        id=application.id,
        call_id=application.call_id,
        consortium_id=application.consortium_id,
        coordinator_id=application.coordinator_id,
        title=application.title,
        regime=application.regime,
        revision=application.revision,
        province=application.province,
        stage=application.stage.value,
        form={},
        created_at=application.created_at,
        changed_at=now,
    )
    _write(row, application, now)
    session.add(row)
    await session.flush()
    session.add(_stay(application, 0, by, now))
    await session.flush()


async def save(session: AsyncSession, application: ApplicationRecord, by: Actor, now: datetime) -> None:
    """Write back a locked application. A stage that changed is entered in the timeline, a due date moved there."""
    row = await _row(session, application.id)
    was = row.stage
    _write(row, application, now)
    await session.flush()
    await _keep_timeline(session, application, was, by, now)


async def of_consortium(session: AsyncSession, call_id: str, consortium_id: str) -> ApplicationRecord | None:
    """The application of a consortium to a call, if there is one."""
    query = select(ApplicationRow).where(
        col(ApplicationRow.call_id) == call_id, col(ApplicationRow.consortium_id) == consortium_id
    )
    row = await session.scalar(query)
    return None if row is None else record_of(row)


async def consortium_has_submitted(session: AsyncSession, consortium_id: str) -> bool:
    """Whether any application of this consortium has left the draft stage."""
    past = exists().where(
        col(ApplicationRow.consortium_id) == consortium_id, col(ApplicationRow.submitted_at).is_not(None)
    )
    return bool(await session.scalar(select(past)))


async def under_way_in(session: AsyncSession, call_id: str) -> tuple[ApplicationId, ...]:
    """The applications of a call that were submitted and have not ended, in the order they were begun."""
    outside = (Stage.DRAFT.value, Stage.ENDED.value)
    query = select(col(ApplicationRow.id)).where(
        col(ApplicationRow.call_id) == call_id, col(ApplicationRow.stage).not_in(outside)
    )
    return tuple(ApplicationId(one) for one in await session.scalars(query.order_by(col(ApplicationRow.id))))


async def timeline(session: AsyncSession, application_id: str) -> tuple[StageRecord, ...]:
    """The stays of an application in its stages, in order."""
    query = select(StageRow).where(col(StageRow.application_id) == application_id).order_by(col(StageRow.place))
    return tuple(_stage(row) for row in await session.scalars(query))


async def _row(session: AsyncSession, application_id: str, *, lock: bool = False) -> ApplicationRow:
    query = select(ApplicationRow).where(col(ApplicationRow.id) == application_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = await session.scalar(query)
    if row is None:
        raise missing("application", application_id)
    return row


def _write(row: ApplicationRow, application: ApplicationRecord, now: datetime) -> None:
    for name in _PLAIN:
        setattr(row, name, getattr(application, name))
    row.coordinator_id = application.coordinator_id
    row.stage = application.stage.value
    row.outcome = application.outcome.value if application.outcome else None
    row.form = dict(application.form)
    row.changed_at = now


async def _keep_timeline(
    session: AsyncSession, application: ApplicationRecord, was: str, by: Actor, now: datetime
) -> None:
    query = select(StageRow).where(col(StageRow.application_id) == application.id, col(StageRow.left_at).is_(None))
    stay = (await session.scalars(query)).one()
    if was == application.stage.value:
        stay.due_at = application.stage_due_at
        await session.flush()
        return
    stay.left_at = now
    await session.flush()
    session.add(_stay(application, stay.place + 1, by, now))
    await session.flush()


def _stay(application: ApplicationRecord, place: int, by: Actor, now: datetime) -> StageRow:
    return StageRow(
        application_id=application.id,
        place=place,
        stage=application.stage.value,
        entered_at=now,
        due_at=application.stage_due_at,
        entered_by=by.person_id,
        entered_role=by.role,
    )


def record_of(row: ApplicationRow) -> ApplicationRecord:
    return ApplicationRecord(
        id=ApplicationId(row.id),
        call_id=CallId(row.call_id),
        consortium_id=ConsortiumId(row.consortium_id),
        coordinator_id=PersonId(row.coordinator_id),
        stage=Stage(row.stage),
        outcome=Outcome(row.outcome) if row.outcome else None,
        form=dict(row.form),
        **{name: getattr(row, name) for name in _PLAIN},
    )


def _stage(row: StageRow) -> StageRecord:
    return StageRecord(
        stage=Stage(row.stage),
        entered_at=row.entered_at,
        left_at=row.left_at,
        due_at=row.due_at,
        entered_by=PersonId(row.entered_by),
        entered_role=row.entered_role,
    )
