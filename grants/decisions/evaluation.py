"""One evaluator's sheet held against the regime's blocks. Pure. Rules: `grants.rules.evaluation`."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema

from grants.decisions.decision import Check, Checked, Decision, Finding, Inputs, Points, steps
from grants.explanation import Line
from grants.regimes import RuleSet
from grants.regimes.lists import Block
from grants.rules import evaluation as rule
from grants.rules.exact import plain
from grants.values import ZERO

_MOST_BLOCKS = 100
_MOST_TEXT = 20_000

BlockCode = Annotated[str, StringConstraints(min_length=1, max_length=40)]


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
    """Points by block, as text ("18.5"), and by block the justification or its length."""

    scores: dict[BlockCode, Points] = Field(max_length=_MOST_BLOCKS)
    justifications: dict[BlockCode, Length] = Field(default={}, max_length=_MOST_BLOCKS)


def _find(given: EvaluationInputs, rules: RuleSet) -> Finding:
    broken = rule.sheet_breaches(given.scores, given.justifications, rules)
    figures = {} if broken else {"total": plain(rule.total(given.scores))}
    return Finding(steps(broken, _checks(given, rules)), Checked.of(broken), figures)


def _checks(given: EvaluationInputs, rules: RuleSet) -> Iterator[Check]:
    for block in rules.evaluation.blocks.value:
        yield _points(block, given, rules)
        yield _justification(block, given, rules)
    blocks = [block.code for block in rules.evaluation.blocks.value if block.code in given.scores]
    added = " + ".join(plain(given.scores[code]) for code in blocks)
    whole = plain(sum((given.scores[code] for code in blocks), ZERO))
    most = plain(sum((block.maximum for block in rules.evaluation.blocks.value), ZERO))
    line = Line(
        rule="step.evaluation.total",
        subject="scores",
        asked=f"{added} = {whole}",
        allowed=most,
        source=rules.cite(rules.evaluation.blocks),
    )
    if blocks:
        yield Check(line)


def _points(block: Block, given: EvaluationInputs, rules: RuleSet) -> Check:
    line = Line(
        rule="step.evaluation.points",
        subject=f"scores.{block.code}",
        asked=plain(given.scores.get(block.code, ZERO)),
        allowed=f"0-{plain(block.maximum)}",
        source=rules.cite(rules.evaluation.blocks),
    )
    return Check(line, ("evaluation.block_missing", "evaluation.points_range"), here=True)


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
