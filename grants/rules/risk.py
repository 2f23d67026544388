"""How great a risk a grant in force is, by what the recorded facts tell; a score proposes and decides nothing.

Each signal is a count of something, like reports that were late. What is above its tolerance brings points, up to the
signal's most; the points add up. From one score a site visit is proposed, from another a hold on payments.
Source: in no paper. Signals, points and scores are defaults of the regime.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor

from grants.regimes import RuleSet
from grants.regimes.lists import RiskSignal
from grants.regimes.words import RiskKind
from grants.values import ZERO
from grants.workplan import PlannedMeasure, SupportItem, WorkPlan


class RiskLevel(StrEnum):
    """What a score proposes: nothing, a visit, or a visit and a hold on payments."""

    LOW = "low"
    VISIT = "visit"
    HOLD = "hold"


def points(signal: RiskSignal, count: int) -> int:
    """What a signal brings for so many."""
    return min(signal.most, max(0, count - signal.tolerance) * signal.points)


def score(counts: Mapping[RiskKind, int], rules: RuleSet) -> int:
    """The points of all signals of the regime; what was not counted brings none."""
    return sum(points(signal, counts.get(RiskKind(signal.code), 0)) for signal in rules.risk.signals.value)


def level(reached: int, rules: RuleSet) -> RiskLevel:
    if reached >= rules.risk.hold_from.value:
        return RiskLevel.HOLD
    return RiskLevel.VISIT if reached >= rules.risk.visit_from.value else RiskLevel.LOW


def planned_until(plan: WorkPlan, quarter: int) -> Fraction:
    """What the plan means to have spent by the end of a quarter, exact, in the programme's currency.

    An item spreads its cost as it says; one that says nothing, evenly over the quarters of its activity.
    """
    return sum((_until(item, plan, quarter) for item in plan.items), Fraction())


def behind(planned: Fraction, realised: Decimal) -> int:
    """By how many whole per cent of what was planned spending stays behind; 0 where it does not."""
    if planned <= 0:
        return 0
    return max(0, floor((planned - Fraction(realised)) * 100 / planned))


def short_of(planned: Sequence[PlannedMeasure], reported: Mapping[str, int], year: int) -> tuple[str, ...]:
    """The measures that stand below what was planned for the end of a year; none before the first."""
    if year < 1:
        return ()
    return tuple(
        one.code for one in planned if reported.get(one.code, 0) < one.targets[min(year, len(one.targets)) - 1]
    )


def _until(item: SupportItem, plan: WorkPlan, quarter: int) -> Fraction:
    if item.quarters:
        return Fraction(sum((one.cost for one in item.quarters if one.quarter <= quarter), ZERO))
    spans = [(one.first_quarter, one.last_quarter) for one in plan.activities if one.code == item.activity]
    if not spans:
        return Fraction()
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    gone = min(max(0, quarter - first + 1), last - first + 1)
    return Fraction(item.cost) * gone / (last - first + 1)
