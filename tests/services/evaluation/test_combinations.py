"""Funding combinations tried on a ranking, on a real database: computed, kept, compared; nothing decided."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.arranged import arranged
from tests.rooms import ApiClient
from tests.services.evaluation.acts import FIRM, FULL, Case, open_with, rules_of

pytestmark = pytest.mark.servers

COMPUTED = "evaluation.combination.computed.v1"


def path(call: str, more: str = "") -> str:
    return f"/calls/{call}/funding-combinations{more}"


async def attempt(client: ApiClient, call: str, value: str = "1", by: str = "rank", **more: Any) -> httpx.Response:
    body = {"name": "Deneme", "cut_off": {"by": by, "value": value}, **more}
    return await client.post(path(call), body)


@arranged
async def scored(case: Case, envelope: str = "1500000.00") -> tuple[str, list[str]]:
    """Two applications of a million each that pass, one that does not; all are scored."""
    call, applications = await open_with(case, "90", "80", "60", envelope=envelope)
    await case.attend(call)
    for application, score in zip(applications, (40, 40, 0), strict=True):
        await case.score_all(call, application, score)
    return call, applications


async def test_a_combination_on_the_final_ranking_says_who_is_paid_what_falls_out_and_why(staffed: Case) -> None:
    call, (first, second, third) = await scored(staffed)
    await staffed.conclude(call)
    answer = await attempt(staffed.officer, call, "2", amounts={second: "400000.00"})
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert [(one["application_id"], one["fate"], one["amount"]) for one in made["placed"]] == [
        (first, "funded", "1000000.00"),
        (second, "funded", "400000.00"),
        (third, "eliminated", "0.00"),
    ]
    assert (made["is_final"], made["outcome"], made["amount"], made["left"]) == (
        True,
        "within",
        "1400000.00",
        "100000.00",
    )
    assert made["provinces"] == [{"name": "Ankara", "applications": 2, "amount": "1400000.00"}]
    assert made["divisions"] == [{"name": "28", "applications": 2, "amount": "1400000.00"}]
    assert made["members"] == {"firm": 2, "university": 2}


async def test_what_goes_beyond_the_money_is_shown_and_not_refused(staffed: Case) -> None:
    call, _ = await scored(staffed)
    made = (await attempt(staffed.officer, call, "70", "total")).json()
    assert (made["outcome"], made["left"]) == ("over", "-500000.00")


async def test_trying_decides_nothing(staffed: Case) -> None:
    call, _ = await scored(staffed)
    await staffed.conclude(call)
    before = (await staffed.officer.get(f"/calls/{call}/ranking")).json()
    await attempt(staffed.officer, call, "2")
    assert (await staffed.officer.get(f"/calls/{call}/ranking")).json() == before
    told = await staffed.room.told_types(call)
    assert told.count(COMPUTED) == 1
    assert told[-1] == COMPUTED


async def test_on_the_scores_so_far_only_what_everybody_scored_has_a_place(staffed: Case) -> None:
    call, (first, second) = await open_with(staffed, "90", "80")
    await staffed.attend(call)
    early = await attempt(staffed.officer, call)
    assert (early.status_code, rules_of(early)) == (409, ["combination.nothing_scored"])
    await staffed.score_all(call, first, 30)
    await staffed.score_all(call, second, 30, FULL[1:])
    made = (await attempt(staffed.officer, call)).json()
    assert (made["is_final"], [one["application_id"] for one in made["placed"]], made["unscored"]) == (
        False,
        [first],
        [second],
    )


async def test_everything_wrong_with_a_try_is_said_at_once(staffed: Case) -> None:
    call, (first, second, _) = await scored(staffed)
    refused = await attempt(staffed.officer, call, "1", amounts={first: "1000000.01", second: "1.00", "kimse": "1.00"})
    assert refused.status_code == 422
    assert sorted(rules_of(refused)) == [
        "combination.amount",
        "combination.amount_left_out",
        "combination.amount_unknown",
    ]
    assert rules_of(await attempt(staffed.officer, call, "0")) == ["combination.rank"]
    assert (await staffed.officer.get(path(call))).json()["combinations"] == []


async def test_two_combinations_are_compared_by_what_they_pay_otherwise(staffed: Case) -> None:
    call, (first, second, _) = await scored(staffed)
    await attempt(staffed.officer, call, "1")
    await attempt(staffed.officer, call, "2", amounts={second: "5.00"})
    shown = (await staffed.officer.get(path(call, "/comparison"), one=1, other=2)).json()
    assert [(one["application_id"], one["one"], one["other"]) for one in shown["differences"]] == [
        (second, "0.00", "5.00")
    ]
    assert first not in str(shown["differences"])
    listed = (await staffed.officer.get(path(call))).json()["combinations"]
    assert [one["number"] for one in listed] == [1, 2]
    page = (await staffed.officer.get(path(call), after=1)).json()["combinations"]
    assert [one["number"] for one in page] == [2]
    assert (await staffed.officer.get(path(call, "/comparison"), one=1, other=9)).status_code == 404


async def test_only_an_officer_tries_and_only_the_final_ones_are_for_the_minister(staffed: Case) -> None:
    call, _ = await scored(staffed)
    await attempt(staffed.officer, call, "1")
    minister = staffed.room.api.as_("bakan", "ministers_office")
    assert (await minister.get(path(call))).json()["combinations"] == []
    assert (await minister.get(path(call, "/1"))).status_code == 404
    assert (await staffed.inspector.get(path(call, "/1"))).status_code == 200
    await staffed.conclude(call)
    await attempt(staffed.officer, call, "2")
    assert [one["number"] for one in (await minister.get(path(call))).json()["combinations"]] == [2]
    assert (await minister.get(path(call, "/2"))).status_code == 200
    for client in (minister, staffed.inspector, staffed.chair, staffed.administrator):
        assert (await attempt(client, call)).status_code == 403


async def test_nobody_kept_from_one_application_sees_or_makes_a_combination(staffed: Case) -> None:
    call, _ = await scored(staffed)
    await attempt(staffed.officer, call)
    everything = ("ministry_officer", "inspector", "ministers_office", "coordinator", "evaluator", "committee_member")
    kept = (
        staffed.room.api.as_("koordinator", *everything),
        staffed.room.api.as_("someone", *everything, tax_number=FIRM.tax_number),
        staffed.room.api.as_("d1", *everything),
        staffed.room.api.as_("k2", *everything),
    )
    for client in kept:
        for more in ("", "/1"):
            assert (await client.get(path(call, more))).status_code == 403
        assert (await client.get(path(call, "/comparison"), one=1, other=1)).status_code == 403
        assert (await attempt(client, call)).status_code == 403
    for role in ("coordinator", "consortium_member", "evaluator", "committee_member", "commission_member"):
        assert (await staffed.room.api.as_("stranger", role).get(path(call))).status_code == 403


async def test_two_tries_at_once_get_two_numbers(staffed: Case) -> None:
    call, _ = await scored(staffed)
    both = await asyncio.gather(*(attempt(staffed.officer, call) for _ in range(2)))
    assert sorted(one.json()["number"] for one in both) == [1, 2]
