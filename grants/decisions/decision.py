"""What every automatic decision has in common: named inputs, steps that show their numbers, one outcome. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from grants.breach import Breach
from grants.explanation import Explanation, Line
from grants.regimes import RuleSet
from grants.rules.exact import exact_text

Id = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
"""What a thing or a person is called in the steps: an id."""

_NUMBER = re.compile(r"\d{1,12}(\.\d{1,60}|/[1-9]\d{0,11})?", re.ASCII)


_MOST_DIGITS = 12
_MOST = 1_000_000


def _number(value: object) -> Fraction:
    match value:
        case Fraction():
            return value
        case str() if _NUMBER.fullmatch(value):
            return Fraction(value)
        case int() if not isinstance(value, bool) and 0 <= value <= _MOST:
            return Fraction(value)
        case Decimal() if value.is_finite() and value.adjusted() < _MOST_DIGITS and _NUMBER.fullmatch(f"{value:f}"):
            return Fraction(value)
    raise PydanticCustomError("exact_number", 'an exact number as text: "77.5" or "226/3"')


Number = Annotated[
    Fraction,
    BeforeValidator(_number),
    Field(ge=0, le=_MOST),
    PlainSerializer(exact_text, return_type=str),
    WithJsonSchema({"type": "string", "pattern": f"^{_NUMBER.pattern}$", "examples": ["77.5", "226/3"]}),
]
"""An exact number, zero or more: a decimal where it ends ("77.5"), a fraction where it does not ("226/3")."""


def _no_float(value: object) -> object:
    if isinstance(value, float):
        raise PydanticCustomError("float_not_allowed", "a number with a point is written as text")
    return value


Points = Annotated[Decimal, BeforeValidator(_no_float), Field(ge=-10_000, le=10_000, decimal_places=4)]
"""Points somebody gave, exact; whether they are in range is for the rule to say."""


class Inputs(BaseModel):
    """Everything a decision is made of. Knows every field it is given; its JSON holds no float."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Checked(StrEnum):
    """What comes of holding something against the rules: refused when one of them is broken."""

    ALLOWED = "allowed"
    REFUSED = "refused"

    @classmethod
    def of(cls, broken: Iterable[Breach]) -> "Checked":
        return cls.REFUSED if any(True for _ in broken) else cls.ALLOWED


@dataclass(frozen=True, slots=True)
class Finding:
    """What a decision finds: its steps in order, its outcome, its numbers."""

    steps: tuple[Line, ...]
    outcome: StrEnum
    figures: Mapping[str, str] = field(default_factory=dict)


I = TypeVar("I", bound=Inputs)  # noqa: E741 - the one type a decision is about


@dataclass(frozen=True, slots=True)
class Decision(Generic[I]):
    """A kind of automatic decision. outcomes: the closed list of words it can end in."""

    name: str
    inputs: type[I]
    outcomes: type[StrEnum]
    find: Callable[[I, RuleSet], Finding]

    def decide(self, given: I, rules: RuleSet) -> Explanation:
        """Decide, and tell how. Raises `RulesBroken` where the inputs contradict themselves."""
        found = self.find(given, rules)
        return Explanation(
            decision=self.name,
            regime=rules.pinned,
            inputs=given.model_dump(mode="json", exclude_none=True),
            steps=found.steps,
            outcome=found.outcome.value,
            figures=dict(found.figures),
        )


@dataclass(frozen=True, slots=True)
class Check:
    """One thing a decision looks at: what is shown when it holds, and which breaches say that it does not.

    rules: keys of these breaches, or beginnings of keys that end in a point. here: only breaches about the
    line's own subject.
    """

    line: Line
    rules: tuple[str, ...] = ()
    here: bool = False

    def answers(self, breach: Breach) -> bool:
        if self.here and breach.subject != self.line.subject:
            return False
        return any(breach.rule == one or (one.endswith(".") and breach.rule.startswith(one)) for one in self.rules)


def steps(broken: Iterable[Breach], checks: Iterable[Check]) -> tuple[Line, ...]:
    """Each check in order: the breaches it answers for, or its line. No breach is ever left out."""
    return tuple(_steps(list(broken), checks))


def _steps(left: list[Breach], checks: Iterable[Check]) -> Iterator[Line]:
    for check in checks:
        mine = [breach for breach in left if check.answers(breach)]
        left = [breach for breach in left if not check.answers(breach)] if mine else left
        yield from (Line.broken(breach) for breach in mine)
        if not mine:
            yield check.line
    yield from (Line.broken(breach) for breach in left)
