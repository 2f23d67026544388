"""The conclusion: the chair closes the scores, and the ranking stands."""

from collections.abc import Sequence

from grants.breach import AlreadyDone, Breach, WrongStage
from grants.contracts.committee_events import PointData
from grants.contracts.evaluation_events import ApplicationPlaced, CommitteeConcluded, PlacedData
from grants.policy import Action
from grants.rules.calibration import Mark
from grants.values import ApplicationId, CallId
from runtime.unit import Unit
from services.evaluation.domain.board import Board, refuse_unready
from services.evaluation.domain.hands import marks
from services.evaluation.domain.hearing import refuse_unheard
from services.evaluation.domain.motions import Motion, conditions_of, points_of
from services.evaluation.domain.placing import Ranking, goes_beyond, place, quorum, ranking
from services.evaluation.domain.records import CallFile, Committee, CommitteeStatus, Placement
from services.evaluation.store import committees, files, hands, sessions
from services.evaluation.usecases.access import board_of, call_of, chairs, heard_call, hidden, permit
from services.evaluation.usecases.feedback import give_feedback
from services.evaluation.usecases.reserve import open_reserve


async def conclude_committee(unit: Unit, call_id: str) -> None:
    """Rank the applications and say which are selected: those that fit the usable envelope.

    Raises NotFound, NotAllowed, WrongStage, AlreadyDone, QuorumMissing, ScoresMissing.
    """
    board = await board_of(unit, call_id, lock=True)
    permit(unit, Action.COMMITTEE_CONCLUDE, chairs(unit, board))
    _refuse_closed(board)
    call = await call_of(unit, call_id)
    unseen = await hidden(unit, board)
    refuse_unheard(board, call.rules, unseen)
    refuse_unready(board, call.rules, unseen)
    known = await files.files(unit.session, [item.application_id for item in board.items])
    ranked = place(board, known, call.rules, await _marks(unit, call))
    await _record(unit, call, board.committee, ranked)
    await open_reserve(unit, call, board.committee, ranked.placements)
    _tell_each(unit, call, board, ranked.placements, await sessions.motions(unit.session, call_id))
    for one in ranked.placements:
        await give_feedback(unit, call, one.application_id, one.decision)


async def _marks(unit: Unit, call: CallFile) -> tuple[Mark, ...]:
    """All final assessments of the call, where the regime frees their means of the evaluators' hands."""
    decides = call.rules.evaluation.calibration_decides.value
    return marks(await hands.tasks(unit.session, call.call_id)) if decides else ()


async def conclude_empty(unit: Unit, call_id: str) -> Committee | None:
    """A committee that is open with nothing left before it has nothing to decide: it ends at once.

    Returns the concluded committee, or None if it is not so.
    """
    board = await board_of(unit, call_id)
    if board.items or board.committee.status is not CommitteeStatus.OPEN:
        return None
    call, committee = await heard_call(unit, call_id), board.committee
    nothing = ranking((), committee.envelope, committee.usable, call.rules)
    return await _record(unit, call, committee, Ranking((), nothing))


def _refuse_closed(board: Board) -> None:
    if board.committee.concluded:
        raise AlreadyDone(Breach("committee.concluded"))
    if board.committee.status is not CommitteeStatus.OPEN:
        raise WrongStage(Breach("committee.not_open", "", board.committee.status))


async def _record(unit: Unit, call: CallFile, committee: Committee, ranked: Ranking) -> Committee:
    concluded = committee.model_copy(update={"status": CommitteeStatus.CONCLUDED, "concluded_at": unit.now})
    placements = ranked.placements
    await committees.save_placements(unit.session, placements)
    await committees.save_committee(unit.session, concluded)
    told = CommitteeConcluded(
        call_id=CallId(call.call_id),
        placed=tuple(_told(one) for one in placements),
        envelope=committee.envelope,
        over_envelope_reason=committee.reason if goes_beyond(placements) else "",
        usable=committee.usable,
        explanations=ranked.explanations,
    )
    unit.tell(told, about=call.call_id, regime=call.pinned)
    return concluded


def _tell_each(
    unit: Unit, call: CallFile, board: Board, placements: Sequence[Placement], motions: Sequence[Motion]
) -> None:
    """Each application's file learns its own place, that the board could decide on it, and what it carried."""
    for one in placements:
        mine = [motion for motion in motions if motion.application_id == one.application_id]
        placed = (one.explanation,) if one.explanation else ()
        told = ApplicationPlaced(
            call_id=CallId(one.call_id),
            application_id=ApplicationId(one.application_id),
            rank=one.rank,
            total=one.total,
            decision=one.decision,
            points=tuple(PointData(**point.model_dump()) for point in points_of(mine)),
            conditions=conditions_of(mine),
            explanations=(quorum(board, one.application_id, call.rules), *placed),
        )
        unit.tell(told, about=one.application_id, regime=call.pinned)


def _told(placement: Placement) -> PlacedData:
    return PlacedData(
        application_id=ApplicationId(placement.application_id),
        rank=placement.rank,
        total=placement.total,
        decision=placement.decision,
        requested=placement.requested,
        within_envelope=placement.within_envelope,
    )
