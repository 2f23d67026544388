"""What this room makes of the board's work: a coordinator learns its own hour, and points open the negotiation."""

from collections.abc import Sequence
from datetime import datetime

from grants.breach import NotFound
from grants.contracts.application_events import (
    PresentationCalled,
    PresentationCancelled,
)
from grants.contracts.committee_events import CommitteeSessionCalled, CommitteeSessionChanged, SlotData
from grants.contracts.evaluation_events import ApplicationPlaced
from grants.contracts.stages import Stage
from grants.values import PersonId
from runtime.identifiers import new_id
from runtime.unit import Unit
from services.application.domain.board import BoardPoint, Presentation
from services.application.domain.records import ApplicationRecord, PointRecord
from services.application.store import applications, board, negotiation
from services.application.usecases.negotiation import MOST_POINTS, told_of

_TITLE = 300


async def session_called(unit: Unit, told: CommitteeSessionCalled | CommitteeSessionChanged) -> None:
    """Each application of the agenda gets its own hour; one that is no more on it is told so."""
    named = {slot.application_id for slot in told.slots}
    reason = told.reason if isinstance(told, CommitteeSessionChanged) else ""
    for before in await board.of_session(unit.session, told.call_id, told.number):
        if before.application_id not in named:
            await _cancel(unit, before, reason)
    for slot in sorted(told.slots, key=lambda one: one.application_id):
        await _set(unit, told, slot)


async def _set(unit: Unit, told: CommitteeSessionCalled | CommitteeSessionChanged, slot: SlotData) -> None:
    application = await _live(unit, slot.application_id)
    after = Presentation(
        application_id=slot.application_id,
        call_id=told.call_id,
        session=told.number,
        starts_at=slot.starts_at,
        minutes=slot.minutes,
        place=told.place,
    )
    if application is None or await board.presentation(unit.session, slot.application_id) == after:
        return
    await board.put(unit.session, after)
    event = PresentationCalled(
        application_id=application.id,
        call_id=application.call_id,
        starts_at=after.starts_at,
        minutes=after.minutes,
        place=after.place,
        session=after.session,
    )
    unit.tell(event, about=application.id, regime=application.pinned)


async def _cancel(unit: Unit, before: Presentation, reason: str) -> None:
    """Of one that has ended nothing is told, and so its hour stays as it was told."""
    application = await _live(unit, before.application_id)
    if application is not None:
        await board.drop(unit.session, before.application_id)
        event = PresentationCancelled(application_id=application.id, call_id=application.call_id, reason=reason)
        unit.tell(event, about=application.id, regime=application.pinned)


async def placed(unit: Unit, told: ApplicationPlaced) -> None:
    """Keep what the board wants negotiated; where the negotiation is open already, raise it.

    Also of one that has ended meanwhile: it is on record that it was told here.
    """
    points = [BoardPoint(one.title[:_TITLE], one.text) for one in told.points]
    points += [BoardPoint(one[:_TITLE]) for one in told.conditions]
    application = await _held(unit, told.application_id)
    if application is None or not points:
        return
    await board.keep_points(unit.session, application.id, points[:MOST_POINTS])
    if application.stage is Stage.NEGOTIATION:
        await raise_board_points(unit, application, unit.now)


async def raise_board_points(unit: Unit, application: ApplicationRecord, now: datetime) -> None:
    """Raise the board's points as those of one round, once. The application is held."""
    points = await board.take_points(unit.session, application.id)
    before = await negotiation.points(unit.session, application.id)
    number = max((point.round for point in before), default=0) + 1
    for point in _records(unit, application, points[: MOST_POINTS - len(before)], number, now):
        await negotiation.put(unit.session, point)
        unit.tell(told_of(point, application), about=application.id, regime=application.pinned)


def _records(
    unit: Unit, application: ApplicationRecord, points: Sequence[BoardPoint], number: int, now: datetime
) -> list[PointRecord]:
    return [
        PointRecord(
            id=new_id(),
            application_id=application.id,
            round=number,
            title=one.title,
            text=one.text,
            plan_version=application.plan_version,
            raised_by=PersonId(unit.actor.person_id),
            raised_at=now,
        )
        for one in points
    ]


async def _live(unit: Unit, application_id: str) -> ApplicationRecord | None:
    """The application, held, if it is one of this room and has not ended."""
    application = await _held(unit, application_id)
    return None if application is None or application.stage is Stage.ENDED else application


async def _held(unit: Unit, application_id: str) -> ApplicationRecord | None:
    try:
        return await applications.locked(unit.session, application_id)
    except NotFound:
        return None
