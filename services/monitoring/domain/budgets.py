"""What the claims of a grant take of the appropriations of a programme, year by year. Pure.

A claim counts from its approval on, in the year of that; once paid, in the year of the payment. Where nobody has
recorded an appropriation there is nothing to hold it against.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from grants.breach import Breach
from grants.calendar import istanbul_day
from grants.regimes import RuleSet
from grants.rules.exact import said
from services.monitoring.domain import money
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.money_facts import Claim
from services.monitoring.domain.states import ClaimStatus


@dataclass(frozen=True, slots=True)
class Charge:
    """What one claim takes of a year."""

    claim_id: str
    programme: str
    year: int
    grant_id: str
    amount: Decimal
    is_paid: bool


@dataclass(frozen=True, slots=True)
class Appropriation:
    """committed: approved and not paid. In the currency of the programme."""

    programme: str
    year: int
    amount: Decimal
    committed: Decimal
    paid: Decimal
    source: str = ""
    warned_at: datetime | None = None

    @property
    def used(self) -> Decimal:
        return self.committed + self.paid

    @property
    def left(self) -> Decimal:
        return self.amount - self.used


def named(one: Appropriation) -> str:
    """What its records are about."""
    return f"{one.programme}-{one.year}"


def charges(file: GrantFile) -> dict[str, Charge]:
    """What every claim takes, by its id."""
    found = (_charge(file, claim) for claim in file.claims if claim.status in money.RECOGNISED)
    return {one.claim_id: one for one in found}


def changed(before: GrantFile | None, after: GrantFile) -> tuple[tuple[Charge, ...], tuple[str, ...]]:
    """What an act put into the budget or moved in it, and the claims it took out again."""
    old, new = {} if before is None else charges(before), charges(after)
    return tuple(one for name, one in new.items() if old.get(name) != one), tuple(old.keys() - new.keys())


def runs_low(one: Appropriation, rules: RuleSet) -> bool:
    """Whether as much of it is used as the finance officers want to be warned at."""
    return one.used * 100 >= one.amount * rules.money.appropriation_warning.value


def exceeded(one: Appropriation, rules: RuleSet) -> tuple[Breach, ...]:
    """Whether more is used than was appropriated, and the rules hold on to it."""
    if one.left >= 0 or not rules.money.appropriation_binding.value:
        return ()
    currency = rules.money.currency.value
    asked, allowed = said(one.used, currency), said(one.amount, currency)
    source = one.source or rules.cite(rules.money.appropriation_binding)
    return (Breach("appropriation.exceeded", f"{one.programme}/{one.year}", asked, allowed, source),)


def _charge(file: GrantFile, claim: Claim) -> Charge:
    is_paid = claim.status is ClaimStatus.PAID and claim.paid_on is not None
    moment = claim.countersigned_at or claim.approved_at or claim.prepared_at
    year = claim.paid_on.year if is_paid and claim.paid_on else istanbul_day(moment).year
    return Charge(claim.id, file.grant.programme, year, file.grant.id, claim.amount, is_paid)
