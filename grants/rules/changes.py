"""What a change of a running grant is, by what differs, and what no change may do.

A change of words is minor; money moved between items is a transfer; an activity, a milestone, an item or a target
that comes, goes or moves is major. The classes, and who decides about each, stand in the regime. No change raises
the grant, takes from an item what was spent or earned on it, or leaves the consortium short of what it needs.
Source: that the classes are these is a default of the regime; that the amount stays is said of the support as a
whole ([S] 000… OSTİM Clean Technologies, "Süre uzatımı"); composition as in `grants.rules.composition`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import chain
from typing import Any

from grants.breach import Breach
from grants.regimes import RuleSet
from grants.regimes.lists import ChangeClass
from grants.rules import composition
from grants.rules.composition import MemberFacts
from grants.rules.exact import said
from grants.workplan import Activity, Milestone, PlannedMeasure, SupportItem, WorkPackage, WorkPlan


class ChangeKind(StrEnum):
    """The classes of changes, by their codes in the regime; of the plan's three each takes in those before it."""

    MINOR = "minor"
    BUDGET_TRANSFER = "budget_transfer"
    MAJOR = "major"
    MEMBER = "member"
    COORDINATOR = "coordinator"


OF_THE_PLAN = (ChangeKind.MINOR, ChangeKind.BUDGET_TRANSFER, ChangeKind.MAJOR)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs between two versions. what: its kind, like "item.cost"; key: of the thing.

    before, after: as text; "" where it is not there.
    """

    what: str
    key: str
    before: str
    after: str
    kind: ChangeKind


@dataclass(frozen=True, slots=True)
class ItemMove:
    """A support item before and after; no cost and grant where it is not there. In the regime's currency.

    realised: reported on it so far; earned: by what of it was accepted.
    """

    key: str
    cost_before: Decimal | None
    cost_after: Decimal | None
    grant_before: Decimal | None
    grant_after: Decimal | None
    realised: Decimal
    earned: Decimal


def class_of(kind: ChangeKind, rules: RuleSet) -> ChangeClass | None:
    """The class of the regime, with who decides; none where the regime knows no such changes."""
    return next((one for one in rules.changes.classes.value if one.code == kind), None)


def least(differences: Iterable[Difference]) -> ChangeKind:
    """The smallest class of the plan's that takes in everything that differs."""
    return max((one.kind for one in differences), key=OF_THE_PLAN.index, default=ChangeKind.MINOR)


def class_breaches(kind: ChangeKind, needed: ChangeKind, count: int, rules: RuleSet) -> Iterator[Breach]:
    """Whether what is asked as one class is one. needed: the smallest that takes it in; count: of differences."""
    if class_of(kind, rules) is None:
        listed = ", ".join(one.code for one in rules.changes.classes.value)
        yield Breach("change.class_unknown", "kind", kind.value, listed, rules.cite(rules.changes.classes))
    if not count:
        yield Breach("change.nothing", "", "0", "1", "Destek")
    if kind in OF_THE_PLAN and OF_THE_PLAN.index(needed) > OF_THE_PLAN.index(kind):
        yield Breach("change.class_higher", "kind", kind.value, needed.value, rules.cite(rules.changes.classes))


def money_breaches(
    moves: Sequence[ItemMove], grant_after: Decimal, approved: Decimal, earned: tuple[Decimal, Decimal], rules: RuleSet
) -> Iterator[Breach]:
    """What a change of the money breaks. earned: before and after, in all."""
    currency = rules.money.currency.value
    if grant_after > approved:
        yield Breach(
            "change.grant_rises", "plan.grant", said(grant_after, currency), said(approved, currency), "Destek"
        )
    for one in moves:
        cost, grant = one.cost_after or Decimal(0), one.grant_after or Decimal(0)
        if cost < one.realised and cost < (one.cost_before or Decimal(0)):
            asked, allowed = f"{said(cost, currency)} ({one.key})", said(one.realised, currency)
            yield Breach("change.item_spent", f"plan.items[{one.key}].cost", asked, allowed, "Destek")
        if grant < one.earned:
            asked, allowed = f"{said(grant, currency)} ({one.key})", said(one.earned, currency)
            yield Breach("change.item_earned", f"plan.items[{one.key}].grant", asked, allowed, "Destek")
    before, after = earned
    if after < before:
        yield Breach("change.earned_falls", "plan.grant", said(after, currency), said(before, currency), "Destek")


def member_breaches(
    before: Sequence[MemberFacts],
    after: Sequence[MemberFacts],
    has_chamber: bool,  # noqa: FBT001 - a fact of the cluster, not a switch
    rules: RuleSet,
) -> Iterator[Breach]:
    """What the consortium breaks after the change, but for what it broke before and breaks no worse now."""
    was = composition.breaches(before, has_chamber, rules)
    known = {(breach.rule, breach.asked) for breach in was}
    counts = {breach.rule: int(breach.asked) for breach in was if breach.asked.isdecimal()}
    for breach in composition.breaches(after, has_chamber, rules):
        counted = breach.rule in counts and breach.asked.isdecimal() and int(breach.asked) >= counts[breach.rule]
        if not counted and (breach.rule, breach.asked) not in known:
            yield breach


def plan_differences(old: WorkPlan, new: WorkPlan) -> tuple[Difference, ...]:
    """Everything that differs between two versions of a plan, in the order of the new one; order itself is nothing."""
    return tuple(
        chain(
            _things("package", _packages(old), _packages(new)),
            _things("activity", _activities(old), _activities(new)),
            _things("milestone", _milestones(old), _milestones(new)),
            _things("item", _items(old), _items(new)),
            _things("indicator", _measures(old.indicators), _measures(new.indicators)),
        )
    )


def item_moves(
    old: WorkPlan, new: WorkPlan, realised: Mapping[str, Decimal], earned: Mapping[str, Decimal]
) -> tuple[ItemMove, ...]:
    """The items whose money differs, or that come or go."""
    was, becomes = ({item.key: item for item in plan.items} for plan in (old, new))
    return tuple(
        ItemMove(
            key,
            before.cost if (before := was.get(key)) else None,
            after.cost if (after := becomes.get(key)) else None,
            before.grant if before else None,
            after.grant if after else None,
            realised.get(key, Decimal("0.00")),
            earned.get(key, Decimal("0.00")),
        )
        for key in dict.fromkeys((*was, *becomes))
        if _amounts(was.get(key)) != _amounts(becomes.get(key))
    )


def _amounts(item: SupportItem | None) -> tuple[Decimal, Decimal] | None:
    return None if item is None else (item.cost, item.grant)


_Facts = dict[str, tuple[str, ChangeKind]]
"""What of a thing can differ: name of the field → its text, and the class of a change of it."""
_M, _T, _J = OF_THE_PLAN


def _things(name: str, old: Mapping[str, _Facts], new: Mapping[str, _Facts]) -> Iterator[Difference]:
    for key, facts in new.items():
        if key not in old:
            yield Difference(f"{name}.added", key, "", facts["title"][0], _J)
            continue
        for field, (after, kind) in facts.items():
            before = old[key][field][0]
            if before != after:
                yield Difference(f"{name}.{field}", key, before, after, kind)
    for key, facts in old.items():
        if key not in new:
            yield Difference(f"{name}.removed", key, facts["title"][0], "", _J)


def _packages(plan: WorkPlan) -> dict[str, _Facts]:
    return {one.key: {"title": (one.title, _M)} for one in plan.packages}


def _activities(plan: WorkPlan) -> dict[str, _Facts]:
    return {f"{package.key}/{one.code}": _activity(one) for package in plan.packages for one in package.activities}


def _activity(one: Activity) -> _Facts:
    return {
        "title": (one.title, _M),
        "reason": (one.reason or "", _M),
        "actions": (", ".join(one.actions), _M),
        "quarters": (f"{one.first_quarter}-{one.last_quarter}", _J),
    }


def _milestones(plan: WorkPlan) -> dict[str, _Facts]:
    return {one.key: _milestone(package, one) for package in plan.packages for one in package.milestones}


def _milestone(package: WorkPackage, one: Milestone) -> _Facts:
    return {
        "title": (one.title, _M),
        "quarter": (str(one.quarter), _J),
        "activity": (one.activity or "", _J),
        "package": (package.key, _J),
    }


def _items(plan: WorkPlan) -> dict[str, _Facts]:
    return {one.key: _item(package, one) for package in plan.packages for one in package.items}


def _item(package: WorkPackage, one: SupportItem) -> _Facts:
    return {
        "title": (one.title, _M),
        "cost": (f"{one.cost:.2f}", _T),
        "grant": (f"{one.grant:.2f}", _T),
        "in_kind": (f"{one.in_kind:.2f}", _T),
        "quarters": (", ".join(f"{part.quarter}: {part.cost:.2f}" for part in one.quarters), _T),
        "activity": (one.activity, _J),
        "cost_head": (one.cost_head, _J),
        "domestic_goods": (str(one.domestic_goods).lower(), _J),
        "package": (package.key, _J),
    }


def _measures(planned: Sequence[PlannedMeasure]) -> dict[str, Any]:
    return {
        one.code: {
            "title": (one.code, _M),
            "baseline": (str(one.baseline), _J),
            "targets": (", ".join(map(str, one.targets)), _J),
        }
        for one in planned
    }
