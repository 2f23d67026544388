"""What one line of reported spending counts: the amount of its paper by the regime's basis of value added tax, or the
value of what is borne in kind.

Source: that costs are net of value added tax under the rules of 2022, one public page ([p]); how contributions in
kind are valued is in no paper: a default of the regime.
"""

from decimal import Decimal
from typing import assert_never

from grants.regimes import RuleSet
from grants.regimes.words import InKindValue, VatBasis
from grants.values import ZERO


def counts(net: Decimal, vat: Decimal, rules: RuleSet, *, in_kind: bool = False) -> Decimal:
    """What a line counts, in the regime's currency. net, vat: as its paper says; in kind, net is the market value."""
    return _in_kind(net, rules) if in_kind else _bought(net, vat, rules)


def _bought(net: Decimal, vat: Decimal, rules: RuleSet) -> Decimal:
    match rules.money.vat.value:
        case VatBasis.NET:
            return net
        case VatBasis.GROSS:
            return net + vat
        case never:
            assert_never(never)


def _in_kind(value: Decimal, rules: RuleSet) -> Decimal:
    match rules.money.in_kind.value:
        case InKindValue.MARKET_VALUE:
            return value
        case InKindValue.NOT_COUNTED:
            return ZERO
        case never:
            assert_never(never)
