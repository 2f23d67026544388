"""A session of the committee: who is there, and one application after the other opened and closed."""

from collections.abc import Sequence

from grants.breach import Breach, NotFound, WrongStage
from grants.contracts.committee_events import CommitteeItemClosed, CommitteeItemOpened, CommitteeSessionAttended
from grants.policy import Action, Relation
from grants.values import ApplicationId, CallId, PersonId
from runtime.unit import Unit
from services.evaluation.domain.board import (
    Board,
    ScoresMissing,
    attendance_breaches,
    refuse_broken,
    refuse_no_quorum,
)
from services.evaluation.domain.hearing import open_slot, placed_slot, refuse_second
from services.evaluation.domain.motions import MotionState
from services.evaluation.domain.placing import quorum
from services.evaluation.domain.records import CommitteeStatus
from services.evaluation.domain.sessions import Slot, SlotState
from services.evaluation.store import files, sessions
from services.evaluation.usecases.access import board_of, call_of, chairs, conflicted, hidden, party, permit


async def attend_session(unit: Unit, call_id: str, number: int, present: Sequence[str]) -> None:
    """The chair says who is there. Corrected, it holds for what is opened from then on."""
    board = await board_of(unit, call_id, lock=True)
    permit(unit, Action.COMMITTEE_ATTEND, chairs(unit, board))
    refuse_closed(board)
    session = board.session(number)
    if session is None:
        raise NotFound
    if unit.now < session.starts_at:
        raise WrongStage(Breach("session.not_begun", "number", str(number)))
    refuse_broken(attendance_breaches(board, present))
    there = tuple(dict.fromkeys(present))
    await sessions.save_session(unit.session, session.model_copy(update={"present": there}))
    told = CommitteeSessionAttended(
        call_id=CallId(call_id), number=number, present=tuple(PersonId(one) for one in there)
    )
    unit.tell(told, about=call_id, regime=(await call_of(unit, call_id)).pinned)


async def open_item(unit: Unit, call_id: str, application_id: str) -> None:
    """The one in the chair opens an application; who is there now sits for it.

    A closed one may be opened again, and an open one once others are there.

    Raises NotFound, NotAllowed, WrongStage, QuorumMissing.
    """
    board = await board_of(unit, call_id, lock=True)
    refuse_unknown(board, application_id)
    before, board = board, _as_of_now(board, application_id)
    permit(unit, Action.COMMITTEE_PRESIDE, await presides(unit, board, application_id))
    refuse_closed(board)
    slot = placed_slot(before, application_id)
    session = board.session(slot.number)
    if session is None or session.present is None:
        raise WrongStage(Breach("session.no_attendance", application_id, str(slot.number)))
    if slot.state is SlotState.OPEN and slot.present == session.present:
        return
    refuse_second(board, application_id, await hidden(unit, board))
    call = await call_of(unit, call_id)
    refuse_no_quorum(board, application_id, call.rules)
    opened = {"state": SlotState.OPEN, "present": session.present, "opened_at": unit.now, "closed_at": None}
    await sessions.save_slot(unit.session, slot.model_copy(update=opened))
    told = CommitteeItemOpened(
        call_id=CallId(call_id),
        application_id=ApplicationId(application_id),
        number=slot.number,
        present=tuple(PersonId(one) for one in session.present),
        explanations=(quorum(board, application_id, call.rules),),
    )
    unit.tell(told, about=call_id, regime=call.pinned)


async def close_item(unit: Unit, call_id: str, application_id: str) -> None:
    """The one in the chair closes it: all who sit have scored, and no motion is left undecided.

    Raises NotFound, NotAllowed, WrongStage, QuorumMissing, ScoresMissing.
    """
    board = await board_of(unit, call_id, lock=True)
    refuse_unknown(board, application_id)
    permit(unit, Action.COMMITTEE_PRESIDE, await presides(unit, board, application_id))
    refuse_closed(board)
    slot = open_slot(board, application_id)
    call = await call_of(unit, call_id)
    refuse_no_quorum(board, application_id, call.rules)
    if awaited := board.awaited(application_id):
        raise ScoresMissing(*(Breach("committee.score_missing", application_id, person) for person in awaited))
    motions = await sessions.motions(unit.session, call_id)
    left = [one for one in motions if one.application_id == application_id and one.state is MotionState.OPEN]
    if left:
        raise WrongStage(*(Breach("motion.undecided", application_id, str(one.number)) for one in left))
    await end_slot(unit, slot, SlotState.CLOSED)
    told = CommitteeItemClosed(
        call_id=CallId(call_id), application_id=ApplicationId(application_id), number=slot.number
    )
    unit.tell(told, about=call_id, regime=call.pinned)


async def end_slot(unit: Unit, slot: Slot, state: SlotState) -> None:
    """Close an item, or put it off."""
    await sessions.save_slot(unit.session, slot.model_copy(update={"state": state, "closed_at": unit.now}))


def refuse_unknown(board: Board, application_id: str) -> None:
    """Raises NotFound where the application does not lie before the committee."""
    if board.item(application_id) is None:
        raise NotFound(Breach("committee.item_unknown", "application_id", application_id))


def refuse_closed(board: Board) -> None:
    """Raises WrongStage where the committee is not open."""
    if board.committee.status is not CommitteeStatus.OPEN:
        raise WrongStage(Breach("committee.not_open", "", board.committee.status))


async def presides(unit: Unit, board: Board, application_id: str) -> frozenset[Relation]:
    """Who is in the chair for an application stands to it so; who is in conflict, or an applicant, never does."""
    chair = {Relation.ASSIGNED} if board.presiding(application_id) == unit.actor.person_id else set()
    return frozenset(chair) | await kept_apart(unit, board, application_id)


async def kept_apart(unit: Unit, board: Board, application_id: str) -> frozenset[Relation]:
    """What keeps a member away from an application: a conflict, or belonging to the applicants."""
    file = await files.file(unit.session, application_id)
    return conflicted(unit, board, application_id) | (party(unit.actor, file) if file else frozenset())


def _as_of_now(board: Board, application_id: str) -> Board:
    """The board with the item as it would be opened now: seated by who is in the session."""
    slots = tuple(
        one.model_copy(update={"present": None})
        if one.application_id == application_id and one.state is not SlotState.DEFERRED
        else one
        for one in board.slots
    )
    return Board(board.committee, board.members, board.items, board.conflicts, board.scores, board.sessions, slots)
