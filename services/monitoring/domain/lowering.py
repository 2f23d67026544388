"""Claims that ask for more than is earned any more: they are lowered, or lapse, and are approved anew by everybody.

What is earned falls where accepted spending is disallowed, and where an addendum brings rules that grant less.
"""

from dataclasses import replace
from datetime import datetime

from grants.regimes import RuleSet
from grants.values import ZERO
from services.monitoring.domain import answering, money
from services.monitoring.domain.errors import NothingToClaim
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.money_facts import Claim
from services.monitoring.domain.states import ClaimStatus


def lower(file: GrantFile, reason: str, by: str, now: datetime, rules: RuleSet) -> GrantFile:
    """The newest first, until what is asked for is earned. Claims that are with the bank stay as they are."""
    for claim in reversed(file.claims):
        if claim.status not in answering.REFUSABLE or claim.final or claim.advance:
            continue
        if money.over_claimed(file, rules) == ZERO:
            return file
        file = file.with_claim(_less(file, claim, answering.withdrawn(claim, reason, by, now), rules))
    return file


def lowered(before: GrantFile, after: GrantFile) -> tuple[tuple[Claim, Claim], ...]:
    """The claims that were lowered or lapsed between the two, before and after."""
    known = {one.id: one for one in before.claims}
    return tuple((known[one.id], one) for one in after.claims if one.id in known and known[one.id] != one)


def _less(file: GrantFile, claim: Claim, lapsed: Claim, rules: RuleSet) -> Claim:
    try:
        made = money.reckoned(answering.without(file, claim.id), claim.id, claim.prepared_by, claim.prepared_at, rules)
    except NothingToClaim:
        return lapsed
    anew = replace(lapsed, status=ClaimStatus.MADE, round=claim.round + 1)
    left = claim if claim.status is ClaimStatus.RETURNED else anew
    return replace(left, amount=made.amount, set_off=made.set_off, retained=made.retained)
