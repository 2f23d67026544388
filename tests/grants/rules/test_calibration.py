"""Severe and lenient hands, and the means without them."""

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grants.breach import RulesBroken
from grants.decisions.calibration import CALIBRATION, pseudonymous
from grants.regimes import load
from grants.regimes.words import Aggregation
from grants.rules.calibration import Calibration, Mark, calibrate
from grants.rules.exact import mean, signed
from tests.grants.regimes.changed import changed

RULES = load("kdp-2014")
ALL = changed(RULES, {"evaluation.aggregation": Aggregation.ALL})
"""Every total counts, so that the mean is the one the equations are about."""
WEIGHT = 3

pairs = st.sets(st.tuples(st.sampled_from("ABCDEF"), st.sampled_from("pqrst")), min_size=1, max_size=20)
points = st.integers(0, 400).map(lambda quarters: Fraction(quarters, 4))


@st.composite
def calls(draw: st.DrawFn) -> list[Mark]:
    return [Mark(file, hand, draw(points)) for file, hand in sorted(draw(pairs))]


def effects(found: Calibration) -> dict[str, Fraction]:
    return {hand.evaluator_id: hand.effect for hand in found.hands}


def freed(found: Calibration) -> dict[str, Fraction]:
    return {file.application_id: file.freed for file in found.files}


def of(marks: list[Mark], key: str) -> dict[str, list[Mark]]:
    found: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        found[getattr(mark, key)].append(mark)
    return found


def together(count: int, apart: int = 10) -> list[Mark]:
    """Two hands that mark this many files together, always this far apart."""
    return [mark for n in range(count) for mark in (Mark(f"A{n}", "lenient", 60 + apart), Mark(f"A{n}", "severe", 60))]


@given(calls())
def test_the_effect_is_what_sets_a_hand_apart_shrunk_by_how_few_files_it_marked(marks: list[Mark]) -> None:
    found = calibrate(marks, ALL)
    worth = freed(found)
    for hand, own in of(marks, "evaluator_id").items():
        apart = mean([Fraction(mark.total) - worth[mark.application_id] for mark in own])
        assert effects(found)[hand] == apart * len(own) / (len(own) + WEIGHT)


@given(calls())
def test_the_effects_of_a_group_add_up_to_zero(marks: list[Mark]) -> None:
    sums: dict[int, Fraction] = defaultdict(Fraction)
    for hand in calibrate(marks, RULES).hands:
        sums[hand.group] += hand.effect
    assert set(sums.values()) == {0}


@given(calls().flatmap(lambda marks: st.tuples(st.just(marks), st.permutations(marks))))
def test_the_order_of_the_marks_changes_nothing(orders: tuple[list[Mark], list[Mark]]) -> None:
    assert calibrate(orders[0], RULES) == calibrate(orders[1], RULES)


@given(calls(), st.permutations("pqrst"))
def test_what_evaluators_are_called_changes_nothing(marks: list[Mark], names: list[str]) -> None:
    renamed = dict(zip("pqrst", names, strict=True))
    found = calibrate(marks, ALL)
    other = calibrate([Mark(one.application_id, renamed[one.evaluator_id], one.total) for one in marks], ALL)
    assert freed(found) == freed(other)
    assert {renamed[hand]: effect for hand, effect in effects(found).items()} == effects(other)


@given(calls(), st.sampled_from("pqrst"), st.integers(1, 40))
def test_points_added_to_one_hand_move_no_mean_by_more_than_they_move_a_file_and_none_of_another_group(
    marks: list[Mark], hand: str, more: int
) -> None:
    raised = [
        Mark(one.application_id, one.evaluator_id, one.total + more * (one.evaluator_id == hand)) for one in marks
    ]
    before, after = calibrate(marks, ALL), calibrate(raised, ALL)
    groups = {one.evaluator_id: one.group for one in before.hands}
    size = {file: len(given_marks) for file, given_marks in of(marks, "application_id").items()}
    for file in before.files:
        moved = freed(after)[file.application_id] - file.freed
        if groups.get(hand) == file.group:
            assert 0 <= moved <= Fraction(more, size[file.application_id])
        else:
            assert moved == 0


@given(st.lists(st.tuples(st.sampled_from("pqrst"), points), min_size=1, max_size=8), st.integers(1, 100))
def test_points_added_to_a_hand_that_is_alone_on_its_files_are_all_of_their_worth(
    files: list[tuple[str, Fraction]], more: int
) -> None:
    marks = [Mark(f"A{n}", hand, total) for n, (hand, total) in enumerate(files)]
    raised = [Mark(one.application_id, one.evaluator_id, one.total + more) for one in marks]
    assert set(effects(calibrate(marks, ALL)).values()) == {0}
    assert [freed(calibrate(raised, ALL))[one.application_id] for one in marks] == [one.total for one in raised]


@pytest.mark.parametrize(("files", "taken_back"), [(1, 4), (3, 2), (9, 1)])
def test_the_order_of_two_equal_files_is_moved_less_the_more_files_the_hands_share(files: int, taken_back: int) -> None:
    """A lenient and a severe hand, on one more file each; both files are worth the same."""
    extra = [Mark("by_lenient", "lenient", 70), Mark("by_severe", "severe", 60)]
    found = freed(calibrate([*together(files), *extra], ALL))
    distance = found["by_lenient"] - found["by_severe"]
    assert 0 < distance < 10
    assert distance == 10 - 2 * effects(calibrate([*together(files), *extra], ALL))["lenient"]
    assert round(distance) == {4: 8, 2: 5, 1: 2}[taken_back]


@pytest.mark.parametrize(("files", "effect"), [(1, "+1.25"), (3, "+2.50"), (9, "+3.75"), (97, "+4.85")])
def test_a_hand_with_one_file_barely_moves_and_one_with_many_nearly_all_the_way(files: int, effect: str) -> None:
    found = calibrate(together(files), RULES)
    assert [(hand.files, signed(hand.effect)) for hand in found.hands] == [
        (files, effect),
        (files, effect.replace("+", "-")),
    ]


@given(st.sets(st.tuples(st.sampled_from("ABCD"), st.sampled_from("pqrs")), min_size=1), st.data())
def test_where_all_agree_nothing_changes(cells: set[tuple[str, str]], data: st.DataObject) -> None:
    worth = {file: data.draw(points) for file in "ABCD"}
    found = calibrate([Mark(file, hand, worth[file]) for file, hand in cells], RULES)
    assert set(effects(found).values()) == {0}
    assert all(file.mean == file.raw == worth[file.application_id] for file in found.files)


def test_files_that_share_no_evaluator_are_groups_of_their_own() -> None:
    marks = [Mark("A", "p", 10), Mark("A", "q", 30), Mark("B", "r", 90), Mark("B", "s", 90), Mark("C", "s", 50)]
    found = calibrate(marks, RULES)
    assert [(file.application_id, file.group) for file in found.files] == [("A", 1), ("B", 2), ("C", 2)]
    assert found.groups == 2
    assert calibrate(marks[:2], RULES).files == found.files[:1]


def test_the_totals_that_do_not_count_for_the_regime_do_not_count_in_the_calibrated_mean() -> None:
    marks = [Mark("A", "p", 40), Mark("A", "q", 80), Mark("A", "r", 70)]
    (file,) = calibrate(marks, RULES).files
    by = effects(calibrate(marks, RULES))
    assert file.raw == 75
    assert file.freed == 75 - (by["q"] + by["r"]) / 2


def test_of_equal_totals_as_many_count_as_the_regime_counts() -> None:
    (file,) = calibrate([Mark("A", "p", 80), Mark("A", "q", 80), Mark("A", "r", 40)], RULES).files
    by = effects(calibrate([Mark("A", "p", 80), Mark("A", "q", 80), Mark("A", "r", 40)], RULES))
    assert file.raw == 80
    assert file.freed == 80 - (by["p"] + by["q"]) / 2


@pytest.mark.parametrize(("total", "held"), [(0, 0), (100, 100)])
def test_a_calibrated_mean_stays_within_nought_and_a_hundred(*, total: int, held: int) -> None:
    apart = [
        Mark(f"B{n}", who, 50 + (10 if who == "p" else 0) * (1 if total else -1)) for n in range(9) for who in "pq"
    ]
    own = Mark("A", "q", total)
    found = {file.application_id: file for file in calibrate([*apart, own], RULES).files}
    assert (found["A"].freed < 0) is (total == 0)
    assert (found["A"].freed > 100) is (total == 100)
    assert found["A"].mean == held


def test_a_calibrated_mean_is_rounded_once_to_four_decimals() -> None:
    (file, *_) = calibrate([*together(2), Mark("A", "severe", 60), Mark("A", "third", 65)], RULES).files
    assert file.freed.denominator not in {1, 2}
    assert file.mean == round(file.freed, 4)


def test_nobody_marks_a_file_twice() -> None:
    with pytest.raises(RulesBroken) as refused:
        calibrate([Mark("A", "p", 10), Mark("B", "p", 10), Mark("A", "p", 20)], RULES)
    assert [(one.rule, one.subject, one.asked) for one in refused.value.breaches] == [
        ("evaluation.marked_twice", "A", "p")
    ]


def test_a_call_without_marks_has_no_hands() -> None:
    assert calibrate([], RULES) == Calibration((), ())
    assert calibrate([], RULES).groups == 0


def test_the_weight_is_the_regime_s() -> None:
    heavier = changed(RULES, {"evaluation.calibration_weight": 9})
    assert effects(calibrate(together(9), heavier))["lenient"] == Fraction(5, 2)


@settings(max_examples=50)
@given(calls())
def test_the_decision_tells_every_hand_and_file_without_an_evaluator_s_id(marks: list[Mark]) -> None:
    named = [Mark(one.application_id, f"person-{one.evaluator_id}", one.total) for one in marks]
    made = CALIBRATION.decide(pseudonymous(named), RULES)
    found = calibrate(marks, RULES)
    assert "person" not in made.model_dump_json()
    assert made.figures.keys() == freed(found).keys()
    assert {Fraction(text) for text in made.figures.values()} == {file.mean for file in found.files}
    assert len(made.steps) == 1 + len(found.hands) + len(found.files)


@pytest.mark.parametrize(
    ("number", "text"),
    [("0", "0.00"), ("0.004", "0.00"), ("-0.004", "0.00"), ("1.5", "+1.50"), ("-12.346", "-12.35"), ("3", "+3.00")],
)
def test_a_signed_number_shows_two_decimals(number: str, text: str) -> None:
    assert signed(Decimal(number)) == text
