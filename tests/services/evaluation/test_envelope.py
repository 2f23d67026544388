"""The envelope of the call, and what an officer lets the committee go beyond it for, on a real database."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.arranged import arranged
from tests.services.evaluation.acts import FIRM, Case, open_with, rules_of

pytestmark = pytest.mark.servers

CALL_S = "1999999.99"
RAISED = "evaluation.committee.envelope_raised.v1"


@arranged
async def scored(case: Case, envelope: str = CALL_S) -> tuple[str, list[str]]:
    """Two applications of 1,000,000 and one below the threshold, scored, best first."""
    call, applications = await open_with(case, "90", "80", "60", envelope=envelope)
    await case.attend(call)
    for application, score in zip(applications, (40, 40, 0), strict=True):
        await case.score_all(call, application, score)
    return call, applications


def decisions(answer: httpx.Response) -> list[str]:
    return [line["decision"] for line in answer.json()["placed"]]


async def committee_of(client: Any, call: str) -> dict[str, Any]:
    answer = await client.get(f"/calls/{call}/committee")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_what_does_not_fit_the_envelope_goes_into_reserve(staffed: Case) -> None:
    call, applications = await scored(staffed)
    await staffed.conclude(call)
    state = await staffed.advance_committee(call)
    assert [(one.application_id, one.decision) for one in state.placed] == list(
        zip(applications, ("selected", "reserve", "eliminated"), strict=True)
    )


async def test_what_fills_the_envelope_of_the_call_to_the_kurus_fits(staffed: Case) -> None:
    call, _ = await scored(staffed, "2000000.00")
    concluded = await staffed.conclude(call)
    assert decisions(concluded) == ["selected", "selected", "eliminated"]
    assert [line["within_envelope"] for line in concluded.json()["placed"]] == [True, True, False]


@pytest.mark.parametrize(
    ("envelope", "usable", "second"),
    [
        (CALL_S, "2000000.00", "selected"),
        ("1999999.98", "1999999.99", "reserve"),
        ("1000000.00", "9999999999999999.99", "selected"),
    ],
)
async def test_the_usable_envelope_is_filled_to_the_kurus_and_not_beyond(
    staffed: Case, envelope: str, usable: str, second: str
) -> None:
    call, _ = await scored(staffed, envelope)
    assert (await staffed.raise_envelope(call, usable)).status_code == 200
    concluded = await staffed.conclude(call)
    assert decisions(concluded) == ["selected", second, "eliminated"]
    assert [line["within_envelope"] for line in concluded.json()["placed"]] == [True, False, False]


@pytest.mark.parametrize("usable", [CALL_S, "1999999.98", "0", "0.01"])
async def test_an_envelope_not_above_the_call_s_is_refused_together_with_a_missing_reason(
    staffed: Case, usable: str
) -> None:
    call, _ = await open_with(staffed, "75", envelope=CALL_S)
    for reason, rules in (
        ("", ["committee.envelope_not_raised", "committee.envelope_reason"]),
        (" \t\n", ["committee.envelope_not_raised", "committee.envelope_reason"]),
        ("G", ["committee.envelope_not_raised"]),
    ):
        refused = await staffed.raise_envelope(call, usable, reason)
        assert (refused.status_code, rules_of(refused)) == (422, rules)
    assert (await committee_of(staffed.officer, call))["usable_envelope"] == CALL_S
    assert RAISED not in await staffed.room.told_types(call)


async def test_one_kurus_above_the_call_s_is_a_raise_and_needs_its_reason(staffed: Case) -> None:
    call, _ = await open_with(staffed, "75", envelope=CALL_S)
    for body in ({"envelope": "2000000.00"}, {"envelope": "2000000.00", "reason": "  "}):
        refused = await staffed.officer.post(f"/calls/{call}/committee/envelope", body)
        assert (refused.status_code, rules_of(refused)) == (422, ["committee.envelope_reason"])
    assert (await staffed.raise_envelope(call, "2000000.00")).json()["usable_envelope"] == "2000000.00"


@pytest.mark.parametrize("envelope", ["-1", "1e30", "NaN", 3000000.5, "3000000.001", "99999999999999999.99", None, []])
async def test_what_is_no_amount_is_refused_by_name(staffed: Case, envelope: object) -> None:
    call = await staffed.publish(CALL_S)
    body = {"envelope": envelope, "reason": "G"}
    refused = await staffed.officer.post(f"/calls/{call}/committee/envelope", body)
    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == ["envelope"]


async def test_only_an_officer_raises_the_envelope_and_never_the_chair(staffed: Case) -> None:
    call, _ = await open_with(staffed, "75", envelope=CALL_S)
    path, body = f"/calls/{call}/committee/envelope", {"envelope": "3000000.00", "reason": "G"}
    assert (await staffed.chair.post(path, body)).status_code == 403
    assert (await staffed.member("k2").post(path, body)).status_code == 403
    roles = ("commission_member", "ministers_office", "evaluator", "coordinator", "inspector", "administrator")
    for role in (*roles, "finance_officer"):
        assert (await staffed.room.api.as_("someone", role).post(path, body)).status_code == 403, role
    assert RAISED not in await staffed.room.told_types(call)
    refusal = (await staffed.room.told(call))[-1]
    assert (refusal.type, refusal.data["rule"]) == ("evaluation.act.refused.v1", "not_allowed")


async def test_an_officer_on_the_board_or_with_the_applicants_does_not_raise_the_envelope(staffed: Case) -> None:
    call, _ = await open_with(staffed, "75", envelope=CALL_S)
    path, body = f"/calls/{call}/committee/envelope", {"envelope": "3000000.00", "reason": "G"}
    api = staffed.room.api
    for officer in (
        api.as_("k2", "ministry_officer"),
        api.as_("k1", "ministry_officer", "committee_chair"),
        api.as_("koordinator", "ministry_officer"),
        api.as_("someone", "ministry_officer", tax_number=FIRM.tax_number),
    ):
        assert (await officer.post(path, body)).status_code == 403
    other_firm = api.as_("someone", "ministry_officer", tax_number="2000000009")
    assert (await other_firm.post(path, body)).status_code == 200


async def test_the_last_raise_before_the_conclusion_stands_and_each_is_on_record(staffed: Case) -> None:
    call, _ = await scored(staffed)
    other = staffed.room.api.as_("officer-2", "ministry_officer")
    await staffed.raise_envelope(call, "5000000.00", "İlk gerekçe")
    staffed.room.clock.forward(days=1)
    changed = {"envelope": "2000000.00", "reason": "İkinci gerekçe"}
    assert (await other.post(f"/calls/{call}/committee/envelope", changed)).status_code == 200
    raises = (await committee_of(staffed.inspector, call))["raises"]
    assert [(one["number"], one["usable"], one["reason"], one["officer_id"]) for one in raises] == [
        (1, "5000000.00", "İlk gerekçe", "officer"),
        (2, "2000000.00", "İkinci gerekçe", "officer-2"),
    ]
    assert raises[0]["raised_at"] < raises[1]["raised_at"]
    concluded = (await staffed.conclude(call)).json()
    assert (concluded["usable_envelope"], concluded["over_envelope_reason"]) == ("2000000.00", "İkinci gerekçe")
    told = [event for event in await staffed.room.told(call) if event.type == RAISED]
    assert [(event.actorid, event.actorrole, event.data["usable"], event.data["reason"]) for event in told] == [
        ("officer", "ministry_officer", "5000000.00", "İlk gerekçe"),
        ("officer-2", "ministry_officer", "2000000.00", "İkinci gerekçe"),
    ]
    assert {event.data["envelope"] for event in told} == {CALL_S}
    assert all(event.regime.startswith("kdp-2014@") for event in told)


async def test_what_is_selected_beyond_the_envelope_is_told_with_the_officer_s_reason(staffed: Case) -> None:
    call, (first, second, third) = await scored(staffed)
    await staffed.raise_envelope(call, "2000000.00", "Bakanlık ek bütçe ayırdı")
    concluded = (await staffed.conclude(call)).json()
    facts = ("application_id", "rank", "decision", "within_envelope")
    assert [tuple(one[fact] for fact in facts) for one in concluded["placed"]] == [
        (first, 1, "selected", True),
        (second, 2, "selected", False),
        (third, 0, "eliminated", False),
    ]
    told = (await staffed.room.told(call))[-1]
    assert told.type == "evaluation.committee.concluded.v1"
    assert told.data["over_envelope_reason"] == "Bakanlık ek bütçe ayırdı"
    assert (told.data["envelope"], told.data["usable"]) == (CALL_S, "2000000.00")


async def test_a_raise_that_was_not_needed_gives_no_reason_to_the_conclusion(staffed: Case) -> None:
    call, _ = await scored(staffed, "2000000.00")
    await staffed.raise_envelope(call, "3000000.00")
    assert (await staffed.conclude(call)).json()["over_envelope_reason"] == ""
    assert (await staffed.room.told(call))[-1].data["over_envelope_reason"] == ""


async def test_after_the_conclusion_the_envelope_stands(staffed: Case) -> None:
    call, _ = await scored(staffed)
    await staffed.conclude(call)
    late = await staffed.raise_envelope(call, "3000000.00")
    assert (late.status_code, rules_of(late)) == (409, ["committee.concluded"])
    assert (await committee_of(staffed.officer, call))["usable_envelope"] == CALL_S


async def test_the_envelope_may_be_raised_before_a_committee_is_named(staffed: Case) -> None:
    call = await staffed.publish(CALL_S)
    assert (await staffed.raise_envelope(call, "3000000.00")).status_code == 200
    await staffed.appoint(call)
    await staffed.convene(call, [await staffed.passed(call)])
    assert (await committee_of(staffed.officer, call))["usable_envelope"] == "3000000.00"
    assert (await staffed.raise_envelope("unheard-of", "3000000.00")).status_code == 404


async def test_two_officers_at_once_are_both_on_record_and_the_later_stands(staffed: Case) -> None:
    call, _ = await open_with(staffed, "75", envelope=CALL_S)
    amounts = ("3000000.00", "4000000.00", "5000000.00", "6000000.00")
    answers = await asyncio.gather(*(staffed.raise_envelope(call, amount, amount) for amount in amounts))
    assert [answer.status_code for answer in answers] == [200] * 4
    shown = await committee_of(staffed.officer, call)
    assert [one["number"] for one in shown["raises"]] == [1, 2, 3, 4]
    assert {one["usable"] for one in shown["raises"]} == set(amounts)
    assert shown["usable_envelope"] == shown["raises"][-1]["usable"]
    told = [event.data["usable"] for event in await staffed.room.told(call) if event.type == RAISED]
    assert told == [one["usable"] for one in shown["raises"]]


async def test_a_raise_and_a_conclusion_at_once_leave_one_clear_result(staffed: Case) -> None:
    call, _ = await scored(staffed)
    raised, concluded = await asyncio.gather(staffed.raise_envelope(call, "2000000.00"), staffed.conclude(call))
    assert concluded.status_code == 200
    assert raised.status_code in {200, 409}
    came_first = raised.status_code == 200
    assert decisions(concluded)[1] == ("selected" if came_first else "reserve")
    types = [kind for kind in await staffed.room.told_types(call) if "refused" not in kind]
    opened = [] if came_first else ["evaluation.reserve.opened.v1"]
    assert types[-1 - len(opened) :] == ["evaluation.committee.concluded.v1", *opened]
    assert (RAISED in types) is came_first


async def test_the_same_key_raises_the_envelope_once(staffed: Case) -> None:
    call, _ = await open_with(staffed, "75", envelope=CALL_S)
    path, body = f"/calls/{call}/committee/envelope", {"envelope": "3000000.00", "reason": "G"}
    first = await staffed.officer.post(path, body, key="once")
    again = await staffed.officer.post(path, body, key="once")
    assert first.json() == again.json()
    assert (await staffed.room.told_types(call)).count(RAISED) == 1


async def test_the_chair_has_no_say_in_the_envelope_when_concluding(staffed: Case) -> None:
    call, (_, second, _) = await scored(staffed)
    refused = await staffed.conclude(call, over_envelope=[second], over_envelope_reason="G")
    assert refused.status_code == 422
    assert {error["field"] for error in refused.json()["errors"]} == {"over_envelope", "over_envelope_reason"}


async def test_the_board_sees_how_much_it_may_fill_and_not_who_said_why(staffed: Case) -> None:
    call, _ = await open_with(staffed, "75", envelope=CALL_S)
    await staffed.raise_envelope(call, "3000000.00", "Gizli gerekçe")
    for client in (staffed.chair, staffed.member("k2"), staffed.room.api.as_("someone", "ministers_office")):
        shown = await committee_of(client, call)
        assert (shown["usable_envelope"], shown["raises"]) == ("3000000.00", [])
        assert "Gizli gerekçe" not in str(shown)
