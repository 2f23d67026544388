"""A lead shows events that stand out, with the evidence, at its boundary and not beside it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from services.audit.domain.lead_answers import Answer, LeadStatus, Verdict, weighed
from services.audit.domain.leads import LeadKind, Trace, leads
from tests.services.audit.telling import NOON


def kinds(*traces: Trace) -> list[LeadKind]:
    return [lead.kind for lead in leads(traces)]


def decided(minutes_before: float) -> Trace:
    due = NOON + timedelta(minutes=minutes_before)
    return Trace("e1", "file-1", "application/decided", "memur-1", NOON, due_at=due)


@pytest.mark.parametrize(("minutes", "found"), [(0, True), (30, True), (30.1, False), (-1, False)])
def test_decided_shortly_before_the_deadline(minutes: float, *, found: bool) -> None:
    assert kinds(decided(minutes)) == ([LeadKind.LAST_MINUTE] if found else [])


@pytest.mark.parametrize(("amount", "found"), [("97.99", False), ("98.00", True), ("100.00", True), ("100.01", False)])
def test_an_amount_just_under_a_limit(amount: str, *, found: bool) -> None:
    paid = Trace("e1", "g", "claim/approved", "mali-1", NOON, amount=Decimal(amount), limit=Decimal(100))
    assert kinds(paid) == ([LeadKind.UNDER_LIMIT] if found else [])


def pairs(*couples: tuple[str, str]) -> list[Trace]:
    return [
        Trace(f"e{number}-{person}", f"file-{number}", f"claim/{act}", person, NOON, pair=f"claim-{number}")
        for number, couple in enumerate(couples)
        for act, person in zip(("made", "approved"), couple, strict=True)
    ]


def test_the_same_two_people_three_times_are_a_lead_with_its_evidence() -> None:
    (found,) = leads(pairs(("a", "b"), ("b", "a"), ("a", "b")))
    assert (found.kind, found.persons, found.count) == (LeadKind.SAME_PAIR, ("a", "b"), 3)
    assert found.about == ("file-0", "file-1", "file-2")
    assert found.evidence == ("e0-a", "e0-b", "e1-a", "e1-b", "e2-a", "e2-b")


def test_twice_is_none() -> None:
    assert leads(pairs(("a", "b"), ("a", "b"))) == ()


def test_a_pair_that_is_a_small_part_of_what_both_do_is_none() -> None:
    often = [("a", "b")] * 3
    others = [("a", f"x{number}") for number in range(4)] + [(f"y{number}", "b") for number in range(4)]
    assert leads(pairs(*often, *others)) == ()


def test_who_meets_on_one_file_again_and_again_is_none() -> None:
    claims = [
        Trace(f"e{n}-{who}", "file", f"claim/{who}", who, NOON, pair=f"claim-{n}") for n in range(9) for who in "ab"
    ]
    assert leads(claims) == ()


def test_those_with_the_most_evidence_come_first() -> None:
    assert [one.count for one in leads([*pairs(*[("a", "b")] * 4), decided(1)])] == [4, 1]


ANSWERS = [(Verdict.DISMISSED, LeadStatus.DISMISSED), (Verdict.FOLLOWED, LeadStatus.FOLLOWED)]


@pytest.mark.parametrize(("verdict", "status"), ANSWERS)
def test_an_answered_lead_stays_answered_until_more_of_it_turns_up(verdict: Verdict, status: LeadStatus) -> None:
    (before,) = leads(pairs(*[("a", "b")] * 3))
    answer = Answer(before.id, verdict, "Bakıldı.", before.evidence, "mufettis-1", NOON)
    (same,) = weighed([before], {before.id: answer})
    assert (same.status, same.fresh) == (status, 0)
    (after,) = leads(pairs(*[("a", "b")] * 4))
    (more,) = weighed([after], {before.id: answer})
    assert (after.id, more.status, more.fresh) == (before.id, LeadStatus.OPEN, 2)


def test_open_leads_come_before_answered_ones() -> None:
    found = leads([*pairs(*[("a", "b")] * 4), decided(1)])
    answer = Answer(found[0].id, Verdict.FOLLOWED, "Bakılacak.", found[0].evidence, "mufettis-1", NOON)
    assert [one.status for one in weighed(found, {answer.lead_id: answer})] == [LeadStatus.OPEN, LeadStatus.FOLLOWED]
