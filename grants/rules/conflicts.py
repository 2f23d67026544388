"""Who may not evaluate an application: a person who works for a member, or has declared a tie with one.

Source: in no paper; Destek's own rule, computed before an invitation goes out besides what is declared.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grants.breach import Breach
from grants.rules.composition import MemberFacts
from grants.turkish import turkish_lower

_SOURCE = "Destek"


@dataclass(frozen=True, slots=True)
class EvaluatorFacts:
    """What is known of an evaluator. Empty text where there is no employer.

    declared: tax numbers of the bodies with which the evaluator has declared a tie.
    """

    person_id: str
    employer: str
    employer_tax_number: str | None
    declared: frozenset[str]


def conflicts(
    evaluator: EvaluatorFacts, members: Sequence[MemberFacts], coordinator_id: str | None = None
) -> tuple[Breach, ...]:
    """Every tie between the evaluator and the consortium; none if the evaluator may be asked.

    coordinator_id: the person who leads the consortium, if that is known.
    """
    ties = tuple(breach for index, member in enumerate(members) for breach in _ties(evaluator, index, member))
    leads = evaluator.person_id == coordinator_id
    return (*ties, Breach("conflict.coordinator", "coordinator_id", source=_SOURCE)) if leads else ties


def _ties(evaluator: EvaluatorFacts, index: int, member: MemberFacts) -> Iterator[Breach]:
    subject = f"members[{index}]"
    if _employs(member, evaluator):
        yield Breach("conflict.employer", subject, member.name, "", _SOURCE)
    if member.tax_number in evaluator.declared:
        yield Breach("conflict.declared", subject, member.name, "", _SOURCE)


def _employs(member: MemberFacts, evaluator: EvaluatorFacts) -> bool:
    """By tax number, or by name: a body writes its name in more than one way and has branches."""
    if evaluator.employer_tax_number and evaluator.employer_tax_number == member.tax_number:
        return True
    employer = folded(evaluator.employer)
    return bool(employer) and employer == folded(member.name)


def folded(name: str) -> str:
    """Letters and digits alone, in lower case and without marks: "OSTİM A.Ş." and "Ostim AŞ" are one."""
    plain = unicodedata.normalize("NFKD", turkish_lower(name).replace("ı", "i"))
    return "".join(sign for sign in plain if sign.isalnum())
