"""What the room decides without a database: how a number is written, when an answer still counts."""

import random as random_module
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.breach import AlreadyDone, Refused, WrongStage
from grants.regimes import load
from grants.regimes.words import Background
from grants.rules.exact import exact_text
from services.evaluation.domain.assessing import (
    DeadlinePassed,
    Decided,
    Reply,
    Wanted,
    answer_by,
    answered,
    assessed,
    evaluate_by,
    is_to_be_reminded,
    next_date,
    next_step,
)
from services.evaluation.domain.board import Board
from services.evaluation.domain.numbers import points
from services.evaluation.domain.placing import goes_beyond, place, ranking
from services.evaluation.domain.records import (
    Assignment,
    AssignmentStatus,
    Committee,
    CommitteeMember,
    CommitteeStatus,
    File,
    Item,
    SeatKind,
    Sheet,
)
from tests.grants.regimes.changed import changed
from tests.services.evaluation.acts import FIRM, UNIVERSITY, sheet

RULES = load("kdp-2014")
NOW = datetime(2027, 3, 1, 6, 0, tzinfo=UTC)
DUE = NOW + timedelta(days=21)
FILE = File(
    application_id="a",
    call_id="c",
    consortium_name="Küme",
    coordinator_id="koordinator",
    nace="28.11",
    members=(FIRM, UNIVERSITY),
    form={},
    plan={},
    requested=Decimal(1),
    submitted_at=NOW,
)


def assignment(status: AssignmentStatus, total: str | None = None, evaluator_id: str = "d") -> Assignment:
    return Assignment(
        id=evaluator_id,
        application_id="a",
        evaluator_id=evaluator_id,
        ordinal=1,
        status=status,
        invited_at=NOW,
        due_at=DUE,
        total=None if total is None else Fraction(total),
    )


@given(st.fractions(min_value=0, max_value=100, max_denominator=10_000))
def test_an_exact_number_survives_its_text(number: Fraction) -> None:
    assert Fraction(exact_text(number)) == number


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(75), "75"),
        (Fraction(151, 2), "75.5"),
        (Fraction(226, 3), "226/3"),
        (Fraction(100), "100"),
        (Fraction(), "0"),
    ],
)
def test_a_number_is_a_decimal_where_it_ends_and_a_fraction_where_it_does_not(number: Fraction, text: str) -> None:
    assert exact_text(number) == text


@pytest.mark.parametrize("text", ["18,5", "", " 1", "-1", "1e2", "NaN", "inf", "1.00001", "12345", "١٢", "1.", ".5"])
def test_points_in_any_other_form_are_named(text: str) -> None:
    read, wrong = points({"capacity": text})
    assert read == {}
    assert [(breach.rule, breach.subject) for breach in wrong] == [("evaluation.points_text", "scores.capacity")]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (AssignmentStatus.INVITED, None),
        (AssignmentStatus.ACCEPTED, None),
        (AssignmentStatus.SUBMITTED, AlreadyDone),
        (AssignmentStatus.DECLINED, AlreadyDone),
        (AssignmentStatus.LAPSED, WrongStage),
        (AssignmentStatus.CLOSED, WrongStage),
    ],
)
def test_an_invitation_is_answered_while_it_is_open(status: AssignmentStatus, outcome: type[Refused] | None) -> None:
    decline = Reply(accept=False, conflict=True, reason="")
    if outcome is None:
        after = answered(assignment(status), decline, RULES, NOW)
        assert (after.status, after.conflict) == (AssignmentStatus.DECLINED, True)
    else:
        with pytest.raises(outcome):
            answered(assignment(status), decline, RULES, NOW)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (AssignmentStatus.INVITED, WrongStage),
        (AssignmentStatus.ACCEPTED, None),
        (AssignmentStatus.SUBMITTED, AlreadyDone),
        (AssignmentStatus.DECLINED, WrongStage),
        (AssignmentStatus.LAPSED, WrongStage),
        (AssignmentStatus.CLOSED, WrongStage),
    ],
)
def test_scores_are_given_by_who_accepted(status: AssignmentStatus, outcome: type[Refused] | None) -> None:
    given_sheet = sheet("71.25")
    written = Sheet.model_validate(given_sheet)
    if outcome is None:
        assert assessed(assignment(status), written, RULES, NOW).total == Fraction("71.25")
    else:
        with pytest.raises(outcome):
            assessed(assignment(status), written, RULES, NOW)


def test_the_deadline_is_the_first_instant_that_is_too_late() -> None:
    accept = Reply(accept=True, conflict=False, reason="")
    last = DUE - timedelta(microseconds=1)
    assert answered(assignment(AssignmentStatus.INVITED), accept, RULES, last).status is AssignmentStatus.ACCEPTED
    with pytest.raises(DeadlinePassed):
        answered(assignment(AssignmentStatus.INVITED), accept, RULES, DUE)


@pytest.mark.parametrize("days_later", [0, 4])
def test_what_is_accepted_is_due_when_scores_are_however_late_the_answer(days_later: int) -> None:
    accept = Reply(accept=True, conflict=False, reason="")
    after = answered(assignment(AssignmentStatus.INVITED), accept, RULES, NOW + timedelta(days=days_later))
    assert after.due_at == evaluate_by(NOW, RULES) == datetime(2027, 3, 22, 21, 0, tzinfo=UTC)


def test_an_invitation_never_outlives_the_time_for_scores() -> None:
    assert answer_by(NOW, RULES) == datetime(2027, 3, 6, 21, 0, tzinfo=UTC)
    slow = RULES.deadlines.evaluator_acceptance_days.model_copy(update={"value": 30})
    deadlines = RULES.deadlines.model_copy(update={"evaluator_acceptance_days": slow})
    assert answer_by(NOW, RULES.model_copy(update={"deadlines": deadlines})) == evaluate_by(NOW, RULES)


REMINDER = datetime(2027, 3, 17, 21, 0, tzinfo=UTC)
"""Five days before the scores are due."""
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("answered_at", "now", "expected"),
    [
        (NOW, REMINDER - TICK, False),
        (NOW, REMINDER, True),
        (NOW, REMINDER + timedelta(days=4), True),
        (REMINDER - TICK, REMINDER, True),
        (REMINDER, REMINDER, False),
        (None, REMINDER, False),
    ],
)
def test_who_accepted_before_it_is_reminded_from_five_days_before_the_end_on(
    answered_at: datetime | None, now: datetime, *, expected: bool
) -> None:
    accepted = assignment(AssignmentStatus.ACCEPTED).model_copy(update={"answered_at": answered_at})
    assert is_to_be_reminded(accepted, RULES, now) is expected


@pytest.mark.parametrize("status", sorted(set(AssignmentStatus) - {AssignmentStatus.ACCEPTED}))
def test_nobody_is_reminded_who_has_not_accepted_or_is_done(status: AssignmentStatus) -> None:
    assert not is_to_be_reminded(assignment(status).model_copy(update={"answered_at": NOW}), RULES, REMINDER)


def test_a_reminder_longer_before_the_end_than_the_whole_time_is_none() -> None:
    early = RULES.deadlines.evaluation_reminder_days_before.model_copy(update={"value": 30})
    deadlines = RULES.deadlines.model_copy(update={"evaluation_reminder_days_before": early})
    rules = RULES.model_copy(update={"deadlines": deadlines})
    accepted = assignment(AssignmentStatus.ACCEPTED).model_copy(update={"answered_at": NOW})
    assert not is_to_be_reminded(accepted, rules, NOW)
    assert next_date([accepted], rules, NOW) == DUE


@pytest.mark.parametrize(
    ("status", "now", "expected"),
    [
        (AssignmentStatus.ACCEPTED, NOW, REMINDER),
        (AssignmentStatus.ACCEPTED, REMINDER, DUE),
        (AssignmentStatus.INVITED, NOW, REMINDER),
        (AssignmentStatus.SUBMITTED, NOW, None),
        (AssignmentStatus.DECLINED, NOW, None),
    ],
)
def test_the_next_look_is_at_the_reminder_or_at_the_end_whichever_comes_first(
    status: AssignmentStatus, now: datetime, expected: datetime | None
) -> None:
    assert next_date([assignment(status)], RULES, now) == expected


S, A, D, L = (AssignmentStatus(word) for word in ("submitted", "accepted", "declined", "lapsed"))


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ((), Wanted(2, 2)),
        (((A, None), (A, None)), Wanted(2, 0)),
        (((S, "60"), (A, None)), Wanted(2, 0)),
        (((S, "60"), (D, None)), Wanted(2, 1)),
        (((S, "60"), (L, None), (A, None)), Wanted(2, 0)),
        (((S, "60"), (S, "80.01")), Wanted(3, 1)),
        (((S, "60"), (S, "80.01"), (A, None)), Wanted(3, 0)),
        (((S, "60"), (S, "80.01"), (L, None)), Wanted(3, 1)),
    ],
)
def test_what_is_wanted_follows_from_who_is_at_work(
    made: tuple[tuple[AssignmentStatus, str | None], ...], expected: Wanted
) -> None:
    step = next_step([assignment(status, total, f"d{n}") for n, (status, total) in enumerate(made)], RULES)
    assert isinstance(step, Wanted)
    assert (step.assessments, step.missing) == (expected.assessments, expected.missing)
    assert (step.third is not None) == (expected.assessments > 2)


@pytest.mark.parametrize(("totals", "passed"), [(("50", "70"), True), (("59.99", "60"), False), (("60", "60"), True)])
def test_two_totals_up_to_20_apart_decide(totals: tuple[str, str], passed: bool) -> None:  # noqa: FBT001 - a column
    step = next_step([assignment(S, total, total) for total in totals], RULES)
    assert isinstance(step, Decided)
    assert step.passed is passed


def board_of(means: dict[str, str], scores: dict[str, int], envelope: int, raised_by: int) -> Board:
    """One member, present, who scored each application."""
    member = CommitteeMember(
        call_id="c", person_id="k1", name="K", background=Background.PRIVATE_SECTOR, seat=SeatKind.FULL, ordinal=1
    )
    return Board(
        committee=Committee(
            call_id="c",
            status=CommitteeStatus.OPEN,
            chair_id="k1",
            present=("k1",),
            envelope=Decimal(envelope),
            usable=Decimal(envelope + raised_by),
        ),
        members=(member,),
        items=tuple(Item(call_id="c", application_id=one, evaluators_mean=mean) for one, mean in means.items()),
        conflicts=frozenset(),
        scores={(one, "k1"): score for one, score in scores.items()},
    )


@pytest.mark.parametrize(
    ("nace", "first", "total"),
    [("28.11", "a", "80"), ("28", "a", "80"), ("62.01", "b", "75"), ("2", "b", "75")],
)
def test_the_points_a_regime_adds_to_a_field_count_in_the_ranking(nace: str, first: str, total: str) -> None:
    rules = changed(RULES, {"evaluation.bonuses": [{"nace": ["28"], "points": 5}]})
    files = {
        "a": FILE.model_copy(update={"nace": nace}),
        "b": FILE.model_copy(update={"application_id": "b", "nace": "62.01"}),
    }
    placed = place(board_of({"a": "75", "b": "75"}, {"a": 30, "b": 32}, 9, 0), files, rules).placements
    assert placed[0].application_id == first
    assert {one.application_id: one.total for one in placed}["a"] == total


@given(
    st.dictionaries(
        st.sampled_from("abcdef"), st.tuples(st.sampled_from(["60", "75", "226/3", "100"]), st.integers(0, 40))
    ),
    st.randoms(),
    st.integers(0, 6),
    st.integers(0, 3),
)
def test_the_ranking_is_the_same_for_every_order_of_arrival(
    given_scores: dict[str, tuple[str, int]], random: random_module.Random, envelope: int, raised_by: int
) -> None:
    shuffled = list(given_scores.items())
    random.shuffle(shuffled)
    files = {one: FILE.model_copy(update={"application_id": one}) for one in given_scores}
    made = [
        place(
            board_of({one: pair[0] for one, pair in order}, {one: pair[1] for one, pair in order}, envelope, raised_by),
            files,
            RULES,
        )
        for order in (list(given_scores.items()), shuffled)
    ]
    assert made[0] == made[1]
    rankings = [one.placements for one in made]
    committee = board_of({}, {}, envelope, raised_by).committee
    assert ranking(rankings[0], committee.envelope, committee.usable, RULES) == made[0].explanation
    assert {one.application_id: f"{one.rank} {one.total} {one.decision}" for one in rankings[0]} == {
        one: said for one, said in made[0].explanation.figures.items() if one != "applications"
    }
    selected = [one for one in rankings[0] if one.decision == "selected"]
    assert sum(one.requested for one in selected) <= envelope + raised_by
    assert goes_beyond(rankings[0]) == (sum(one.requested for one in selected) > envelope)
    assert sum(one.requested for one in rankings[0] if one.within_envelope) <= envelope
    assert all(Fraction(one.total) >= 70 for one in rankings[0] if one.rank)
    assert all(Fraction(one.total) < 70 for one in rankings[0] if not one.rank)
