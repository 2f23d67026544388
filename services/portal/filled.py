"""What was filled in: field names and texts as a browser sends them, and the request of a room made of them."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from functools import partial
from types import MappingProxyType

from grants.calendar import ISTANBUL

_INDEX = re.compile(r"\[(\d{1,3})\]")
_STEP = re.compile(r"\[\d{1,3}\]|\.?[^.\[\]]+")
_KEPT = re.compile(r"[0-9]+\.[0-9]{2}")
_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
Json = str | int | bool | list["Json"] | dict[str, "Json"]


class Kind(StrEnum):
    """How a field is read. Whatever cannot be read goes to the room as it was typed: it knows best what is wrong.

    choice: text that alone does not make a row of its own. words: several, one a line.
    """

    TEXT = "text"
    CHOICE = "choice"
    DAY = "day"
    MOMENT = "moment"
    MONEY = "money"
    DEGREES = "degrees"
    NUMBER = "number"
    FLAG = "flag"
    WORDS = "words"


Fields = Mapping[str, Kind]
Values = Mapping[str, str]
EMPTY: Values = MappingProxyType({})
_NO_ROW = frozenset({Kind.CHOICE, Kind.FLAG})


def names_of(fields: Fields, count: Callable[[str], int]) -> tuple[str, ...]:
    """Every field, row by row. count: how many rows a group has."""
    found: list[str] = []
    for pattern in fields:
        group, row, _ = pattern.partition("[]")
        places = range(count(group)) if row else (0,)
        found += (pattern.replace("[]", f"[{place}]", 1) for place in places)
    return tuple(found)


def filled(values: Values, group: str) -> int:
    """How many rows of a group there are."""
    return max(_rows_in(values, group), default=-1) + 1


def of_fields(fields: Fields, values: Values) -> dict[str, str]:
    """What of the values is of this form, without the rows that nobody filled in, those after them moved up."""
    known = {name: value for name, value in values.items() if _declared(fields, name) in fields}
    kept = {name: value for name, value in known.items() if name in fields}
    for group in dict.fromkeys(pattern.partition("[]")[0] for pattern in fields if "[]" in pattern):
        kept |= _moved_up(fields, known, group)
    return kept


def body_of(fields: Fields, values: Values) -> dict[str, Json]:
    """{"findings[0].text": "x"} → {"findings": [{"text": "x"}]}; blank fields are left out, a flag never is."""
    body: dict[str, Json] = {}
    for name, kind in _asked(fields, values):
        value = values.get(name, "").strip()
        if kind is Kind.FLAG:
            _put(body, name, bool(value))
        elif value:
            _put(body, name, read(kind, value))
    return body


def read(kind: Kind, value: str) -> Json:
    """A value as the room reads it."""
    return _READ[kind](value) if kind in _READ else value


def flattened(content: Json | None, name: str = "") -> dict[str, str]:
    """A request as the fields of a form: {"findings": [{"text": "x"}]} → {"findings[0].text": "x"}."""
    if isinstance(content, dict):
        parts = [(f"{name}.{key}" if name else key, part) for key, part in content.items()]
    elif isinstance(content, list):
        parts = [(f"{name}[{place}]", part) for place, part in enumerate(content)]
    elif isinstance(content, bool):
        return {name: "1"} if content else {}
    else:
        return {} if content is None else {name: str(content)}
    return {key: text for inner, part in parts for key, text in flattened(part, inner).items()}


def _asked(fields: Fields, values: Values) -> list[tuple[str, Kind]]:
    return [(name, fields[_declared(fields, name)]) for name in names_of(fields, partial(filled, values))]


def _declared(fields: Fields, name: str) -> str:
    """As a field was declared: by its own place, or as one of a row."""
    return name if name in fields else pattern_of(name)


def pattern_of(name: str) -> str:
    """findings[0].text → findings[].text."""
    return _INDEX.sub("[]", name)


def amounts_in(fields: Fields, values: Values) -> dict[str, str]:
    """The amounts among what a room keeps, by field, as it writes them: "99000000.00"."""
    money = {name for name in values if fields.get(_declared(fields, name)) is Kind.MONEY}
    return {name: said for name, said in values.items() if name in money and _KEPT.fullmatch(said)}


def _rows_in(values: Values, group: str) -> list[int]:
    places = {int(found[1]) for name in values if (found := _INDEX.match(name, len(group))) and name.startswith(group)}
    return sorted(places)


def _moved_up(fields: Fields, known: Values, group: str) -> dict[str, str]:
    kept: dict[str, str] = {}
    place = 0
    for row in _rows_in(known, group):
        start = f"{group}[{row}]"
        here = {name: value for name, value in known.items() if name.startswith(start)}
        if any(value.strip() for name, value in here.items() if fields[pattern_of(name)] not in _NO_ROW):
            kept |= {f"{group}[{place}]{name[len(start) :]}": value for name, value in here.items()}
            place += 1
    return kept


def _put(body: dict[str, Json], name: str, value: Json) -> None:
    steps: Sequence[str] = _STEP.findall(name)
    at: Json = body
    for step, following in zip(steps, [*steps[1:], None], strict=True):
        inner: Json = value if following is None else [] if following.startswith("[") else {}
        at = _under(at, step, inner)


def _under(at: Json, step: str, inner: Json) -> Json:
    """What stands at a step, put there if nothing did."""
    if isinstance(at, list):
        place = int(step[1:-1])
        at.extend({} for _ in range(place + 1 - len(at)))
        return at[place]
    if isinstance(at, dict):
        return at.setdefault(step.removeprefix("."), inner)
    return at


def _day(value: str) -> str:
    """12.3.2026 → 2026-03-12."""
    found = _DAY.fullmatch(value)
    return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else value


def _moment(value: str) -> str:
    """What a clock on the wall in Türkiye shows: 2026-03-12T10:30 or 12.3.2026 10.30 → 2026-03-12T10:30:00+03:00."""
    day, _, clock = value.replace("T", " ", 1).partition(" ")
    try:
        moment = datetime.fromisoformat(f"{_day(day)}T{clock.strip().replace('.', ':')}")
    except ValueError:
        return value
    return moment.replace(tzinfo=moment.tzinfo or ISTANBUL).isoformat()


def _money(value: str) -> str:
    """1.250,50 and 1,250.50 → 1250.50; 1.250 → 1250, as no amount has three decimals."""
    text = re.sub(r"(TL|TRY|₺|\s)", "", value, flags=re.IGNORECASE)
    if found := re.fullmatch(r"([1-9][0-9]{0,2}(?:(?P<sign>[.,])[0-9]{3})(?:(?P=sign)[0-9]{3})*)([.,][0-9]+)?", text):
        whole, decimals = re.sub(r"[.,]", "", found[1]), found[3] or ""
        if decimals[:1] != found["sign"]:
            return whole + decimals.replace(",", ".")
    return text.replace(",", ".") if re.fullmatch(r"[0-9]+([.,][0-9]+)?", text) else value


def _number(value: str) -> Json:
    return int(value) if re.fullmatch(r"-?[0-9]{1,15}", value) else value


def _words(value: str) -> Json:
    return [word for line in value.splitlines() if (word := line.strip())]


_READ: Mapping[Kind, Callable[[str], Json]] = MappingProxyType(
    {
        Kind.DAY: _day,
        Kind.MOMENT: _moment,
        Kind.MONEY: _money,
        Kind.DEGREES: lambda value: value.replace(",", "."),
        Kind.NUMBER: _number,
        Kind.WORDS: _words,
    }
)
"""How each kind is read; all others are text."""
