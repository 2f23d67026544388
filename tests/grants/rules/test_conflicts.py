"""Who may not evaluate an application."""

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.regimes import load
from grants.regimes.words import ConflictKind
from grants.rules.composition import MemberFacts, MemberKind
from grants.rules.conflicts import (
    Consortium,
    Earlier,
    EvaluatorFacts,
    conflicts,
    folded_address,
    is_hard,
    named_in,
    ties,
)
from tests.grants.plans import member
from tests.grants.regimes.changed import changed

MEMBERS = (
    member(1, name="Örnek Isı Sanayi A.Ş."),
    member(2, name="OSTİM Teknik Üniversitesi", kind=MemberKind.UNIVERSITY),
)


def evaluator(employer: str = "", tax_number: str | None = None, *declared: str) -> EvaluatorFacts:
    return EvaluatorFacts("person-1", employer, tax_number, frozenset(declared))


@pytest.mark.parametrize(
    ("one", "kinds"),
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
    one: EvaluatorFacts, kinds: list[tuple[str, str]]
) -> None:
    assert [(breach.rule, breach.subject) for breach in conflicts(one, MEMBERS)] == kinds


def test_a_tie_names_the_member() -> None:
    (breach,) = conflicts(evaluator("", "0000000001"), MEMBERS)
    assert breach.asked == "Örnek Isı Sanayi A.Ş."


def test_an_evaluator_without_employer_is_not_tied_to_a_member_without_a_name() -> None:
    assert conflicts(evaluator("", ""), (member(3, name="…", tax_number=""),)) == ()


DAY = date(2027, 3, 1)
FIRM, BODY = "0000000001", "0000000002"
RULES = load("kdp-2014")
SIDE = tuple(
    replace(one, address=address)
    for one, address in zip(MEMBERS, ("Ostim Mah. 1234. Cad. No: 5, Ankara", "Ankara"), strict=True)
)
CONSORTIUM = Consortium(SIDE, "koordinator", frozenset({("Temiz Döküm Hattı", "Gazi A.Ş.")}), DAY)
SHARED = frozenset(f"99999999{n:02}" for n in range(RULES.evaluation.conflict_shared_members.value))


def person(**facts: Any) -> EvaluatorFacts:
    known = {"person_id": "d1", "employer": "", "employer_tax_number": None, "declared": frozenset(), **facts}
    return EvaluatorFacts(**known)


def earlier(lead: str = "someone", members: frozenset[str] = frozenset(), on: date = date(2026, 1, 1)) -> Earlier:
    return Earlier("an-earlier-file", lead, members, on)


# What is known of the person                                        | kinds of ties | who settles it
CASES: tuple[tuple[str, EvaluatorFacts, list[str]], ...] = (
    ("nothing", person(), []),
    ("leads the consortium", person(person_id="koordinator"), ["coordinator certain"]),
    ("works for a member by number", person(employer_tax_number=FIRM), ["employer certain"]),
    ("works for a member by both", person(employer=MEMBERS[0].name, employer_tax_number=FIRM), ["employer certain"]),
    ("works for a member by name", person(employer="ÖRNEK ISI SANAYİ AŞ"), ["employer"]),
    ("works for another of nearly that name", person(employer="Örnek Isı Sanayi ve Ticaret A.Ş."), []),
    ("has declared a member", person(declared=frozenset({BODY})), ["declared certain"]),
    ("has declared a stranger", person(declared=frozenset({"9999999999"})), []),
    ("lives at a member's seat", person(address="OSTİM MAHALLESİ 1234. CADDE NO 5 ANKARA"), ["address"]),
    ("lives next door", person(address="Ostim Mah. 1234. Cad. No: 7, Ankara"), []),
    ("lives in the same town, no more is known", person(address="Ankara"), []),
    ("worked on a project they name", person(projects=(("Temiz Döküm Hattı", "Gazi A.Ş."),)), ["project"]),
    ("worked on it with another partner", person(projects=(("Temiz Döküm Hattı", "İTÜ"),)), []),
    ("has judged the same lead", person(evaluated=(earlier("koordinator"),)), ["evaluated"]),
    ("has judged others", person(evaluated=(earlier(),)), []),
    ("is tied in every way at once",
     person(person_id="koordinator", employer_tax_number=FIRM, declared=frozenset({FIRM}), address=SIDE[0].address,
            projects=(("Temiz Döküm Hattı", "Gazi A.Ş."),), evaluated=(earlier("koordinator"),)),
     ["address", "coordinator certain", "declared certain", "employer certain", "evaluated", "project"]),
)  # fmt: skip


def found(one: EvaluatorFacts, consortium: Consortium = CONSORTIUM) -> list[str]:
    return sorted(f"{tie.kind}{' certain' if tie.certain else ''}" for tie in ties(one, consortium, RULES))


@pytest.mark.parametrize(("known", "one", "kinds"), CASES, ids=[name for name, _, _ in CASES])
def test_each_kind_of_tie_is_found_and_says_whether_it_could_be_a_false_match(
    known: str, one: EvaluatorFacts, kinds: list[str]
) -> None:
    assert known
    assert found(one) == kinds


@pytest.mark.parametrize(
    ("on", "day", "tied"),
    [
        (date(2024, 3, 1), date(2027, 2, 28), True),
        (date(2024, 3, 1), date(2027, 3, 1), False),
        (date(2027, 3, 1), date(2027, 3, 1), True),
        (date(2027, 3, 2), date(2027, 3, 1), False),
        (date(2024, 2, 29), date(2027, 2, 28), True),
        (date(2024, 2, 29), date(2027, 3, 1), False),
    ],
)
def test_an_earlier_evaluation_counts_for_the_regime_s_years_to_the_day(on: date, day: date, *, tied: bool) -> None:
    one = person(evaluated=(earlier("koordinator", on=on),))
    assert bool(found(one, replace(CONSORTIUM, day=day))) is tied


@pytest.mark.parametrize(("shared", "tied"), [(0, False), (9, False), (10, True)])
def test_a_consortium_is_the_same_from_the_regime_s_number_of_shared_members_on(shared: int, *, tied: bool) -> None:
    assert len(SHARED) == 10
    now = Consortium([member(5, tax_number=number) for number in sorted(SHARED)], "new lead", day=DAY)
    one = person(evaluated=(earlier("old lead", frozenset(sorted(SHARED)[:shared])),))
    assert bool(found(one, now)) is tied


def test_no_year_at_all_lets_everybody_judge_again() -> None:
    rules = changed(RULES, {"evaluation.conflict_years": 0})
    assert ties(person(evaluated=(earlier("koordinator", on=DAY),)), CONSORTIUM, rules) == ()


def test_which_kinds_are_soft_is_for_the_regime_to_say() -> None:
    assert [kind for kind in ConflictKind if not is_hard(kind, RULES)] == ["address", "project", "evaluated"]
    rules = changed(RULES, {"evaluation.soft_conflicts": ["declared"]})
    assert [kind for kind in ConflictKind if not is_hard(kind, rules)] == ["declared"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("2024'te TEMİZ DÖKÜM HATTI'nı Gazi AŞ ile kurduk.", True),
        ("Temiz döküm hattı: ortağımız Örnek Isı Sanayi A.Ş. idi.", False),
        ("Temiz  döküm - hattı", False),
        ("Gazi A.Ş. ile başka bir iş", False),
        ("", False),
    ],
)
def test_a_project_is_shared_where_a_text_names_it_with_its_partner(text: str, *, named: bool) -> None:
    project = ("Temiz Döküm Hattı", "Gazi A.Ş.")
    assert named_in([project], ["başka bir metin", text], MEMBERS) == (frozenset({project}) if named else frozenset())


def test_a_project_with_a_member_is_shared_where_its_title_alone_is_named() -> None:
    project = ("Temiz Döküm Hattı", MEMBERS[0].name)
    assert named_in([project], ["… temiz döküm hattı …"], MEMBERS) == frozenset({project})
    assert named_in([("Ar-Ge", MEMBERS[0].name)], ["Ar-Ge"], MEMBERS) == frozenset()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Atatürk Cad. No: 5/3 Çankaya", "ATATÜRK CADDESİ 5/3 ÇANKAYA"),
        ("Yeşil Sok. 12", "yeşil sokağı no 12"),
        ("Ostim Mh. 7. Cd. Nr. 1", "Ostim Mahallesi 7. Cadde 1"),
    ],
)
def test_an_address_is_one_however_its_ways_are_shortened(one: str, other: str) -> None:
    assert folded_address(one) == folded_address(other)


def test_a_fact_keeps_its_name_and_another_fact_has_another() -> None:
    one = {tie.fact for tie in ties(person(employer=MEMBERS[0].name), CONSORTIUM, RULES)}
    assert one == {
        tie.fact for tie in ties(person(person_id="other", employer="örnek ısı sanayi aş"), CONSORTIUM, RULES)
    }
    assert one.isdisjoint(tie.fact for tie in ties(person(employer_tax_number=FIRM), CONSORTIUM, RULES))


names = st.sampled_from(["Örnek Isı Sanayi A.Ş.", "ornek isi sanayi as", "Gazi A.Ş.", ""])
numbers = st.sampled_from([FIRM, BODY, "1111111111", "2222222222"])
addresses = st.sampled_from(["Ostim Mah. 1234. Cad. No: 5, Ankara", "Ankara", "", "Yeşil Sokak 12, Bursa"])
people = st.builds(
    EvaluatorFacts,
    person_id=st.sampled_from(["d1", "koordinator"]),
    employer=names,
    employer_tax_number=st.none() | numbers,
    declared=st.frozensets(numbers, max_size=3),
    address=addresses,
    projects=st.sampled_from([(), (("Temiz Döküm Hattı", "Gazi A.Ş."),)]),
    evaluated=st.lists(
        st.builds(
            Earlier,
            file=st.sampled_from(["f1", "f2"]),
            coordinator_id=st.sampled_from(["koordinator", "someone"]),
            members=st.frozensets(numbers | st.sampled_from(sorted(SHARED)), max_size=12),
            on=st.dates(date(2022, 1, 1), date(2027, 3, 1)),
        ),
        max_size=2,
        unique_by=lambda one: one.file,
    ).map(tuple),
)
bodies = st.lists(
    st.builds(
        lambda name, number, address: member(7, name=name, tax_number=number, address=address),
        names,
        numbers | st.sampled_from(sorted(SHARED)),
        addresses,
    ),
    max_size=14,
)


@given(people, bodies, st.randoms(use_true_random=False))
def test_the_order_of_members_never_matters(one: EvaluatorFacts, members: list[MemberFacts], chance: Random) -> None:
    before = Consortium(tuple(members), "koordinator", CONSORTIUM.named, DAY)
    mixed = members.copy()
    chance.shuffle(mixed)
    assert set(ties(one, before, RULES)) == set(ties(one, replace(before, members=tuple(mixed)), RULES))


@given(people, bodies, st.integers(0, 14))
def test_an_unrelated_member_never_changes_a_tie(one: EvaluatorFacts, members: list[MemberFacts], place: int) -> None:
    before = Consortium(tuple(members), "koordinator", CONSORTIUM.named, DAY)
    stranger = member(8, name="Hiç İlgisiz Ltd.", tax_number="5555555555", address="Başka Sokak 99, Van")
    more = [*members[:place], stranger, *members[place:]]
    assert set(ties(one, replace(before, members=tuple(more)), RULES)) == set(ties(one, before, RULES))
