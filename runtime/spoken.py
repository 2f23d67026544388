"""How values are said to people: money, days and times, in Turkish or English, in Istanbul's time."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

from grants.calendar import ISTANBUL

LIRA = "TRY"
_SIGNS = {LIRA: "TL"}
"""What a currency is called in Turkish where that is not its code (ISO 4217)."""


def money(language: str, amount: Decimal, currency: str = LIRA) -> str:
    """24826800 → "24.826.800,00 TL" or "TRY 24,826,800.00"; in another currency "1.000,00 USD" or "USD 1,000.00"."""
    said = number(language, amount)
    return f"{said} {sign(currency)}" if language == "tr" else f"{currency} {said}"


def sign(currency: str) -> str:
    """TRY → "TL"; the code itself for any other."""
    return _SIGNS.get(currency, currency)


def number(language: str, amount: Decimal) -> str:
    """24826800 → "24.826.800,00" or "24,826,800.00"."""
    return str(format_decimal(amount, "#,##0.00", locale=language))


def day(language: str, value: date) -> str:
    """2 Mayıs 2017."""
    return str(format_date(value, "d MMMM y", locale=language))


def last_day(language: str, first_after: date) -> str:
    """The last day of a span, from the first day after it."""
    return day(language, first_after - timedelta(days=1))


def moment(language: str, value: datetime) -> str:
    """2 Mayıs 2017 17:00."""
    local = value.astimezone(ISTANBUL)
    return f"{day(language, local.date())} {local:%H:%M}"


def end(language: str, value: datetime) -> str:
    """An exclusive end: the midnight that ends a day is said as 24:00 of that day."""
    local = value.astimezone(ISTANBUL)
    return f"{last_day(language, local.date())} 24:00" if local.time() == time.min else moment(language, value)
