"""Points, divergence and the pass mark."""

from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.breach import Breach
from grants.regimes import RuleSet, load
from grants.regimes.words import Aggregation
from grants.rules.evaluation import (
    Decided,
    How,
    Scores,
    ThirdNeeded,
    Waiting,
    sheet,
    sheet_breaches,
    total,
    verdict,
)
from tests.grants.regimes.changed import changed

RULES = load("kdp-2014")
REASON = "Ölçülebilir hedefleri var."
FULL = {
    "capacity": Decimal(25),
    "competitiveness.level": Decimal(25),
    "competitiveness.potential": Decimal(25),
    "sustainability": Decimal(25),
}
REASONS = dict.fromkeys(("capacity", "competitiveness", "sustainability"), REASON)
_BLOCKS = [block.model_dump() for block in RULES.evaluation.blocks.value]
ANY_MAY_BE_LEFT_OUT = changed(
    RULES, {"evaluation.blocks": [{**block, "may_be_not_applicable": True} for block in _BLOCKS]}
)


def score_breaches(
    scores: Scores, justifications: dict[str, str], rules: RuleSet, left_out: dict[str, str] | None = None
) -> tuple[Breach, ...]:
    return sheet_breaches(sheet(scores, justifications, left_out), rules)


def without(*blocks: str) -> tuple[dict[str, Decimal], dict[str, str], dict[str, str]]:
    """A full sheet on which these blocks do not apply: points, justifications, reasons."""
    scores = {part: points for part, points in FULL.items() if part.partition(".")[0] not in blocks}
    return scores, {code: text for code, text in REASONS.items() if code not in blocks}, dict.fromkeys(blocks, REASON)


def totals(*points: str) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, points))


def test_a_full_sheet_is_right_and_adds_up_to_a_hundred() -> None:
    assert score_breaches(FULL, REASONS, RULES) == ()
    assert total(FULL, RULES) == 100


@pytest.mark.parametrize(
    ("points", "broken"), [("0", False), ("25", False), ("25.01", True), ("-0.01", True), ("NaN", True)]
)
def test_points_lie_between_none_and_the_most_of_the_block(*, points: str, broken: bool) -> None:
    found = score_breaches(FULL | {"capacity": Decimal(points)}, REASONS, RULES)
    assert [(breach.rule, breach.subject) for breach in found] == [
        ("evaluation.points_range", "scores.capacity")
    ] * broken
    assert all(breach.source == "kdp-2014 default" for breach in found)


def test_a_sheet_hears_of_everything_that_is_wrong_at_once() -> None:
    found = score_breaches({"charm": Decimal(1), "capacity": Decimal(26)}, {"capacity": " kısa "}, RULES)
    assert [(breach.rule, breach.subject) for breach in found] == [
        ("evaluation.block_unknown", "scores.charm"),
        ("evaluation.points_range", "scores.capacity"),
        ("evaluation.block_missing", "scores.competitiveness.level"),
        ("evaluation.block_missing", "scores.competitiveness.potential"),
        ("evaluation.block_missing", "scores.sustainability"),
        ("evaluation.justification_short", "justifications.capacity"),
        ("evaluation.justification_short", "justifications.competitiveness"),
        ("evaluation.justification_short", "justifications.sustainability"),
    ]


@pytest.mark.parametrize(("length", "short"), [(19, True), (20, False)])
def test_a_justification_is_long_enough_at_its_least_length(*, length: int, short: bool) -> None:
    found = score_breaches(FULL, REASONS | {"capacity": " " + "n" * length}, RULES)
    assert [(breach.asked, breach.allowed) for breach in found] == [("19", "20")] * short


@pytest.mark.parametrize(("points", "broken"), [("25", False), ("25.0001", True)])
def test_each_aspect_has_a_highest_of_its_own(*, points: str, broken: bool) -> None:
    given_points = FULL | {"competitiveness.level": Decimal(points), "competitiveness.potential": Decimal(0)}
    found = score_breaches(given_points, REASONS, RULES)
    assert [(breach.subject, breach.allowed) for breach in found] == [("scores.competitiveness.level", "0-25")] * broken


def test_a_block_with_aspects_takes_no_points_as_a_whole() -> None:
    found = score_breaches({**FULL, "competitiveness": Decimal(50)}, REASONS, RULES)
    assert [(breach.rule, breach.subject) for breach in found] == [
        ("evaluation.block_unknown", "scores.competitiveness")
    ]
    assert "competitiveness.level" in found[0].allowed


def test_aspects_are_justified_together_as_their_block() -> None:
    found = score_breaches(FULL, REASONS | {"competitiveness.level": REASON}, RULES)
    assert [(breach.rule, breach.subject) for breach in found] == [
        ("evaluation.block_unknown", "justifications.competitiveness.level")
    ]


def test_under_the_regimes_in_force_no_block_can_be_left_out() -> None:
    scores, justifications, left_out = without("capacity")
    found = score_breaches(scores, justifications, RULES, left_out)
    assert [(breach.rule, breach.subject) for breach in found] == [
        ("evaluation.not_applicable_refused", "not_applicable.capacity")
    ]


def test_a_block_that_may_be_left_out_is_no_zero() -> None:
    scores, justifications, left_out = without("capacity")
    assert score_breaches(scores, justifications, ANY_MAY_BE_LEFT_OUT, left_out) == ()
    assert total(scores, ANY_MAY_BE_LEFT_OUT, left_out) == 100
    assert total(scores, ANY_MAY_BE_LEFT_OUT) == 75
    scores |= {"sustainability": Decimal(0)}
    assert total(scores, ANY_MAY_BE_LEFT_OUT, left_out) == Fraction(200, 3)


def test_not_all_blocks_can_be_left_out() -> None:
    found = score_breaches(*without(*REASONS)[:2], ANY_MAY_BE_LEFT_OUT, without(*REASONS)[2])
    assert [breach.rule for breach in found] == ["evaluation.not_applicable_all"]
    scores, justifications, left_out = without("capacity", "competitiveness")
    assert score_breaches(scores, justifications, ANY_MAY_BE_LEFT_OUT, left_out) == ()
    assert total(scores, ANY_MAY_BE_LEFT_OUT, left_out) == 100


@pytest.mark.parametrize(("length", "short"), [(19, True), (20, False)])
def test_what_does_not_apply_needs_a_reason_as_long_as_a_justification(*, length: int, short: bool) -> None:
    scores, justifications, _ = without("capacity")
    found = score_breaches(scores, justifications, ANY_MAY_BE_LEFT_OUT, {"capacity": "n" * length})
    assert [(breach.rule, breach.subject) for breach in found] == [
        ("evaluation.justification_short", "not_applicable.capacity")
    ] * short


def test_a_block_is_either_scored_or_left_out() -> None:
    found = score_breaches(FULL, REASONS, ANY_MAY_BE_LEFT_OUT, {"capacity": REASON})
    assert [(breach.rule, breach.subject) for breach in found] == [
        ("evaluation.not_applicable_scored", "scores.capacity")
    ]


def test_an_unknown_block_cannot_be_left_out() -> None:
    found = score_breaches(FULL, REASONS, ANY_MAY_BE_LEFT_OUT, {"charm": REASON})
    assert [(breach.rule, breach.subject) for breach in found] == [("evaluation.block_unknown", "not_applicable.charm")]


@given(
    st.sets(st.sampled_from(sorted(REASONS)), max_size=2),
    st.fixed_dictionaries({part: st.decimals(0, most, places=4) for part, most in FULL.items()}),
)
def test_a_total_is_the_share_of_what_applies_and_lies_within_a_hundred(
    left_out: set[str], points: dict[str, Decimal]
) -> None:
    scores = {part: one for part, one in points.items() if part in without(*left_out)[0]}
    most = Fraction(sum(FULL[part] for part in scores))
    found = total(scores, ANY_MAY_BE_LEFT_OUT, left_out)
    assert 0 <= found <= 100
    assert found * most == sum(map(Fraction, scores.values())) * 100


def test_a_regime_with_one_evaluator_takes_the_mean_once_a_second_has_scored() -> None:
    rules = changed(RULES, {"evaluation.evaluators": 1})
    for points, mean in ((totals("61"), 61), (totals("50", "90"), 70)):
        decided = verdict(points, rules)
        assert isinstance(decided, Decided)
        assert decided.mean == mean


@pytest.mark.parametrize("given_totals", [(), totals("80")])
def test_nothing_is_decided_before_both_have_scored(given_totals: tuple[Decimal, ...]) -> None:
    assert verdict(given_totals, RULES) == Waiting(len(given_totals), 2)


@pytest.mark.parametrize(
    ("points", "passed"),
    [
        (("60", "60"), True),
        (("50", "70"), True),
        (("59.99", "60"), False),
        (("59.9999", "60.0001"), True),
        (("59.9999", "60"), False),
    ],
)
def test_sixty_passes_and_anything_below_does_not(*, points: tuple[str, ...], passed: bool) -> None:
    decided = verdict(totals(*points), RULES)
    assert isinstance(decided, Decided)
    assert decided.passed is passed
    assert decided.how is How.MEAN_OF_ALL


def test_a_mean_just_under_the_pass_mark_does_not_look_like_it() -> None:
    decided = verdict(totals("59.9999", "60"), RULES)
    assert isinstance(decided, Decided)
    assert (decided.shown, decided.mean) == (Decimal("59.99"), Fraction(1199999, 20000))


@pytest.mark.parametrize(("points", "third"), [(("50", "70"), False), (("50", "70.0001"), True)])
def test_twenty_points_apart_is_close_enough_and_more_needs_a_third(*, points: tuple[str, ...], third: bool) -> None:
    found = verdict(totals(*points), RULES)
    assert isinstance(found, ThirdNeeded) is third
    if isinstance(found, ThirdNeeded):
        assert (found.difference, found.allowed) == (Decimal("20.0001"), Decimal(20))


@pytest.mark.parametrize(
    ("points", "mean", "how"),
    [
        (("40", "80", "70"), Fraction(75), How.MEAN_OF_CLOSEST_TWO),
        (("40", "80", "50"), Fraction(45), How.MEAN_OF_CLOSEST_TWO),
        (("40", "80", "60"), Fraction(60), How.MEAN_OF_ALL),
        (("40", "80", "80"), Fraction(80), How.MEAN_OF_CLOSEST_TWO),
        (("50", "50", "50"), Fraction(50), How.MEAN_OF_ALL),
    ],
)
def test_three_totals_become_one_by_the_closest_two(points: tuple[str, ...], mean: Fraction, how: How) -> None:
    for order in permutations(totals(*points)):
        decided = verdict(order, RULES)
        assert isinstance(decided, Decided)
        assert (decided.mean, decided.how, decided.passed) == (mean, how, mean >= 60)


def test_a_regime_may_take_the_mean_of_all_three() -> None:
    rules = changed(RULES, {"evaluation.aggregation": Aggregation.ALL})
    decided = verdict(totals("40", "80", "70"), rules)
    assert isinstance(decided, Decided)
    assert (decided.mean, decided.counted) == (Fraction(190, 3), totals("40", "70", "80"))
    assert decided.shown == Decimal("63.33")


POINTS = st.decimals(0, 100, places=4)


@given(st.lists(POINTS, min_size=2, max_size=3).flatmap(lambda one: st.tuples(st.just(one), st.permutations(one))))
def test_the_verdict_does_not_depend_on_who_scored_first(orders: tuple[list[Decimal], list[Decimal]]) -> None:
    one, other = orders
    assert verdict(tuple(one), RULES) == verdict(tuple(other), RULES)


@given(st.tuples(POINTS, POINTS, POINTS))
def test_a_mean_lies_between_the_totals(points: tuple[Decimal, Decimal, Decimal]) -> None:
    decided = verdict(points, RULES)
    assert isinstance(decided, Decided)
    assert min(points) <= decided.mean <= max(points)
