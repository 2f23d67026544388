"""The small values everything is said in: money, shares, points, moments and ids.

Money is an amount in the currency of its programme, as `Decimal` with two decimals. A float is refused at the
border, because 0.1 has no exact float. In JSON money travels as text with two decimals ("24826800.00").
"""

import re
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Annotated, NewType

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, StringConstraints
from pydantic_core import PydanticCustomError

PersonId = NewType("PersonId", str)
CallId = NewType("CallId", str)
ConsortiumId = NewType("ConsortiumId", str)
ApplicationId = NewType("ApplicationId", str)
GrantId = NewType("GrantId", str)
EventId = NewType("EventId", str)

KURUS = Decimal("0.01")
ZERO = Decimal("0.00")


_PLAIN = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)\s*", re.ASCII)
"""Digits with at most one point. `Decimal` would also read "1e9", "1_000" and the digits of other scripts."""


def _plainly(value: object) -> object:
    """A number as people write one: no float, no power of ten."""
    if isinstance(value, float):
        raise PydanticCustomError("float_not_allowed", "a number with a point is written as text")
    if isinstance(value, str) and not _PLAIN.fullmatch(value):
        raise PydanticCustomError("decimal_parsing", "a number is written in digits, with at most one point")
    return value


def _two_places(value: Decimal) -> Decimal:
    return value.quantize(KURUS) + 0  # plus zero: "-0.00" is zero


Money = Annotated[
    Decimal,
    BeforeValidator(_plainly),
    Field(ge=0, max_digits=18, decimal_places=2, examples=["24826800.00"]),
    AfterValidator(_two_places),
    PlainSerializer(lambda amount: format(amount, ".2f"), return_type=str),
]
"""An amount of money, zero or more, with two decimals, in the currency of its programme."""

Share = Annotated[Decimal, BeforeValidator(_plainly), Field(ge=0, le=100, decimal_places=4)]
"""A percentage from 0 to 100, exact. Compared by cross-multiplication, never by division."""

Score = Annotated[Decimal, BeforeValidator(_plainly), Field(ge=0, le=1000, decimal_places=4)]
"""Points given or computed in an evaluation, exact."""

TaxNumber = Annotated[str, StringConstraints(pattern=r"^[0-9]{10,11}$")]
"""Turkish tax number of a legal person (10 digits) or identity number of a person (11).

Only the digits 0 to 9: the same number in other digits would pass for another body."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
"""One line of text a person wrote."""

Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
"""Running text a person wrote."""


def _aware_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise PydanticCustomError("time_zone_missing", "a moment needs its time zone")
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise PydanticCustomError("outside_calendar", "a moment outside the calendar") from error


Moment = Annotated[datetime, AfterValidator(_aware_utc)]
"""An aware instant, kept in UTC."""


def floored(amount: Fraction) -> Decimal:
    """Rounded down to kuruş: the one place where an amount is rounded, and the one way.

    A ceiling is never passed by rounding, and what is shown of points never reaches a mark they missed.
    """
    return (Decimal(floor(amount * 100)) / 100).quantize(ZERO)


def portion(amount: Decimal, share: Decimal) -> Decimal:
    """`share` per cent of `amount`, rounded down to kuruş."""
    return floored(Fraction(amount) * Fraction(share) / 100)


def within(part: Decimal, whole: Decimal, share: Decimal) -> bool:
    """Whether `part` is at most `share` per cent of `whole`; exact, without division."""
    return part * 100 <= whole * share
