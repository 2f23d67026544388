"""When things of a work plan are there: milestones, the budget by quarter, the indicators by year.

All three may be left out; what is said must fit the support period and the plan itself.
Source: milestones and a budget by quarter are Destek's own; the indicators are the programme's ([S] 000…, 002…).
"""

from collections.abc import Iterable, Iterator

from grants.breach import Breach
from grants.regimes import RuleSet
from grants.rules.exact import said
from grants.values import ZERO
from grants.workplan import Activity, Milestone, PlannedMeasure, SupportItem, WorkPlan

QUARTERS_OF_YEAR = 4


def schedule_breaches(plan: WorkPlan, rules: RuleSet, last: int) -> tuple[Breach, ...]:
    """All that is wrong with when things are planned. last: the last quarter of the plan."""
    return (
        *_milestones(plan, last),
        *(one for index, item in enumerate(plan.items) for one in _quarters(f"plan.items[{index}]", item, rules, last)),
        *(one for activity in plan.activities for one in _actions(activity)),
        *_measures(plan.indicators, rules, last),
    )


def _milestones(plan: WorkPlan, last: int) -> Iterator[Breach]:
    yield from _once("plan.milestone_twice", "plan.milestones", (one.key for one in plan.milestones))
    known = {activity.code for activity in plan.activities}
    for index, one in enumerate(plan.milestones):
        yield from _milestone(f"plan.milestones[{index}]", one, known, last)


def _milestone(path: str, one: Milestone, known: set[str], last: int) -> Iterator[Breach]:
    if not 1 <= one.quarter <= last:
        yield Breach("plan.milestone_quarter", f"{path}.quarter", f"{one.quarter} ({one.key})", f"1-{last}", "Destek")
    if one.activity is not None and one.activity not in known:
        listed = ", ".join(sorted(known))
        yield Breach("plan.milestone_activity", f"{path}.activity", f"{one.activity} ({one.key})", listed, "Destek")


def _quarters(path: str, item: SupportItem, rules: RuleSet, last: int) -> Iterator[Breach]:
    if not item.quarters:
        return
    yield from _once("plan.quarter_twice", f"{path}.quarters", (str(one.quarter) for one in item.quarters))
    for one in item.quarters:
        if not 1 <= one.quarter <= last:
            asked = f"{one.quarter} ({item.key})"
            yield Breach("plan.quarter_outside", f"{path}.quarters", asked, f"1-{last}", "Destek")
    spread = sum((one.cost for one in item.quarters), ZERO)
    if spread != item.cost:
        currency = rules.money.currency.value
        asked = f"{said(spread, currency)} ({item.key})"
        yield Breach("plan.quarter_sum", f"{path}.quarters", asked, said(item.cost, currency), "Destek")


def _actions(activity: Activity) -> Iterator[Breach]:
    yield from _once("plan.action_twice", f"plan.activities[{activity.code}].actions", activity.actions)


def _measures(planned: tuple[PlannedMeasure, ...], rules: RuleSet, last: int) -> Iterator[Breach]:
    yield from _once("plan.measure_twice", "plan.indicators", (one.code for one in planned))
    codes, source = {measure.code for measure in rules.measures}, rules.cite(rules.indicators)
    years = -(-last // QUARTERS_OF_YEAR)
    for index, one in enumerate(planned):
        path = f"plan.indicators[{index}]"
        if one.code not in codes:
            yield Breach("plan.measure_unknown", f"{path}.code", one.code, ", ".join(sorted(codes)), source)
        if len(one.targets) > years:
            asked = f"{len(one.targets)} ({one.code})"
            yield Breach("plan.measure_years", f"{path}.targets", asked, str(years), "Destek")
        if list(one.targets) != sorted((one.baseline, *one.targets))[1:]:
            asked = f"{one.baseline}, {', '.join(map(str, one.targets))} ({one.code})"
            yield Breach("plan.measure_falls", f"{path}.targets", asked, "", "Destek")


def _once(rule: str, subject: str, keys: Iterable[str]) -> Iterator[Breach]:
    seen: set[str] = set()
    for index, key in enumerate(keys):
        if key in seen:
            yield Breach(rule, f"{subject}[{index}]", key, "1", "Destek")
        seen.add(key)
