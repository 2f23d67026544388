"""What is completed, or offered anew in the talks, is written as often as one likes and handed in as it was seen."""

from typing import Any

import pytest

from grants.contracts.stages import Stage
from tests.conftest import OpenRoom
from tests.services.application.way import Way, at, plan_json
from tests.services.application.written import rules

pytestmark = pytest.mark.servers
OTHER = plan_json(grant="400000.00")


async def written(way: Way, **said: Any) -> int:
    answer = await way.as_coordinator().post(way.path("offer"), said)
    assert answer.status_code == 200, answer.text
    count: int = answer.json()["count"]
    return count


async def offer_of(way: Way) -> Any:
    return (await way.as_coordinator().get(f"/applications/{way.id}")).json()["offer"]


async def test_what_is_completed_is_written_in_parts_and_handed_in_whole(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.COMPLETION)
    assert (await offer_of(way))["count"] == 0
    await written(way, plan=OTHER)
    assert await written(way, form={"sustainability": "Yeni gelir modeli"}) == 2
    found = await offer_of(way)
    assert found["plan"]["packages"][0]["items"][0]["grant"] == "400000.00"
    assert found["form"] == {"sustainability": "Yeni gelir modeli"}
    assert (found["explanation"]["figures"]["grant"], (await way.record()).plan_version) == ("400000.00", 1)
    answer = await way.as_coordinator().post(way.path("check/complete"), {"note": "Tamam", "written": 2})
    assert (answer.status_code, answer.json()["plan_version"]) == (200, 2)
    assert (await way.record()).form["sustainability"] == "Yeni gelir modeli"
    assert await offer_of(way) is None, "nothing is asked any more"


async def test_a_plan_is_offered_as_it_was_seen_and_the_next_is_written_from_it(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.NEGOTIATION)
    nothing = await way.as_coordinator().post(way.path("negotiation/plans"), {"why": "x", "written": 0})
    assert rules(nothing) == ["offer.blank"]
    await written(way, plan=OTHER)
    again = await written(way, plan=plan_json(grant="300000.00"))
    seen_before = await way.as_coordinator().post(way.path("negotiation/plans"), {"why": "x", "written": again - 1})
    assert (seen_before.status_code, rules(seen_before)) == (422, ["offer.changed_meanwhile"])
    offered = await way.as_coordinator().post(way.path("negotiation/plans"), {"why": "x", "written": again})
    assert (offered.json()["version"], offered.json()["requested"]) == (2, "300000.00")
    found = await offer_of(way)
    assert (found["plan"], found["count"] > again) == (None, True), "what was handed in cannot be handed in again"


async def test_what_was_written_can_be_thrown_away(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.COMPLETION)
    await written(way, plan=OTHER, form={"sustainability": "x"})
    await written(way, anew=True)
    assert ((await offer_of(way))["plan"], (await offer_of(way))["form"]) == (None, {})


async def test_what_cannot_be_changed_now_is_not_kept(room_of: OpenRoom) -> None:
    talks, back = await at(room_of, Stage.NEGOTIATION), await at(room_of, Stage.COMPLETION)
    in_talks = await talks.as_coordinator().post(talks.path("offer"), {"form": {"sustainability": "x"}})
    assert rules(in_talks) == ["offer.form_stays"]
    unknown = await back.as_coordinator().post(back.path("offer"), {"form": {"other": "x"}})
    assert rules(unknown) == ["form.section_unknown"]
    twice = {"note": "x", "plan": OTHER, "written": 1}
    assert (await back.as_coordinator().post(back.path("check/complete"), twice)).status_code == 422


async def test_what_is_written_is_the_coordinators_alone(room_of: OpenRoom) -> None:
    way, checked = await at(room_of, Stage.COMPLETION), await at(room_of, Stage.ADMINISTRATIVE_CHECK)
    await written(way, plan=OTHER)
    assert (await way.as_officer().get(f"/applications/{way.id}")).json()["offer"] is None
    assert (await way.as_officer().post(way.path("offer"), {"plan": OTHER})).status_code == 403
    assert (await checked.as_coordinator().post(checked.path("offer"), {"plan": OTHER})).status_code == 409
