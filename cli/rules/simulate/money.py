"""What an application would get under a rule set, and what its recorded spending would be paid. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from cli.rules.simulate.records import Recorded, items_of
from cli.rules.simulate.trying import Fate, Verdict, is_refused_later, recorded
from grants.decisions.settlement import SETTLEMENT
from grants.decisions.spending import SettlementInputs, SpendingInputs
from grants.explanation import Explanation
from grants.regimes import RuleSet
from grants.regimes.words import CapTest
from grants.rules.ceilings import overall_ceiling
from grants.values import ZERO, floored
from grants.workplan import WorkPlan


@dataclass(frozen=True, slots=True)
class Worth:
    """Money of one application under one rule set, in the programme's currency.

    granted: what the plan may get at most of what is asked, were all of it spent; zero unless it passes.
    payable: the settlement on what was spent so far; zero without a grant. could_get: for a selected plan that asks
    too much, what it might have asked for; zero otherwise. full, spent: the settlements behind the first two.
    """

    granted: Decimal = ZERO
    payable: Decimal = ZERO
    could_get: Decimal = ZERO
    full: Explanation | None = None
    spent: Explanation | None = None


TOO_MUCH = frozenset({"money.overall_cap", "money.item_cap"})
"""Breaches that asking for less would heal."""


def worth(one: Recorded, verdict: Verdict, rules: RuleSet, of_grant: RuleSet) -> Worth:
    """The money of an application that fares so under these rules. of_grant: those its grant is settled under."""
    if verdict.fate is Fate.PASSES and not is_refused_later(one):
        return _of_a_passing(one, rules, of_grant)
    return Worth(could_get=_could_get(one, verdict, rules))


def _of_a_passing(one: Recorded, rules: RuleSet, of_grant: RuleSet) -> Worth:
    if one.agreed is None:
        return Worth(granted=one.approved or ZERO)
    full = _settled(_whole(one.agreed, one.approved), rules)
    granted = Decimal(full.figures["allowed"])
    if one.spending is None:
        return Worth(granted, full=full)
    approved = granted if one.spending.approved is None else min(granted, one.spending.approved)
    spent = _settled(one.spending.model_copy(update={"approved": approved}), of_grant)
    return Worth(granted, Decimal(spent.figures["allowed"]), full=full, spent=spent)


def _could_get(one: Recorded, verdict: Verdict, rules: RuleSet) -> Decimal:
    plan, refused = one.plan, verdict.of("plan")
    if plan is None or refused is None or recorded(one).fate is not Fate.PASSES:
        return ZERO
    if not refused.broken or any(line.rule not in TOO_MUCH for line in refused.broken):
        return ZERO
    most = Decimal(_settled(_whole(plan.plan, None), rules).figures["allowed"])
    return min(most, _overall(plan.plan, rules))


def _overall(plan: WorkPlan, rules: RuleSet) -> Decimal:
    """The ceiling of the whole where it is tested on the plan; what is asked where it is not."""
    ceiling = overall_ceiling([(item, item.cost) for item in plan.items], plan.total, rules)
    if ceiling is None or CapTest.PLAN not in rules.money.overall_tested.value:
        return plan.grant
    return floored(ceiling)


def _whole(plan: WorkPlan, approved: Decimal | None) -> SpendingInputs:
    """A plan of which everything was spent as planned."""
    return SpendingInputs(
        items=items_of(plan), realised={item.key: item.cost for item in plan.items}, approved=approved
    )


def _settled(given: SpendingInputs, rules: RuleSet) -> Explanation:
    return SETTLEMENT.decide(SettlementInputs.model_validate(given.model_dump()), rules)
