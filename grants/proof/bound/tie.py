"""What ties an event's own figures to the decisions it carries: which field is which outcome, figure or input."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum, StrEnum
from fractions import Fraction
from typing import Any, assert_never

from pydantic import BaseModel

from grants.breach import Breach
from grants.calendar import istanbul_day
from grants.decisions import DECISIONS
from grants.explanation import Explanation
from grants.regimes import RuleSet
from grants.rules.exact import exact_text

_NUMBER = re.compile(r"-?\d{1,18}(\.\d{1,60}|/[1-9]\d{0,11})?", re.ASCII)
_LONGEST = 300
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Seen:
    """One decision beside the event that tells of it.

    rules: those it was pinned to; none where they are not at hand. data: of the event. nth: its place among the
    decisions of its kind there.
    """

    explanation: Explanation
    rules: RuleSet | None
    data: Mapping[str, Any]
    time: str
    nth: int = 0

    @property
    def given(self) -> Any:
        """The inputs as their model has them. Raises ValidationError."""
        return DECISIONS[self.explanation.decision].inputs.model_validate(self.explanation.inputs)

    @property
    def is_open(self) -> bool:
        """Whether its inputs can be read."""
        return bool(self.explanation.inputs)


Source = Callable[[Seen], object]
"""What a field has to say by its decision: a number, an instant, a day, a text, or an answer; None where that is not
known (it is sealed, or of old it was not told)."""


Check = Callable[[Seen], tuple[str, str]]
"""What stands in a decision, and what has to stand there."""


class Order(StrEnum):
    """How a number of the event stands to its source."""

    EXACTLY = "exactly"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"


@dataclass(frozen=True, slots=True)
class Tied:
    """A field of the event. part: which part of the field is meant."""

    source: Source
    order: Order = Order.EXACTLY
    part: Callable[[Any, int], Any] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A decision an event carries. fields: what it decides of the event. outcomes: those such an event can come of.

    optional: it is not told with each of these events. checks: what else has to stand in the decision, by the name it
    is told under.
    """

    decision: str
    fields: Mapping[str, Tied] = field(default_factory=dict)
    outcomes: frozenset[str] = frozenset()
    optional: bool = False
    checks: Mapping[str, Check] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tie:
    """The decisions of a kind of event, and the fields that no decision in it speaks of, each with why."""

    parts: tuple[Part, ...]
    free: Mapping[str, str] = field(default_factory=dict)

    @property
    def bound(self) -> frozenset[str]:
        return frozenset(name for part in self.parts for name in part.fields)


def part(decision: str, /, *outcomes: str, optional: bool = False, **fields: Source | Tied) -> Part:
    """A decision with the fields it decides. outcomes: the only ones such an event comes of; any, if none is named."""
    return Part(decision, tied(fields), frozenset(outcomes), optional)


def tied(fields: Mapping[str, Source | Tied]) -> Mapping[str, Tied]:
    """Fields that are exactly what their sources say, unless it is said otherwise."""
    return {name: one if isinstance(one, Tied) else Tied(one) for name, one in fields.items()}


def tie(*parts: Part, **free: str) -> Tie:
    """The decisions of a kind of event; each field that stays free with its reason."""
    return Tie(parts, free)


def outcome(seen: Seen) -> object:
    """The word of the outcome."""
    return seen.explanation.outcome


def is_outcome(word: str) -> Source:
    """Whether it came out so."""
    return lambda seen: seen.explanation.outcome == word


def always(value: object) -> Source:
    """What such an event always says beside this decision."""
    return lambda _: value


def figure(name: str) -> Source:
    """A figure of the decision, a number where it is one."""
    return lambda seen: _typed(seen.explanation.figures.get(name))


def given(path: str) -> Source:
    """An input by its path ("application.nace"), as it is written; a number where it is one."""
    return lambda seen: _typed(_at(seen.explanation.inputs, path))


def text(path: str) -> Source:
    """An input that is no number: an id, a word."""
    return lambda seen: _at(seen.explanation.inputs, path)


def day(path: str) -> Source:
    """A day among the inputs."""
    return lambda seen: _day(_at(seen.explanation.inputs, path))


def first_after(name: str) -> Source:
    """The first day after a figure that is a last day."""

    def source(seen: Seen) -> object:
        last = _day(seen.explanation.figures.get(name))
        return None if last is None else last + _DAY

    return source


def due_day(seen: Seen) -> object:
    """The Istanbul day at whose beginning a deadline is over: the first day after."""
    at = seen.explanation.figures.get("due")
    return None if at is None else istanbul_day(datetime.fromisoformat(at))


def last_due_day(seen: Seen) -> object:
    """The last Istanbul day before a deadline is over."""
    first = due_day(seen)
    return first - _DAY if isinstance(first, date) else None


def programme(seen: Seen) -> object:
    """The key of the rules it was decided under."""
    return None if seen.rules is None else seen.rules.key


def _at(inputs: Mapping[str, Any], path: str) -> object:
    value: object = inputs
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _day(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None


def _typed(value: object) -> object:
    number = _number(value)
    return value if number is None else number


def _number(value: object) -> Fraction | None:
    """None for what is no plain number: nobody makes this raise a power."""
    if isinstance(value, bool) or not isinstance(value, str | int | Fraction):
        return None
    said = str(value) if not isinstance(value, int) or value.bit_length() < _LONGEST else ""
    return Fraction(said) if _NUMBER.fullmatch(said) else None


def holds(said: object, source: object, order: Order = Order.EXACTLY) -> bool:
    """Whether what an event says is what its decision says; what cannot be read as such a value is not."""
    try:
        return _is(said, source, order)
    except (ValueError, TypeError):
        return False


def _is(said: object, source: object, order: Order) -> bool:
    match source:
        case bool():
            return said is source
        case Fraction() | int():
            number = _number(said)
            return number is not None and _ordered(number, Fraction(source), order)
        case datetime():
            return isinstance(said, str) and bool(datetime.fromisoformat(said) == source)
        case date():
            return isinstance(said, str) and said == source.isoformat()
        case Enum():
            return isinstance(said, str) and said == source.value
        case _:
            return bool(said == source)


def _ordered(number: Fraction, source: Fraction, order: Order) -> bool:
    match order:
        case Order.EXACTLY:
            return number == source
        case Order.AT_MOST:
            return number <= source
        case Order.AT_LEAST:
            return number >= source
        case never:
            assert_never(never)


def unlike(kind: type[BaseModel], about: Tie, seen: Seen, closed: Sequence[str]) -> Iterator[Breach]:
    """Where the event says otherwise than this decision. closed: JSON pointers of what stays veiled in the event."""
    for one in about.parts:
        if one.decision == seen.explanation.decision:
            yield from _of_part(kind, one, seen, closed)


def _of_part(kind: type[BaseModel], one: Part, seen: Seen, closed: Sequence[str]) -> Iterator[Breach]:
    came = seen.explanation.outcome
    if one.outcomes and came not in one.outcomes:
        yield breach("explanation.outcome", came, ", ".join(sorted(one.outcomes)))
    for name, check in one.checks.items():
        asked, allowed = check(seen)
        if asked != allowed:
            yield breach(name, asked, allowed)
    for name, tied in one.fields.items():
        if not any(f"{place}/".startswith(f"/data/{name}/") for place in closed):
            yield from _of_field(kind, name, tied, seen)


def _of_field(kind: type[BaseModel], name: str, tied: Tied, seen: Seen) -> Iterator[Breach]:
    """A field that was added later may be missing, or say nothing, in records of old."""
    source, said = tied.source(seen), seen.data.get(name)
    if source is None or (said is None and not kind.model_fields[name].is_required()):
        return
    if tied.part is not None:
        said = tied.part(said, seen.nth)
    if not holds(said, source, tied.order):
        yield breach(name, said, source)


def breach(subject: str, asked: object, allowed: object) -> Breach:
    return Breach("explanation.differs", subject, _said(asked), _said(allowed), "Destek")


def _said(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case date():
            return value.isoformat()
        case Enum():
            return str(value.value)
        case Fraction():
            return exact_text(value)
        case _:
            return str(value)[:_LONGEST]
