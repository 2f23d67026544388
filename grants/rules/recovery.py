"""What is taken back: its instalments, its interest, and how what comes in is set against both.

Simple interest, never on interest: what is left of the sum × days × the yearly rate ÷ the days of the year, all from
the regime. The day from which it runs is not counted, the day on which money comes in is. What comes in pays the
interest of that day first, rounded down to kuruş, then the sum, the oldest part of it first. Rate, days and the first
day are defaults of the regime: recovery is in no paper.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from grants.breach import Breach
from grants.calendar import add_months
from grants.regimes import RuleSet
from grants.regimes.words import InterestFrom
from grants.values import ZERO, floored


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount on a day: paid out, due back, or come in."""

    amount: Decimal
    day: date


@dataclass(frozen=True, slots=True)
class Debt:
    """What is to come back. payments: what was paid out, by day. instalments: by due day, together the amount."""

    amount: Decimal
    ordered_on: date
    payments: tuple[Amount, ...]
    instalments: tuple[Amount, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Of what came in: what paid interest, what paid the sum, and what was too much."""

    came_in: Amount
    interest: Decimal
    principal: Decimal
    excess: Decimal


@dataclass(frozen=True, slots=True)
class Standing:
    """How a debt stands on a day. interest: owed on that day and not paid."""

    day: date
    parts: tuple[Part, ...]
    principal: Decimal
    interest: Decimal

    @property
    def owed(self) -> Decimal:
        return self.principal + self.interest

    @property
    def principal_paid(self) -> Decimal:
        return sum((part.principal for part in self.parts), ZERO)

    @property
    def interest_paid(self) -> Decimal:
        return sum((part.interest for part in self.parts), ZERO)

    @property
    def excess(self) -> Decimal:
        return sum((part.excess for part in self.parts), ZERO)


def plan_breaches(count: int, rules: RuleSet) -> tuple[Breach, ...]:
    """What is wrong with so many instalments."""
    most = rules.recovery.instalments_max
    if 1 <= count <= max(1, most.value):
        return ()
    return (Breach("recovery.instalments", "instalments", str(count), str(max(1, most.value)), rules.cite(most)),)


def instalments(amount: Decimal, first: date, count: int, rules: RuleSet) -> tuple[Amount, ...]:
    """Equal parts, the first on `first`, the others so many months after each other; the last one bears the rest."""
    part, months = floored(Fraction(amount) / count), rules.recovery.instalment_months.value
    days = [add_months(first, months * index) for index in range(count)]
    amounts = [part] * (count - 1) + [amount - part * (count - 1)]
    return tuple(Amount(one, day) for one, day in zip(amounts, days, strict=True) if one)


def standing(debt: Debt, came_in: Iterable[Amount], day: date, rules: RuleSet) -> Standing:
    """How the debt stands at the end of `day`, or of the last day on which something came in if that is later."""
    received = sorted(came_in, key=lambda one: one.day)
    account = _Account([_Parcel(one.amount, one.day) for one in runs_from(debt, rules)], rules)
    parts = tuple(account.receive(one) for one in received)
    last = max([day, *(one.day for one in received)])
    account.run_to(last)
    principal = sum((parcel.left for parcel in account.parcels), ZERO)
    return Standing(last, parts, principal, account.interest if principal or account.interest else ZERO)


def runs_from(debt: Debt, rules: RuleSet) -> tuple[Amount, ...]:
    """The debt in parts, each with the day from which interest runs on it, the oldest first."""
    match rules.recovery.interest_from.value:
        case InterestFrom.PAYMENT:
            return _last_paid(debt)
        case InterestFrom.ORDER:
            return (Amount(debt.amount, debt.ordered_on),)
        case InterestFrom.DUE:
            return tuple(sorted(debt.instalments, key=lambda one: one.day))
        case never:
            assert_never(never)


def first_late(debt: Debt, found: Standing, day: date) -> int | None:
    """The number of the first instalment that was due before `day` and is not covered by what has paid the sum."""
    due = ZERO
    for number, one in enumerate(debt.instalments, 1):
        due += one.amount
        if one.day < day and found.principal_paid < due:
            return number
    return None


def _last_paid(debt: Debt) -> tuple[Amount, ...]:
    """What was paid last was paid too much; what no payment covers runs from the order."""
    left, found = debt.amount, []
    for paid in sorted(debt.payments, key=lambda one: one.day, reverse=True):
        if part := min(left, paid.amount):
            found.append(Amount(part, paid.day))
            left -= part
    if left:
        found.append(Amount(left, debt.ordered_on))
    return tuple(sorted(found, key=lambda one: one.day))


@dataclass(slots=True)
class _Parcel:
    left: Decimal
    since: date


@dataclass(slots=True)
class _Account:
    """The debt while the days go by. accrued: exact interest not paid yet."""

    parcels: list[_Parcel]
    rules: RuleSet
    accrued: Fraction = field(default_factory=Fraction)
    today: date = date.min

    @property
    def interest(self) -> Decimal:
        return floored(self.accrued)

    def run_to(self, day: date) -> None:
        rate, year = Fraction(self.rules.recovery.interest_rate.value) / 100, self.rules.recovery.year_days.value
        for parcel in self.parcels:
            days = max(0, (day - max(parcel.since, self.today)).days)
            self.accrued += Fraction(parcel.left) * rate * days / year
        self.today = day

    def receive(self, one: Amount) -> Part:
        self.run_to(one.day)
        interest = min(one.amount, self.interest)
        self.accrued -= Fraction(interest)
        principal = sum(self._pay(one.amount - interest), ZERO)
        return Part(one, interest, principal, one.amount - interest - principal)

    def _pay(self, amount: Decimal) -> Iterator[Decimal]:
        for parcel in self.parcels:
            part = min(amount, parcel.left)
            parcel.left -= part
            amount -= part
            yield part


def total(amounts: Sequence[Amount]) -> Decimal:
    return sum((one.amount for one in amounts), ZERO)
