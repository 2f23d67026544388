"""Who must stand in a consortium."""

import pytest

from grants.breach import Breach
from grants.regimes import RuleSet, load
from grants.rules import composition
from grants.rules.composition import MemberFacts, MemberKind
from tests.grants.plans import member
from tests.grants.regimes.changed import changed

RULES = load("kdp-2014")


def breaches(
    members: tuple[MemberFacts, ...], *, has_chamber_of_industry: bool = True, rules: RuleSet = RULES
) -> tuple[Breach, ...]:
    return composition.breaches(members, has_chamber_of_industry, rules)


def consortium(firms: int = 20, *others: MemberFacts) -> tuple[MemberFacts, ...]:
    return (*(member(n) for n in range(firms)), member(900, MemberKind.UNIVERSITY), *others)


CHAMBER = member(901, MemberKind.CHAMBER_OF_INDUSTRY)
INSTEAD = member(902, MemberKind.CHAMBER_OF_COMMERCE_AND_INDUSTRY)


@pytest.mark.parametrize(("firms", "broken"), [(19, True), (20, False), (21, False), (0, True)])
def test_twenty_firms_are_enough_and_nineteen_are_not(*, firms: int, broken: bool) -> None:
    found = breaches(consortium(firms, CHAMBER))
    assert [breach.rule for breach in found] == ["composition.firms"] * broken
    if broken:
        assert (found[0].asked, found[0].allowed) == (str(firms), "20")
        assert found[0].source.startswith("[S] 001…")


@pytest.mark.parametrize("firm", [member(19, commits=False), member(19, in_main_field=False)])
def test_a_firm_that_does_not_commit_or_works_elsewhere_does_not_count(firm: MemberFacts) -> None:
    members = (*consortium(19, CHAMBER), firm)
    assert [breach.rule for breach in breaches(members)] == ["composition.firms"]


def test_a_firm_entered_twice_counts_once_and_is_named() -> None:
    members = (*consortium(19, CHAMBER), member(3, name="Aynı Firma"))
    firms, twice = breaches(members)
    assert (firms.rule, firms.asked) == ("composition.firms", "19")
    assert (twice.rule, twice.subject) == ("composition.tax_number_twice", "members[21].tax_number")
    assert "Aynı Firma" in twice.asked
    assert twice.allowed == "Üye 3"


@pytest.mark.parametrize(
    ("chamber", "has_chamber_of_industry", "rules"),
    [
        (CHAMBER, True, []),
        (INSTEAD, False, []),
        (INSTEAD, True, ["composition.chamber"]),
        (CHAMBER, False, ["composition.chamber_instead"]),
    ],
)
def test_the_other_chamber_serves_only_where_there_is_no_chamber_of_industry(
    *, chamber: MemberFacts, has_chamber_of_industry: bool, rules: list[str]
) -> None:
    found = breaches(consortium(20, chamber), has_chamber_of_industry=has_chamber_of_industry)
    assert [breach.rule for breach in found] == rules


def test_an_empty_consortium_hears_of_everything_it_lacks_at_once() -> None:
    assert [breach.rule for breach in breaches(())] == [
        "composition.firms",
        "composition.university",
        "composition.chamber",
    ]


def test_a_kind_the_regime_does_not_allow_is_refused_by_name() -> None:
    rules = changed(RULES, {"composition.allowed_kinds": ["firm"]})
    found = breaches(consortium(20, CHAMBER), rules=rules)
    assert [(breach.rule, breach.asked, breach.allowed) for breach in found] == [
        ("composition.kind", "university", "firm"),
        ("composition.kind", "chamber_of_industry", "firm"),
    ]
    assert found[0].source == "kdp-2014 default"


@pytest.mark.parametrize("kind", list(MemberKind))
def test_every_kind_of_the_announcement_may_join(kind: MemberKind) -> None:
    assert breaches(consortium(20, CHAMBER, member(950, kind))) == ()
