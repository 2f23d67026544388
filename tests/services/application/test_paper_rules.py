"""Which papers the rules ask for, which are missing, and whether an application waits for them."""

from datetime import UTC, datetime

import pytest

from grants.regimes import RuleSet, load
from grants.regimes.words import MemberKind
from grants.values import ApplicationId, PersonId
from services.application.domain import papers
from services.application.domain.papers import MOST, PaperRecord

RULES = load("kdp-2014")
ALL = (MemberKind.FIRM, MemberKind.UNIVERSITY)
NOW = datetime(2017, 8, 1, tzinfo=UTC)


def paper(kind: str) -> PaperRecord:
    return PaperRecord(ApplicationId("a"), "00" * 32, kind, "x", "application/pdf", 1, PersonId("k"), NOW)


def binding() -> RuleSet:
    """The same rules, by which nothing is submitted while a paper is missing."""
    refused = RULES.documents.missing_refused.model_copy(update={"value": True})
    return RULES.model_copy(update={"documents": RULES.documents.model_copy(update={"missing_refused": refused})})


def lacking(rules: RuleSet, *there: str) -> list[str]:
    wanted = papers.asked(ALL, [paper(kind) for kind in there], rules, has_plan=True)
    return [one.subject for one in papers.lacking(wanted, rules)]


@pytest.mark.parametrize(
    ("members", "asked"),
    [
        ((), ["declaration", "work_plan"]),
        ((MemberKind.FIRM,), ["declaration", "participation_form", "work_plan"]),
        ((MemberKind.UNIVERSITY,), ["declaration", "official_letter", "work_plan"]),
        (ALL, ["declaration", "participation_form", "official_letter", "work_plan"]),
    ],
)
def test_a_paper_is_asked_for_of_those_there_are(members: tuple[MemberKind, ...], asked: list[str]) -> None:
    assert [one.code for one in papers.asked(members, (), RULES, has_plan=False)] == asked


@pytest.mark.parametrize(("has_plan", "there", "is_missing"), [(False, (), True), (True, (), False)])
def test_the_plan_is_written_with_the_application_and_is_missing_only_where_it_is_not(
    has_plan: bool,  # noqa: FBT001 - one row of a table
    there: tuple[PaperRecord, ...],
    is_missing: bool,  # noqa: FBT001 - one row of a table
) -> None:
    (plan,) = [one for one in papers.asked((), there, RULES, has_plan=has_plan) if one.code == papers.WORK_PLAN]
    assert plan.is_missing is is_missing


def test_what_is_missing_is_refused_only_where_the_rules_have_it_so() -> None:
    assert lacking(RULES) == []
    assert lacking(binding()) == ["papers.declaration", "papers.participation_form", "papers.official_letter"]
    assert lacking(binding(), "declaration", "other", "official_letter") == ["papers.participation_form"]
    assert lacking(binding(), "declaration", "participation_form", "official_letter") == []


@pytest.mark.parametrize(("count", "found"), [(MOST - 1, []), (MOST, ["paper.too_many"])])
def test_an_application_takes_so_many_papers_and_no_more(count: int, found: list[str]) -> None:
    assert [one.rule for one in papers.breaches("other", [paper("other")] * count, RULES)] == found


def test_a_regime_without_a_kind_takes_none_of_it() -> None:
    assert [one.rule for one in papers.breaches("official_letter", (), load("urge-2010-8"))] == ["paper.kind_unknown"]
    assert papers.breaches("official_letter", (), RULES) == ()
