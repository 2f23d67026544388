"""What the board's work is to an applicant: its own hour, never who sits; points that open the negotiation."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from grants.contracts.committee_events import CommitteeSessionCalled, CommitteeSessionChanged
from grants.contracts.evaluation_events import ApplicationPlaced
from grants.contracts.event import EventData
from grants.contracts.stages import CommitteeDecision, Stage
from runtime.cloudevents import CloudEvent
from runtime.consumer import room_effect
from runtime.identifiers import new_id
from services.application.events import HEARS
from tests.conftest import OpenRoom
from tests.services.application.way import Way, at

pytestmark = pytest.mark.servers

CHAIR = "kurul-baskani"
CALLED, CANCELLED = "application.presentation.called", "application.presentation.cancelled"
RAISED = "application.negotiation.point_raised"


async def hear(way: Way, data: EventData) -> None:
    """The evaluation room's event, as it would come from the bus; the chair or an officer acted there."""
    event = CloudEvent(
        id=new_id(),
        source="/destek/evaluation",
        type=data.type_name(),
        subject=way.id,
        time=way.room.clock.at,
        actorid=CHAIR,
        actorrole="committee_chair",
        data=data.model_dump(mode="json"),
    )
    await room_effect(way.room.desk, dict(HEARS["evaluation"]))(event)


def session(way: Way, call_id: str, *applications: str, **changes: Any) -> dict[str, Any]:
    begin = way.room.clock.at + timedelta(days=7)
    slots = [{"application_id": one, "starts_at": begin, "minutes": 30} for one in applications]
    facts = {"call_id": call_id, "number": 1, "starts_at": begin, "ends_at": begin + timedelta(hours=2)}
    return {**facts, "place": "Ankara", "slots": slots, "members": [CHAIR, "kurul-uyesi-2"], **changes}


async def called(way: Way, *applications: str, **changes: Any) -> None:
    call_id = (await way.record()).call_id
    await hear(way, CommitteeSessionCalled.model_validate(session(way, call_id, *applications, **changes)))


async def changed(way: Way, *applications: str, **changes: Any) -> None:
    facts = session(way, (await way.record()).call_id, *applications, **{"version": 1, "reason": "Salon", **changes})
    await hear(way, CommitteeSessionChanged.model_validate(facts))


def placed(way: Way, call_id: str, **said: Any) -> ApplicationPlaced:
    facts = {"call_id": call_id, "application_id": way.id, "rank": 1, "total": "80"}
    return ApplicationPlaced.model_validate({**facts, "decision": CommitteeDecision.SELECTED, **said})


POINTS = [{"title": "Kiralar", "text": "Üç yılla sınırlı"}]


async def test_the_coordinator_learns_its_own_hour_and_nothing_of_who_sits(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.COMMITTEE)
    await called(way, "somebody-else", way.id)
    answer = await way.as_coordinator().get(f"/applications/{way.id}")
    assert answer.json()["presentation"] == {
        "starts_at": (way.room.clock.at + timedelta(days=7)).isoformat().replace("+00:00", "Z"),
        "minutes": 30,
        "place": "Ankara",
    }
    told = [event for event in await way.room.told(way.id) if event.type.startswith(CALLED)]
    assert [(event.actorid, event.actorrole) for event in told] == [("system:application", "system")]
    assert not [secret for secret in (CHAIR, "kurul-uyesi-2", "somebody-else") if secret in answer.text + str(told)]


async def test_a_moved_hour_is_told_anew_and_one_that_stays_is_not(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.COMMITTEE)
    await called(way, way.id)
    await changed(way, "other", way.id)
    assert (await way.told()).count(CALLED) == 1
    await changed(way, way.id, place="İzmir", version=2)
    assert (await way.told()).count(CALLED) == 2
    assert (await way.last(CALLED))["place"] == "İzmir"


async def test_an_application_taken_off_the_agenda_is_told_why(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.COMMITTEE)
    await called(way, way.id)
    await changed(way, "other")
    assert (await way.last(CANCELLED))["reason"] == "Salon"
    assert (await way.as_coordinator().get(f"/applications/{way.id}")).json()["presentation"] is None
    await called(way, way.id, number=2)
    await changed(way, "other", version=2)
    assert (await way.told())[-1] == CALLED


async def test_what_the_board_wants_negotiated_opens_the_negotiation(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.COMMITTEE)
    await hear(way, placed(way, (await way.record()).call_id, points=POINTS, conditions=["Rapor üç ayda bir"]))
    await way.decided(CommitteeDecision.SELECTED)
    assert RAISED not in await way.told()
    assert (await way.as_coordinator().get(f"/applications/{way.id}")).json()["points"] == []
    await way.order(Stage.NEGOTIATION)
    await way.order(Stage.NEGOTIATION)
    shown = (await way.as_coordinator().get(f"/applications/{way.id}")).json()["points"]
    assert [(one["title"], one["text"], one["round"]) for one in shown] == [
        ("Kiralar", "Üç yılla sınırlı", 1),
        ("Rapor üç ayda bir", "", 1),
    ]
    assert CHAIR not in str(shown)
    refused = await way.as_officer().post(way.path("negotiation/agree"), {"version": 1})
    assert [error["rule"] for error in refused.json()["errors"]] == ["negotiation.unanswered"] * 2


async def test_points_heard_once_the_negotiation_is_open_are_raised_at_once_and_once(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.SELECTED)
    told = placed(way, (await way.record()).call_id, points=POINTS)
    await asyncio.gather(hear(way, told), way.order(Stage.NEGOTIATION), hear(way, told))
    assert (await way.told()).count(RAISED) == 1
    await hear(way, told)
    assert (await way.told()).count(RAISED) == 1


async def test_what_is_said_of_an_application_that_ended_or_that_nobody_knows_is_passed_over(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.SELECTED)
    call_id = (await way.record()).call_id
    await way.as_coordinator().post(way.path("withdraw"), {"reason": "Vazgeçtik"})
    await called(way, way.id)
    await hear(way, placed(way, call_id, points=POINTS))
    await hear(way, placed(way, call_id, application_id="nobody", points=POINTS))
    assert (await way.told())[-1] == "application.application.ended"
