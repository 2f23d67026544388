"""What stops the money of a grant, whoever would pay it: each rule says what stands in the way on a day, or nothing.

A rule takes the grant's file, the Istanbul day and the rule set, and gives one breach for each thing that has to be
lifted or closed first. A claim is then neither approved nor ordered nor paid; the settlement is made all the same.
"""

from collections.abc import Callable
from datetime import date

from grants.breach import Breach
from grants.regimes import RuleSet
from services.monitoring.domain import covering, findings, holds
from services.monitoring.domain.errors import PaymentStopped
from services.monitoring.domain.facts import GrantFile

Stop = Callable[[GrantFile, date, RuleSet], tuple[Breach, ...]]

STOPS: tuple[Stop, ...] = (findings.in_the_way, holds.in_the_way, covering.lapsed)


def in_the_way(
    file: GrantFile, day: date, rules: RuleSet | None = None, stops: tuple[Stop, ...] = STOPS
) -> tuple[Breach, ...]:
    """Everything that stops payments of this grant on this day; by the rules it lives under if none are given."""
    under = rules or file.grant.rules
    return tuple(breach for stop in stops for breach in stop(file, day, under))


def refuse_stopped(file: GrantFile, day: date, rules: RuleSet | None = None) -> None:
    """Raises `PaymentStopped` with everything that stands in the way."""
    if found := in_the_way(file, day, rules):
        raise PaymentStopped(*found)
