"""What holds for some activities only: how many, how long, and how much money per project, activity or year.

The second programme lives by these: five marketing programmes of at most 150,000 US dollars each, and so on.
Source: each limit stands with its own source in the regime.

Money per year is tested without knowing in which year it will be spent: of all items whose activities lie
within some span of years, no more may be asked than that span allows.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import assert_never

from grants.breach import Breach
from grants.regimes import RuleSet
from grants.regimes.lists import Limit
from grants.regimes.words import Per
from grants.rules.ceilings import limit_of
from grants.rules.exact import said
from grants.values import ZERO
from grants.workplan import WorkPlan

QUARTERS_OF_YEAR = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """One activity of one package that falls under a limit: its place, its years and its grant."""

    package: int
    code: str
    first_year: int
    last_year: int
    quarters: int
    grant: Decimal


def limit_breaches(plan: WorkPlan, rules: RuleSet) -> Iterator[Breach]:
    """Everything in a plan that passes a limit of its kind of activity."""
    for limit, under in pieces_by_limit(plan, rules):
        yield from _count(under, limit, rules)
        yield from _years(under, limit, rules)
        yield from _amount(under, limit, rules)


def pieces_by_limit(plan: WorkPlan, rules: RuleSet) -> Iterator[tuple[Limit, list[Piece]]]:
    """Each limit of the regime with what of the plan falls under it."""
    every = [*_pieces(plan)]
    for limit in rules.money.limits.value:
        yield limit, [piece for piece in every if limit_of(piece.code, rules) is limit]


def _pieces(plan: WorkPlan) -> Iterator[Piece]:
    """Each activity with what its own package asks for it; the years are counted from the contract, from 1."""
    for index, package in enumerate(plan.packages):
        for activity in package.activities:
            grant = sum((item.grant for item in package.items if item.activity == activity.code), ZERO)
            quarters = activity.last_quarter - activity.first_quarter + 1
            yield Piece(
                index, activity.code, _year(activity.first_quarter), _year(activity.last_quarter), quarters, grant
            )
        own = {activity.code for activity in package.activities}
        for code in dict.fromkeys(item.activity for item in package.items if item.activity not in own):
            yield _elsewhere(plan, index, code)


def _elsewhere(plan: WorkPlan, index: int, code: str) -> Piece:
    """What a package asks for an activity that stands in another: it counts over all years of that one."""
    same = [activity for package in plan.packages for activity in package.activities if activity.code == code]
    first = min((_year(activity.first_quarter) for activity in same), default=1)
    last = max((_year(activity.last_quarter) for activity in same), default=1)
    grant = sum((item.grant for item in plan.packages[index].items if item.activity == code), ZERO)
    return Piece(index, code, first, last, 0, grant)


def _year(quarter: int) -> int:
    return (quarter - 1) // QUARTERS_OF_YEAR + 1


def _count(under: list[Piece], limit: Limit, rules: RuleSet) -> Iterator[Breach]:
    if limit.most_activities is not None and len(under) > limit.most_activities:
        yield _breach("limit.activities", limit, str(len(under)), str(limit.most_activities), rules)


def _years(under: list[Piece], limit: Limit, rules: RuleSet) -> Iterator[Breach]:
    if limit.most_years is None:
        return
    for piece in under:
        if piece.quarters > limit.most_years * QUARTERS_OF_YEAR:
            asked = f"{piece.quarters} ({piece.code})"
            yield _breach("limit.years", limit, asked, str(limit.most_years * QUARTERS_OF_YEAR), rules)


def _amount(under: list[Piece], limit: Limit, rules: RuleSet) -> Iterator[Breach]:
    if limit.amount is None:
        return
    currency = rules.money.currency.value
    match limit.per:
        case Per.PROJECT:
            whole = sum((piece.grant for piece in under), ZERO)
            if whole > limit.amount:
                yield _breach("limit.project", limit, said(whole, currency), said(limit.amount, currency), rules)
        case Per.ACTIVITY:
            for piece in under:
                if piece.grant > limit.amount:
                    asked = f"{said(piece.grant, currency)} ({piece.code}, {piece.package + 1})"
                    yield _breach("limit.activity", limit, asked, said(limit.amount, currency), rules)
        case Per.YEAR:
            yield from _per_year(under, limit, limit.amount, rules)
        case never:
            assert_never(never)


def _per_year(under: list[Piece], limit: Limit, amount: Decimal, rules: RuleSet) -> Iterator[Breach]:
    """The first and shortest span of years that more is asked for than it allows."""
    currency, asked = rules.money.currency.value, _asked_within(under)
    for (length, first), whole in sorted(asked.items()):
        most = amount * length
        if whole > most:
            told = f"{said(whole, currency)} ({first}-{first + length - 1})"
            yield _breach("limit.year", limit, told, said(most, currency), rules)
            return


def _asked_within(under: list[Piece]) -> dict[tuple[int, int], Decimal]:
    """What is asked for within every span of years, by its length and its first year.

    A span holds what two spans one year shorter hold, less what both do, and what lasts exactly as long as it.
    """
    years = max((piece.last_year for piece in under), default=0)
    exact: defaultdict[tuple[int, int], Decimal] = defaultdict(lambda: ZERO)
    for piece in under:
        exact[piece.last_year - piece.first_year + 1, piece.first_year] += piece.grant
    found: dict[tuple[int, int], Decimal] = {}
    for length in range(1, years + 1):
        for first in range(1, years - length + 2):
            shorter = found.get((length - 1, first), ZERO) + found.get((length - 1, first + 1), ZERO)
            both = found.get((length - 2, first + 1), ZERO)
            found[length, first] = shorter - both + exact[length, first]
    return found


def _breach(rule: str, limit: Limit, asked: str, allowed: str, rules: RuleSet) -> Breach:
    return Breach(rule, f"plan.limits[{limit.code}]", asked, allowed, rules.cite(rules.money.limits))
