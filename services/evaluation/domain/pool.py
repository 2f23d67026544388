"""The pool of evaluators: what is known of each, what may be asked of them now, and how they kept their dates.

Who the person is (`Personal`) stays apart from what the room works with (`Profile`), so that the first can be
erased and everything recorded under the person's id stays valid.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from grants.breach import Breach
from grants.calendar import istanbul_day
from grants.values import Line, Money, TaxNumber

MOST_CONTRACTS = 50

PersonKey = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,200}$")]
"""A person's id as a sign-in provider makes it: printable, without spaces."""
Nace = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}(\.[0-9]{1,2}){0,2}$")]
Topic = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
"""A language by its two letters (ISO 639-1), such as tr."""
Mail = Annotated[str, StringConstraints(pattern=r"^([^@\s]{1,64}@[^@\s]{1,190})?$")]
Address = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
ContractNumber = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


class Fact(BaseModel):
    """One thing a person may tell or the room may keep."""

    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True)


class _Period(Fact):
    """since, until: first and last day."""

    since: date
    until: date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until < self.since:
            raise PydanticCustomError("period_order", "the last day lies before the first")
        return self

    def holds(self, day: date) -> bool:
        return self.since <= day <= self.until


class Span(_Period):
    """Days on which a person can be asked."""


class ContractTerms(_Period):
    """An evaluator's contract; fee: for each file whose scores were given, in lira."""

    number: ContractNumber
    fee: Money


class Project(Fact):
    """A project the person worked on or signed, with its partner."""

    title: Line
    partner: Line


Spans = Annotated[tuple[Span, ...], Field(max_length=50)]
Languages = Annotated[tuple[Language, ...], Field(max_length=20)]
Declared = Annotated[tuple[TaxNumber, ...], Field(max_length=200)]


class Expertise(Fact):
    """What a person can judge, and how much at a time.

    nace, topics: fields of expertise. availability: when the person can be asked; none: always.
    load_limit: most files open at once; none: no limit.
    """

    person_id: PersonKey
    nace: Annotated[tuple[Nace, ...], Field(max_length=50)] = ()
    topics: Annotated[tuple[Topic, ...], Field(max_length=50)] = ()
    languages: Languages = ()
    availability: Spans = ()
    load_limit: Annotated[int, Field(ge=0, le=1000)] | None = None
    active: bool = True


class Profile(Expertise):
    """What the room works with; it tells nobody who the person is. erased_at: when the person's data was erased."""

    erased_at: datetime | None = None


class Personal(Fact):
    """Who the person is, and with whom the person has ties: kept apart and erasable.

    declared: tax numbers of bodies the person has a tie with.
    """

    name: Line
    email: Mail = ""
    address: Address = ""
    employer: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = ""
    employer_tax_number: TaxNumber | None = None
    degrees: Annotated[tuple[Line, ...], Field(max_length=20)] = ()
    declared: Declared = ()
    projects: Annotated[tuple[Project, ...], Field(max_length=200)] = ()


class Registration(Fact):
    """Everything an administrator says of an evaluator. Contracts are added or changed by number, never taken away."""

    profile: Profile
    personal: Personal
    contracts: tuple[ContractTerms, ...] = ()


def registration(said: Mapping[str, Any]) -> Registration:
    """The registration these fields make: those of profile and person side by side, and `contracts`.

    Raises ValidationError with all that is wrong.
    """
    return Registration(
        profile=Profile(**{name: said[name] for name in Expertise.model_fields if name in said}),
        personal=Personal(**{name: said[name] for name in Personal.model_fields if name in said}),
        contracts=said.get("contracts", ()),
    )


class OwnWords(Fact):
    """What an evaluator may change of the own profile."""

    languages: Languages
    availability: Spans
    declared: Declared


@dataclass(frozen=True, slots=True)
class Timeliness:
    """How a person kept the dates of invitations and scores, counted from the assignments.

    declined leaves out those declined for a tie. under_way: open now. days_early: mean of the days by which
    scores came before they were due, below zero if late; none while there are none.
    """

    invited: int = 0
    accepted: int = 0
    declined: int = 0
    conflicts: int = 0
    lapsed: int = 0
    submitted: int = 0
    under_way: int = 0
    days_early: Decimal | None = None


DAY = 86_400
_TENTH = Decimal("0.1")


def mean_days(seconds: Decimal | None) -> Decimal | None:
    """A mean span as days, to the tenth."""
    if seconds is None:
        return None
    return (seconds / DAY).quantize(_TENTH, ROUND_HALF_EVEN) + 0  # plus zero: "-0.0" is zero


def unable(profile: Profile, contracts: Sequence[ContractTerms], open_files: int, now: datetime) -> tuple[Breach, ...]:
    """Why this person cannot be asked now, whatever the file; none if the person can."""
    return tuple(_unable(profile, contracts, open_files, istanbul_day(now)))


def _unable(profile: Profile, contracts: Sequence[ContractTerms], open_files: int, day: date) -> Iterator[Breach]:
    who = profile.person_id
    if not profile.active:
        yield Breach("evaluator.inactive", "evaluator_id", who)
    if profile.availability and not any(span.holds(day) for span in profile.availability):
        yield Breach("evaluator.unavailable", "evaluator_id", who, day.isoformat())
    if profile.load_limit is not None and open_files >= profile.load_limit:
        yield Breach("evaluator.load_limit", "evaluator_id", str(open_files), str(profile.load_limit))
    if contracts and not any(contract.holds(day) for contract in contracts):
        yield Breach("evaluator.no_contract", "evaluator_id", who, day.isoformat())


def twice(contracts: Sequence[ContractTerms]) -> tuple[Breach, ...]:
    """Contracts of one registration that carry the same number."""
    seen: set[str] = set()
    again = []
    for index, one in enumerate(contracts):
        if one.number in seen:
            again.append(Breach("evaluator.contract_twice", f"contracts[{index}].number", one.number, "", "Destek"))
        seen.add(one.number)
    return tuple(again)
