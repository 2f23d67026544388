"""What follows from the decision on a development report: support goes on, or ends. Pure.

Whether it does is decided by people, who are named by the regime; here stands what their decision rests on.
Source: that a report every two years decides it, one public page on call 4 ([p]).
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from grants.breach import Breach, RulesBroken
from grants.decisions.decision import Decision, Finding, Inputs
from grants.explanation import Line
from grants.regimes import RuleSet


class Continuation(StrEnum):
    """Whether support goes on."""

    CONTINUE = "continue"
    END = "end"


class DevelopmentInputs(Inputs):
    """period_ends_on: the first day after the period. due_on: the last day on which the report was in time.

    decided_on: the day of the decision; support ends with it where the decision is to end.
    """

    period_starts_on: date
    period_ends_on: date
    due_on: date
    submitted_on: date
    decided_on: date
    decision: Continuation


def _find(given: DevelopmentInputs, rules: RuleSet) -> Finding:
    if given.decided_on < given.submitted_on:
        asked, least = given.decided_on.isoformat(), given.submitted_on.isoformat()
        raise RulesBroken(Breach("development.decided_on", "decided_on", asked, least, "Destek"))
    return Finding(tuple(_lines(given, rules)), given.decision)


def _lines(given: DevelopmentInputs, rules: RuleSet) -> Iterator[Line]:
    kind, source = rules.reporting.development_report, rules.cite(rules.reporting.kinds)
    if kind is not None:
        span = f"{given.period_starts_on.isoformat()} – {given.period_ends_on.isoformat()}"
        yield Line(rule="step.development.asked", asked=span, allowed=str(kind.period_months), source=source)
    in_time = given.submitted_on <= given.due_on
    submitted, due = given.submitted_on.isoformat(), given.due_on.isoformat()
    rule = f"step.development.{'in_time' if in_time else 'late'}"
    yield Line(rule=rule, asked=submitted, allowed=due, source=source, held=in_time)
    decided = given.decided_on.isoformat()
    yield Line(rule=f"step.development.{given.decision.value}", asked=decided, source=source)


DEVELOPMENT = Decision("development", DevelopmentInputs, Continuation, _find)
