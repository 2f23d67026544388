"""Whether an evaluator has a tie with a member. Pure. Rules: `grants.rules.conflicts`.

What is recorded must tell nobody where an evaluator works: `pseudonymous` replaces every body by a number,
the same for the same body, so that the comparison can be made again and nothing else can.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from grants.decisions.decision import Check, Decision, Finding, Id, Inputs, steps
from grants.explanation import Line
from grants.regimes import RuleSet
from grants.regimes.words import MemberKind
from grants.rules.composition import MemberFacts
from grants.rules.conflicts import EvaluatorFacts, conflicts, folded

_MOST = 2_000

Body = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]


class Tie(StrEnum):
    CLEAR = "clear"
    CONFLICTED = "conflicted"


class Evaluator(Inputs):
    """employer: its name, empty if there is none. declared: tax numbers of bodies a tie was declared with."""

    id: Id
    employer: Body = ""
    employer_tax_number: Body | None = None
    declared: tuple[Body, ...] = Field(default=(), max_length=_MOST)


class Member(Inputs):
    name: Body
    tax_number: Body


class ConflictInputs(Inputs):
    """coordinator_id: the person who leads the consortium, if that is known."""

    evaluator: Evaluator
    members: tuple[Member, ...] = Field(max_length=_MOST)
    coordinator_id: Id | None = None


def pseudonymous(given: ConflictInputs) -> ConflictInputs:
    """The same ties without names and tax numbers: each body is called by a number of its own."""
    names, numbers = _Numbers(), _Numbers()
    members = tuple(
        Member(name=f"ad-{names.of(folded(one.name))}", tax_number=f"no-{numbers.of(one.tax_number)}")
        for one in given.members
    )
    one = given.evaluator
    employer = f"ad-{names.of(folded(one.employer))}" if folded(one.employer) else ""
    tax_number = f"no-{numbers.of(one.employer_tax_number)}" if one.employer_tax_number else None
    declared = tuple(sorted({f"no-{numbers.of(number)}" for number in one.declared}))
    evaluator = Evaluator(id=one.id, employer=employer, employer_tax_number=tax_number, declared=declared)
    return ConflictInputs(evaluator=evaluator, members=members, coordinator_id=given.coordinator_id)


class _Numbers:
    """Hands out 1, 2, 3 … in the order in which texts are first seen."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def of(self, text: str) -> int:
        return self._seen.setdefault(text, len(self._seen) + 1)


def _find(given: ConflictInputs, _: RuleSet) -> Finding:
    one = given.evaluator
    facts = EvaluatorFacts(one.id, one.employer, one.employer_tax_number, frozenset(one.declared))
    members = [MemberFacts(m.name, MemberKind.OTHER, m.tax_number, "", "", False, False) for m in given.members]  # noqa: FBT003 - fields
    ties = conflicts(facts, members, given.coordinator_id)
    outcome = Tie.CONFLICTED if ties else Tie.CLEAR
    return Finding(steps(ties, _checks(given)), outcome, {"members": str(len(members)), "ties": str(len(ties))})


def _checks(given: ConflictInputs) -> Iterator[Check]:
    count, declared = str(len(given.members)), str(len(given.evaluator.declared))
    yield Check(
        Line(rule="step.conflict.employer", subject="members", asked=count, source="Destek"), ("conflict.employer",)
    )
    line = Line(rule="step.conflict.declared", subject="members", asked=count, allowed=declared, source="Destek")
    yield Check(line, ("conflict.declared",))
    if given.coordinator_id is not None:
        led = Line(rule="step.conflict.coordinator", subject="coordinator_id", source="Destek")
        yield Check(led, ("conflict.coordinator",))


CONFLICT = Decision("conflict", ConflictInputs, Tie, _find)
