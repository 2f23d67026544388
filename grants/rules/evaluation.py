"""Pre-evaluation: points of two independent evaluators, a third when they differ too much, a pass mark.

Source: programme page of the Ministry for the two independent evaluators ([P]); the points of each block,
the pass mark, the divergence and how three totals become one are in no paper: they are defaults of the
regime and are shown as such.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import combinations

from grants.breach import Breach
from grants.regimes import RuleSet
from grants.regimes.words import Aggregation
from grants.rules.exact import mean, plain, reaches, shown
from grants.values import ZERO

Scores = Mapping[str, Decimal]
"""Points by the code of the block."""


class How(StrEnum):
    """How totals became one mean."""

    MEAN_OF_ALL = "mean_of_all"
    MEAN_OF_CLOSEST_TWO = "mean_of_closest_two"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Fewer totals are in than the regime asks."""

    given: int
    needed: int


@dataclass(frozen=True, slots=True)
class ThirdNeeded:
    """The totals lie further apart than allowed: one more evaluator is asked."""

    difference: Decimal
    allowed: Decimal


@dataclass(frozen=True, slots=True)
class Decided:
    """The application goes on or is eliminated. `mean` is exact, `counted` are the totals it is made of."""

    passed: bool
    mean: Fraction
    how: How
    counted: tuple[Decimal, ...]

    @property
    def shown(self) -> Decimal:
        """The mean with two decimals, rounded down; never to be compared with the pass mark."""
        return shown(self.mean)


PreEvaluationVerdict = Waiting | ThirdNeeded | Decided


def score_breaches(scores: Scores, justifications: Mapping[str, str], rules: RuleSet) -> tuple[Breach, ...]:
    """Everything that is wrong with one evaluator's sheet."""
    return sheet_breaches(scores, {code: length_of(text) for code, text in justifications.items()}, rules)


def length_of(justification: str) -> int:
    """How many characters of a justification count."""
    return len(justification.strip())


def sheet_breaches(scores: Scores, lengths: Mapping[str, int], rules: RuleSet) -> tuple[Breach, ...]:
    """The same where only the length of each justification is known."""
    blocks = {block.code for block in rules.evaluation.blocks.value}
    strange = sorted(code[:40] for code in (scores.keys() | lengths.keys()) - blocks)
    listed, source = ", ".join(sorted(blocks)), rules.cite(rules.evaluation.blocks)
    return (
        *(Breach("evaluation.block_unknown", f"scores.{code}", code, listed, source) for code in strange),
        *_points(scores, rules),
        *_reasons(lengths, rules),
    )


def _points(scores: Scores, rules: RuleSet) -> Iterator[Breach]:
    source = rules.cite(rules.evaluation.blocks)
    for block in rules.evaluation.blocks.value:
        points, subject = scores.get(block.code), f"scores.{block.code}"
        allowed = f"0-{plain(block.maximum)}"
        if points is None:
            yield Breach("evaluation.block_missing", subject, "", allowed, source)
        elif not points.is_finite() or not 0 <= points <= block.maximum:
            yield Breach("evaluation.points_range", subject, str(points)[:40], allowed, source)


def _reasons(lengths: Mapping[str, int], rules: RuleSet) -> Iterator[Breach]:
    least = rules.evaluation.justification_minimum_length
    for block in rules.evaluation.blocks.value:
        length = lengths.get(block.code, 0)
        if length < least.value:
            subject = f"justifications.{block.code}"
            yield Breach("evaluation.justification_short", subject, str(length), str(least.value), rules.cite(least))


def total(scores: Scores) -> Decimal:
    """The sum of one evaluator's points."""
    return sum(scores.values(), ZERO)


def verdict(totals: tuple[Decimal, ...], rules: RuleSet) -> PreEvaluationVerdict:
    """What follows from the totals in hand, whatever their order."""
    needed, limit = rules.evaluation.evaluators.value, rules.evaluation.divergence.value
    if len(totals) < needed:
        return Waiting(len(totals), needed)
    difference = max(totals) - min(totals)
    if len(totals) == needed and difference > limit:
        return ThirdNeeded(difference, limit)
    how, counted = _counted(totals, rules, extra=len(totals) > needed)
    value = mean(counted)
    mark, inclusive = rules.evaluation.pass_mark.value, rules.evaluation.pass_mark_inclusive.value
    return Decided(reaches(value, mark, inclusive=inclusive), value, how, counted)


def _counted(totals: tuple[Decimal, ...], rules: RuleSet, *, extra: bool) -> tuple[How, tuple[Decimal, ...]]:
    ordered = tuple(sorted(totals))
    if not extra or rules.evaluation.aggregation.value is Aggregation.ALL:
        return How.MEAN_OF_ALL, ordered
    pairs = sorted(combinations(ordered, 2), key=lambda pair: pair[1] - pair[0])
    if len(pairs) > 1 and pairs[0][1] - pairs[0][0] == pairs[1][1] - pairs[1][0]:
        return How.MEAN_OF_ALL, ordered
    return How.MEAN_OF_CLOSEST_TWO, pairs[0]
