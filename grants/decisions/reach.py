"""Whether one who waits in reserve can still be reached by money that may become free. Pure.

Rule: `grants.rules.reserve`.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from grants.decisions.decision import Decision, Finding, Id, Inputs
from grants.decisions.reserve import Holding
from grants.explanation import Line
from grants.regimes import RuleSet
from grants.rules import reserve as rule
from grants.rules.exact import said
from grants.values import Money

_MOST = 5_000


class ReachInputs(Inputs):
    """asked: what the one in reserve asks. money: what the ranking of the call could fill. holders: in any order."""

    application_id: Id
    asked: Money
    money: Money
    holders: Annotated[tuple[Holding, ...], Field(max_length=_MOST)] = ()

    @property
    def held_by(self) -> tuple[rule.Holder, ...]:
        return tuple(rule.Holder(one.application_id, one.amount, one.concluded) for one in self.holders)


class Reach(StrEnum):
    WITHIN = "within"
    OUT = "out"


def _find(given: ReachInputs, rules: RuleSet) -> Finding:
    waiting = rule.Waiting(given.application_id, 1, given.asked)
    lost = bool(rule.out_of_reach([waiting], given.money, given.held_by))
    currency = rules.money.currency.value
    still = [one for one in given.held_by if not one.concluded]
    most = rule.free(given.money, (one for one in given.held_by if one.concluded))
    lines = (
        Line(rule="step.reach.may_leave", subject=given.application_id, asked=str(len(still)), held=bool(still)),
        Line(
            rule="step.reach.most",
            subject=given.application_id,
            asked=said(given.asked, currency),
            allowed=said(most, currency),
            held=given.asked <= most,
        ),
    )
    return Finding(lines, Reach.OUT if lost else Reach.WITHIN, {"most": f"{most:.2f}"})


REACH = Decision("reach", ReachInputs, Reach, _find)
