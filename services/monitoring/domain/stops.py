"""What stops the money of a grant, whoever would pay it: each rule says what stands in the way on a day, or nothing.

A rule takes the grant's file and the Istanbul day and gives one breach for each thing that has to be lifted or
closed first. A claim is then neither approved nor ordered nor paid; the settlement itself is made all the same.
"""

from collections.abc import Callable
from datetime import date

from grants.breach import Breach
from services.monitoring.domain import covering, findings, holds
from services.monitoring.domain.errors import PaymentStopped
from services.monitoring.domain.facts import GrantFile

Stop = Callable[[GrantFile, date], tuple[Breach, ...]]

STOPS: tuple[Stop, ...] = (findings.in_the_way, holds.in_the_way, covering.in_the_way)


def in_the_way(file: GrantFile, day: date, rules: tuple[Stop, ...] = STOPS) -> tuple[Breach, ...]:
    """Everything that stops payments of this grant on this day."""
    return tuple(breach for rule in rules for breach in rule(file, day))


def refuse_stopped(file: GrantFile, day: date) -> None:
    """Raises `PaymentStopped` with everything that stands in the way."""
    if found := in_the_way(file, day):
        raise PaymentStopped(*found)
