"""What a change of the plan does to amounts, ceilings and dates, told before it is decided."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from grants.regimes import RuleSet
from grants.rules.ceilings import overall_ceiling
from grants.values import floored
from grants.workplan import WorkPlan
from services.monitoring.domain import money
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.plans import quarter_end


def effect(file: GrantFile, made: GrantFile, old: WorkPlan, new: WorkPlan, rules: RuleSet) -> dict[str, Any]:
    """What of amounts, ceilings and dates differs, as text fit for JSON."""
    return {"amounts": [*_amounts(file, made, old, new, rules)], "dates": [*_dates(file.grant.starts_on, old, new)]}


def _amounts(
    file: GrantFile, made: GrantFile, old: WorkPlan, new: WorkPlan, rules: RuleSet
) -> Iterator[dict[str, str]]:
    found: tuple[tuple[str, Decimal, Decimal], ...] = (
        ("total", old.total, new.total),
        ("grant", old.grant, new.grant),
        ("ceiling", _ceiling(old, rules), _ceiling(new, rules)),
        ("earned", file.grant.earned, made.grant.earned),
        ("claimable", money.claimable(file, rules), money.claimable(made, rules)),
        ("allowed", money.final_settlement(file, rules).allowed, money.final_settlement(made, rules).allowed),
    )
    for name, was, becomes in found:
        if was != becomes:
            yield {"name": name, "before": f"{was:.2f}", "after": f"{becomes:.2f}"}


def _ceiling(plan: WorkPlan, rules: RuleSet) -> Decimal:
    """The most grant the plan may have as a whole; all of it where the regime caps the items only."""
    ceiling = overall_ceiling([(item, item.cost) for item in plan.items], plan.total, rules)
    return plan.total if ceiling is None else floored(ceiling)


def _dates(starts_on: date, old: WorkPlan, new: WorkPlan) -> Iterator[dict[str, str]]:
    """Milestones and activities that move, come or go: the first day after each; "" where it is not there."""
    was, becomes = (dict(_ends(plan)) for plan in (old, new))
    for name, key in dict.fromkeys((*was, *becomes)):
        before, after = was.get((name, key)), becomes.get((name, key))
        if before != after:
            days = ("" if one is None else quarter_end(starts_on, one).isoformat() for one in (before, after))
            yield {"name": name, "key": key, **dict(zip(("before", "after"), days, strict=True))}


def _ends(plan: WorkPlan) -> Iterator[tuple[tuple[str, str], int]]:
    for package in plan.packages:
        for activity in package.activities:
            yield ("activity", f"{package.key}/{activity.code}"), activity.last_quarter
        for milestone in package.milestones:
            yield ("milestone", milestone.key), milestone.quarter
