"""Motions on an open application: put by who sits for it, voted on, decided by the one in the chair."""

from dataclasses import dataclass

from grants.breach import AlreadyDone, Breach, NotFound, RulesBroken, WrongStage
from grants.contracts.committee_events import (
    CommitteeDissented,
    CommitteeMotionDecided,
    CommitteeMotionRaised,
    CommitteeMotionVoided,
    CommitteeVoted,
)
from grants.policy import Action
from grants.proof.sealed import hashes
from grants.rules.voting import Vote
from grants.values import ApplicationId, CallId, PersonId
from runtime.identifiers import new_salt
from runtime.unit import Unit
from services.evaluation.domain.board import Board, refuse_broken, refuse_no_quorum, refuse_unseated
from services.evaluation.domain.hearing import open_slot
from services.evaluation.domain.motions import (
    Ballot,
    Motion,
    MotionKind,
    MotionState,
    VotesMissing,
    Wording,
    answer,
    is_against,
    unvoted,
    wording_breaches,
)
from services.evaluation.domain.records import CallFile
from services.evaluation.domain.sessions import SlotState
from services.evaluation.store import sessions
from services.evaluation.usecases.access import board_of, call_of, permit, sits
from services.evaluation.usecases.sit import end_slot, kept_apart, presides, refuse_closed, refuse_unknown

_MOST = 50
"""Motions on one application."""


@dataclass(frozen=True, slots=True)
class _Open:
    """An open application with what was moved on it."""

    board: Board
    call: CallFile
    motions: tuple[Motion, ...]
    ballots: tuple[Ballot, ...]

    def motion(self, number: int) -> Motion:
        """Raises NotFound."""
        found = next((one for one in self.motions if one.number == number), None)
        if found is None:
            raise NotFound
        return found


async def put_motion(unit: Unit, call_id: str, application_id: str, asked: Wording) -> Motion:
    """Move something on an open application. Raises NotAllowed, WrongStage, NotSeated, RulesBroken."""
    found = await _seated(unit, call_id, application_id)
    breaches = [*wording_breaches(asked)]
    if len(found.motions) >= _MOST:
        breaches.append(Breach("motion.too_many", "", str(len(found.motions) + 1), str(_MOST), "Destek"))
    refuse_broken(breaches)
    motion = Motion(
        call_id=call_id,
        application_id=application_id,
        number=len(found.motions) + 1,
        member_id=unit.actor.person_id,
        put_at=unit.now,
        **asked.model_dump(),
    )
    await sessions.save_motion(unit.session, motion)
    told = CommitteeMotionRaised(
        call_id=CallId(call_id),
        application_id=ApplicationId(application_id),
        motion=motion.number,
        kind=motion.kind,
        member_id=PersonId(unit.actor.person_id),
        hashes=hashes("committee_motion", **motion.model_dump(mode="json", include={"text", "conditions", "points"})),
    )
    unit.tell(told, about=call_id, regime=found.call.pinned)
    return motion


async def vote(unit: Unit, call_id: str, application_id: str, number: int, given: Vote) -> None:
    """Vote, or vote otherwise until it is decided. Raises NotAllowed, WrongStage, NotSeated, AlreadyDone."""
    found = await _seated(unit, call_id, application_id)
    _undecided(found.motion(number))
    ballot = Ballot(
        call_id=call_id,
        application_id=application_id,
        number=number,
        person_id=unit.actor.person_id,
        vote=given,
        given_at=unit.now,
        salt=new_salt(),
    )
    await sessions.save_ballot(unit.session, ballot)
    told = CommitteeVoted(
        call_id=CallId(call_id),
        application_id=ApplicationId(application_id),
        motion=number,
        member_id=PersonId(unit.actor.person_id),
        seal=ballot.seal,
    )
    unit.tell(told, about=call_id, regime=found.call.pinned)


async def decide_motion(unit: Unit, call_id: str, application_id: str, number: int) -> Motion:
    """The one in the chair closes the vote once all who sit have voted; carried, a deferral ends the item here.

    Raises NotFound, NotAllowed, WrongStage, QuorumMissing, AlreadyDone, VotesMissing.
    """
    board = await board_of(unit, call_id, lock=True)
    refuse_unknown(board, application_id)
    permit(unit, Action.COMMITTEE_PRESIDE, await presides(unit, board, application_id))
    refuse_closed(board)
    slot, found = open_slot(board, application_id), await _of(unit, board, application_id)
    refuse_no_quorum(board, application_id, found.call.rules)
    motion = _undecided(found.motion(number))
    ballots = [one for one in found.ballots if one.number == number]
    if missing := unvoted(board, motion, ballots):
        raise VotesMissing(*(Breach("motion.vote_missing", application_id, person) for person in missing))
    explanation = answer(board, motion, ballots, found.call.rules)
    state = MotionState(explanation.outcome)
    decided = motion.model_copy(update={"state": state, "decided_at": unit.now, "decided": explanation})
    await sessions.save_motion(unit.session, decided)
    is_carried = state is MotionState.CARRIED
    if is_carried and motion.kind is MotionKind.DEFER:
        await end_slot(unit, slot, SlotState.DEFERRED)
    told = CommitteeMotionDecided(
        call_id=CallId(call_id),
        application_id=ApplicationId(application_id),
        motion=number,
        kind=motion.kind,
        carried=is_carried,
        explanations=(explanation,),
    )
    unit.tell(told, about=call_id, regime=found.call.pinned)
    return decided


async def dissent(unit: Unit, call_id: str, application_id: str, number: int, text: str) -> None:
    """Who voted otherwise puts the reason on record, until the minutes are complete."""
    board = await board_of(unit, call_id, lock=True)
    refuse_unknown(board, application_id)
    permit(unit, Action.COMMITTEE_VOTE, {*sits(unit, board), *await kept_apart(unit, board, application_id)})
    found = await _of(unit, board, application_id)
    motion, me = found.motion(number), unit.actor.person_id
    mine = next((one for one in found.ballots if one.number == number and one.person_id == me), None)
    if mine is None or not is_against(mine.vote, motion):
        raise WrongStage(Breach("motion.not_against", "vote", mine.vote if mine else ""))
    minutes = await sessions.minutes(unit.session, call_id)
    if minutes is not None and minutes.complete_at is not None:
        raise AlreadyDone(Breach("minutes.complete", "text"))
    if not text:
        raise RulesBroken(Breach("motion.dissent_text", "text", source="Destek"))
    await sessions.save_ballot(unit.session, mine.model_copy(update={"dissent": text}))
    told = CommitteeDissented(
        call_id=CallId(call_id),
        application_id=ApplicationId(application_id),
        motion=number,
        member_id=PersonId(me),
        text=text,
    )
    unit.tell(told, about=call_id, regime=found.call.pinned)


async def leave(unit: Unit, board: Board, application_id: str, person_id: str) -> None:
    """What a member in conflict leaves behind: no vote, no decision it counted for, and an item heard to its end.

    board: as it was before the conflict. Such a decision, and what the member moved, is void; such an item is open
    again.
    """
    found = await _of(unit, board, application_id)
    mine = {one.number for one in found.ballots if one.person_id == person_id}
    await sessions.remove_ballots(unit.session, board.committee.call_id, application_id, person_id)
    slot = board.slot(application_id)
    sat = person_id in board.seating(application_id).sitting
    if slot is not None and slot.state is SlotState.CLOSED and sat:
        reopened = slot.model_copy(update={"state": SlotState.OPEN, "closed_at": None})
        await sessions.save_slot(unit.session, reopened)
    for motion in found.motions:
        counted = motion.number in mine and motion.state in {MotionState.CARRIED, MotionState.FAILED}
        if counted or (motion.member_id == person_id and motion.state is not MotionState.VOID):
            await _void(unit, found, motion)


async def _void(unit: Unit, found: _Open, motion: Motion) -> None:
    await sessions.save_motion(unit.session, motion.model_copy(update={"state": MotionState.VOID}))
    told = CommitteeMotionVoided(
        call_id=CallId(motion.call_id),
        application_id=ApplicationId(motion.application_id),
        motion=motion.number,
    )
    unit.tell(told, about=motion.call_id, regime=found.call.pinned)


async def _seated(unit: Unit, call_id: str, application_id: str) -> _Open:
    """The open application, for who sits for it."""
    board = await board_of(unit, call_id, lock=True)
    refuse_unknown(board, application_id)
    permit(unit, Action.COMMITTEE_VOTE, {*sits(unit, board), *await kept_apart(unit, board, application_id)})
    refuse_closed(board)
    open_slot(board, application_id)
    refuse_unseated(board, application_id, unit.actor.person_id)
    return await _of(unit, board, application_id)


async def _of(unit: Unit, board: Board, application_id: str) -> _Open:
    call_id = board.committee.call_id
    motions = await sessions.motions(unit.session, call_id)
    ballots = await sessions.ballots(unit.session, call_id)
    return _Open(
        board,
        await call_of(unit, call_id),
        tuple(one for one in motions if one.application_id == application_id),
        tuple(one for one in ballots if one.application_id == application_id),
    )


def _undecided(motion: Motion) -> Motion:
    """Raises AlreadyDone."""
    if motion.state is not MotionState.OPEN:
        raise AlreadyDone(Breach("motion.decided", "motion", str(motion.number), motion.state))
    return motion
