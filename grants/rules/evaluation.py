"""Pre-evaluation: points of two independent evaluators, a third when they differ too much, a pass mark.

Source: programme page of the Ministry for the two independent evaluators ([P]); the points of each block,
the pass mark, the divergence and how three totals become one are in no paper: they are defaults of the
regime and are shown as such.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import combinations

from grants.breach import Breach
from grants.regimes import RuleSet
from grants.regimes.lists import Block
from grants.regimes.words import Aggregation
from grants.rules.exact import Exact, mean, plain, reaches, shown
from grants.values import ZERO

Scores = Mapping[str, Decimal]
"""Points by what they are given for: a block ("capacity"), or each aspect of it ("competitiveness.level")."""


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

    difference: Fraction
    allowed: Decimal


@dataclass(frozen=True, slots=True)
class Decided:
    """The application goes on or is eliminated. `mean` is exact, `counted` are the totals it is made of."""

    passed: bool
    mean: Fraction
    how: How
    counted: tuple[Fraction, ...]

    @property
    def shown(self) -> Decimal:
        """The mean with two decimals, rounded down; never to be compared with the pass mark."""
        return shown(self.mean)


PreEvaluationVerdict = Waiting | ThirdNeeded | Decided


@dataclass(frozen=True, slots=True)
class Sheet:
    """One evaluator's sheet. scores: points by part ("capacity", "competitiveness.level").

    lengths: characters of the justification by block. not_applicable: by block that does not apply, characters
    of the reason.
    """

    scores: Scores
    lengths: Mapping[str, int]
    not_applicable: Mapping[str, int] = field(default_factory=dict)


def sheet(scores: Scores, justifications: Mapping[str, str], not_applicable: Mapping[str, str] | None = None) -> Sheet:
    """A sheet from its texts."""
    return Sheet(scores, _lengths(justifications), _lengths(not_applicable or {}))


def _lengths(texts: Mapping[str, str]) -> dict[str, int]:
    return {code: length_of(text) for code, text in texts.items()}


def length_of(justification: str) -> int:
    """How many characters of a justification count."""
    return len(justification.strip())


def sheet_breaches(given: Sheet, rules: RuleSet) -> tuple[Breach, ...]:
    """Everything that is wrong with one evaluator's sheet."""
    return (*_strange(given, rules), *_points(given, rules), *_reasons(given, rules), *_left_out(given, rules))


def _strange(given: Sheet, rules: RuleSet) -> Iterator[Breach]:
    """What is no part, or no block, of the regime."""
    source, blocks = rules.cite(rules.evaluation.blocks), {block.code for block in rules.evaluation.blocks.value}
    parts = {part for block in rules.evaluation.blocks.value for part in block.parts}
    for field_name, codes, known in (
        ("scores", given.scores, parts),
        ("justifications", given.lengths, blocks),
        ("not_applicable", given.not_applicable, blocks),
    ):
        for code in sorted(one[:80] for one in codes.keys() - known):
            yield Breach("evaluation.block_unknown", f"{field_name}.{code}", code, ", ".join(sorted(known)), source)


def _points(given: Sheet, rules: RuleSet) -> Iterator[Breach]:
    source = rules.cite(rules.evaluation.blocks)
    for block in rules.evaluation.blocks.value:
        for part, most in block.parts.items():
            points, subject, allowed = given.scores.get(part), f"scores.{part}", f"0-{plain(most)}"
            if block.code in given.not_applicable:
                if points is not None:
                    yield Breach("evaluation.not_applicable_scored", subject, str(points)[:40], "", source)
            elif points is None:
                yield Breach("evaluation.block_missing", subject, "", allowed, source)
            elif not points.is_finite() or not 0 <= points <= most:
                yield Breach("evaluation.points_range", subject, str(points)[:40], allowed, source)


def _reasons(given: Sheet, rules: RuleSet) -> Iterator[Breach]:
    """A block needs a justification; one that does not apply, the reason why it does not."""
    least = rules.evaluation.justification_minimum_length
    for block in rules.evaluation.blocks.value:
        left_out = block.code in given.not_applicable
        where, texts = ("not_applicable", given.not_applicable) if left_out else ("justifications", given.lengths)
        length = texts.get(block.code, 0)
        if length < least.value:
            source = rules.cite(least)
            yield Breach(
                "evaluation.justification_short", f"{where}.{block.code}", str(length), str(least.value), source
            )


def _left_out(given: Sheet, rules: RuleSet) -> Iterator[Breach]:
    blocks, source = rules.evaluation.blocks, rules.cite(rules.evaluation.blocks)
    may = ", ".join(block.code for block in blocks.value if block.may_be_not_applicable)
    for block in blocks.value:
        if block.code in given.not_applicable and not block.may_be_not_applicable:
            subject = f"not_applicable.{block.code}"
            yield Breach("evaluation.not_applicable_refused", subject, block.code, may or "–", source)
    if all(block.code in given.not_applicable for block in blocks.value):
        yield Breach("evaluation.not_applicable_all", "not_applicable", str(len(blocks.value)), "", source)


def total(scores: Scores, rules: RuleSet, not_applicable: Container[str] = ()) -> Fraction:
    """One evaluator's total, exact. The weight of a block that does not apply is taken out, the rest brought to 100."""
    blocks = [block for block in rules.evaluation.blocks.value if block.code not in not_applicable]
    weight = sum((block.maximum for block in blocks), ZERO)
    return block_sum(scores, blocks) * 100 / Fraction(weight)


def block_sum(scores: Scores, blocks: Iterable[Block]) -> Fraction:
    """The points of these blocks, as they were given; parts without points count nothing."""
    return sum((Fraction(scores.get(part, ZERO)) for block in blocks for part in block.parts), Fraction())


def verdict(totals: Sequence[Exact], rules: RuleSet) -> PreEvaluationVerdict:
    """What follows from the totals in hand, whatever their order."""
    needed, limit = rules.evaluation.evaluators.value, rules.evaluation.divergence.value
    if len(totals) < needed:
        return Waiting(len(totals), needed)
    difference = Fraction(max(totals)) - Fraction(min(totals))
    if len(totals) == needed and difference > limit:
        return ThirdNeeded(difference, limit)
    how, counted = counting(totals, rules)
    value = mean(counted)
    mark, inclusive = rules.evaluation.pass_mark.value, rules.evaluation.pass_mark_inclusive.value
    return Decided(reaches(value, mark, inclusive=inclusive), value, how, counted)


def counting(totals: Sequence[Exact], rules: RuleSet) -> tuple[How, tuple[Fraction, ...]]:
    """Which totals the mean is made of, in order of size."""
    ordered = tuple(sorted(Fraction(total) for total in totals))
    extra = len(ordered) > rules.evaluation.evaluators.value
    if not extra or rules.evaluation.aggregation.value is Aggregation.ALL:
        return How.MEAN_OF_ALL, ordered
    pairs = sorted(combinations(ordered, 2), key=lambda pair: pair[1] - pair[0])
    if len(pairs) > 1 and pairs[0][1] - pairs[0][0] == pairs[1][1] - pairs[1][0]:
        return How.MEAN_OF_ALL, ordered
    return How.MEAN_OF_CLOSEST_TWO, pairs[0]
