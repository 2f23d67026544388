"""Exact numbers: means without division, and amounts as text. Pure.

Source: none; so that rounding never decides who is supported.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from grants.regimes.words import Currency
from grants.values import floored

Exact = Fraction | Decimal | int
"""A number that loses nothing; never a float."""


def mean(numbers: Sequence[Exact]) -> Fraction:
    """The exact mean of one or more numbers."""
    return sum((Fraction(number) for number in numbers), Fraction()) / len(numbers)


def reaches(number: Exact, mark: Exact, *, inclusive: bool) -> bool:
    """Whether a number passes a mark; whether just the mark passes is a fact of the regime."""
    return Fraction(number) >= Fraction(mark) if inclusive else Fraction(number) > Fraction(mark)


def shown(number: Exact) -> Decimal:
    """Two decimals for the eye, rounded down: 69.999 shows as 69.99, never as the 70 it did not reach."""
    return floored(Fraction(number))


def signed(number: Exact) -> str:
    """Two decimals with a sign, to the nearest hundredth: "+3.25", "-0.50", "0.00"."""
    rounded = round(Fraction(number), 2)
    size = f"{Decimal(abs(rounded.numerator * (100 // rounded.denominator))) / 100:.2f}"
    return size if rounded == 0 else f"{'+' if rounded > 0 else '-'}{size}"


_SIGNS = {Currency.TRY: "TL", Currency.USD: "USD"}


def said(amount: Decimal, currency: Currency = Currency.TRY) -> str:
    """An amount as text fit for a message: "12413400.00 TL"."""
    return f"{amount:.2f} {_SIGNS[currency]}"


def percent_of(share: Decimal | int, whole: Decimal, allowed: Decimal, currency: Currency = Currency.TRY) -> str:
    """A ceiling with how it comes about: "50.00 TL (50 % × 100.00 TL)"."""
    return f"{said(allowed, currency)} ({plain(Decimal(share))} % × {said(whole, currency)})"


def plain(number: Decimal) -> str:
    """A number without needless zeros: 75.0000 is "75", 12.50 is "12.5"."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def exact_text(number: Fraction) -> str:
    """A decimal where it ends ("75.5"), a fraction where it does not ("226/3"); nothing is rounded."""
    places, denominator = 0, number.denominator
    for factor in (10, 2, 5):
        while denominator % factor == 0:
            places, denominator = places + 1, denominator // factor
    if denominator != 1:
        return str(number)
    digits = str(number.numerator * 10**places // number.denominator).zfill(places + 1)
    whole, rest = digits[: len(digits) - places], digits[len(digits) - places :].rstrip("0")
    return f"{whole}.{rest}" if rest else whole
