"""The figures of an activity report beside what was planned and what the report before it told."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from grants.calendar import exclusive_end
from grants.values import ZERO
from services.portal.reading_grants import Grant, Report
from services.portal.reading_plans import PlannedMeasure

_MONTHS_OF_YEAR = 12


@dataclass(frozen=True, slots=True)
class Told:
    """A measure of a report. names: by language. year: of the contract, in which the period ends; target: of the plan
    for the end of it. is_over: whether that year ended with the period, so that the target has to be met.
    """

    code: str
    names: dict[str, str]
    baseline: int | None
    before: int | None
    now: int | None
    target: int | None
    year: int
    is_over: bool

    @property
    def change(self) -> str:
        """By how much it moved since the report before; "" where one of the two says nothing."""
        return "" if self.now is None or self.before is None else f"{self.now - self.before:+d}"

    @property
    def is_short(self) -> bool:
        return self.is_over and self.target is not None and (self.now or 0) < self.target


@dataclass(frozen=True, slots=True)
class Spent:
    """A support item of a report. so_far: of the reports up to this one, as they stand."""

    key: str
    title: str
    planned: Decimal | None
    before: Decimal
    now: Decimal
    so_far: Decimal


@dataclass(frozen=True, slots=True)
class Figures:
    """before: number of the report that is compared with; 0 for none."""

    before: int
    measures: tuple[Told, ...]
    items: tuple[Spent, ...]


def figures_of(grant: Grant, report: Report) -> Figures:
    """Everything a report tells in numbers, with the report before it that was filed."""
    earlier = [one for one in grant.reports if one.number < report.number and one.submitted_at is not None]
    before = max(earlier, key=lambda one: one.number, default=None)
    return Figures(
        before=before.number if before else 0,
        measures=_measures(grant, report, before),
        items=_items(grant, report, before, earlier),
    )


def _measures(grant: Grant, report: Report, before: Report | None) -> tuple[Told, ...]:
    """Those of the plan, and those that one of the two reports tells."""
    planned = {one.code: one for one in grant.plan.indicators}
    named = {one.code: one.names for one in grant.indicators}
    last = before.indicators if before else {}
    year, is_over = _year(grant.starts_on, report.period_ends_on)
    return tuple(
        Told(
            code=code,
            names=named.get(code, {}),
            baseline=planned[code].baseline if code in planned else None,
            before=last.get(code),
            now=report.indicators.get(code),
            target=_target(planned.get(code), year),
            year=year,
            is_over=is_over,
        )
        for code in dict.fromkeys((*named, *planned, *report.indicators, *last))
        if code in planned or code in report.indicators or code in last
    )


def _target(measure: PlannedMeasure | None, year: int) -> int | None:
    """What the plan means to have reached at the end of a year; after its last year, what it set for that one."""
    if measure is None or not measure.targets or not year:
        return None
    return measure.targets[min(year, len(measure.targets)) - 1]


def _year(starts_on: date | None, ends_on: date | None) -> tuple[int, bool]:
    """The year of the contract in which a period ends, and whether it ends with it; 0 where one is not known."""
    if starts_on is None or ends_on is None:
        return 0, False
    year = 1
    while exclusive_end(starts_on, _MONTHS_OF_YEAR * year) < ends_on:
        year += 1
    return year, exclusive_end(starts_on, _MONTHS_OF_YEAR * year) == ends_on


def _items(grant: Grant, report: Report, before: Report | None, earlier: list[Report]) -> tuple[Spent, ...]:
    """Those for which something was spent so far."""
    planned = {one.key: one for package in grant.plan.packages for one in package.items}
    now, last = _sums(report), _sums(*((before,) if before else ()))
    so_far = _sums(*earlier, report)
    return tuple(
        Spent(
            key=key,
            title=planned[key].title if key in planned else "",
            planned=planned[key].cost if key in planned else None,
            before=last.get(key, ZERO),
            now=now.get(key, ZERO),
            so_far=so_far[key],
        )
        for key in dict.fromkeys((*planned, *so_far))
        if key in so_far
    )


def _sums(*reports: Report) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for report in reports:
        for one in report.spending:
            found[one.item] = found.get(one.item, ZERO) + (one.realised or ZERO)
    return found
