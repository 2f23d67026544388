"""The ranking of a call."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.breach import RulesBroken
from grants.regimes import load
from grants.rules.exact import Exact
from grants.rules.ranking import Candidate, board_mean, lot, rank, vote_breaches

RULES = load("kdp-2014")
ENVELOPE = Decimal("25000000.00")
FILED = datetime(2015, 7, 3, tzinfo=UTC)


def candidate(
    name: str, evaluators: Exact = 80, board: Exact = 30, requested: str = "1000000.00", hours: int = 0
) -> Candidate:
    return Candidate(name, evaluators, board, Decimal(requested), FILED + timedelta(hours=hours))


@pytest.mark.parametrize(
    ("evaluators", "board", "eliminated", "shown"),
    [
        (Decimal(75), 25, False, "70.00"),
        (Decimal("74.99"), 25, True, "69.99"),
        (Decimal("74.9999"), 25, True, "69.99"),
        (Fraction(220, 3), 26, False, "70.00"),
        (Fraction(200, 3), Fraction(89, 3), True, "69.66"),
        (100, 40, False, "100.00"),
        (0, 40, True, "40.00"),
    ],
)
def test_seventy_passes_and_anything_below_is_eliminated(
    *, evaluators: Exact, board: Exact, eliminated: bool, shown: str
) -> None:
    (placed,) = rank([candidate("A", evaluators, board)], RULES, ENVELOPE)
    assert placed.eliminated is eliminated
    assert placed.shown == Decimal(shown)
    assert placed.place == (None if eliminated else 1)


def test_better_totals_stand_first_and_the_eliminated_last() -> None:
    placed = rank([candidate("LOW", 50, 20), candidate("B", 80, 30), candidate("A", 90, 35)], RULES, ENVELOPE)
    assert [(one.application_id, one.place, one.total) for one in placed] == [
        ("A", 1, Fraction(89)),
        ("B", 2, Fraction(78)),
        ("LOW", None, Fraction(50)),
    ]


def test_among_equals_the_board_decides_then_the_evaluators_then_the_lot() -> None:
    same = [candidate("B", 80, 30), candidate("A", 80, 30, hours=9), candidate("C", 70, 36)]
    assert [one.application_id for one in rank(same, RULES, ENVELOPE)] == ["C", "A", "B"]
    assert {one.total for one in rank(same, RULES, ENVELOPE)} == {78}


def test_between_equals_in_everything_who_began_first_gains_nothing() -> None:
    ids = [f"01a2022c-2afe-764d-b832-{number:012}" for number in range(8)]
    drawn = [one.application_id for one in rank([candidate(one, 80, 30) for one in ids], RULES, ENVELOPE)]
    assert drawn == sorted(ids, key=lot)
    assert drawn not in (ids, ids[::-1])


@pytest.mark.parametrize(("second", "fits"), [("12586600.00", True), ("12586600.01", False)])
def test_requests_add_up_against_the_envelope_to_the_kurus(*, second: str, fits: bool) -> None:
    ostim = candidate("OSTIM", 95, 38, "12413400.00")
    first, other = rank([candidate("B", 80, 30, second), ostim], RULES, ENVELOPE)
    assert (first.application_id, first.cumulative, first.within_envelope) == (
        "OSTIM",
        Decimal("12413400.00"),
        True,
    )
    assert other.cumulative == Decimal("12413400.00") + Decimal(second)
    assert other.within_envelope is fits


def test_an_eliminated_request_takes_nothing_from_the_envelope() -> None:
    placed = rank([candidate("A"), candidate("LOW", 10, 10, "99999999.00")], RULES, ENVELOPE)
    assert [(one.cumulative, one.within_envelope) for one in placed] == [
        (Decimal("1000000.00"), True),
        (Decimal("0.00"), False),
    ]


def test_an_application_given_twice_is_refused() -> None:
    with pytest.raises(RulesBroken) as refused:
        rank([candidate("A"), candidate("A", 10)], RULES, ENVELOPE)
    assert [breach.rule for breach in refused.value.breaches] == ["ranking.application_twice"]


@pytest.mark.parametrize(
    ("points", "rule"),
    [
        ("0", None),
        ("40", None),
        ("40.0", None),
        ("41", "committee.points_range"),
        ("-1", "committee.points_range"),
        ("12.5", "committee.whole_points"),
        ("NaN", "committee.points_range"),
        ("1e4000", "committee.points_range"),
    ],
)
def test_a_board_member_gives_a_whole_number_on_the_scale(points: str, rule: str | None) -> None:
    assert [breach.rule for breach in vote_breaches(Decimal(points), RULES)] == ([rule] if rule else [])


def test_the_boards_mean_is_exact() -> None:
    assert board_mean((30, 31, 31)) == Fraction(92, 3)


CANDIDATES = st.lists(
    st.builds(
        candidate,
        st.text("ABCDEF", min_size=1, max_size=3),
        st.integers(60, 100),
        st.integers(20, 40),
        st.integers(0, 10**9).map(lambda kurus: str(Decimal(kurus) / 100)),
        st.integers(0, 99),
    ),
    max_size=8,
    unique_by=lambda one: one.application_id,
)


@given(CANDIDATES.flatmap(lambda ones: st.tuples(st.just(ones), st.permutations(ones))))
def test_the_ranking_does_not_depend_on_the_order_of_arrival(
    orders: tuple[list[Candidate], list[Candidate]],
) -> None:
    assert rank(orders[0], RULES, ENVELOPE) == rank(orders[1], RULES, ENVELOPE)


@given(CANDIDATES)
def test_every_application_is_placed_once_and_the_envelope_closes_for_good(ones: list[Candidate]) -> None:
    placed = rank(ones, RULES, ENVELOPE)
    assert sorted(one.application_id for one in placed) == sorted(one.application_id for one in ones)
    passing = [one for one in placed if not one.eliminated]
    assert all(one.total >= 70 for one in passing)
    fits = [one.within_envelope for one in passing]
    assert fits == sorted(fits, reverse=True)
