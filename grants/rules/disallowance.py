"""What follows in money when spending that was accepted is disallowed afterwards.

It earns no more than it would have earned without it. As far as that was not paid, less can be claimed; as far as it
was paid, the regime says whether it is set off against what is claimed next or ordered back at once. What is set off
and not made good by the end, the settlement takes back. Source: none; the choice stands in the regime as a default.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import assert_never

from grants.regimes import RuleSet
from grants.regimes.words import DisallowedPaid
from grants.rules.advances import set_off
from grants.rules.settlement import payable
from grants.values import ZERO


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the money of a grant stands. paid: on reports, less what was ordered back. advance: paid ahead."""

    paid: Decimal
    advance: Decimal
    approved: Decimal


@dataclass(frozen=True, slots=True)
class Effect:
    """due_before, due: what may be paid on reports. excess: how much more than that is paid by the disallowance.

    recover: of the excess, ordered back at once; set_off: against what is claimed next.
    """

    due_before: Decimal
    due: Decimal
    excess: Decimal
    recover: Decimal
    set_off: Decimal


def effect(earned_before: Decimal, earned: Decimal, standing: Standing, rules: RuleSet) -> Effect:
    """What a fall of what is earned from `earned_before` to `earned` means."""
    before, after = (_due(amount, standing, rules) for amount in (earned_before, earned))
    excess = max(ZERO, _above(standing.paid, after) - _above(standing.paid, before))
    match rules.recovery.disallowed.value:
        case DisallowedPaid.RECOVER:
            return Effect(before, after, excess, excess, ZERO)
        case DisallowedPaid.SET_OFF:
            return Effect(before, after, excess, ZERO, excess)
        case never:
            assert_never(never)


def _due(earned: Decimal, standing: Standing, rules: RuleSet) -> Decimal:
    return payable(earned, rules) - set_off(earned, standing.advance, standing.approved)


def _above(paid: Decimal, due: Decimal) -> Decimal:
    return max(ZERO, paid - due)
