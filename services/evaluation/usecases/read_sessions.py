"""Reading a committee at work: sessions, one application before it, minutes; a conflict hides the application."""

from collections.abc import Sequence

from grants.breach import NotFound
from grants.policy import Action
from runtime.unit import Unit
from services.evaluation.domain.board import Board
from services.evaluation.domain.motions import Ballot, Motion, MotionState, conditions_of, points_of, unvoted
from services.evaluation.domain.placing import quorum
from services.evaluation.domain.sessions import Session
from services.evaluation.store import files, sessions
from services.evaluation.usecases.access import board_of, call_of, conflicted, file_of, hidden, permit, sits, standing
from services.evaluation.usecases.minutes import read_minutes
from services.evaluation.usecases.session_views import (
    HearingView,
    MinutesView,
    MissingView,
    MotionView,
    SeatReason,
    SessionsView,
    SessionView,
    SignatureView,
    SlotView,
)


async def read_sessions(unit: Unit, call_id: str) -> SessionsView:
    """The sessions and their agendas as this reader may see them. Raises NotFound, NotAllowed."""
    board = await board_of(unit, call_id)
    permit(unit, Action.COMMITTEE_READ, sits(unit, board))
    unseen, call = await hidden(unit, board), await call_of(unit, call_id)
    known = await files.files(unit.session, [item.application_id for item in board.items])
    names = {one: file.consortium_name for one, file in known.items() if one not in unseen}
    minutes = await sessions.minutes(unit.session, call_id)
    return SessionsView(
        call_id=call_id,
        required=call.rules.committee.sessions_required.value,
        sessions=tuple(_session(board, one, names) for one in board.sessions),
        unscheduled=tuple(one for one in names if board.slot(one) is None),
        minutes=minutes.document if minutes and not unseen else None,
        complete=minutes is not None and minutes.complete_at is not None,
    )


def _session(board: Board, session: Session, names: dict[str, str]) -> SessionView:
    return SessionView(
        slots=tuple(
            SlotView(consortium_name=names[one.application_id], **one.model_dump(include=set(_SLOT)))
            for one in board.slots
            if one.number == session.number and one.application_id in names
        ),
        **session.model_dump(exclude={"call_id", "version"}),
    )


_SLOT = ("application_id", "starts_at", "minutes", "state")


async def read_hearing(unit: Unit, call_id: str, application_id: str) -> HearingView:
    """How an application stands before the committee. Raises NotFound, NotAllowed."""
    board = await board_of(unit, call_id)
    file = await file_of(unit, application_id)
    relations = {*sits(unit, board), *conflicted(unit, board, application_id), *await standing(unit, file)}
    permit(unit, Action.COMMITTEE_READ, relations)
    if board.item(application_id) is None:
        raise NotFound
    names = {one.person_id: one.name for one in board.members}
    motions = [one for one in await sessions.motions(unit.session, call_id) if one.application_id == application_id]
    ballots = [one for one in await sessions.ballots(unit.session, call_id) if one.application_id == application_id]
    slot = board.slot(application_id)
    return HearingView(
        application_id=application_id,
        consortium_name=file.consortium_name,
        number=slot.number if slot else None,
        state=slot.state if slot else None,
        presiding=board.presiding(application_id),
        seats=tuple(
            SeatReason(person_id=person, name=names[person], reason=reason)
            for person, reason in board.seating(application_id).reasons
        ),
        quorum=quorum(board, application_id, (await call_of(unit, call_id)).rules),
        awaited=board.awaited(application_id),
        motions=tuple(_motion(unit, board, one, ballots) for one in motions),
        points=points_of(motions),
        conditions=conditions_of(motions),
    )


def _motion(unit: Unit, board: Board, motion: Motion, ballots: Sequence[Ballot]) -> MotionView:
    mine = [one for one in ballots if one.number == motion.number]
    is_open = motion.state is MotionState.OPEN
    own = next((one.vote for one in mine if one.person_id == unit.actor.person_id), None)
    return MotionView(
        awaited=unvoted(board, motion, mine) if is_open else (),
        own_vote=own,
        votes={} if is_open else {one.person_id: one.vote for one in mine},
        dissent={one.person_id: one.dissent for one in mine if one.dissent},
        explanation=motion.decided,
        points=motion.points,
        **motion.model_dump(exclude={"call_id", "application_id", "decided", "decided_at", "points"}),
    )


async def show_minutes(unit: Unit, call_id: str) -> MinutesView:
    """How the minutes stand. Raises NotFound, NotAllowed, WrongStage."""
    state, board = await read_minutes(unit, call_id), await board_of(unit, call_id)
    names = {one.person_id: one.name for one in board.members}
    return MinutesView(
        call_id=call_id,
        document=state.document,
        is_extract=state.is_extract,
        complete=state.complete,
        missing=tuple(MissingView(rule=one.rule, asked=one.asked, allowed=one.allowed) for one in state.missing),
        signatures=tuple(
            SignatureView(person_id=one.person_id, name=names[one.person_id], signed_at=one.signed_at)
            for one in state.signatures
        ),
    )
