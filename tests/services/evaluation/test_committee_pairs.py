"""Pairs of acts of chair, members and officer on one committee, at once: one outcome, and one clear refusal."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from grants.contracts.stages import Outcome, Stage
from tests.services.evaluation.acts import CHAIR, FULL, Case, nominees, open_with, ranked, rules_of
from tests.services.evaluation.sitting import Sitting, concluded, seated

pytestmark = pytest.mark.servers

Act = Awaitable[httpx.Response]
Outcomes = set[tuple[int, int, str]]
"""Status of the first act, of the second, and the rule of the one refusal, "" where both may stand."""


@dataclass(frozen=True)
class Pair:
    """setting: brings the committee to where both acts are possible, and gives them. may_be: every allowed end."""

    name: str
    setting: Callable[[Case], Awaitable[tuple[Act, Act]]]
    may_be: Outcomes


async def _opened(case: Case) -> tuple[Sitting, str]:
    at = await seated(case, "75")
    (one,) = at.applications
    await at.act("k1", one, "open")
    return at, one


async def closing_and_opening_again(case: Case) -> tuple[Act, Act]:
    at, one = await _opened(case)
    await case.score_all(at.call, one, 30)
    return at.act("k1", one, "close"), at.act("k1", one, "open")


async def two_ends_of_a_vote(case: Case) -> tuple[Act, Act]:
    at, one = await _opened(case)
    await at.act("k2", one, "motions", kind="recommend")
    await at.vote(one, "+++--")
    return at.act("k1", one, "motions/1/decide"), at.act("k1", one, "motions/1/decide")


async def other_members_and_attendance(case: Case) -> tuple[Act, Act]:
    call, _ = await open_with(case, "75")
    members = nominees(k2={"person_id": "n2", "name": "N2"})
    naming = case.officer.post(f"/calls/{call}/committee", {"members": members, "chair": CHAIR})
    return naming, case.attend(call, *FULL)


async def a_signature_and_opening_again(case: Case) -> tuple[Act, Act]:
    at = await concluded(case, "75")
    document = (await case.chair.post(f"{at.path}/minutes")).json()["document"]
    signing = case.member("k2").post(f"{at.path}/minutes/signature", {"document": document})
    return signing, at.act("k1", at.applications[0], "open")


async def two_conclusions(case: Case) -> tuple[Act, Act]:
    call, (one,) = await open_with(case, "75")
    await case.attend(call)
    await case.score_all(call, one, 30)
    return case.conclude(call), case.conclude(call)


async def a_conclusion_and_opening_again(case: Case) -> tuple[Act, Act]:
    at = await seated(case, "75")
    (one,) = at.applications
    await at.hear(one)
    await at.begin(*FULL[:4])
    return case.conclude(at.call), at.act("k1", one, "open")


async def a_conclusion_and_attendance(case: Case) -> tuple[Act, Act]:
    call, (one,) = await open_with(case, "75")
    await case.attend(call)
    await case.score_all(call, one, 30)
    return case.conclude(call), case.attend(call, *FULL[:2])


async def an_opinion_and_the_closing_of_its_pack(case: Case) -> tuple[Act, Act]:
    call, _ = await ranked(case, "2000000.00", "900000.00")
    body = {"name": "Hepsi", "cut_off": {"by": "rank", "value": "1"}}
    await case.officer.post(f"/calls/{call}/funding-combinations", body)
    path = f"/calls/{call}/approval-packs"
    await case.officer.post(path, {"combination": 1})
    for who in FULL[:3]:
        await case.member(who).post(f"{path}/1/opinion", {"agrees": True})
    opinion = case.member("k5").post(f"{path}/1/opinion", {"agrees": False, "reason": "Bütçe"})
    return opinion, case.officer.post(f"{path}/1/close")


PAIRS = (
    Pair("an item closed and opened again", closing_and_opening_again, {(200, 200, "")}),
    Pair("a motion decided twice", two_ends_of_a_vote, {(200, 409, "motion.decided"), (409, 200, "motion.decided")}),
    Pair(
        "other members named while attendance is taken",
        other_members_and_attendance,
        {(201, 422, "committee.not_a_member"), (409, 200, "committee.has_sat")},
    ),
    Pair(
        "the minutes signed while an item is opened again",
        a_signature_and_opening_again,
        {(200, 409, "committee.not_open")},
    ),
    Pair("two conclusions", two_conclusions, {(200, 409, "committee.concluded"), (409, 200, "committee.concluded")}),
    Pair(
        "a conclusion while an item is opened again",
        a_conclusion_and_opening_again,
        {(200, 409, "committee.not_open"), (409, 200, "session.item_not_closed")},
    ),
    Pair(
        "a conclusion while too few are found there",
        a_conclusion_and_attendance,
        {(200, 409, "committee.not_open"), (409, 200, "committee.quorum")},
    ),
    Pair(
        "an opinion while its pack is closed",
        an_opinion_and_the_closing_of_its_pack,
        {(200, 200, ""), (409, 200, "pack.not_open")},
    ),
)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
async def test_two_acts_at_once_end_in_one_outcome_and_one_clear_refusal(staffed: Case, pair: Pair) -> None:
    answers: list[Any] = list(await asyncio.gather(*await pair.setting(staffed)))
    refused = [rules_of(answer) for answer in answers if answer.is_error]
    said = refused[0][0] if refused else ""
    assert len(refused) <= 1
    assert (answers[0].status_code, answers[1].status_code, said) in pair.may_be


async def test_a_withdrawal_and_the_conclusion_leave_no_money_with_who_is_gone(staffed: Case) -> None:
    """Whichever comes first: it has no place, or its place is free again and the next one has moved up."""
    call = await staffed.publish("1000000.00")
    first, second = [await staffed.passed(call, mean) for mean in ("90", "80")]
    await staffed.appoint(call)
    await staffed.convene(call, [first, second])
    await staffed.attend(call)
    for one in (first, second):
        await staffed.score_all(call, one, 30)
    concluding, _ = await asyncio.gather(
        staffed.conclude(call), staffed.end(call, first, Outcome.WITHDRAWN, Stage.COMMITTEE)
    )
    assert concluding.status_code == 200
    placed = (await staffed.officer.get(f"/calls/{call}/ranking")).json()["placed"]
    states = {line["application_id"]: line["state"] for line in placed}
    assert states in ({second: "winner"}, {first: "gone", second: "winner"})
