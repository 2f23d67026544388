"""What a value in a text is, said as people write it: a day or moment, money, a number, a paper, a row of a form.

A text says by its place what stands there: `{asked:when}`, `{asked:money}`, `{asked:number}`, `{source:cited}`,
`{subject:row}`. The value itself stays as machines write it ("2027-03-01T06:00:00+00:00", "99000000.00 TL"), in
answers, events and recorded explanations alike; only what is read is put so. What is not of its kind stands as it is.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import partial

from grants.calendar import ISTANBUL
from runtime.spoken import day, number

Words = Mapping[str, str]
"""The texts of the reader's language, by key."""
Kind = Callable[[str, str, Words], str]
"""(language, text, words) → the text as people write it."""

DAY = re.compile(r"(?<![\d-])(?:19|20|21)\d{2}-\d{2}-\d{2}(?![\d-])", re.ASCII)
AMOUNT = re.compile(r"(?<![\d.,])(\d{1,18}\.\d{2})(?= (?:TL|USD)\b)", re.ASCII)
_ANY_DAY = re.compile(r"(?<![\d-])\d{4}-\d{2}-\d{2}(?![\d-]|T\d)", re.ASCII)
_BARE = re.compile(r"\d{1,18}(?:\.\d{1,2})?", re.ASCII)
_MOMENT = re.compile(
    r"(?<![\d-])\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:\d{2})(?!\d)", re.ASCII
)
_DECIMAL = re.compile(r"(?<![\w.,/])(\d+)\.(\d+)(?![\w.,/])", re.ASCII)
_PERCENT = re.compile(r"(?<![\w.,/])(\d+)\.(\d+)(?= %)", re.ASCII)
_PLACE = re.compile(r"\[(\d{1,9})\]", re.ASCII)
_DEFAULT = re.compile(r"(?P<key>.+) default")
_MARK = re.compile(r"^\[[SPp]\] (?=\S)")
_SHELF = re.compile(r"(?:^|(?<=; ))\d{3}… (?=\S)", re.ASCII)


def when(language: str, text: str, _words: Words) -> str:
    """Days and moments, also several in one text: "2027-03-01" → "01.03.2027" or "1 March 2027"."""
    return _ANY_DAY.sub(partial(_day, language), _MOMENT.sub(partial(_moment, language), text))


def money(language: str, text: str, _words: Words) -> str:
    """Amounts, with how they come about: "99000000.00 TL" → "99.000.000,00 TL" or "99,000,000.00 TL"."""
    if _BARE.fullmatch(text):
        return number(language, Decimal(text))
    return _PERCENT.sub(partial(_point, language), AMOUNT.sub(partial(_amount, language), text))


def decimal(language: str, text: str, _words: Words) -> str:
    """Numbers that may have a point: "0-12.5" → "0-12,5" in Turkish."""
    return _DECIMAL.sub(partial(_point, language), text)


def cited(_language: str, text: str, words: Words) -> str:
    """Where a rule stands, without our marks: "[S] 001… Kümelenme Desteği 3. Çağrısı" → "Kümelenme Desteği 3. Çağrısı".

    A default is said to be one: "kdp-2014 default" → "kdp-2014 varsayılanı".
    """
    if (found := _DEFAULT.fullmatch(text)) and (default := words.get("source.default")):
        return default.format(key=found["key"])
    unmarked = _MARK.sub("", text)
    return text if unmarked == text else _SHELF.sub("", unmarked)


def row(_language: str, text: str, _words: Words) -> str:
    """Of a path the row it leads to, as people count: "assets[0].item" → "1"."""
    return str(int(found[1]) + 1) if (found := _PLACE.search(text)) else text


def numbered(_language: str, text: str, _words: Words) -> str:
    """Of a path the number in it: "reports[2]" → "2"."""
    return found[1] if (found := _PLACE.search(text)) else text


KINDS: Mapping[str, Kind] = {
    "when": when,
    "money": money,
    "number": decimal,
    "cited": cited,
    "row": row,
    "numbered": numbered,
}


def _day(language: str, found: re.Match[str]) -> str:
    try:
        return _dated(language, date.fromisoformat(found[0]))
    except ValueError:
        return found[0]


def _moment(language: str, found: re.Match[str]) -> str:
    try:
        local = datetime.fromisoformat(found[0]).astimezone(ISTANBUL)
    except (ValueError, OverflowError):
        return found[0]
    return f"{_dated(language, local.date())} {local:%H:%M}"


def _dated(language: str, value: date) -> str:
    return f"{value:%d.%m.%Y}" if language == "tr" else day(language, value)


def _amount(language: str, found: re.Match[str]) -> str:
    return number(language, Decimal(found[0]))


def _point(language: str, found: re.Match[str]) -> str:
    return f"{found[1]},{found[2]}" if language == "tr" else found[0]
