"""What is paid ahead, how it is set off against what is earned, and the guarantee that covers what is still open.

An advance is paid once, before the first claim, up to a share of the approved grant. Each claim bears its part of
it: as much of the advance as of the grant has been earned. Source: none; shares and method are ours, and each
share stands in the regime. Rounded down to kuruş.
"""

from decimal import Decimal
from fractions import Fraction

from grants.regimes import RuleSet
from grants.values import ZERO, floored, portion


def most_ahead(approved: Decimal, rules: RuleSet) -> Decimal:
    """The most that may be paid ahead of an approved grant."""
    return portion(approved, rules.money.advance.value)


def set_off(earned: Decimal, advance: Decimal, approved: Decimal) -> Decimal:
    """How much of an advance is made good by what has been earned; all of it once all of the grant is earned."""
    if not advance or not approved:
        return ZERO
    return min(advance, floored(Fraction(advance) * Fraction(earned) / Fraction(approved)))


def to_cover(still_open: Decimal, rules: RuleSet) -> Decimal:
    """The guarantee asked for while so much of an advance is open."""
    return portion(still_open, rules.money.guarantee.value)
