"""Whom the room asks for one file by itself, and what it records of that."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.decisions import recompute
from grants.decisions.choice import Barred
from grants.regimes import load
from services.evaluation.domain.choosing import Candidate, choose, fit
from services.evaluation.domain.employers import employer_keys
from services.evaluation.domain.records import Evaluator, File
from tests.services.evaluation.acts import FIRM, UNIVERSITY

RULES = load("kdp-2014")
NOW = datetime(2027, 3, 1, 6, 0, tzinfo=UTC)
FILE = File(
    application_id="a",
    call_id="c",
    consortium_name="Küme",
    coordinator_id="koordinator",
    nace="28.11",
    members=(FIRM, UNIVERSITY),
    form={},
    plan={},
    requested=Decimal(1),
    submitted_at=NOW,
)


def evaluator(person_id: str, **facts: object) -> Evaluator:
    return Evaluator.model_validate({"person_id": person_id, "name": person_id, "employer": person_id, **facts})


@pytest.mark.parametrize(
    ("nace", "expected"),
    [(("28.11",), 4), (("28.1",), 3), (("28",), 2), (("2",), 0), (("29.11",), 0), ((), 0), (("62.01", "28.12"), 3)],
)
def test_the_fit_is_the_number_of_shared_leading_digits_from_two_on(nace: tuple[str, ...], expected: int) -> None:
    assert fit(evaluator("d", nace=nace), "28.11") == expected


def asked(candidates: list[Candidate], wanted: int, *taken: Evaluator) -> tuple[str, ...]:
    """Whom the room asks, by id; `wanted` counts those who are at work already."""
    return choose(candidates, FILE, wanted, taken, RULES).people


def test_fit_comes_before_free_hands_and_free_hands_before_the_id() -> None:
    candidates = [
        Candidate(evaluator("a"), 0),
        Candidate(evaluator("b", nace=("28.11",)), 5),
        Candidate(evaluator("c", nace=("28.11",)), 2),
        Candidate(evaluator("d", nace=("28.11",)), 2),
    ]
    assert asked(candidates, 4) == ("c", "d", "b", "a")


@given(st.permutations(range(8)), st.integers(min_value=0, max_value=9))
def test_the_choice_does_not_depend_on_the_order_of_the_candidates(order: list[int], count: int) -> None:
    everyone = [Candidate(evaluator(f"d{n}", employer=f"E{n % 3}", nace=("28",) * (n % 2)), n % 4) for n in range(8)]
    expected = choose(everyone, FILE, count, (), RULES)
    assert choose([everyone[n] for n in order], FILE, count, (), RULES) == expected
    assert len(expected.people) == min(count, 3)


def test_no_two_of_one_employer_are_chosen_for_a_file() -> None:
    one, same, other = (evaluator("a", employer="E"), evaluator("b", employer="e"), evaluator("c", employer="F"))
    candidates = [Candidate(each, 0) for each in (one, same, other)]
    assert asked(candidates, 3) == ("a", "c")
    assert asked(candidates[1:], 3, one) == ("c",)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"employer": "OSTİM A.Ş."}, {"employer": "Ostim AŞ"}, True),
        ({"employer": "A", "employer_tax_number": "1"}, {"employer": "B", "employer_tax_number": "1"}, True),
        ({"employer": "A", "employer_tax_number": "1"}, {"employer": "A", "employer_tax_number": "2"}, False),
        ({"employer": "A", "employer_tax_number": "1"}, {"employer": "a"}, True),
        ({"employer": "A"}, {"employer": "B"}, False),
        ({"employer": ""}, {"employer": ""}, False),
        ({"employer": "", "employer_tax_number": "1"}, {"employer": ""}, False),
    ],
)
def test_an_employer_is_known_by_number_or_by_the_name_however_it_is_written(
    one: dict[str, str],
    other: dict[str, str],
    same: bool,  # noqa: FBT001 - a column of the table
) -> None:
    keys = employer_keys([evaluator("a", **one), evaluator("b", **other)])
    assert (keys["a"] == keys["b"]) is same


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({}, None),
        ({"asked": True, "apart": True}, Barred.ASKED),
        ({"unable": ("evaluator.unavailable", "evaluator.load_limit")}, Barred.AWAY),
        ({"unable": ("evaluator.no_contract",), "apart": True}, Barred.NO_CONTRACT),
        ({"unable": ("evaluator.load_limit",)}, None),
        ({"apart": True}, Barred.TIE),
    ],
)
def test_who_is_left_out_is_left_out_for_the_first_reason_there_is(
    facts: dict[str, Any], reason: Barred | None
) -> None:
    assert Candidate(evaluator("a"), 0, **facts).barred is reason


@pytest.mark.parametrize(("limit", "free"), [(None, True), (3, True), (2, False), (0, False)])
def test_who_has_as_many_files_open_as_the_limit_is_not_asked(
    limit: int | None,
    free: bool,  # noqa: FBT001 - a column of the table
) -> None:
    one = Candidate(evaluator("a"), 2, limit=limit)
    assert one.is_free is free
    assert asked([one], 1) == (("a",) if free else ())


def test_the_record_of_a_choice_has_employers_by_numbers_and_nobody_s_name() -> None:
    pool = [
        Candidate(evaluator("b", name="Ayşe Kaya", employer="Ostim A.Ş.", employer_tax_number="1234567890"), 0),
        Candidate(evaluator("a", name="Can Er", employer="OSTİM AŞ"), 0),
        Candidate(evaluator("c", name="Su Ak", employer="Gazi"), 0),
    ]
    made = choose(pool, FILE, 2, (), RULES).explanation
    assert [(one["id"], one["employer"]) for one in made.model_dump()["inputs"]["candidates"]] == [
        ("a", "1"),
        ("b", "1"),
        ("c", "2"),
    ]
    text = made.model_dump_json().casefold()
    assert not [one for one in ("ayşe", "can er", "ostim", "gazi", "1234567890") if one in text]
    assert recompute(made) == made


def test_who_is_inactive_or_has_a_tie_is_never_chosen() -> None:
    candidates = [
        Candidate(evaluator("a", active=False), 0),
        Candidate(evaluator("b"), 0, apart=True),
    ]
    assert asked(candidates, 3) == ()
