"""Which evaluators the room asks for one application by itself. Pure. Rule: `grants.rules.choice`.

People stand in it by their ids and employers by numbers, so it is about persons: it is veiled in the ledger, and no
evaluator or applicant is shown it. An assignment by an officer's hand, or a proposal an officer accepted, is the
officer's act and no decision of this kind.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from grants.decisions.decision import Decision, Finding, Id, Inputs
from grants.explanation import Line
from grants.regimes import RuleSet
from grants.rules import choice as rule

_MOST = 20_000
_SEATS = 100
"""More than any file has: a regime wants nine at most, and one more for totals that lie apart."""

Count = Annotated[int, Field(ge=0, le=100_000)]


class Barred(StrEnum):
    """Why somebody is left out whatever the rest; a limit of open files is held against the files instead."""

    ASKED = "asked"
    INACTIVE = "inactive"
    AWAY = "away"
    NO_CONTRACT = "no_contract"
    TIE = "tie"


class AtWork(Inputs):
    """Who judges the file already, or was asked and has not answered. employer: a number, as in `Candidate`."""

    id: Id
    employer: Id


class Candidate(Inputs):
    """Somebody of the pool. fit: leading digits of the field shared. limit: most files open at once, none without.

    employer: a number, the same for those of one employer.
    """

    id: Id
    employer: Id
    fit: Annotated[int, Field(ge=0, le=20)] = 0
    open_files: Count = 0
    limit: Count | None = None
    barred: Barred | None = None

    @property
    def full(self) -> bool:
        return not rule.has_room(self.open_files, self.limit)

    @property
    def hand(self) -> rule.Hand:
        return rule.Hand(self.id, self.employer, self.fit, self.open_files)


class ChoiceInputs(Inputs):
    """wanted: how many the file needs in all. candidates: the pool, in any order."""

    wanted: Annotated[int, Field(ge=0, le=_SEATS)]
    at_work: Annotated[tuple[AtWork, ...], Field(max_length=_SEATS)] = ()
    candidates: Annotated[tuple[Candidate, ...], Field(max_length=_MOST)] = ()

    @property
    def seats(self) -> int:
        """How many are to be found."""
        return max(self.wanted - len(self.at_work), 0)


class Seated(StrEnum):
    """missing: a seat stays empty."""

    CHOSEN = "chosen"
    MISSING = "missing"


def chosen(given: ChoiceInputs) -> tuple[str, ...]:
    """Whom to ask, best first."""
    employers = [one.employer for one in given.at_work]
    return tuple(one.person_id for one in rule.chosen(_free(given), given.seats, employers))


def _free(given: ChoiceInputs) -> tuple[rule.Hand, ...]:
    return rule.in_order(one.hand for one in given.candidates if one.barred is None and not one.full)


def _find(given: ChoiceInputs, rules: RuleSet) -> Finding:
    free, asked = _free(given), chosen(given)
    missing = given.seats - len(asked)
    lines = (_wanted(given, rules), *_left_out(given), *_looked_at(given, free, asked), *_missing(missing, given))
    figures = {"candidates": str(len(given.candidates)), "free": str(len(free)), "missing": str(missing)}
    if asked:
        figures["chosen"] = ", ".join(asked)
    return Finding(lines, Seated.MISSING if missing else Seated.CHOSEN, figures)


def _wanted(given: ChoiceInputs, rules: RuleSet) -> Line:
    """More than the regime asks at first: the totals lay further apart than its divergence."""
    first, apart = rules.evaluation.evaluators, rules.evaluation.divergence
    source = rules.cite(first) if given.wanted <= first.value else rules.cite(apart)
    asked, allowed = str(len(given.at_work)), str(given.wanted)
    return Line(rule="step.choice.wanted", asked=asked, allowed=allowed, source=source)


def _left_out(given: ChoiceInputs) -> Iterator[Line]:
    """Each who cannot be asked, with one reason: that of the pool before the limit of open files."""
    for one in sorted(given.candidates, key=lambda each: each.id):
        if one.barred is not None:
            yield Line(rule=f"step.choice.{one.barred}", subject=one.id, source=rule.SOURCE, held=False)
        elif one.full:
            asked, allowed = str(one.open_files), str(one.limit)
            yield Line(
                rule="step.choice.full", subject=one.id, asked=asked, allowed=allowed, source=rule.SOURCE, held=False
            )


def _looked_at(given: ChoiceInputs, free: Sequence[rule.Hand], asked: Sequence[str]) -> Iterator[Line]:
    """Those who can be asked, in their order, down to the first who comes too late; who comes after need no word."""
    left = given.seats
    taken = {one.employer for one in given.at_work}
    before: rule.Hand | None = None
    for one in free:
        if one.person_id in asked:
            yield _line("step.choice.chosen", one)
            taken.add(one.employer)
            left, before = left - 1, one
        elif left == 0:
            yield from _next(one, before)
            return
        elif one.employer in taken:
            yield _line("step.choice.same_employer", one, held=False)


def _next(one: rule.Hand, before: rule.Hand | None) -> Iterator[Line]:
    """What set the last who was chosen before the next in the order."""
    if before is None:
        return
    if one.fit != before.fit:
        yield _decided("fit", one, before.fit, one.fit)
    elif one.open_files != before.open_files:
        yield _decided("load", one, before.open_files, one.open_files)
    else:
        yield _decided("id", one, before.person_id, one.person_id)


def _decided(by: str, one: rule.Hand, before: object, after: object) -> Line:
    numbers = {"asked": str(after), "allowed": str(before)}
    return Line(rule=f"step.choice.next_by_{by}", subject=one.person_id, source=rule.SOURCE, **numbers)


def _line(key: str, one: rule.Hand, *, held: bool = True) -> Line:
    numbers = {"asked": str(one.fit), "allowed": str(one.open_files)}
    return Line(rule=key, subject=one.person_id, source=rule.SOURCE, held=held, **numbers)


def _missing(missing: int, given: ChoiceInputs) -> Iterator[Line]:
    if missing:
        numbers = {"asked": str(missing), "allowed": str(given.seats)}
        yield Line(rule="step.choice.missing", source=rule.SOURCE, held=False, **numbers)


CHOICE = Decision("choice", ChoiceInputs, Seated, _find)
