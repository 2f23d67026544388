"""The indicators of a whole programme: what was reached of each target, nobody counted twice.

Only what is listed counts: of a number reported without a list nobody can say whether another grant counts the same
firm or university, so it is told apart and brings no target nearer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from grants.regimes import Bilingual, RuleSet, keys, load


@dataclass(frozen=True, slots=True)
class MeasureCount:
    """What the grants say of one measure.

    reported: the last accepted numbers of all grants together. listed: entries of evidence behind them; distinct: of
    these, each body counted once. unlisted: reported without evidence, grant by grant.
    """

    code: str
    reported: int = 0
    listed: int = 0
    distinct: int = 0
    unlisted: int = 0


@dataclass(frozen=True, slots=True)
class YearCount:
    """By how much the accepted numbers of a measure grew in a calendar year."""

    code: str
    year: int
    growth: int


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """reached: the reported numbers of all grants at the end of the year."""

    year: int
    growth: int
    reached: int


@dataclass(frozen=True, slots=True)
class MeasureTotal:
    """counted: towards the target, which is what is distinct. twice: listed by more than one grant. unlisted: counted
    for nothing. shortfall: still missing; None: no target.
    """

    code: str
    names: Bilingual
    target: int | None
    reported: int
    listed: int
    distinct: int
    twice: int
    unlisted: int
    counted: int
    shortfall: int | None
    trend: tuple[TrendPoint, ...]


def regimes_of(programme: str) -> tuple[str, ...]:
    """The keys of the regimes of a programme, the newest first."""
    found = [rules for rules in map(load, keys()) if rules.programme == programme]
    return tuple(rules.key for rules in sorted(found, key=lambda rules: rules.valid_from, reverse=True))


def totals(rules: RuleSet, counts: Mapping[str, MeasureCount], growth: Iterable[YearCount]) -> tuple[MeasureTotal, ...]:
    """Each measure of the programme against its target."""
    years = list(growth)
    return tuple(
        _total(measure.code, measure.names, measure.target, counts.get(measure.code, MeasureCount(measure.code)), years)
        for measure in rules.measures
    )


def _total(
    code: str, names: Bilingual, target: int | None, count: MeasureCount, years: Sequence[YearCount]
) -> MeasureTotal:
    counted = count.distinct
    return MeasureTotal(
        code,
        names,
        target,
        count.reported,
        count.listed,
        count.distinct,
        count.listed - count.distinct,
        count.unlisted,
        counted,
        None if target is None else max(0, target - counted),
        trend([one for one in years if one.code == code]),
    )


def trend(growth: Sequence[YearCount]) -> tuple[TrendPoint, ...]:
    """Year by year, what was reached; a year without news keeps what stood before."""
    by_year = {one.year: one.growth for one in growth}
    found, reached = [], 0
    for year in range(min(by_year, default=0), max(by_year, default=-1) + 1):
        reached += by_year.get(year, 0)
        found.append(TrendPoint(year, by_year.get(year, 0), reached))
    return tuple(found)
