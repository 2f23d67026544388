"""Amounts, dates and shares as a Turkish contract writes them. Pure.

Source: Turkish Language Association, spelling of numbers: in papers of money the words are written together.
"""

from datetime import date
from decimal import Decimal
from typing import Final

from grants.regimes.words import Currency

_ONES: Final = ("", "bir", "iki", "üç", "dört", "beş", "altı", "yedi", "sekiz", "dokuz")
_TENS: Final = ("", "on", "yirmi", "otuz", "kırk", "elli", "altmış", "yetmiş", "seksen", "doksan")
_SCALES: Final = ("", "bin", "milyon", "milyar", "trilyon", "katrilyon")
_THOUSAND: Final = 1000


def number_in_words(number: int) -> str:
    """A whole number from 0 to below 10^18, written together: 1071 is "binyetmişbir"."""
    if not 0 <= number < _THOUSAND ** len(_SCALES):
        raise ValueError(f"a number from 0 to below 10^{3 * len(_SCALES)}")
    words = ""
    for scale in reversed(range(len(_SCALES))):
        group = number // _THOUSAND**scale % _THOUSAND
        words += _group(group, scale)
    return words or "sıfır"


def _group(group: int, scale: int) -> str:
    if group == 0:
        return ""
    if group == 1 and scale == 1:
        return _SCALES[1]
    hundreds, rest = divmod(group, 100)
    hundred = "" if hundreds == 0 else "yüz" if hundreds == 1 else _ONES[hundreds] + "yüz"
    return hundred + _TENS[rest // 10] + _ONES[rest % 10] + _SCALES[scale]


_MONEY: Final = {Currency.TRY: ("Türk lirası", "kuruş"), Currency.USD: ("ABD doları", "sent")}
"""Of each currency the name of the unit and that of its hundredth."""


def money_in_words(amount: Decimal, currency: Currency) -> str:
    """An amount in units and hundredths: 24826800.50 is "yirmidört… Türk lirası elli kuruş"."""
    unit, hundredth = _MONEY[currency]
    whole, rest = divmod(int(amount.scaleb(2).to_integral_exact()), 100)
    words = f"{number_in_words(whole)} {unit}"
    return f"{words} {number_in_words(rest)} {hundredth}" if rest else words


def share_in_figures(share: Decimal) -> str:
    """A percentage as Turkish writes it, sign first: "%50", "%12,5"."""
    text = f"{share:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "%" + text.replace(".", ",")


def day_in_figures(day: date) -> str:
    """A day as 02.05.2017."""
    return f"{day:%d.%m.%Y}"
