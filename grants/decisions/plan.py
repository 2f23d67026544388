"""A work plan held against the regime: what it is made of, and every ceiling of its money. Pure.

Rules: `grants.rules.caps` and what it stands on. What people wrote (titles, reasons) is no part of the
decision and of its record.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, Field

from grants.decisions.decision import Check, Checked, Decision, Finding, Inputs, steps
from grants.decisions.plan_limits import limit_checks
from grants.explanation import Line
from grants.regimes import RuleSet
from grants.regimes.idle import idle_bonuses
from grants.regimes.words import CapTest, InKindValue
from grants.rules import caps
from grants.rules.ceilings import item_ceiling, overall_ceiling
from grants.rules.exact import percent_of, plain, said
from grants.rules.planned import last_quarter
from grants.values import ZERO, Share, floored, portion
from grants.workplan import SupportItem, WorkPlan

_WRITTEN = "-"
"""Stands in the record for what a person wrote."""


def _bare(plan: WorkPlan) -> WorkPlan:
    """The plan without a word that a person wrote: only whether a reason was given."""
    packages = []
    for package in plan.packages:
        activities = tuple(
            one.model_copy(update={"title": _WRITTEN, "reason": _WRITTEN if one.reason else None})
            for one in package.activities
        )
        items = tuple(item.model_copy(update={"title": _WRITTEN}) for item in package.items)
        milestones = tuple(one.model_copy(update={"title": _WRITTEN}) for one in package.milestones)
        bare = {"title": _WRITTEN, "activities": activities, "items": items, "milestones": milestones}
        packages.append(package.model_copy(update=bare))
    return plan.model_copy(update={"packages": tuple(packages)})


class PlanInputs(Inputs):
    """plan: as it is handed in; titles and reasons are not recorded.

    minimum_share: least share of the plan, in per cent, that the call asks to be applied for, if it does.
    quarters: how many the plan runs over; the base period of the regime if not said.
    """

    plan: Annotated[WorkPlan, AfterValidator(_bare)]
    minimum_share: Share | None = None
    quarters: Annotated[int, Field(ge=1, le=200)] | None = None


def _find(given: PlanInputs, rules: RuleSet) -> Finding:
    broken = caps.breaches(given.plan, rules, given.minimum_share, given.quarters)
    return Finding(steps(broken, _checks(given, rules)), Checked.of(broken), _figures(given.plan, rules))


def _figures(plan: WorkPlan, rules: RuleSet) -> dict[str, str]:
    figures = {"total": f"{plan.total:.2f}", "grant": f"{plan.grant:.2f}"}
    ceiling = _ceiling(plan, rules)
    return figures if ceiling is None else figures | {"ceiling": f"{ceiling:.2f}"}


def _ceiling(plan: WorkPlan, rules: RuleSet) -> Decimal | None:
    """The most grant the plan may ask as a whole; none where that is not tested on a plan."""
    if CapTest.PLAN not in rules.money.overall_tested.value:
        return None
    ceiling = overall_ceiling([(item, item.cost) for item in plan.items], plan.total, rules)
    return None if ceiling is None else floored(ceiling)


def _checks(given: PlanInputs, rules: RuleSet) -> Iterator[Check]:
    plan = given.plan
    yield from _shape(given, rules)
    yield from _overall(plan, rules)
    for index, item in enumerate(plan.items):
        yield _item(index, item, rules)
        yield from _without_effect(index, item, rules)
    yield from _heads(plan, rules)
    yield from limit_checks(plan, rules)
    yield from _in_kind(plan, rules)
    yield from _minimum(given, rules)


def _shape(given: PlanInputs, rules: RuleSet) -> Iterator[Check]:
    count = sum(len(package.activities) for package in given.plan.packages)
    quarters = f"1-{last_quarter(rules, given.quarters)}"
    source = rules.cite(rules.duration.base_years) if given.quarters is None else "Destek"
    activities = Line(
        rule="step.plan.activities", subject="plan.packages", asked=str(count), allowed=quarters, source=source
    )
    of_activities = (
        *("package_twice", "activity_twice", "activity_unknown", "reason_missing", "quarters", "action_twice"),
        *("milestone_twice", "milestone_quarter", "milestone_activity"),
        *("measure_twice", "measure_unknown", "measure_years", "measure_falls"),
    )
    yield Check(activities, tuple(f"plan.{name}" for name in of_activities))
    items = Line(
        rule="step.plan.items",
        subject="plan.items",
        asked=str(len(given.plan.items)),
        allowed=str(len(rules.cost_heads.value)),
        source=rules.cite(rules.cost_heads),
    )
    yield Check(items, ("plan.",))


def _overall(plan: WorkPlan, rules: RuleSet) -> Iterator[Check]:
    cap, currency, ceiling = rules.money.overall_cap, rules.money.currency.value, _ceiling(plan, rules)
    asked, source = said(plan.grant, currency), rules.cite(cap)
    if ceiling is None:
        tested = rules.cite(cap) if cap.value is None else rules.cite(rules.money.overall_tested)
        yield Check(Line(rule="step.plan.overall_untested", subject="plan.grant", asked=asked, source=tested))
        return
    lift = ceiling - portion(plan.total, cap.value or ZERO)
    if lift:
        yield Check(
            Line(
                rule="step.plan.lift",
                subject="plan.grant",
                asked=said(lift, currency),
                source=rules.cite(rules.money.bonuses),
            )
        )
    allowed = percent_of(cap.value or ZERO, plan.total, ceiling, currency)
    line = Line(rule="step.plan.overall_cap", subject="plan.grant", asked=asked, allowed=allowed, source=source)
    yield Check(line, ("money.overall_cap",))


def _item(index: int, item: SupportItem, rules: RuleSet) -> Check:
    ceiling, currency = item_ceiling(item, rules), rules.money.currency.value
    share = Decimal(100) if ceiling.share is None else ceiling.share
    line = Line(
        rule="step.plan.item_cap",
        subject=f"plan.items[{index}].grant",
        asked=f"{said(item.grant, currency)} ({item.key})",
        allowed=percent_of(share, item.cost, ceiling.of(item.cost), currency),
        source=ceiling.source,
    )
    return Check(line, ("money.item_cap",), here=True)


def _without_effect(index: int, item: SupportItem, rules: RuleSet) -> Iterator[Check]:
    """Points for a certificate that raise nothing, because no ceiling of an item is there to be raised."""
    for bonus in idle_bonuses(rules):
        if item.domestic_goods and item.cost_head in bonus.heads:
            yield Check(
                Line(
                    rule="step.plan.bonus_without_effect",
                    subject=f"plan.items[{index}].grant",
                    asked=f"{plain(bonus.points)} ({item.key})",
                    source=rules.cite(rules.money.bonuses),
                )
            )


def _heads(plan: WorkPlan, rules: RuleSet) -> Iterator[Check]:
    written, currency = rules.money.head_caps, rules.money.currency.value
    for cap in written.value:
        spent = sum((item.cost for item in plan.items if item.cost_head == cap.head), ZERO)
        line = Line(
            rule="step.plan.head_cap",
            subject=f"plan.items[{cap.head}]",
            asked=said(spent, currency),
            allowed=percent_of(cap.share, plan.total, portion(plan.total, cap.share), currency),
            source=rules.cite(written),
        )
        yield Check(line, ("money.head_cap",), here=True)


def _in_kind(plan: WorkPlan, rules: RuleSet) -> Iterator[Check]:
    whole, limit = sum((item.in_kind for item in plan.items), ZERO), rules.money.in_kind_limit
    currency = rules.money.currency.value
    counted = rules.money.in_kind.value is not InKindValue.NOT_COUNTED
    if not whole:
        return
    allowed = percent_of(limit.value, plan.total, portion(plan.total, limit.value), currency)
    source = rules.cite(limit) if counted else rules.cite(rules.money.in_kind)
    line = Line(
        rule="step.plan.in_kind", subject="plan.items", asked=said(whole, currency), allowed=allowed, source=source
    )
    yield Check(line, ("money.in_kind_not_counted", "money.in_kind_limit", "money.in_kind_item"))


def _minimum(given: PlanInputs, rules: RuleSet) -> Iterator[Check]:
    if given.minimum_share is None:
        return
    plan, stated, currency = given.plan, rules.money.minimum_share, rules.money.currency.value
    line = Line(
        rule="step.plan.minimum_share",
        subject="plan.grant",
        asked=said(plan.grant, currency),
        allowed=f"{plain(given.minimum_share)} % × {said(plan.total, currency)}",
        source=rules.cite(stated) if given.minimum_share == stated.value else "call",
    )
    yield Check(line, ("money.minimum_share",))


PLAN = Decision("plan", PlanInputs, Checked, _find)
