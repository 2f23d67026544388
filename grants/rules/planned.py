"""What a work plan may be made of: known activities and cost heads, each thing once, quarters in the period.

Source: the programme's lists of activity types ([S] 000…, 002…) as the regime holds them; other activities
are allowed with a reason, because each list ends in "etc." ([S] 002…).
"""

from collections.abc import Iterable, Iterator

from grants.breach import Breach
from grants.regimes import RuleSet
from grants.rules.schedule import schedule_breaches
from grants.workplan import Activity, SupportItem, WorkPackage, WorkPlan

_QUARTERS_OF_YEAR = 4


def last_quarter(rules: RuleSet, quarters: int | None = None) -> int:
    """The last quarter of a plan that runs over so many; over the base period of the regime if not said."""
    return quarters if quarters is not None else rules.duration.base_years.value * _QUARTERS_OF_YEAR


def shape_breaches(plan: WorkPlan, rules: RuleSet, quarters: int | None = None) -> tuple[Breach, ...]:
    """All that is wrong with what the plan is made of, money aside."""
    last = last_quarter(rules, quarters)
    return (
        *_empty(plan),
        *_twice("plan.package_twice", "plan.packages[{}].key", (package.key for package in plan.packages)),
        *_twice("plan.item_twice", "plan.items[{}].key", (item.key for item in plan.items)),
        *(
            breach
            for index, package in enumerate(plan.packages)
            for breach in _package(f"plan.packages[{index}]", package, rules, last)
        ),
        *_items(plan, rules),
        *schedule_breaches(plan, rules, last),
    )


def _empty(plan: WorkPlan) -> Iterator[Breach]:
    if not plan.items:
        yield Breach("plan.empty", "plan.items", "0", "1", "Destek")


def _twice(rule: str, subject: str, keys: Iterable[str]) -> Iterator[Breach]:
    seen: set[str] = set()
    for index, key in enumerate(keys):
        if key in seen:
            yield Breach(rule, subject.format(index), key, "1", "Destek")
        seen.add(key)


def _package(path: str, package: WorkPackage, rules: RuleSet, last: int) -> Iterator[Breach]:
    codes = (activity.code for activity in package.activities)
    yield from _twice("plan.activity_twice", path + ".activities[{}].code", codes)
    for index, activity in enumerate(package.activities):
        yield from _activity(f"{path}.activities[{index}]", activity, rules, last)


def _activity(path: str, activity: Activity, rules: RuleSet, last: int) -> Iterator[Breach]:
    catalogue = rules.catalogue
    if activity.code not in catalogue.codes:
        groups = ", ".join(group.code for group in catalogue.groups)
        yield Breach("plan.activity_unknown", f"{path}.code", activity.code, groups, rules.key)
    if activity.code in catalogue.other_codes and not activity.reason:
        source = rules.cite(catalogue.others_allowed)
        yield Breach("plan.reason_missing", f"{path}.reason", activity.code, "", source)
    if not 1 <= activity.first_quarter <= activity.last_quarter <= last:
        asked = f"{activity.first_quarter}-{activity.last_quarter}"
        source = rules.cite(rules.duration.base_years)
        yield Breach("plan.quarters", f"{path}.last_quarter", asked, f"1-{last}", source)


def _items(plan: WorkPlan, rules: RuleSet) -> Iterator[Breach]:
    planned = {activity.code for package in plan.packages for activity in package.activities}
    heads = {head.code for head in rules.cost_heads.value}
    for index, item in enumerate(plan.items):
        yield from _item(f"plan.items[{index}]", item, planned, heads, rules)


def _item(path: str, item: SupportItem, planned: set[str], heads: set[str], rules: RuleSet) -> Iterator[Breach]:
    if item.activity not in planned:
        asked = f"{item.activity} ({item.key})"
        yield Breach("plan.item_activity_missing", f"{path}.activity", asked, ", ".join(sorted(planned)), "Destek")
    if item.cost_head not in heads:
        asked, allowed = f"{item.cost_head} ({item.key})", ", ".join(sorted(heads))
        yield Breach("plan.cost_head_unknown", f"{path}.cost_head", asked, allowed, rules.cite(rules.cost_heads))
