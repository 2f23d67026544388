"""Whom a conflict of interest keeps from a file sees nothing of it here either, until the evaluation room says so."""

from datetime import timedelta

import pytest

from grants.contracts.evaluation_events import ConflictDeclared, ConflictFound, ConflictWaived
from grants.contracts.event import EventData
from grants.contracts.stages import Stage
from runtime.cloudevents import CloudEvent
from runtime.consumer import room_effect
from runtime.identifiers import new_id
from services.application.events import HEARS
from tests.conftest import OpenRoom
from tests.rooms import ApiClient
from tests.services.application.way import Way, at

pytestmark = pytest.mark.servers

WHO = "tied-officer"


async def hear(way: Way, data: EventData, *, days: int = 0) -> None:
    event = CloudEvent(
        id=new_id(),
        source="/destek/evaluation",
        type=data.type_name(),
        subject=way.id,
        time=way.room.clock.at + timedelta(days=days),
        actorid="system:workflow",
        actorrole="system",
        data=data.model_dump(mode="json"),
    )
    await room_effect(way.room.desk, dict(HEARS["evaluation"]))(event)


def found(way: Way, who: str = WHO, *, barred: bool = True) -> ConflictFound:
    facts = {"application_id": way.id, "finding_id": "f", "person_id": who, "kind": "address", "hard": False}
    return ConflictFound.model_validate({**facts, "barred": barred})


def waived(way: Way) -> ConflictWaived:
    facts = {"application_id": way.id, "finding_id": "f", "person_id": WHO, "kind": "address", "reason": "G"}
    return ConflictWaived.model_validate({**facts, "barred": False})


async def shown(way: Way, client: ApiClient) -> list[int]:
    paths = [f"/applications/{way.id}", f"/consortia/{(await way.record()).consortium_id}"]
    return [(await client.get(path)).status_code for path in paths]


async def test_whom_a_conflict_keeps_from_a_file_neither_reads_nor_finds_nor_decides_it(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.ADMINISTRATIVE_CHECK)
    roles = ("ministry_officer", "commission_member", "ministers_office", "inspector", "monitoring_officer")
    tied = way.room.api.as_(WHO, *roles)
    assert await shown(way, tied) == [200, 200]
    await hear(way, found(way))
    assert await shown(way, tied) == [403, 403]
    for path in ("/applications", "/tasks"):
        assert way.id not in (await tied.get(path)).text
    assert (await tied.post(f"/applications/{way.id}/check/admit", {"note": "Tam"})).status_code == 403
    other = way.room.api.as_("other-officer", *roles)
    assert await shown(way, other) == [200, 200]
    assert way.id in (await other.get("/applications")).text


async def test_a_tie_that_is_waived_opens_the_file_again_and_an_older_word_heard_late_changes_nothing(
    room_of: OpenRoom,
) -> None:
    way = await at(room_of, Stage.ADMINISTRATIVE_CHECK)
    tied = way.room.api.as_(WHO, "ministry_officer")
    await hear(way, found(way))
    await hear(way, waived(way), days=2)
    await hear(way, found(way), days=1)
    assert await shown(way, tied) == [200, 200]


async def test_a_word_that_there_is_no_tie_bars_nobody_and_a_party_stays_a_party(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.ADMINISTRATIVE_CHECK)
    facts = {"application_id": way.id, "person_id": WHO, "tie": "none", "barred": False}
    await hear(way, ConflictDeclared.model_validate(facts))
    assert await shown(way, way.room.api.as_(WHO, "ministry_officer")) == [200, 200]
    coordinator = (await way.record()).coordinator_id
    await hear(way, found(way, coordinator))
    assert await shown(way, way.room.api.as_(coordinator, "coordinator")) == [200, 200]
