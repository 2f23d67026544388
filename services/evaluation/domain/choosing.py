"""Whom to ask to evaluate an application: no tie with it, other employers first, then fit, then little at hand.

Source: two independent evaluators matched by expertise ([P] Ministry page); the order is Destek's own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from grants.breach import Breach
from grants.decisions.conflict import CONFLICT, ConflictInputs, pseudonymous
from grants.decisions.conflict import Evaluator as EvaluatorInputs
from grants.decisions.conflict import Member as MemberInputs
from grants.explanation import Explanation
from grants.regimes import RuleSet
from grants.regimes.words import MemberKind
from grants.rules import conflicts as rule
from grants.rules.composition import MemberFacts
from services.evaluation.domain.records import Evaluator, File

_LEAST_FIT = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """An evaluator who could be asked, and how many tasks lie open with them."""

    evaluator: Evaluator
    open_tasks: int


def ties(evaluator: Evaluator, file: File) -> tuple[Breach, ...]:
    """Every reason why this person must not judge this file; none if there is no tie."""
    facts = rule.EvaluatorFacts(
        person_id=evaluator.person_id,
        employer=evaluator.employer,
        employer_tax_number=evaluator.employer_tax_number,
        declared=frozenset(evaluator.declared),
    )
    return rule.conflicts(facts, members_of(file), file.coordinator_id)


def no_tie(evaluator: Evaluator, file: File, rules: RuleSet) -> Explanation:
    """That `ties` finds none, told so that it can be compared again and names no body."""
    given = ConflictInputs(
        evaluator=EvaluatorInputs(
            id=evaluator.person_id,
            employer=evaluator.employer,
            employer_tax_number=evaluator.employer_tax_number,
            declared=evaluator.declared,
        ),
        members=tuple(MemberInputs(name=one.name, tax_number=one.tax_number) for one in file.members),
        coordinator_id=file.coordinator_id,
    )
    return CONFLICT.decide(pseudonymous(given), rules)


def works_for(organisation: str | None, tax_number: str | None, file: File) -> bool:
    """Whether who signed in for this body works for an applicant; by number, or by name however it is written."""
    facts = rule.EvaluatorFacts(
        person_id="", employer=organisation or "", employer_tax_number=tax_number, declared=frozenset()
    )
    return bool(rule.conflicts(facts, members_of(file)))


def members_of(file: File) -> tuple[MemberFacts, ...]:
    """The members as the rule of conflicts sees them: what they promised does not matter here."""
    kinds = set(MemberKind)
    return tuple(
        MemberFacts(
            name=member.name,
            kind=MemberKind(member.kind) if member.kind in kinds else MemberKind.OTHER,
            tax_number=member.tax_number,
            province=member.province,
            nace=member.nace,
            commits=False,
            in_main_field=False,
        )
        for member in file.members
    )


def fit(evaluator: Evaluator, nace: str) -> int:
    """How many leading digits of the field the evaluator knows; a shared first digit alone says nothing."""
    return max((_shared(code, nace) for code in evaluator.nace), default=0)


def _shared(one: str, other: str) -> int:
    count = 0
    for left, right in zip(one.replace(".", ""), other.replace(".", ""), strict=False):
        if left != right:
            break
        count += 1
    return count if count >= _LEAST_FIT else 0


def employer_of(evaluator: Evaluator) -> str:
    return evaluator.employer_tax_number or evaluator.employer.casefold() or evaluator.person_id


def free(candidates: Iterable[Candidate], file: File) -> list[Candidate]:
    """Those who may judge this file."""
    return [one for one in candidates if one.evaluator.active and not ties(one.evaluator, file)]


def choose(
    candidates: Iterable[Candidate], file: File, count: int, taken: Sequence[Evaluator] = ()
) -> tuple[Evaluator, ...]:
    """At most `count` evaluators, the same for every order of candidates. `taken`: who works on the file already."""
    left = [one.evaluator for one in sorted(free(candidates, file), key=lambda one: _order(one, file.nace))]
    employers = {employer_of(evaluator) for evaluator in taken}
    chosen: list[Evaluator] = []
    while left and len(chosen) < count:
        best = next((one for one in left if employer_of(one) not in employers), left[0])
        left.remove(best)
        chosen.append(best)
        employers.add(employer_of(best))
    return tuple(chosen)


def _order(candidate: Candidate, nace: str) -> tuple[int, int, str]:
    return (-fit(candidate.evaluator, nace), candidate.open_tasks, candidate.evaluator.person_id)
