"""One evaluator's sheet held against the regime's blocks. Pure. Rules: `grants.rules.evaluation`."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema

from grants.decisions.decision import Check, Checked, Decision, Finding, Inputs, Points, steps
from grants.explanation import Line
from grants.regimes import RuleSet
from grants.regimes.lists import Block
from grants.rules import evaluation as rule
from grants.rules.exact import exact_text, plain
from grants.values import ZERO

_MOST_BLOCKS = 100
_MOST_TEXT = 20_000

BlockCode = Annotated[str, StringConstraints(min_length=1, max_length=40)]
PartCode = Annotated[str, StringConstraints(min_length=1, max_length=81)]
"""A block, or an aspect of it ("competitiveness.level")."""


def _length(value: object) -> object:
    return rule.length_of(value) if isinstance(value, str) else value


Length = Annotated[
    int,
    BeforeValidator(_length),
    Field(ge=0, le=_MOST_TEXT),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string"}]}),
]
"""How many characters a justification has; given the text itself, it is counted and not kept."""


class EvaluationInputs(Inputs):
    """Points by part ("capacity", "competitiveness.level"), as text ("18.5"), and by block the justification or its
    length. not_applicable: by block that does not apply, the reason or its length.
    """

    scores: dict[PartCode, Points] = Field(max_length=_MOST_BLOCKS)
    justifications: dict[BlockCode, Length] = Field(default={}, max_length=_MOST_BLOCKS)
    not_applicable: dict[BlockCode, Length] | None = Field(default=None, max_length=_MOST_BLOCKS)

    @property
    def sheet(self) -> rule.Sheet:
        return rule.Sheet(self.scores, self.justifications, self.left_out)

    @property
    def left_out(self) -> dict[str, int]:
        return self.not_applicable or {}


def _find(given: EvaluationInputs, rules: RuleSet) -> Finding:
    broken = rule.sheet_breaches(given.sheet, rules)
    figures = {} if broken else {"total": exact_text(rule.total(given.scores, rules, given.left_out))}
    return Finding(steps(broken, _checks(given, rules)), Checked.of(broken), figures)


def _checks(given: EvaluationInputs, rules: RuleSet) -> Iterator[Check]:
    for block in rules.evaluation.blocks.value:
        if block.code in given.left_out:
            yield _not_applicable(block, rules)
            continue
        for part, most in block.parts.items():
            yield _points(part, most, given, rules)
        if block.aspects:
            yield from _added(block, given, rules)
        yield _justification(block, given, rules)
    applies = [block for block in rules.evaluation.blocks.value if block.code not in given.left_out]
    if any(part in given.scores for block in applies for part in block.parts):
        yield _total(applies, given, rules)


def _total(applies: Sequence[Block], given: EvaluationInputs, rules: RuleSet) -> Check:
    """What the blocks that apply add up to; where one is left out, brought to a hundred."""
    scored = [block for block in applies if any(part in given.scores for part in block.parts)]
    added = " + ".join(exact_text(rule.block_sum(given.scores, [block])) for block in scored)
    whole, weight = exact_text(rule.block_sum(given.scores, applies)), plain(_weight(applies))
    brought = f"{added} = {whole}"
    if given.left_out:
        brought += f"; {whole} / {weight} × 100 = {exact_text(rule.total(given.scores, rules, given.left_out))}"
    line = Line(
        rule="step.evaluation.total",
        subject="scores",
        asked=brought,
        allowed=plain(_weight(rules.evaluation.blocks.value)),
        source=rules.cite(rules.evaluation.blocks),
    )
    return Check(line)


def _weight(blocks: Sequence[Block]) -> Decimal:
    return sum((block.maximum for block in blocks), ZERO)


def _points(part: str, most: Decimal, given: EvaluationInputs, rules: RuleSet) -> Check:
    line = Line(
        rule="step.evaluation.points",
        subject=f"scores.{part}",
        asked=plain(given.scores.get(part, ZERO)),
        allowed=f"0-{plain(most)}",
        source=rules.cite(rules.evaluation.blocks),
    )
    return Check(line, ("evaluation.block_missing", "evaluation.points_range"), here=True)


def _added(block: Block, given: EvaluationInputs, rules: RuleSet) -> Iterator[Check]:
    """What the aspects of a block add up to, once all have points."""
    if not all(part in given.scores for part in block.parts):
        return
    points = " + ".join(plain(given.scores[part]) for part in block.parts)
    line = Line(
        rule="step.evaluation.block",
        subject=block.code,
        asked=f"{points} = {exact_text(rule.block_sum(given.scores, [block]))}",
        allowed=plain(block.maximum),
        source=rules.cite(rules.evaluation.blocks),
    )
    yield Check(line)


def _not_applicable(block: Block, rules: RuleSet) -> Check:
    line = Line(
        rule="step.evaluation.not_applicable",
        subject=f"not_applicable.{block.code}",
        asked=plain(block.maximum),
        source=rules.cite(rules.evaluation.blocks),
    )
    return Check(line, ("evaluation.not_applicable_refused", "evaluation.justification_short"), here=True)


def _justification(block: Block, given: EvaluationInputs, rules: RuleSet) -> Check:
    least = rules.evaluation.justification_minimum_length
    line = Line(
        rule="step.evaluation.justification",
        subject=f"justifications.{block.code}",
        asked=str(given.justifications.get(block.code, 0)),
        allowed=str(least.value),
        source=rules.cite(least),
    )
    return Check(line, ("evaluation.justification_short",), here=True)


EVALUATION = Decision("evaluation", EvaluationInputs, Checked, _find)
