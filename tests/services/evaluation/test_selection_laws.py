"""What holds of every selection: who has left counts for nothing in it, and nothing depends on who came first."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from grants.decisions.combination import CutOffInput
from grants.decisions.reserve import RESERVE, moved_up
from grants.regimes import load
from grants.regimes.words import Background
from services.evaluation.domain.board import Board
from services.evaluation.domain.combining import Standing, Wish, inputs, so_far
from services.evaluation.domain.placing import Ranking, place
from services.evaluation.domain.records import Committee, CommitteeMember, CommitteeStatus, File, Item, SeatKind
from services.evaluation.domain.selection import Selection, SelectionState, selections
from services.evaluation.domain.selection import inputs as reserve_inputs

RULES = load("kdp-2014")
AT = datetime(2027, 3, 8, 7, 0, tzinfo=UTC)
PEOPLE = ("a", "b", "c", "d", "e")
NAMES = ("A", "B", "C", "D")
MEMBERS = tuple(
    CommitteeMember(
        call_id="c",
        person_id=who,
        name=who,
        background=Background.PRIVATE_SECTOR,
        seat=SeatKind.FULL,
        ordinal=place,
    )
    for place, who in enumerate(PEOPLE, start=1)
)


def file(name: str, requested: int, minutes: int) -> File:
    return File(
        application_id=name,
        call_id="c",
        consortium_name=name,
        coordinator_id="k",
        nace="28.11",
        members=(),
        form={},
        plan={},
        requested=Decimal(requested),
        submitted_at=AT + timedelta(minutes=minutes),
    )


@st.composite
def decided(draw: st.DrawFn) -> tuple[Board, dict[str, File]]:
    """A board that may conclude on up to four applications, each with at most two members gone."""
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1))
    gone = {one: draw(st.frozensets(st.sampled_from(PEOPLE), max_size=2)) for one in names}
    points = {(one, who): draw(st.integers(20, 40)) for one in names for who in PEOPLE if who not in gone[one]}
    money = Decimal(draw(st.integers(1, 12)))
    board = Board(
        committee=Committee(
            call_id="c",
            status=CommitteeStatus.OPEN,
            chair_id="a",
            present=PEOPLE,
            envelope=money,
            usable=money,
        ),
        members=MEMBERS,
        items=tuple(
            Item(call_id="c", application_id=one, evaluators_mean=draw(st.sampled_from(["60", "75", "226/3"])))
            for one in names
        ),
        conflicts=frozenset((one, who) for one, people in gone.items() for who in people),
        scores=points,
    )
    return board, {one: file(one, draw(st.integers(1, 6)), draw(st.integers(0, 5))) for one in names}


def with_words_of_the_gone(board: Board, points: int) -> Board:
    return replace(board, scores={**board.scores, **dict.fromkeys(board.conflicts, points)})


@settings(max_examples=60)
@given(decided(), st.integers(0, 40), st.sampled_from(NAMES))
def test_a_score_of_who_is_in_conflict_changes_no_place_no_decision_no_reserve_and_no_combination(
    given_board: tuple[Board, dict[str, File]], points: int, left: str
) -> None:
    board, files = given_board
    other = with_words_of_the_gone(board, points)
    made, again = place(board, files, RULES), place(other, files, RULES)
    assert again == made
    assert so_far(other, files, RULES, ()) == so_far(board, files, RULES, ())
    assert tried(again, files) == tried(made, files)
    assert who_moves_up(again, left) == who_moves_up(made, left)


@settings(max_examples=60)
@given(decided(), st.randoms(use_true_random=False), st.sampled_from(NAMES))
def test_the_order_of_submission_changes_no_place_no_decision_no_reserve_and_no_combination(
    given_board: tuple[Board, dict[str, File]], chance: Random, left: str
) -> None:
    board, files = given_board
    items, minutes = list(board.items), [*range(len(files))]
    chance.shuffle(items)
    chance.shuffle(minutes)
    other = replace(board, items=tuple(items), scores=dict(chance.sample([*board.scores.items()], len(board.scores))))
    later = {
        one: each.model_copy(update={"submitted_at": AT + timedelta(days=minute)})
        for (one, each), minute in zip(reversed(files.items()), minutes, strict=True)
    }
    made, again = place(board, files, RULES), place(other, later, RULES)
    assert again == made
    assert tried(again, later) == tried(made, files)
    assert who_moves_up(again, left) == who_moves_up(made, left)


@settings(max_examples=60)
@given(decided(), st.sampled_from(NAMES))
def test_selected_and_moved_up_never_ask_more_than_there_is(
    given_board: tuple[Board, dict[str, File]], left: str
) -> None:
    board, files = given_board
    known = after(place(board, files, RULES), left)
    decision = reserve_inputs(left, board.committee.usable, known)
    moved = moved_up(decision)
    held = sum(one.amount for one in known if one.holds_money or one.application_id in moved)
    assert held <= board.committee.usable
    assert RESERVE.decide(decision, RULES).outcome == ("moved_up" if moved else "nobody")


def after(made: Ranking, left: str) -> list[Selection]:
    return [
        one.model_copy(update={"state": SelectionState.GONE}) if one.application_id == left else one
        for one in selections(made.placements)
    ]


def who_moves_up(made: Ranking, left: str) -> tuple[str, ...]:
    return moved_up(reserve_inputs(left, Decimal(12), after(made, left)))


def tried(made: Ranking, files: dict[str, File]) -> object:
    wish = Wish(CutOffInput.model_validate({"by": "rank", "value": "2"}), {})
    return inputs(Standing(made.placements, ()), files, wish, Decimal(12))
