"""Motions on an open application: put, voted on, decided, dissented from, and void where a vote was conflicted."""

from typing import Any

import pytest

from grants.decisions import recompute
from grants.explanation import Explanation
from tests.services.evaluation.acts import FULL, Case, rules_of
from tests.services.evaluation.sitting import BEGIN, Sitting, seated, sitting, slots

pytestmark = pytest.mark.servers

POINTS = [{"title": "Kiralar", "text": "Üç yılla sınırlı"}, {"title": "Uzmanlar"}]


async def opened(case: Case) -> tuple[Sitting, str]:
    at = await seated(case, "75")
    await at.act("k1", at.applications[0], "open")
    return at, at.applications[0]


async def test_a_motion_is_put_by_who_sits_while_the_item_is_open(staffed: Case) -> None:
    at = await seated(staffed, "75", "80")
    one, other = at.applications
    early = await at.act("k2", one, "motions", kind="recommend")
    assert rules_of(early) == ["session.item_not_open"]
    await at.act("k1", one, "open")
    put = await at.act("k2", one, "motions", kind="recommend", conditions=["Rapor üç ayda bir"])
    assert put.status_code == 201
    (motion,) = put.json()["motions"]
    assert (motion["number"], motion["state"], motion["awaited"]) == (1, "open", list(FULL))
    assert (await at.act("k2", other, "motions", kind="recommend")).status_code == 409
    assert (await at.act("y1", one, "motions", kind="recommend")).status_code == 409
    for client in (staffed.officer, staffed.inspector, staffed.room.api.as_("someone", "committee_member")):
        assert (await at.act(client, one, "motions", kind="recommend")).status_code == 403
    assert (await at.act("k2", "none", "motions", kind="recommend")).status_code == 404


@pytest.mark.parametrize(
    ("motion", "rules"),
    [
        ({"kind": "recommend", "points": POINTS}, ["motion.points"]),
        ({"kind": "negotiate"}, ["motion.no_points"]),
        ({"kind": "negotiate", "conditions": ["K"]}, ["motion.conditions", "motion.no_points"]),
        ({"kind": "defer", "points": POINTS, "conditions": ["K"]}, ["motion.conditions", "motion.points"]),
        ({"kind": "negotiate", "points": POINTS}, []),
        ({"kind": "defer"}, []),
    ],
)
async def test_a_motion_holds_what_belongs_to_its_kind(staffed: Case, motion: dict[str, Any], rules: list[str]) -> None:
    at, one = await opened(staffed)
    answer = await at.act("k2", one, "motions", **motion)
    assert (answer.status_code, rules_of(answer) if rules else []) == (422 if rules else 201, rules)


@pytest.mark.parametrize(
    ("votes", "state", "rule"),
    [
        ("+++--", "carried", None),
        ("++-00", "failed", "committee.majority"),
        ("++--0", "failed", "committee.majority"),
        ("00000", "failed", "committee.majority"),
    ],
)
async def test_a_motion_is_decided_by_its_votes_and_says_how(
    staffed: Case, votes: str, state: str, rule: str | None
) -> None:
    at, one = await opened(staffed)
    await at.act("k2", one, "motions", kind="recommend")
    await at.vote(one, votes)
    decided = (await at.act("k1", one, "motions/1/decide")).json()["motions"][0]
    assert (decided["state"], decided["awaited"]) == (state, [])
    (told,) = [event for event in await staffed.room.told(at.call) if "motion_decided" in event.type]
    (raw,) = told.data["explanations"]
    assert recompute(Explanation.model_validate(raw)).model_dump(mode="json") == raw
    assert [line["rule"] for line in raw["steps"] if not line["held"]] == ([rule] if rule else [])
    assert not [person for person in FULL if f'"{person}"' in str(raw).replace("'", '"')]


async def test_the_one_in_the_chair_decides_once_everybody_who_sits_has_voted(staffed: Case) -> None:
    at, one = await opened(staffed)
    await at.act("k2", one, "motions", kind="recommend")
    await at.vote(one, "+++..")
    early = await at.act("k1", one, "motions/1/decide")
    assert (early.status_code, rules_of(early)) == (409, ["motion.vote_missing"] * 2)
    assert early.json()["type"].endswith("votes_missing")
    await at.vote(one, "---++")
    assert (await at.act("k2", one, "motions/1/decide")).status_code == 403
    assert (await at.act("k1", one, "motions/2/decide")).status_code == 404
    assert (await at.act("k1", one, "motions/1/decide")).json()["motions"][0]["state"] == "failed"
    for answer in (
        await at.act("k1", one, "motions/1/decide"),
        await at.act("k2", one, "motions/1/votes", vote="yes"),
    ):
        assert (answer.status_code, rules_of(answer)) == (409, ["motion.decided"])


async def test_nobody_sees_another_s_vote_before_the_motion_is_decided(staffed: Case) -> None:
    at, one = await opened(staffed)
    await at.act("k2", one, "motions", kind="recommend")
    await at.vote(one, "+-...")
    for who, own in (("k1", "yes"), ("k2", "no"), ("k3", None)):
        (motion,) = (await at.look(who, one))["motions"]
        assert (motion["own_vote"], motion["votes"]) == (own, {})
    assert (await at.look(staffed.officer, one))["motions"][0]["votes"] == {}
    await at.vote(one, "..+++")
    await at.act("k1", one, "motions/1/decide")
    assert (await at.look("k3", one))["motions"][0]["votes"]["k2"] == "no"


async def test_an_item_is_not_closed_over_an_undecided_motion(staffed: Case) -> None:
    at, one = await opened(staffed)
    await staffed.score_all(at.call, one, 30)
    await at.act("k2", one, "motions", kind="recommend")
    refused = await at.act("k1", one, "close")
    assert (refused.status_code, rules_of(refused)) == (409, ["motion.undecided"])


async def test_a_deferred_item_waits_for_another_session(staffed: Case) -> None:
    at = await seated(staffed)
    one, other = at.applications
    await at.act("k1", one, "open")
    await at.carry(one, kind="defer", text="Ek belge bekleniyor")
    assert (await at.look("k2", one))["state"] is None
    assert (await staffed.score(at.call, one, "k2", 30)).status_code == 409
    await at.hear(other)
    early = await staffed.conclude(at.call)
    assert rules_of(early) == ["session.item_not_closed"]
    assert (await at.summon([one], starts="14:00", ends="15:00", slots=slots([one], "14:00"))).status_code == 201
    await at.begin(number=2, at=BEGIN.replace(hour=11))
    await at.hear(one)
    assert (await staffed.conclude(at.call)).status_code == 200


async def test_points_and_conditions_that_were_carried_go_with_the_application_s_place(staffed: Case) -> None:
    at, one = await opened(staffed)
    await at.carry(one, kind="negotiate", points=POINTS)
    await at.carry(one, kind="recommend", conditions=["Rapor üç ayda bir"])
    await at.act("k3", one, "motions", kind="negotiate", points=[{"title": "Reddedilen"}])
    await at.vote(one, "-----", 3)
    await at.act("k1", one, "motions/3/decide")
    shown = await at.look("k2", one)
    assert [point["title"] for point in shown["points"]] == ["Kiralar", "Uzmanlar"]
    await staffed.score_all(at.call, one, 30)
    await at.act("k1", one, "close")
    await staffed.conclude(at.call)
    (placed,) = [event for event in await staffed.room.told(one) if "application.placed" in event.type]
    assert placed.data["points"] == [POINTS[0], {"title": "Uzmanlar", "text": ""}]
    assert placed.data["conditions"] == ["Rapor üç ayda bir"]


async def test_a_dissent_is_recorded_for_who_voted_otherwise_with_its_reason(staffed: Case) -> None:
    at, one = await opened(staffed)
    await at.act("k2", one, "motions", kind="recommend")
    await at.vote(one, "+++-0")
    early = await at.act("k4", one, "motions/1/dissent", text="Bütçe yüksek")
    assert rules_of(early) == ["motion.not_against"]
    await at.act("k1", one, "motions/1/decide")
    for who in ("k1", "k5"):
        assert rules_of(await at.act(who, one, "motions/1/dissent", text="Bütçe yüksek")) == ["motion.not_against"]
    assert rules_of(await at.act("k4", one, "motions/1/dissent", text="  ")) == ["motion.dissent_text"]
    assert (await at.act(staffed.officer, one, "motions/1/dissent", text="B")).status_code == 403
    shown = await at.act("k4", one, "motions/1/dissent", text="Bütçe yüksek")
    assert shown.json()["motions"][0]["dissent"] == {"k4": "Bütçe yüksek"}
    assert (await staffed.room.told(at.call))[-1].data["text"] == "Bütçe yüksek"


async def test_a_conflict_voids_what_was_decided_with_the_vote_and_what_the_member_moved(staffed: Case) -> None:
    at = await sitting(staffed, "75")
    (one,) = at.applications
    await at.begin(*FULL, "y1")
    await at.act("k1", one, "open")
    await at.carry(one, kind="recommend", conditions=["K"])
    await at.act("k4", one, "motions", kind="negotiate", points=POINTS)
    await at.vote(one, "+++", 2)
    await staffed.member("k4").post(f"{at.path}/conflicts", {"application_id": one})
    shown = await at.look("k1", one)
    assert [motion["state"] for motion in shown["motions"]] == ["void", "void"]
    assert (shown["points"], shown["conditions"]) == ([], [])
    assert "k4" not in shown["motions"][0]["votes"]
    assert (await staffed.room.told_types(at.call)).count("evaluation.committee.motion_voided.v1") == 2
    again = await at.act("y1", one, "motions", kind="recommend")
    assert again.status_code == 201
    assert (await at.act("k4", one, "motions/3/votes", vote="no")).status_code == 403


@pytest.mark.parametrize("leaves_after", [True, False])
async def test_a_conflicted_member_s_vote_and_score_change_nothing(staffed: Case, leaves_after: bool) -> None:  # noqa: FBT001 - a case of the table
    """The same motion and scores come to the same answer, whether the one who leaves had voted and scored or not."""
    at = await sitting(staffed, "75")
    (one,) = at.applications
    await at.begin(*FULL)
    leaving = {"application_id": one}
    if not leaves_after:
        await staffed.member("k5").post(f"{at.path}/conflicts", leaving)
    await at.act("k1", one, "open")
    await at.act("k2", one, "motions", kind="recommend")
    await at.vote(one, "+-+-" + ("-" if leaves_after else ""))
    await staffed.score_all(at.call, one, 30, FULL[:4])
    if leaves_after:
        await staffed.score(at.call, one, "k5", 0)
        await staffed.member("k5").post(f"{at.path}/conflicts", leaving)
    decided = await at.act("k1", one, "motions/1/decide")
    await at.act("k1", one, "close")
    line = (await staffed.conclude(at.call)).json()["placed"][0]
    assert (decided.json()["motions"][0]["state"], line["total"], line["decision"]) == ("carried", "75", "selected")
