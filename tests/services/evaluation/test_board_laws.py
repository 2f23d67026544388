"""What holds of every committee: who has left the room counts for nothing, and nothing depends on who was first."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from grants.regimes import load
from grants.regimes.words import Background
from grants.rules.voting import Vote
from services.evaluation.domain.board import Board
from services.evaluation.domain.motions import Ballot, Motion, MotionKind, answer, unvoted
from services.evaluation.domain.placing import quorum
from services.evaluation.domain.records import Committee, CommitteeMember, CommitteeStatus, Item, SeatKind
from services.evaluation.domain.sessions import Session, Slot, SlotState

RULES = load("kdp-2014")
PEOPLE = ("a", "b", "c", "d", "e", "x", "y", "z")
AT = datetime(2027, 3, 8, 7, 0, tzinfo=UTC)
MOTION = Motion(call_id="c", application_id="A", number=1, kind=MotionKind.RECOMMEND, text="", member_id="a", put_at=AT)


@st.composite
def boards(draw: st.DrawFn) -> Board:
    """One application, on an agenda or not, before five full members and three substitutes."""
    there = tuple(draw(st.permutations(draw(st.lists(st.sampled_from(PEOPLE), unique=True)))))
    gone = draw(st.frozensets(st.sampled_from(PEOPLE), max_size=4))
    scores = draw(st.dictionaries(st.sampled_from(PEOPLE), st.integers(0, 40)))
    scheduled, opened = draw(st.booleans()), draw(st.booleans())
    slot = Slot(call_id="c", number=1, application_id="A", starts_at=AT, minutes=30)
    is_open = slot.model_copy(update={"state": SlotState.OPEN, "present": there})
    session = Session(call_id="c", number=1, starts_at=AT, ends_at=AT, place="", present=there)
    return Board(
        committee=Committee(
            call_id="c",
            status=CommitteeStatus.OPEN,
            chair_id="a",
            present=there,
            envelope=Decimal(1),
            usable=Decimal(1),
        ),
        members=tuple(
            CommitteeMember(
                call_id="c",
                person_id=who,
                name=who,
                background=Background.PRIVATE_SECTOR,
                seat=SeatKind.SUBSTITUTE if who in "xyz" else SeatKind.FULL,
                ordinal=place,
            )
            for place, who in enumerate(PEOPLE, start=1)
        ),
        items=(Item(call_id="c", application_id="A", evaluators_mean="75"),),
        conflicts=frozenset(("A", who) for who in gone),
        scores={("A", who): score for who, score in scores.items()},
        sessions=(session,) if scheduled else (),
        slots=(is_open if opened else slot,) if scheduled else (),
    )


def ballots(votes: dict[str, Vote]) -> list[Ballot]:
    return [
        Ballot(call_id="c", application_id="A", number=1, person_id=who, vote=vote, given_at=AT)
        for who, vote in votes.items()
    ]


VOTES = st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from(Vote))


@given(boards(), st.integers(0, 40))
def test_a_score_of_who_has_left_never_counts(board: Board, score: int) -> None:
    gone = [who for _, who in board.conflicts]
    more = replace(board, scores={**board.scores, **{("A", who): score for who in gone}})
    less = replace(board, scores={pair: given for pair, given in board.scores.items() if pair[1] not in gone})
    assert more.seating("A") == less.seating("A")
    assert more.awaited("A") == less.awaited("A")
    if not more.awaited("A"):
        assert more.counted("A") == less.counted("A")


@given(boards(), VOTES, st.sampled_from(Vote))
def test_a_vote_of_who_has_left_never_counts(board: Board, votes: dict[str, Vote], vote: Vote) -> None:
    gone = {who for _, who in board.conflicts}
    more = ballots(votes | dict.fromkeys(gone, vote))
    less = ballots({who: given for who, given in votes.items() if who not in gone})
    assert answer(board, MOTION, more, RULES) == answer(board, MOTION, less, RULES)
    assert unvoted(board, MOTION, more) == unvoted(board, MOTION, less)


@given(boards(), VOTES.flatmap(lambda votes: st.permutations(list(votes.items()))))
def test_the_order_of_votes_attendance_and_scores_never_matters(board: Board, votes: list[tuple[str, Vote]]) -> None:
    there = tuple(sorted(board.committee.present or ()))
    other = replace(
        board,
        committee=board.committee.model_copy(update={"present": there}),
        members=tuple(reversed(board.members)),
        sessions=tuple(one.model_copy(update={"present": there}) for one in board.sessions),
        slots=tuple(one.model_copy(update={"present": one.present and there}) for one in board.slots),
        scores=dict(sorted(board.scores.items())),
    )
    assert other.seating("A") == board.seating("A")
    assert other.presiding("A") == board.presiding("A")
    assert quorum(other, "A", RULES) == quorum(board, "A", RULES)
    assert answer(other, MOTION, ballots(dict(sorted(votes))), RULES) == answer(
        board, MOTION, ballots(dict(votes)), RULES
    )


@given(boards())
def test_who_presides_sits_and_is_the_chair_wherever_the_chair_sits(board: Board) -> None:
    sitting, presiding = board.seating("A").sitting, board.presiding("A")
    assert (presiding in sitting) if sitting else presiding is None
    assert presiding == "a" or "a" not in sitting


@given(boards())
def test_nobody_sits_who_is_away_or_has_left(board: Board) -> None:
    sitting = set(board.seating("A").sitting)
    assert sitting <= set(board.present("A"))
    assert not sitting & {who for _, who in board.conflicts}
    assert len(sitting) <= 5
