"""Motions of a committee on an application, and the votes on them, as plain frozen records."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from grants.breach import Breach, Refused
from grants.decisions.voting import MOTION, MotionInputs
from grants.explanation import Explanation
from grants.proof.sealed import seal
from grants.regimes import RuleSet
from grants.rules.voting import Vote
from grants.values import Line
from services.evaluation.domain.board import Board
from services.evaluation.domain.records import Explained, Record


class MotionKind(StrEnum):
    """recommend: for support, on conditions; negotiate: points to negotiate; defer: to another session."""

    RECOMMEND = "recommend"
    NEGOTIATE = "negotiate"
    DEFER = "defer"


class MotionState(StrEnum):
    """void: a member whose vote was counted left over a conflict; the motion has to be put anew."""

    OPEN = "open"
    CARRIED = "carried"
    FAILED = "failed"
    VOID = "void"


class Point(BaseModel):
    """A point to negotiate, as the members word it."""

    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True)

    title: Line
    text: str = Field(default="", max_length=5_000)


class Motion(Record):
    """number: from 1 on, of one application. decided: how the answer came about."""

    call_id: str
    application_id: str
    number: int
    kind: MotionKind
    text: str
    conditions: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()
    member_id: str
    state: MotionState = MotionState.OPEN
    put_at: datetime
    decided_at: datetime | None = None
    decided: Explained = None


class Ballot(Record):
    """How a member voted on a motion; dissent: why, where the answer was another one. salt: of the vote, sealed."""

    call_id: str
    application_id: str
    number: int
    person_id: str
    vote: Vote
    dissent: str = ""
    given_at: datetime
    salt: str = ""

    @property
    def seal(self) -> str:
        return seal(self.salt, {"vote": self.vote.value})


class VotesMissing(Refused):
    """Members who sit have not voted on the motion; the breaches name each."""

    rule = "votes_missing"


class Wording(BaseModel):
    """What somebody moves."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: MotionKind
    text: str = Field(default="", max_length=5_000)
    conditions: tuple[Line, ...] = Field(default=(), max_length=50)
    points: tuple[Point, ...] = Field(default=(), max_length=50)


def wording_breaches(asked: Wording) -> Iterator[Breach]:
    """What does not belong to a motion of this kind, or is missing from it."""
    if asked.conditions and asked.kind is not MotionKind.RECOMMEND:
        yield Breach("motion.conditions", "conditions", str(len(asked.conditions)), "0", "Destek")
    if asked.points and asked.kind is not MotionKind.NEGOTIATE:
        yield Breach("motion.points", "points", str(len(asked.points)), "0", "Destek")
    if not asked.points and asked.kind is MotionKind.NEGOTIATE:
        yield Breach("motion.no_points", "points", "0", "1", "Destek")


def unvoted(board: Board, motion: Motion, ballots: Iterable[Ballot]) -> tuple[str, ...]:
    """Who sits for the application and has not voted on the motion."""
    voted = {one.person_id for one in ballots}
    return tuple(one for one in board.seating(motion.application_id).sitting if one not in voted)


def answer(board: Board, motion: Motion, ballots: Iterable[Ballot], rules: RuleSet) -> Explanation:
    """Whether the motion is carried, and how. Members are called by their seats, not by their ids."""
    seats, sitting = board.seats, board.seating(motion.application_id).sitting
    votes = {one.person_id: one.vote for one in ballots}
    given = MotionInputs(
        sitting=tuple(seats[one] for one in sitting),
        chair=seats.get(board.presiding(motion.application_id) or "", "-"),
        votes={seats[one]: votes[one] for one in sitting if one in votes},
    )
    return MOTION.decide(given, rules)


def is_against(vote: Vote, motion: Motion) -> bool:
    """Whether a vote was for the other answer than the one that came about."""
    return vote is {MotionState.CARRIED: Vote.NO, MotionState.FAILED: Vote.YES}.get(motion.state)


def carried(motions: Iterable[Motion], kind: MotionKind) -> tuple[Motion, ...]:
    """The motions of a kind that were carried, in the order they were put."""
    return tuple(one for one in motions if one.kind is kind and one.state is MotionState.CARRIED)


def points_of(motions: Iterable[Motion]) -> tuple[Point, ...]:
    """What the committee wants negotiated about an application."""
    return tuple(point for one in carried(motions, MotionKind.NEGOTIATE) for point in one.points)


def conditions_of(motions: Iterable[Motion]) -> tuple[str, ...]:
    """On what the committee recommends an application."""
    return tuple(condition for one in carried(motions, MotionKind.RECOMMEND) for condition in one.conditions)
