"""Two acts at once on one committee end in one outcome and one clear refusal, whichever comes first."""

import asyncio
from collections.abc import Awaitable
from typing import Any

import httpx
import pytest

from tests.arranged import arranged
from tests.services.evaluation.acts import FULL, Case, open_with, rules_of
from tests.services.evaluation.sitting import Sitting, calling, concluded, seated, sitting, slots

pytestmark = pytest.mark.servers


@pytest.fixture(autouse=True, params=range(2))
def attempt(request: pytest.FixtureRequest) -> int:
    """Each race is run more than once: who wins is not ours to say."""
    return int(request.param)


async def both(*acts: Awaitable[Any]) -> list[httpx.Response]:
    """All at once; none of them fails without saying why."""
    answers: list[httpx.Response] = list(await asyncio.gather(*acts))
    assert all(answer.status_code < 500 for answer in answers)
    return answers


def refusals(answers: list[httpx.Response]) -> list[str]:
    return [rule for answer in answers if answer.is_error for rule in rules_of(answer)]


@arranged
async def ready(case: Case) -> Sitting:
    """A committee that may conclude now; its application asks for more than the call's envelope."""
    call, applications = await open_with(case, "75", envelope="999999.99")
    await case.attend(call)
    await case.score_all(call, applications[0], 30)
    return Sitting(case, call, applications)


async def test_a_conclusion_and_a_raise_of_the_envelope(staffed: Case) -> None:
    at = await ready(staffed)
    concluding, raising = await both(staffed.conclude(at.call), staffed.raise_envelope(at.call, "2000000.00"))
    assert concluding.status_code == 200
    decision = concluding.json()["placed"][0]["decision"]
    assert (raising.status_code, decision) in {(200, "selected"), (409, "not_selected")}
    assert refusals([raising]) in ([], ["committee.concluded"])


async def test_a_conclusion_and_a_conflict(staffed: Case) -> None:
    at = await ready(staffed)
    conflict = staffed.member("k2").post(f"{at.path}/conflicts", {"application_id": at.applications[0]})
    concluding, declaring = await both(staffed.conclude(at.call), conflict)
    assert concluding.status_code == 200
    counted = (await staffed.officer.get(f"/calls/{at.call}/ranking")).json()["placed"][0]["scores"]
    assert (declaring.status_code, "k2" in counted) in {(200, False), (409, True)}
    assert refusals([declaring]) in ([], ["committee.not_open"])


async def test_the_closing_of_an_item_and_a_score(staffed: Case) -> None:
    at = await seated(staffed, "75")
    (one,) = at.applications
    await at.act("k1", one, "open")
    await staffed.score_all(at.call, one, 30)
    closing, scoring = await both(at.act("k1", one, "close"), staffed.score(at.call, one, "k2", 40))
    assert closing.status_code == 200
    own = (await staffed.member("k2").get(at.path)).json()["items"][0]["own_score"]
    assert (scoring.status_code, own) in {(200, 40), (409, 30)}
    assert refusals([scoring]) in ([], ["session.item_not_open"])


async def test_the_closing_of_an_item_and_a_motion(staffed: Case) -> None:
    at = await seated(staffed, "75")
    (one,) = at.applications
    await at.act("k1", one, "open")
    await staffed.score_all(at.call, one, 30)
    answers = await both(at.act("k1", one, "close"), at.act("k2", one, "motions", kind="recommend"))
    assert sorted(answer.is_success for answer in answers) == [False, True]
    assert refusals(answers) in (["motion.undecided"], ["session.item_not_open"])


async def test_the_end_of_a_vote_and_a_change_of_mind(staffed: Case) -> None:
    at = await seated(staffed, "75")
    (one,) = at.applications
    await at.act("k1", one, "open")
    await at.act("k2", one, "motions", kind="recommend")
    await at.vote(one, "+++--")
    deciding, voting = await both(
        at.act("k1", one, "motions/1/decide"), at.act("k3", one, "motions/1/votes", vote="no")
    )
    assert deciding.status_code == 200
    state = (await at.look("k1", one))["motions"][0]["state"]
    assert (voting.status_code, state) in {(200, "failed"), (409, "carried")}
    assert refusals([voting]) in ([], ["motion.decided"])


async def test_the_end_of_a_vote_and_a_conflict(staffed: Case) -> None:
    at = await seated(staffed, "75")
    (one,) = at.applications
    await at.act("k1", one, "open")
    await at.act("k2", one, "motions", kind="recommend")
    await at.vote(one, "+++--")
    conflict = staffed.member("k3").post(f"{at.path}/conflicts", {"application_id": one})
    deciding, declaring = await both(at.act("k1", one, "motions/1/decide"), conflict)
    assert (deciding.status_code, declaring.status_code) == (200, 200)
    motion = (await at.look("k1", one))["motions"][0]
    assert motion["state"] in {"void", "carried"}
    assert "k3" not in motion["votes"]


async def test_two_items_opened(staffed: Case) -> None:
    at = await seated(staffed)
    answers = await both(*(at.act("k1", one, "open") for one in at.applications))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert refusals(answers) == ["session.another_open"]


async def test_attendance_and_a_change_of_the_session(staffed: Case) -> None:
    at = await sitting(staffed, "75")
    moved = {**calling(at.applications, starts="11:00", slots=slots(at.applications, "11:00")), "reason": "Salon"}
    staffed.room.clock.at = staffed.room.clock.at.replace(day=8, hour=7)
    changing = staffed.officer.post(f"{at.path}/sessions/1", moved)
    answers = await both(at.begin(), changing)
    assert sorted(answer.is_success for answer in answers) == [False, True]
    assert refusals(answers) in (["session.has_sat"], ["session.not_begun"])


async def test_one_application_on_two_agendas(staffed: Case) -> None:
    call, applications = await open_with(staffed, "75")
    at = Sitting(staffed, call, applications)
    other = {"starts": "14:00", "ends": "15:00", "slots": slots(applications, "14:00")}
    answers = await both(at.summon(), at.summon(**other))
    assert sorted(answer.status_code for answer in answers) == [201, 422]
    assert refusals(answers) == ["session.item_placed"]


async def test_the_conclusion_and_the_closing_of_the_last_item(staffed: Case) -> None:
    at = await seated(staffed, "75")
    (one,) = at.applications
    await at.act("k1", one, "open")
    await staffed.score_all(at.call, one, 30)
    concluding, closing = await both(staffed.conclude(at.call), at.act("k1", one, "close"))
    assert closing.status_code == 200
    assert concluding.status_code in {200, 409}
    assert refusals([concluding]) in ([], ["session.item_not_closed"])


async def test_a_signature_and_a_dissent(staffed: Case) -> None:
    at = await seated(staffed, "75")
    (one,) = at.applications
    await at.act("k1", one, "open")
    await at.act("k2", one, "motions", kind="recommend")
    await at.vote(one, "+++--")
    await at.act("k1", one, "motions/1/decide")
    await staffed.score_all(at.call, one, 30)
    await at.act("k1", one, "close")
    await staffed.conclude(at.call)
    document = (await staffed.chair.post(f"{at.path}/minutes")).json()["document"]
    signing, dissenting = await both(
        staffed.member("k2").post(f"{at.path}/minutes/signature", {"document": document}),
        at.act("k4", one, "motions/1/dissent", text="Bütçe"),
    )
    assert dissenting.status_code == 200
    assert refusals([signing]) in ([], ["minutes.stale"])


async def test_one_member_signing_twice(staffed: Case) -> None:
    at = await concluded(staffed, "75")
    document = (await staffed.chair.post(f"{at.path}/minutes")).json()["document"]
    client = staffed.member("k2")
    answers = await both(*(client.post(f"{at.path}/minutes/signature", {"document": document}) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    assert FULL[1] == "k2"
