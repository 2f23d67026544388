"""A funding combination that somebody tries on a ranking. Pure. Rule: `grants.rules.combination`.

Told like a decision so that anybody can make it again; it decides nothing about any application.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from grants.breach import RulesBroken
from grants.decisions.decision import Decision, Finding, Id, Inputs, Number
from grants.decisions.ranking import Standing
from grants.explanation import Line
from grants.regimes import RuleSet
from grants.rules import combination as rule
from grants.rules.combination import Combination, CutBy, CutOff, Facts, Fate, Outcome
from grants.rules.exact import exact_text, plain, said
from grants.rules.ranking import Placed, rank
from grants.values import Money

_MOST = 5_000
_MOST_KINDS = 50

Word = Annotated[str, StringConstraints(max_length=100)]


class CombinationPart(Inputs):
    """One application with what the sums are made by: its province, and how many members of which kind it has."""

    application: Standing
    province: Word = ""
    members: Annotated[
        dict[Word, Annotated[int, Field(ge=1, le=10_000)]], Field(default_factory=dict, max_length=_MOST_KINDS)
    ]

    @property
    def facts(self) -> Facts:
        return Facts(self.province, rule.division(self.application.nace), self.members)


class CutOffInput(Inputs):
    """by rank: the last place that is paid. by total: the least total that is."""

    by: CutBy
    value: Number


class CombinationInputs(Inputs):
    """candidates: in any order. money: what there is to pay from. amounts: tried instead of what is asked.

    unscored: applications the board has not scored fully yet; they have no place.
    """

    candidates: Annotated[tuple[CombinationPart, ...], Field(max_length=_MOST)]
    unscored: Annotated[tuple[Id, ...], Field(max_length=_MOST)] = ()
    cut_off: CutOffInput
    amounts: Annotated[dict[Id, Money], Field(default_factory=dict, max_length=_MOST)]
    money: Money


class Combined(StrEnum):
    """Whether the money reaches."""

    WITHIN = "within"
    OVER = "over"


def combined(given: CombinationInputs, rules: RuleSet) -> Combination:
    """The combination itself. Raises `RulesBroken` with everything that is wrong with cut-off and amounts."""
    ranked = rank((one.application.candidate for one in given.candidates), rules, given.money)
    cut_off = CutOff(given.cut_off.by, given.cut_off.value)
    broken = rule.breaches(ranked, cut_off, given.amounts, rules)
    if broken:
        raise RulesBroken(*broken)
    facts = {one.application.application_id: one.facts for one in given.candidates}
    return rule.combine(ranked, facts, cut_off, given.amounts, given.money)


def _combine(given: CombinationInputs, rules: RuleSet) -> Finding:
    made = combined(given, rules)
    figures = {"funded": str(len(made.funded)), "amount": f"{made.amount:.2f}", "left": f"{made.left:.2f}"}
    return Finding(tuple(_lines(given, made, rules)), Combined.WITHIN if made.fits else Combined.OVER, figures)


def _lines(given: CombinationInputs, made: Combination, rules: RuleSet) -> Iterator[Line]:
    cut, currency = exact_text(given.cut_off.value), rules.money.currency.value
    yield Line(rule=f"step.combination.cut_{given.cut_off.by}", subject="cut_off", allowed=cut, source="Destek")
    for one in made.outcomes:
        yield _line(one, given, rules)
    for application_id in sorted(given.unscored):
        yield Line(rule="step.combination.unscored", subject=application_id, source="Destek", held=False)
    yield Line(
        rule="step.combination.sum" if made.fits else "step.combination.over",
        subject="amount",
        asked=said(made.amount, currency),
        allowed=said(given.money, currency),
        source="call",
        held=made.fits,
    )


def _line(one: Outcome, given: CombinationInputs, rules: RuleSet) -> Line:
    placed, currency = one.placed, rules.money.currency.value
    name = f"step.combination.{one.fate}"
    if one.fate is Fate.FUNDED:
        asked, allowed = said(one.amount, currency), said(placed.requested, currency)
        return Line(rule=name, subject=placed.application_id, asked=asked, allowed=allowed, source="Destek")
    threshold = rules.committee.threshold
    is_low = one.fate is Fate.ELIMINATED
    return Line(
        rule=name,
        subject=placed.application_id,
        asked=_standing(placed),
        allowed=plain(threshold.value) if is_low else exact_text(given.cut_off.value),
        source=rules.cite(threshold) if is_low else "Destek",
        held=False,
    )


def _standing(placed: Placed) -> str:
    """Place and total as one reads them: "3; 78.5"; an eliminated one has no place."""
    total = exact_text(placed.total)
    return total if placed.place is None else f"{placed.place}; {total}"


COMBINATION = Decision("combination", CombinationInputs, Combined, _combine)
