"""Sessions of the committee: called with an agenda by the Ministry, changed for a reason until they have begun."""

from collections.abc import Sequence
from typing import TypedDict

from grants.breach import AlreadyDone, Breach, NotFound, WrongStage
from grants.contracts.committee_events import CommitteeSessionCalled, CommitteeSessionChanged, SlotData
from grants.policy import Action
from grants.values import ApplicationId, CallId, Moment, PersonId
from runtime.unit import Unit
from services.evaluation.domain.agenda import Calling, agenda_breaches, has_sat
from services.evaluation.domain.board import Board, refuse_broken
from services.evaluation.domain.records import CommitteeStatus
from services.evaluation.domain.sessions import Session, Slot, SlotState
from services.evaluation.store import sessions
from services.evaluation.usecases.access import apart, board_of, call_of, permit, tied_to_call


class _Told(TypedDict):
    """What is told of a session, new or changed."""

    call_id: CallId
    number: int
    starts_at: Moment
    ends_at: Moment
    place: str
    slots: tuple[SlotData, ...]
    members: tuple[PersonId, ...]


async def call_session(unit: Unit, call_id: str, asked: Calling) -> Session:
    """Call a session. Raises NotFound, NotAllowed, WrongStage, RulesBroken with all that is wrong."""
    board = await _board(unit, call_id)
    number = max((one.number for one in board.sessions), default=0) + 1
    session, agenda = asked.session(call_id, number), asked.agenda(call_id, number)
    await _put(unit, board, session, agenda)
    told = CommitteeSessionCalled(**_told(board, session, agenda))
    unit.tell(told, about=call_id, regime=(await call_of(unit, call_id)).pinned)
    return session


async def change_session(unit: Unit, call_id: str, number: int, asked: Calling, reason: str) -> Session:
    """Put another time, place or agenda in the place of the old one. Raises also AlreadyDone once it has begun."""
    board = await _board(unit, call_id)
    before = board.session(number)
    if before is None:
        raise NotFound
    if has_sat(board, number):
        raise AlreadyDone(Breach("session.has_sat", "number", str(number)))
    session = asked.session(call_id, number).model_copy(update={"version": before.version + 1, "reason": reason})
    agenda = asked.agenda(call_id, number)
    await _put(unit, board, session, agenda)
    told = CommitteeSessionChanged(**_told(board, session, agenda), version=session.version, reason=reason)
    unit.tell(told, about=call_id, regime=(await call_of(unit, call_id)).pinned)
    return session


async def _board(unit: Unit, call_id: str) -> Board:
    """The committee, locked, for who calls its sessions: nobody who sits on it or has a tie with an applicant."""
    board = await board_of(unit, call_id, lock=True)
    permit(unit, Action.COMMITTEE_CALL_SESSION, {*apart(unit, board), *await tied_to_call(unit, call_id)})
    if board.committee.status is not CommitteeStatus.OPEN:
        raise WrongStage(Breach("committee.not_open", "", board.committee.status))
    return board


async def _put(unit: Unit, board: Board, session: Session, agenda: Sequence[Slot]) -> None:
    wrong = agenda_breaches(board, session, agenda, unit.now)
    missing = () if session.reason or not session.version else (Breach("session.reason", "reason", source="Destek"),)
    refuse_broken((*wrong, *missing))
    for one in agenda:
        before = board.slot(one.application_id)
        if before is not None and before.number != session.number:  # left over from a session that is over
            await sessions.save_slot(unit.session, before.model_copy(update={"state": SlotState.DEFERRED}))
    await sessions.save_session(unit.session, session)
    await sessions.replace_agenda(unit.session, session.call_id, session.number, agenda)


def _told(board: Board, session: Session, agenda: Sequence[Slot]) -> _Told:
    return _Told(
        call_id=CallId(session.call_id),
        number=session.number,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        place=session.place,
        slots=tuple(
            SlotData(application_id=ApplicationId(one.application_id), starts_at=one.starts_at, minutes=one.minutes)
            for one in agenda
        ),
        members=tuple(PersonId(one) for one in board.seats),
    )
