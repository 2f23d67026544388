"""A motion is carried by a majority of those who sit, and nobody else's vote or its place in time counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.regimes import RuleSet, load
from grants.rules.voting import Vote, breaches, count, unsigned
from tests.grants.regimes.changed import changed

KDP = load("kdp-2014")
BY_VOTES = changed(KDP, {"committee.majority": "of_votes"})
TIES_FAIL = changed(KDP, {"committee.tie_rule": "motion_fails"})
BY_VOTES_TIES_FAIL = changed(BY_VOTES, {"committee.tie_rule": "motion_fails"})
ALL_SIGN = changed(KDP, {"committee.minutes_signed_by": "all_who_sat"})
SIGNS = {"+": Vote.YES, "-": Vote.NO, "0": Vote.ABSTAIN}


def votes_of(signs: str) -> dict[str, Vote]:
    """One vote a member, "a" first; "." for none."""
    return {who: SIGNS[sign] for who, sign in zip("abcdefg", signs, strict=False) if sign in SIGNS}


def why_not(signs: str, rules: RuleSet = KDP, sitting: str = "abcde") -> list[str]:
    return [one.rule for one in breaches(count(votes_of(signs), sitting, "a", rules), rules)]


@pytest.mark.parametrize(
    ("sitting", "signs", "rules", "expected"),
    [
        ("abcde", "+++--", KDP, []),
        ("abcde", "++0-0", KDP, ["committee.majority"]),
        ("abcde", "++-..", KDP, ["committee.majority"]),
        ("abcd", "+++-", KDP, []),
        ("abcd", "++-0", KDP, []),
        ("abcd", "+--0", KDP, ["committee.majority"]),
        ("abcd", "++--", KDP, []),
        ("abcd", "-++-", KDP, ["committee.tie_chair"]),
        ("abcd", "0+-0", KDP, ["committee.majority"]),
        ("abcd", "0++-", KDP, ["committee.tie_chair"]),
        ("abcd", "++..", KDP, []),
        ("abcdef", "++--..", KDP, ["committee.majority"]),
        ("abcd", "++--", TIES_FAIL, ["committee.tie"]),
        ("abcde", "+0000", KDP, ["committee.majority"]),
        ("abcde", "+0000", BY_VOTES, []),
        ("abcde", "+--00", BY_VOTES, ["committee.majority"]),
        ("abcde", "+-000", BY_VOTES, []),
        ("abcde", "0+-00", BY_VOTES, ["committee.tie_chair"]),
        ("abcde", "+-000", BY_VOTES_TIES_FAIL, ["committee.tie"]),
        ("abcde", "00000", KDP, ["committee.majority"]),
        ("bcde", "+++--", KDP, ["committee.tie_chair"]),
        ("a", "+", KDP, []),
        ("", "+++++", KDP, ["committee.tie_chair"]),
    ],
)
def test_a_motion_stands_or_falls_at_the_boundary(
    sitting: str, signs: str, rules: RuleSet, expected: list[str]
) -> None:
    assert why_not(signs, rules, sitting) == expected


BALLOTS = st.dictionaries(st.sampled_from("abcdefgxyz"), st.sampled_from(Vote))
SITTING = st.lists(st.sampled_from("abcdefg"), unique=True)
WAYS = {"kdp": KDP, "votes": BY_VOTES, "ties": TIES_FAIL, "votes_ties": BY_VOTES_TIES_FAIL}
"""By name: a rule set is too long to be shown where a law fails."""
REGIMES = st.sampled_from(sorted(WAYS))


@given(BALLOTS, SITTING, REGIMES, st.sampled_from("xyz"), st.sampled_from(Vote))
def test_the_vote_of_who_has_left_the_room_never_changes_the_outcome(
    ballots: dict[str, Vote], sitting: list[str], way: str, gone: str, vote: Vote
) -> None:
    rules = WAYS[way]
    assert count(ballots | {gone: vote}, sitting, "a", rules) == count(ballots, sitting, "a", rules)
    in_the_chair = count(ballots | {gone: vote}, sitting, gone, rules)
    assert in_the_chair.chair is None


@given(BALLOTS.flatmap(lambda made: st.permutations(list(made.items()))), SITTING.flatmap(st.permutations), REGIMES)
def test_the_order_of_votes_and_of_seats_never_matters(
    ballots: list[tuple[str, Vote]], sitting: list[str], way: str
) -> None:
    rules = WAYS[way]
    one = count(dict(ballots), sitting, "a", rules)
    assert one == count(dict(sorted(ballots)), sorted(sitting), "a", rules)


@given(BALLOTS, SITTING, REGIMES, st.sampled_from("abcdefg"))
def test_a_yes_in_place_of_another_vote_never_loses_a_motion(
    ballots: dict[str, Vote], sitting: list[str], way: str, who: str
) -> None:
    rules = WAYS[way]
    before = breaches(count(ballots, sitting, "a", rules), rules)
    after = breaches(count(ballots | {who: Vote.YES}, sitting, "a", rules), rules)
    assert not after or before


@pytest.mark.parametrize(
    ("signed", "rules", "expected"),
    [
        ("abc", KDP, []),
        ("ab", KDP, ["committee.signatures"]),
        ("bcd", KDP, ["committee.chair_unsigned"]),
        ("axy", KDP, ["committee.signatures"]),
        ("abcd", ALL_SIGN, ["committee.signatures"]),
        ("abcde", ALL_SIGN, []),
        ("", KDP, ["committee.chair_unsigned", "committee.signatures"]),
    ],
)
def test_minutes_lack_what_the_regime_asks_for(signed: str, rules: RuleSet, expected: list[str]) -> None:
    assert [one.rule for one in unsigned(signed, "abcde", "a", rules)] == expected


def test_where_the_chair_did_not_sit_the_majority_of_who_sat_signs() -> None:
    assert unsigned("bc", "bcd", "a", KDP) == ()


def test_where_nobody_sat_nothing_is_lacking() -> None:
    assert unsigned("", "", "a", KDP) == ()
