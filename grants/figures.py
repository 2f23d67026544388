"""Amounts and numbers in the figures of a Turkish paper."""

from decimal import Decimal
from typing import Final

from grants.regimes.words import Currency

_SIGNS: Final = {Currency.TRY: "TL", Currency.USD: "USD"}
_SWAPPED: Final = str.maketrans(",.", ".,")


def money_in_figures(amount: Decimal, currency: Currency) -> str:
    """An amount with points between thousands: "24.826.800,50 TL", "400.000,00 USD"."""
    return f"{amount:,.2f}".translate(_SWAPPED) + f" {_SIGNS[currency]}"


def number_in_figures(text: str) -> str:
    """A number written with a point, with its comma: "78.33" is "78,33"."""
    return text.replace(".", ",")
