"""Who sits on the board and when it may decide."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.regimes import load
from grants.regimes.words import Background, QuorumRule
from grants.rules.quorum import Seat, membership_breaches, needed, quorum, seats
from tests.grants.regimes.changed import changed

RULES = load("kdp-2014")
FULL = ("F1", "F2", "F3", "F4", "F5")
SUBSTITUTES = ("S1", "S2", "S3")


def test_a_full_board_needs_no_substitute() -> None:
    seating = seats(FULL, SUBSTITUTES, (*FULL, *SUBSTITUTES), ())
    assert seating.sitting == FULL
    assert {seating.reason(person) for person in SUBSTITUTES} == {Seat.NOT_NEEDED}
    assert seating.reason("stranger") is None


def test_substitutes_fill_in_their_order_and_say_why() -> None:
    seating = seats(FULL, SUBSTITUTES, ("F1", "F2", "F3", "F4", "S2", "S3"), {"F4"})
    assert seating.sitting == ("F1", "F2", "F3", "S2", "S3")
    assert seating.reasons == (
        ("F1", Seat.FULL_MEMBER),
        ("F2", Seat.FULL_MEMBER),
        ("F3", Seat.FULL_MEMBER),
        ("F4", Seat.CONFLICTED),
        ("F5", Seat.ABSENT),
        ("S1", Seat.ABSENT),
        ("S2", Seat.SUBSTITUTE),
        ("S3", Seat.SUBSTITUTE),
    )


def test_a_substitute_in_conflict_is_passed_over() -> None:
    seating = seats(FULL, SUBSTITUTES, (*FULL[:4], *SUBSTITUTES), {"S1"})
    assert seating.sitting == (*FULL[:4], "S2")
    assert seating.reason("S1") is Seat.CONFLICTED


def test_a_person_named_twice_sits_once() -> None:
    assert seats(("F1", "F1"), ("F1", "S1"), ("F1", "S1"), ()).sitting == ("F1",)


@pytest.mark.parametrize(("full_count", "least"), [(1, 1), (2, 2), (4, 3), (5, 3), (6, 4), (7, 4)])
def test_a_majority_is_more_than_half_of_the_full_members(full_count: int, least: int) -> None:
    people = tuple(map(str, range(least)))
    assert needed(full_count, RULES) == least
    assert quorum(people, full_count, RULES) == ()
    (breach,) = quorum(people[1:], full_count, RULES)
    assert (breach.asked, breach.allowed) == (str(least - 1), f"{least}/{full_count}")
    assert breach.source == "kdp-2014 default"


def test_one_person_sitting_twice_makes_no_quorum() -> None:
    assert [breach.rule for breach in quorum(("F1", "F1", "F1"), 5, RULES)] == ["committee.quorum"]


def test_a_regime_may_ask_for_every_seat() -> None:
    rules = changed(RULES, {"committee.quorum": QuorumRule.ALL_FULL_MEMBERS})
    assert quorum(FULL[:4], 5, rules) != ()
    assert quorum(FULL, 5, rules) == ()
    assert quorum((), 0, rules) != ()


@pytest.mark.parametrize(
    ("background", "rules"),
    [
        (Background.PRIVATE_SECTOR, []),
        (Background.ACADEMIC, ["committee.background"]),
        (Background.PUBLIC_STAFF, ["committee.background"]),
    ],
)
def test_academics_and_public_staff_do_not_sit_under_the_first_regime(background: Background, rules: list[str]) -> None:
    found = membership_breaches(background, RULES)
    assert [breach.rule for breach in found] == rules
    assert all(breach.source.startswith("[S] 002…") for breach in found)


PEOPLE = st.sets(st.sampled_from((*FULL, *SUBSTITUTES)))


@given(PEOPLE, PEOPLE)
def test_nobody_absent_or_in_conflict_ever_sits_and_no_seat_is_added(present: set[str], conflicted: set[str]) -> None:
    seating = seats(FULL, SUBSTITUTES, present, conflicted)
    assert set(seating.sitting) <= present - conflicted
    assert len(seating.sitting) == min(len(FULL), len(present - conflicted))
    assert [person for person, _ in seating.reasons] == [*FULL, *SUBSTITUTES]
