"""How a sum taken back stands on a day: what came in, what of it was interest, what is left. Pure.

Rules: `grants.rules.recovery`.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from pydantic import Field

from grants.decisions.decision import Decision, Finding, Inputs
from grants.explanation import Line
from grants.regimes import RuleSet
from grants.rules.exact import plain, said
from grants.rules.recovery import Amount, Debt, Standing, first_late, runs_from, standing
from grants.values import Money

_MOST = 500


class Dated(Inputs):
    """An amount on a day."""

    amount: Money
    day: date

    @property
    def plain(self) -> Amount:
        return Amount(self.amount, self.day)


class RecoveryInputs(Inputs):
    """payments: what was paid out. instalments: by due day. received: what has come in. day: of the account."""

    amount: Money
    ordered_on: date
    payments: tuple[Dated, ...] = Field(default=(), max_length=_MOST)
    instalments: tuple[Dated, ...] = Field(max_length=_MOST)
    received: tuple[Dated, ...] = Field(default=(), max_length=_MOST)
    day: date

    @property
    def debt(self) -> Debt:
        payments = tuple(one.plain for one in self.payments)
        return Debt(self.amount, self.ordered_on, payments, tuple(one.plain for one in self.instalments))


class Owed(StrEnum):
    """late: an instalment that was due is not covered. paid: nothing is left."""

    OPEN = "open"
    LATE = "late"
    PAID = "paid"


def _find(given: RecoveryInputs, rules: RuleSet) -> Finding:
    found = standing(given.debt, [one.plain for one in given.received], given.day, rules)
    late = first_late(given.debt, found, found.day) is not None
    outcome = Owed.LATE if late else Owed.OPEN if found.owed else Owed.PAID
    figures = {
        "principal": f"{found.principal:.2f}",
        "interest": f"{found.interest:.2f}",
        "principal_paid": f"{found.principal_paid:.2f}",
        "interest_paid": f"{found.interest_paid:.2f}",
        "owed": f"{found.owed:.2f}",
    }
    return Finding(tuple(_lines(given, found, rules)), outcome, figures)


def _lines(given: RecoveryInputs, found: Standing, rules: RuleSet) -> Iterator[Line]:
    currency, recovery = rules.money.currency.value, rules.recovery
    rate = f"{plain(recovery.interest_rate.value)} % / {recovery.year_days.value}"
    yield Line(rule="step.recovery.rate", asked=rate, source=rules.cite(recovery.interest_rate))
    for part in runs_from(given.debt, rules):
        source = rules.cite(recovery.interest_from)
        amount = said(part.amount, currency)
        yield Line(rule="step.recovery.runs", asked=amount, allowed=part.day.isoformat(), source=source)
    for number, one in enumerate(given.instalments, 1):
        amount = said(one.amount, currency)
        source = rules.cite(recovery.instalments_max)
        yield Line(
            rule="step.recovery.due", subject=str(number), asked=amount, allowed=one.day.isoformat(), source=source
        )
    for paid in found.parts:
        split = f"{said(paid.interest, currency)} + {said(paid.principal, currency)}"
        came = f"{said(paid.came_in.amount, currency)} ({paid.came_in.day.isoformat()})"
        yield Line(rule="step.recovery.received", asked=came, allowed=split, source="Destek")
    left = f"{said(found.principal, currency)} + {said(found.interest, currency)}"
    yield Line(
        rule="step.recovery.left",
        subject=found.day.isoformat(),
        asked=left,
        allowed=said(found.owed, currency),
        source="Destek",
    )


RECOVERY = Decision("recovery", RecoveryInputs, Owed, _find)
