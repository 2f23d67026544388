"""Negotiation: points in rounds, answers, new plans, and agreement on the newest version or none."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from grants.contracts.stages import Outcome, Stage
from grants.decisions import recompute
from grants.explanation import Explanation
from tests.conftest import OpenRoom
from tests.services.application.way import Way, at, plan_json, rules_of

pytestmark = pytest.mark.servers


async def raised(way: Way, *titles: str, item: str | None = None) -> list[dict[str, Any]]:
    points = [{"title": title, "text": "Açıklansın", "item": item} for title in titles]
    answer = await way.as_officer().post(way.path("negotiation/points"), {"points": points})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["points"]
    return found


async def answered(way: Way, point: dict[str, Any]) -> int:
    body = {"point_id": point["point_id"], "answer": "Düzeltildi"}
    return (await way.as_coordinator().post(way.path("negotiation/answers"), body)).status_code


async def test_points_count_their_rounds_and_may_name_an_item(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.NEGOTIATION)
    first = await raised(way, "Bütçe", "Takvim", item="S1")
    second = await raised(way, "Ortaklar")
    assert [point["round"] for point in (*first, *second)] == [1, 1, 2]
    assert [point["item"] for point in (*first, *second)] == ["S1", "S1", ""]
    assert (await way.told()).count("application.negotiation.point_raised") == 3


async def test_a_point_cannot_name_an_item_the_plan_does_not_hold(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.NEGOTIATION)
    points = [{"title": "Bütçe", "text": "?", "item": key} for key in ("S1", "S9", "S8")]
    answer = await way.as_officer().post(way.path("negotiation/points"), {"points": points})
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["points[1].item", "points[2].item"]


async def test_a_point_is_answered_once(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.NEGOTIATION)
    (point,) = await raised(way, "Bütçe")
    assert await answered(way, point) == 200
    assert await answered(way, point) == 409
    assert (await way.told()).count("application.negotiation.point_answered") == 1


async def test_a_point_of_another_application_is_not_found(room_of: OpenRoom) -> None:
    mine, other = await at(room_of, Stage.NEGOTIATION), await at(room_of, Stage.NEGOTIATION)
    (point,) = await raised(other, "Bütçe")
    assert await answered(mine, point) == 404


async def test_agreement_waits_for_every_answer_and_the_newest_version(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.NEGOTIATION)
    first, second = await raised(way, "Bütçe", "Takvim")
    offered = {"plan": plan_json("900000.00", "450000.00"), "why": "Bütçe indirildi"}
    plan = await way.as_coordinator().post(way.path("negotiation/plans"), offered)
    assert plan.json() == {"version": 2, "total": "900000.00", "requested": "450000.00"}
    agree = way.path("negotiation/agree")
    both = await way.as_officer().post(agree, {"version": 1})
    assert both.status_code == 422
    assert rules_of(both) == ["negotiation.not_newest", "negotiation.unanswered", "negotiation.unanswered"]
    assert (await answered(way, first), await answered(way, second)) == (200, 200)
    assert rules_of(await way.as_officer().post(agree, {"version": 1})) == ["negotiation.not_newest"]
    agreed = await way.room.api.as_("commission", "commission_member").post(agree, {"version": 2})
    assert (agreed.json()["stage"], agreed.json()["agreed_version"]) == ("agreed", 2)
    told = await way.last("application.negotiation.agreed")
    (explained,) = [Explanation.model_validate(one) for one in told["explanations"]]
    assert (explained.decision, explained.outcome, recompute(explained)) == ("plan", "allowed", explained)
    assert (told["version"], told["total"], told["requested"]) == (2, "900000.00", "450000.00")


@pytest.mark.parametrize(
    ("cost", "grant", "rules"),
    [
        ("1000000.00", "500000.00", []),
        ("1000000.00", "500000.01", ["money.overall_cap"]),
        ("1000000.00", "750000.00", ["money.overall_cap"]),
        ("1000000.00", "750000.01", ["money.overall_cap", "money.item_cap"]),
    ],
)
async def test_a_new_plan_keeps_the_ceilings_to_the_kurus(
    room_of: OpenRoom, cost: str, grant: str, rules: list[str]
) -> None:
    way = await at(room_of, Stage.NEGOTIATION)
    body = {"plan": plan_json(cost, grant), "why": "Yeni"}
    answer = await way.as_coordinator().post(way.path("negotiation/plans"), body)
    assert answer.status_code == (422 if rules else 200)
    assert (await way.record()).plan_version == (1 if rules else 2)
    if rules:
        assert rules_of(answer) == rules


@pytest.mark.parametrize("side", ["officer", "coordinator"])
async def test_either_side_can_decline(room_of: OpenRoom, side: str) -> None:
    way = await at(room_of, Stage.NEGOTIATION)
    person = way.as_officer() if side == "officer" else way.as_coordinator()
    answer = await person.post(way.path("negotiation/decline"), {"reason": "Anlaşma yok"})
    assert (answer.json()["stage"], answer.json()["outcome"]) == ("ended", "declined")
    assert (await way.last("application.application.ended"))["stage"] == "negotiation"


async def test_nothing_is_negotiated_after_the_last_day_but_it_can_still_be_declined(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.NEGOTIATION)
    due = (await way.record()).stage_due_at
    assert due is not None
    way.room.clock.at = due
    late = await way.as_officer().post(way.path("negotiation/agree"), {"version": 1})
    assert (late.status_code, rules_of(late)) == (409, ["stage.deadline"])
    way.room.clock.at = due + timedelta(hours=1)
    assert (await way.as_officer().post(way.path("negotiation/decline"), {"reason": "Süre"})).status_code == 200


async def test_of_agreeing_and_declining_at_once_exactly_one_stands(room_of: OpenRoom) -> None:
    for _ in range(3):
        way = await at(room_of, Stage.NEGOTIATION)
        agree, decline = await asyncio.gather(
            way.as_officer().post(way.path("negotiation/agree"), {"version": 1}),
            way.as_coordinator().post(way.path("negotiation/decline"), {"reason": "Vazgeçtik"}),
        )
        assert sorted((agree.status_code, decline.status_code)) == [200, 409]
        record = await way.record()
        assert (record.stage is Stage.AGREED) == (agree.status_code == 200)
        assert (record.outcome is Outcome.DECLINED) == (decline.status_code == 200)


async def test_agreeing_while_a_new_plan_is_offered_never_agrees_on_an_old_one(room_of: OpenRoom) -> None:
    for _ in range(3):
        way = await at(room_of, Stage.NEGOTIATION)
        offered = {"plan": plan_json("900000.00", "450000.00"), "why": "Yeni"}
        await asyncio.gather(
            way.as_officer().post(way.path("negotiation/agree"), {"version": 1}),
            way.as_coordinator().post(way.path("negotiation/plans"), offered),
        )
        record = await way.record()
        assert record.agreed_version in {None, record.plan_version}


async def test_a_plan_whose_total_no_amount_can_hold_is_refused(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.NEGOTIATION)
    plan = plan_json("9999999999999999.99", "1.00")
    items = plan["packages"][0]["items"]
    items.append({**items[0], "key": "S2", "cost": "0.01"})
    answer = await way.as_coordinator().post(way.path("negotiation/plans"), {"plan": plan, "why": "Yeni"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "plan"
