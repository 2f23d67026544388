"""What the room does for one file alone is what the solver would do, and a tie is a tie however it is asked for."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.regimes import load
from services.evaluation.domain.choosing import Candidate, choose, fit
from services.evaluation.domain.employers import employer_keys
from services.evaluation.domain.findings import own_word
from services.evaluation.domain.matching import Hand, Problem, Seats, match
from services.evaluation.domain.records import Evaluator, File
from services.evaluation.domain.ties import Side
from services.evaluation.usecases.solver import solve
from tests.services.evaluation.acts import FIRM, UNIVERSITY

NOW = datetime(2027, 3, 1, 6, 0, tzinfo=UTC)
RULES = load("kdp-2014")
FILE = File(
    application_id="a",
    call_id="c",
    consortium_name="Küme",
    coordinator_id="koordinator",
    nace="28.11",
    members=(FIRM, UNIVERSITY),
    form={"reference_projects": "Raylı sistemler ortak laboratuvarı, Örnek Üniversitesi ile."},
    plan={},
    requested=Decimal(1),
    submitted_at=NOW,
)
NACE = ((), ("28.11",), ("28.1",), ("28.2", "62.01"))


@st.composite
def pools(draw: st.DrawFn) -> tuple[Candidate, ...]:
    """People who can be asked, some of one employer, some with a tie."""
    return tuple(
        Candidate(
            evaluator=Evaluator(
                person_id=f"d{place}",
                name="D",
                employer=draw(st.sampled_from(["A", "B", "b", "C", ""])),
                employer_tax_number=draw(st.sampled_from([None, None, "1", "2"])),
                nace=draw(st.sampled_from(NACE)),
            ),
            open_tasks=draw(st.integers(0, 3)),
            apart=draw(st.integers(0, 4)) == 0,
        )
        for place in range(draw(st.integers(0, 8)))
    )


@given(pools(), st.integers(0, 4))
def test_whom_the_room_chooses_for_one_file_is_whom_the_solver_would(pool: tuple[Candidate, ...], count: int) -> None:
    """So a replacement for who declined or was late is the solver's own too."""
    able = [one for one in pool if not one.apart]
    keys = employer_keys(one.evaluator for one in pool)
    problem = Problem(
        seats=(Seats("a", count),),
        hands=tuple(Hand(one.evaluator.person_id, keys[one.evaluator.person_id], one.open_tasks) for one in able),
        fits={("a", one.evaluator.person_id): fit(one.evaluator, FILE.nace) for one in able},
    )
    chosen = {("a", one) for one in choose(pool, FILE, count, (), RULES).people}
    assert match(problem, solve).choice == chosen


@pytest.mark.parametrize(
    ("facts", "kinds"),
    [
        ({}, set()),
        ({"employer": "ankara döküm aş"}, {"employer"}),
        ({"declared": (UNIVERSITY.tax_number,)}, {"declared"}),
        ({"projects": (("Raylı sistemler ortak laboratuvarı", "Örnek Üniversitesi"),)}, {"project"}),
        ({"projects": (("Başka bir proje adı", "Örnek Üniversitesi"),)}, set()),
        ({"person_id": "koordinator"}, {"coordinator"}),
    ],
)
def test_what_keeps_a_person_apart_is_the_same_with_and_without_an_explanation(
    facts: dict[str, object], kinds: set[str]
) -> None:
    side = Side(FILE, RULES, NOW, {}, {})
    person = Evaluator.model_validate({"person_id": "d", "name": "D", "employer": "X", **facts})
    check = side.check(person)
    assert {one.kind for one in side.keeping_apart(person)} == kinds
    assert list(side.keeping_apart(person)) == [one for one in check.in_force if one.keeps_apart]


def test_a_tie_the_person_has_declared_keeps_apart_though_nothing_is_computed() -> None:
    said = own_word("a", "d", hard=True, now=NOW)
    person = Evaluator(person_id="d", name="D", employer="X")
    assert Side(FILE, RULES, NOW, {}, {"d": (said,)}).keeping_apart(person) == (said,)
