"""What the committee does while it is open: conflicts declared, attendance taken, scores given."""

from collections.abc import Sequence
from dataclasses import replace

from grants.breach import Breach, NotFound, WrongStage
from grants.contracts.committee_events import CommitteeScored
from grants.contracts.evaluation_events import CommitteeAttended, CommitteeConflictDeclared
from grants.policy import Action, Relation
from grants.rules.ranking import vote_breaches
from grants.values import ApplicationId, CallId, PersonId
from runtime.identifiers import new_salt
from runtime.unit import Unit
from services.evaluation.domain.board import Board, attendance_breaches, refuse_broken, refuse_unseated
from services.evaluation.domain.findings import OwnWord
from services.evaluation.domain.hearing import refuse_unopened
from services.evaluation.domain.records import CommitteeStatus, Score
from services.evaluation.store import committees, files
from services.evaluation.usecases.access import board_of, call_of, chairs, conflicted, file_of, permit, sits, standing
from services.evaluation.usecases.declare import refuse_undeclared, say
from services.evaluation.usecases.declare_items import step_out


async def declare_conflict(unit: Unit, call_id: str, application_id: str) -> None:
    """A member leaves the room for one application; it cannot be taken back. A score given before is void."""
    board = await board_of(unit, call_id, lock=True)
    permit(unit, Action.COMMITTEE_DECLARE_CONFLICT, sits(unit, board))
    _refuse_closed(board)
    if board.item(application_id) is None:
        raise NotFound(Breach("committee.item_unknown", "application_id", application_id))
    person_id = unit.actor.person_id
    if (application_id, person_id) in board.conflicts:
        return
    call, file = await call_of(unit, call_id), await file_of(unit, application_id)
    await say(unit, file, call, OwnWord.HARD, "")
    await step_out(unit, board, application_id, for_good=True)
    told = CommitteeConflictDeclared(
        call_id=CallId(call_id), application_id=ApplicationId(application_id), member_id=PersonId(person_id)
    )
    unit.tell(told, about=call_id, regime=call.pinned)


async def take_attendance(unit: Unit, call_id: str, present: Sequence[str]) -> Board:
    """The chair says who is there; substitutes then sit in their order. May be corrected until the conclusion."""
    board = await board_of(unit, call_id, lock=True)
    permit(unit, Action.COMMITTEE_ATTEND, chairs(unit, board))
    _refuse_closed(board)
    refuse_broken(attendance_breaches(board, present))
    there = tuple(dict.fromkeys(present))
    committee = board.committee.model_copy(update={"present": there})
    await committees.save_committee(unit.session, committee)
    told = CommitteeAttended(call_id=CallId(call_id), present=tuple(PersonId(one) for one in there))
    unit.tell(told, about=call_id, regime=(await call_of(unit, call_id)).pinned)
    return replace(board, committee=committee)


async def give_score(unit: Unit, call_id: str, application_id: str, score: int) -> None:
    """A member who sits gives whole points, and may change them until the conclusion."""
    board = await board_of(unit, call_id, lock=True)
    permit(unit, Action.COMMITTEE_SCORE, {*sits(unit, board), *await _apart(unit, board, application_id)})
    _refuse_closed(board)
    if board.item(application_id) is None:
        raise NotFound(Breach("committee.item_unknown", "application_id", application_id))
    await refuse_undeclared(unit, application_id)
    call = await call_of(unit, call_id)
    refuse_unopened(board, application_id, call.rules)
    refuse_unseated(board, application_id, unit.actor.person_id)
    refuse_broken([replace(breach, subject="score") for breach in vote_breaches(score, call.rules)])
    given = Score(
        call_id=call_id,
        application_id=application_id,
        person_id=unit.actor.person_id,
        score=score,
        given_at=unit.now,
        salt=new_salt(),
    )
    await committees.save_score(unit.session, given)
    told = CommitteeScored(
        call_id=CallId(call_id),
        application_id=ApplicationId(application_id),
        member_id=PersonId(unit.actor.person_id),
        seal=given.seal,
    )
    unit.tell(told, about=call_id, regime=call.pinned)


async def _apart(unit: Unit, board: Board, application_id: str) -> frozenset[Relation]:
    """What keeps a member away from an application: a conflict, or belonging to the applicants."""
    file = await files.file(unit.session, application_id)
    return conflicted(unit, board, application_id) | (await standing(unit, file) if file else frozenset())


def _refuse_closed(board: Board) -> None:
    if board.committee.status is not CommitteeStatus.OPEN:
        raise WrongStage(Breach("committee.not_open", "", board.committee.status))
