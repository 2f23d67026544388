"""From the totals of independent evaluators to an answer: wait, ask a third, go on, or be eliminated. Pure.

Rules: `grants.rules.evaluation`. No evaluator is named: the totals stand in order of size.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, assert_never

from pydantic import AfterValidator, Field

from grants.decisions.decision import Decision, Finding, Inputs, Number
from grants.explanation import Line
from grants.regimes import RuleSet
from grants.rules.evaluation import Decided, How, ThirdNeeded, Waiting, verdict
from grants.rules.exact import exact_text, plain


class Answer(StrEnum):
    WAITING = "waiting"
    THIRD_NEEDED = "third_needed"
    PASSED = "passed"
    ELIMINATED = "eliminated"


class PreEvaluationInputs(Inputs):
    """The totals in hand, as text, in any order."""

    totals: Annotated[tuple[Number, ...], AfterValidator(lambda totals: tuple(sorted(totals)))] = Field(max_length=9)


def _find(given: PreEvaluationInputs, rules: RuleSet) -> Finding:
    found = verdict(given.totals, rules)
    match found:
        case Waiting():
            return Finding((_count(given, rules),), Answer.WAITING, {"given": str(found.given)})
        case ThirdNeeded():
            lines = (_count(given, rules), *_divergence(given, rules))
            return Finding(lines, Answer.THIRD_NEEDED, {"difference": exact_text(found.difference)})
        case Decided():
            outcome = Answer.PASSED if found.passed else Answer.ELIMINATED
            lines = (_count(given, rules), *_divergence(given, rules), *_mean(found, rules))
            return Finding(lines, outcome, {"mean": exact_text(found.mean)})
        case never:
            assert_never(never)


def _count(given: PreEvaluationInputs, rules: RuleSet) -> Line:
    needed = rules.evaluation.evaluators
    return Line(
        rule="step.pre_evaluation.count",
        subject="totals",
        asked=str(len(given.totals)),
        allowed=str(needed.value),
        source=rules.cite(needed),
        held=len(given.totals) >= needed.value,
    )


def _divergence(given: PreEvaluationInputs, rules: RuleSet) -> Iterator[Line]:
    """How far the totals lie apart, which is asked only of as many as the regime wants at first."""
    limit = rules.evaluation.divergence
    if len(given.totals) != rules.evaluation.evaluators.value:
        return
    least, most = given.totals[0], given.totals[-1]
    yield Line(
        rule="step.pre_evaluation.divergence",
        subject="totals",
        asked=f"{exact_text(most - least)} ({exact_text(most)} − {exact_text(least)})",
        allowed=plain(limit.value),
        source=rules.cite(limit),
        held=most - least <= limit.value,
    )


def _mean(found: Decided, rules: RuleSet) -> Iterator[Line]:
    added = " + ".join(exact_text(one) for one in found.counted)
    mean = f"({added}) / {len(found.counted)} = {exact_text(found.mean)}"
    if found.how is How.MEAN_OF_CLOSEST_TWO:
        aggregation = rules.evaluation.aggregation
        closest = ", ".join(exact_text(one) for one in found.counted)
        yield Line(
            rule="step.pre_evaluation.closest_two", subject="totals", asked=closest, source=rules.cite(aggregation)
        )
    mark, inclusive = rules.evaluation.pass_mark, rules.evaluation.pass_mark_inclusive.value
    yield Line(
        rule="step.pre_evaluation.pass_mark" if inclusive else "step.pre_evaluation.pass_mark_above",
        subject="mean",
        asked=mean,
        allowed=plain(mark.value),
        source=rules.cite(mark),
        held=found.passed,
    )


PRE_EVALUATION = Decision("pre_evaluation", PreEvaluationInputs, Answer, _find)
