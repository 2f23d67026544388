"""Who may not evaluate an application."""

import pytest

from grants.rules.composition import MemberKind
from grants.rules.conflicts import EvaluatorFacts, conflicts
from tests.grants.plans import member

MEMBERS = (
    member(1, name="Örnek Isı Sanayi A.Ş."),
    member(2, name="OSTİM Teknik Üniversitesi", kind=MemberKind.UNIVERSITY),
)


def evaluator(employer: str = "", tax_number: str | None = None, *declared: str) -> EvaluatorFacts:
    return EvaluatorFacts("person-1", employer, tax_number, frozenset(declared))


@pytest.mark.parametrize(
    ("person", "ties"),
    [
        (evaluator(), []),
        (evaluator("Başka Bir Kurum", "9999999999"), []),
        (evaluator("Başka Bir Ad", "0000000001"), [("conflict.employer", "members[0]")]),
        (evaluator("ostim  teknik üniversitesi"), [("conflict.employer", "members[1]")]),
        (evaluator("OSTIM TEKNIK UNIVERSITESI"), [("conflict.employer", "members[1]")]),
        (evaluator("Örnek ISI Sanayi AŞ", "9999999999"), [("conflict.employer", "members[0]")]),
        (evaluator("Örnek Isı Sanayi"), []),
        (evaluator("", None, "0000000002"), [("conflict.declared", "members[1]")]),
        (
            evaluator("", "0000000002", "0000000001", "0000000002"),
            [
                ("conflict.declared", "members[0]"),
                ("conflict.employer", "members[1]"),
                ("conflict.declared", "members[1]"),
            ],
        ),
    ],
)
def test_every_tie_with_a_member_is_found_however_the_name_is_written(
    person: EvaluatorFacts, ties: list[tuple[str, str]]
) -> None:
    assert [(breach.rule, breach.subject) for breach in conflicts(person, MEMBERS)] == ties


def test_a_tie_names_the_member() -> None:
    (breach,) = conflicts(evaluator("", "0000000001"), MEMBERS)
    assert breach.asked == "Örnek Isı Sanayi A.Ş."


def test_an_evaluator_without_employer_is_not_tied_to_a_member_without_a_name() -> None:
    assert conflicts(evaluator("", ""), (member(3, name="…", tax_number=""),)) == ()
