"""What holds for some activities of a plan only, with its numbers. Pure. Rules: `grants.rules.limits`."""

from collections.abc import Iterator
from decimal import Decimal
from typing import assert_never

from grants.decisions.decision import Check
from grants.explanation import Line
from grants.regimes import RuleSet
from grants.regimes.lists import Limit
from grants.regimes.words import Per
from grants.rules.exact import said
from grants.rules.limits import QUARTERS_OF_YEAR, Piece, pieces_by_limit
from grants.values import ZERO
from grants.workplan import WorkPlan


def limit_checks(plan: WorkPlan, rules: RuleSet) -> Iterator[Check]:
    """A line for every limit that something of the plan falls under."""
    for limit, under in pieces_by_limit(plan, rules):
        if under:
            yield from _checks(under, limit, rules)


def _checks(under: list[Piece], limit: Limit, rules: RuleSet) -> Iterator[Check]:
    if limit.most_activities is not None:
        yield _check("activities", limit, str(len(under)), str(limit.most_activities), rules)
    if limit.most_years is not None:
        longest = max(piece.quarters for piece in under)
        yield _check("years", limit, str(longest), str(limit.most_years * QUARTERS_OF_YEAR), rules)
    if limit.amount is not None:
        yield _amount(under, limit, limit.amount, rules)


def _amount(under: list[Piece], limit: Limit, amount: Decimal, rules: RuleSet) -> Check:
    currency, whole = rules.money.currency.value, sum((piece.grant for piece in under), ZERO)
    match limit.per:
        case Per.PROJECT:
            return _check("project", limit, said(whole, currency), said(amount, currency), rules)
        case Per.ACTIVITY:
            most = max(piece.grant for piece in under)
            return _check("activity", limit, said(most, currency), said(amount, currency), rules)
        case Per.YEAR:
            years = max(1, *(piece.last_year for piece in under))
            asked, allowed = f"{said(whole, currency)} (1-{years})", said(amount * years, currency)
            return _check("year", limit, asked, f"{allowed} ({years} × {said(amount, currency)})", rules)
        case never:
            assert_never(never)


def _check(name: str, limit: Limit, asked: str, allowed: str, rules: RuleSet) -> Check:
    source = rules.cite(rules.money.limits)
    subject = f"plan.limits[{limit.code}]"
    line = Line(rule=f"step.plan.limit_{name}", subject=subject, asked=asked, allowed=allowed, source=source)
    return Check(line, (f"limit.{name}",), here=True)
