"""Approval packs on a real database: a combination is chosen, every member has a say, the pack is frozen."""

import asyncio
import hashlib
from datetime import timedelta
from io import BytesIO
from typing import Any

import httpx
import pytest
from pypdf import PdfReader

from grants.contracts.stages import Outcome, Stage
from tests.rooms import ApiClient
from tests.services.evaluation.acts import FULL, Case, ranked, rules_of

pytestmark = pytest.mark.servers

CLOSED = "evaluation.approval_pack.closed.v1"


def path(call: str, more: str = "") -> str:
    return f"/calls/{call}/approval-packs{more}"


async def attempt(case: Case, call: str, place: str, **amounts: str) -> int:
    """A combination that pays down to this place; its number."""
    body = {"name": f"{place}. sıraya kadar", "cut_off": {"by": "rank", "value": place}, "amounts": amounts}
    answer = await case.officer.post(f"/calls/{call}/funding-combinations", body)
    assert answer.status_code == 201, answer.text
    return int(answer.json()["number"])


async def choose(case: Case, call: str, combination: int, reason: str = "") -> httpx.Response:
    return await case.officer.post(path(call), {"combination": combination, "reason": reason})


async def say(case: Case, call: str, who: str, *, agrees: bool = True, reason: str = "", number: int = 1) -> Any:
    body = {"agrees": agrees, "reason": reason}
    return await case.member(who).post(path(call, f"/{number}/opinion"), body)


async def close(case: Case, call: str, number: int = 1) -> httpx.Response:
    return await case.officer.post(path(call, f"/{number}/close"))


def minister(case: Case) -> ApiClient:
    return case.room.api.as_("bakan", "ministers_office")


async def kinds(client: ApiClient) -> list[str]:
    return [task["kind"] for task in (await client.get("/tasks")).json()["tasks"]]


async def test_a_chosen_combination_goes_to_approval_with_every_members_word(staffed: Case) -> None:
    call, (first, second, third) = await ranked(staffed, "2000000.00", "900000.00", "900000.00", "900000.00")
    staffed.room.clock.at += timedelta(microseconds=1)
    number = await attempt(staffed, call, "2", **{second: "800000.00"})
    chosen = await choose(staffed, call, number)
    assert chosen.status_code == 201, chosen.text
    assert [one["person_id"] for one in chosen.json()["opinions"]] == list(FULL)
    assert "pack.answer" in await kinds(staffed.member("k3"))
    refused = await say(staffed, call, "k3", agrees=False, reason=" ")
    assert (refused.status_code, rules_of(refused)) == (422, ["pack.reason_for_no"])
    early = await close(staffed, call)
    assert (early.status_code, rules_of(early)) == (422, ["pack.chair_silent", "pack.opinions_missing"])
    mine = (await say(staffed, call, "k3", agrees=False, reason="Gemi kümesi olgun değil")).json()
    shown = {one["person_id"]: (one["answered"], one["agrees"]) for one in mine["opinions"]}
    assert shown["k3"] == (True, False)
    await say(staffed, call, "k2")
    seen = (await staffed.member("k3").get(path(call, "/1"))).json()
    assert {one["person_id"]: (one["answered"], one["agrees"]) for one in seen["opinions"]}["k2"] == (True, None)
    assert (await minister(staffed).get(path(call, "/1"))).status_code == 404
    assert "pack.compose" not in await kinds(staffed.officer)
    await say(staffed, call, "k1")
    assert "pack.compose" in await kinds(staffed.officer)
    done = await close(staffed, call)
    assert (done.status_code, done.json()["status"]) == (200, "closed"), done.text
    (told,) = [event.data for event in await staffed.room.told(call) if event.type == CLOSED]
    assert [(one["application_id"], one["amount"]) for one in told["funded"]] == [
        (first, "900000.00"),
        (second, "800000.00"),
    ]
    assert (told["agreed"], told["disagreed"]) == (2, 1)
    paper = (await minister(staffed).get(path(call, "/1/paper.pdf"))).content
    assert hashlib.sha256(paper).hexdigest() == told["document"] == done.json()["document"]
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)
    for said in ("katılmıyor", "Gemi kümesi olgun değil", "görüş bildirmedi", "800.000,00 TL", "2. sıraya kadar"):
        assert said in text, said
    late = await say(staffed, call, "k4")
    assert (late.status_code, rules_of(late)) == (409, ["pack.not_open"])
    assert third not in str(told["funded"])


async def test_only_what_the_ranking_selected_goes_to_approval_and_everything_wrong_is_said(staffed: Case) -> None:
    call, (_, second) = await ranked(staffed, "1000000.00", "900000.00", "900000.00")
    over = await choose(staffed, call, await attempt(staffed, call, "2"))
    assert (over.status_code, rules_of(over)) == (422, ["pack.over_money", "pack.not_selected"])
    assert "1.800.000,00 TL, eldeki para 1.000.000,00 TL" in over.json()["errors"][0]["message"]
    beyond = await choose(staffed, call, await attempt(staffed, call, "2", **{second: "100000.00"}))
    assert rules_of(beyond) == ["pack.not_selected"]
    assert (await choose(staffed, call, 99)).status_code == 404


async def test_another_combination_replaces_the_open_pack_and_nothing_said_to_the_old_one_counts(staffed: Case) -> None:
    call, (first, _) = await ranked(staffed, "2000000.00", "900000.00", "900000.00")
    both, one = await attempt(staffed, call, "2"), await attempt(staffed, call, "1")
    await choose(staffed, call, both)
    for who in FULL[:3]:
        await say(staffed, call, who)
    assert rules_of(await choose(staffed, call, both, "Yine")) == ["pack.same_combination"]
    assert rules_of(await choose(staffed, call, one)) == ["pack.reason_missing"]
    again = (await choose(staffed, call, one, "Bütçe kesildi")).json()
    assert (again["number"], [each["answered"] for each in again["opinions"]]) == (2, [False] * 5)
    assert (await close(staffed, call)).status_code == 409
    assert [each["status"] for each in (await staffed.officer.get(path(call))).json()["packs"]] == ["replaced", "open"]
    for who in FULL[:3]:
        await say(staffed, call, who, number=2)
    await staffed.end(call, first, Outcome.DECLINED, Stage.NEGOTIATION)
    stale = await close(staffed, call, 2)
    assert (stale.status_code, rules_of(stale)) == (422, ["pack.not_selected"])


async def test_who_moves_up_after_a_pack_needs_another_one_and_the_officer_is_told(staffed: Case) -> None:
    call, (first, second) = await ranked(staffed, "1000000.00", "900000.00", "900000.00")
    await choose(staffed, call, await attempt(staffed, call, "1"))
    for who in FULL[:3]:
        await say(staffed, call, who)
    await close(staffed, call)
    assert "pack.compose" not in await kinds(staffed.officer)
    staffed.room.clock.forward(days=1)
    await staffed.end(call, first, Outcome.DECLINED, Stage.NEGOTIATION)
    assert "pack.compose" in await kinds(staffed.officer)
    again = await choose(staffed, call, await attempt(staffed, call, "1"), "Yedek listeden alındı")
    placed = again.json()["chosen"]["placed"]
    assert [(one["application_id"], one["fate"]) for one in placed] == [(second, "funded")]
    assert "pack.compose" not in await kinds(staffed.officer)


async def test_who_is_in_conflict_with_something_it_ranks_has_no_say_and_sees_nothing(staffed: Case) -> None:
    call = await staffed.publish("2000000.00")
    applications = [await staffed.passed(call, mean) for mean in ("90", "80")]
    await staffed.appoint(call)
    await staffed.convene(call, applications)
    await staffed.member("k2").post(f"/calls/{call}/committee/conflicts", {"application_id": applications[0]})
    await staffed.attend(call)
    await staffed.score_all(call, applications[0], 30, ("k1", "k3", "k4", "k5"))
    await staffed.score_all(call, applications[1], 30)
    assert (await staffed.conclude(call)).status_code == 200
    chosen = (await choose(staffed, call, await attempt(staffed, call, "2"))).json()
    assert [one["person_id"] for one in chosen["opinions"]] == ["k1", "k3", "k4", "k5"]
    assert (await say(staffed, call, "k2")).status_code == 403
    assert "pack.answer" not in await kinds(staffed.member("k2"))
    everything = ("ministry_officer", "inspector", "ministers_office", "committee_member", "coordinator", "evaluator")
    kept = [staffed.room.api.as_(who, *everything) for who in ("k2", "y1", "d1", "koordinator")]
    outside = [
        staffed.room.api.as_("stranger", role)
        for role in ("coordinator", "consortium_member", "evaluator", "committee_member", "committee_chair")
    ]
    for who in ("k1", "k3", "k4"):
        await say(staffed, call, who)
    assert (await close(staffed, call)).status_code == 200
    for client in (*kept, *outside, staffed.administrator, staffed.room.api.as_("a", "commission_member")):
        for more in ("", "/1", "/1/paper.pdf"):
            assert (await client.get(path(call, more))).status_code == 403, more
        assert (await client.post(path(call, "/1/close"))).status_code == 403
        assert (await client.post(path(call, "/1/opinion"), {"agrees": True})).status_code == 403
        assert (await client.post(path(call), {"combination": 1})).status_code == 403
    paper = (await staffed.inspector.get(path(call, "/1/paper.pdf"))).content
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)
    assert "çıkar çatışması olduğu için görüş bildirmeyenler" in text


async def test_a_pack_closed_and_a_combination_chosen_anew_at_once_come_to_one_end(staffed: Case) -> None:
    call, _ = await ranked(staffed, "2000000.00", "900000.00", "900000.00")
    both, one = await attempt(staffed, call, "2"), await attempt(staffed, call, "1")
    await choose(staffed, call, both)
    for who in FULL[:3]:
        await say(staffed, call, who)
    closing, choosing = await asyncio.gather(close(staffed, call), choose(staffed, call, one, "Bütçe kesildi"))
    states = [each["status"] for each in (await staffed.officer.get(path(call))).json()["packs"]]
    if closing.status_code == 200:
        assert (choosing.status_code, states) == (201, ["closed", "open"])
    else:
        assert (rules_of(closing), states) == (["pack.not_open"], ["replaced", "open"])
