"""Who acts for a consortium goes with the last of its files, or where it never had one; who made a call, with it."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from grants.contracts.privacy_events import PersonalDataErased
from grants.contracts.stages import Stage
from grants.values import ApplicationId
from runtime.cloudevents import CloudEvent
from runtime.consumer import room_effect
from runtime.identifiers import new_id
from runtime.pruning import Pruner
from runtime.settings import KeepingSettings
from services.application.events import HEARS
from services.application.store.personal import PERSONAL
from tests.conftest import OpenRoom
from tests.rooms import Room
from tests.services.application.way import Way, at

pytestmark = pytest.mark.servers


async def erased(room: Room, about: str) -> None:
    data = PersonalDataErased(application_id=ApplicationId(about), reason="", destroyed=1)
    event = CloudEvent(
        id=new_id(),
        source="/destek/audit",
        type=data.type_name(),
        subject=about,
        time=room.clock.at,
        actorid="yonetici-1",
        actorrole="administrator",
        data=data.model_dump(mode="json"),
    )
    await room_effect(room.desk, dict(HEARS["audit"]))(event)


async def asked(room: Room, query: str, about: str) -> list[tuple[object, ...]]:
    async with room.desk.database.transaction() as session:
        return [tuple(row) for row in await session.execute(text(query), {"id": about})]


async def acting_for(room: Room, consortium_id: str) -> set[object]:
    """Who leads it, and where its members are found."""
    leads = await asked(room, "SELECT coordinator_id FROM consortium WHERE id = :id", consortium_id)
    found = await asked(room, "SELECT address FROM member WHERE consortium_id = :id", consortium_id)
    return {one for (one,) in [*leads, *found]} - {""}


async def grounds(room: Room, about: str) -> list[str]:
    return [one.data["ground"] for one in await room.told(about) if one.type.endswith("personal_data.emptied.v1")]


async def with_another(way: Way) -> str:
    """Another file of the same consortium, under a call of its own."""
    record = await way.record()
    statements = (
        "CREATE TEMP TABLE call_copy ON COMMIT DROP AS SELECT * FROM call WHERE id = :call",
        "CREATE TEMP TABLE copy ON COMMIT DROP AS SELECT * FROM application WHERE id = :id",
        "UPDATE call_copy SET id = 'y-' || id",
        "UPDATE copy SET id = 'y-' || id, call_id = 'y-' || call_id",
        "INSERT INTO call SELECT * FROM call_copy",
        "INSERT INTO application SELECT * FROM copy",
    )
    async with way.room.desk.database.transaction() as session:
        for one in statements:
            await session.execute(text(one), {"id": way.id, "call": record.call_id})
    return f"y-{way.id}"


async def test_who_leads_a_consortium_goes_with_the_last_of_its_files_and_not_before(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.PRE_EVALUATION)
    room, consortium_id = way.room, (await way.record()).consortium_id
    other = await with_another(way)
    async with room.desk.database.transaction() as session:
        address = text("UPDATE member SET address = 'OSB 1. Cadde' WHERE consortium_id = :id AND place = 0")
        await session.execute(address, {"id": consortium_id})
    await erased(room, way.id)
    assert await acting_for(room, consortium_id) == {way.coordinator, "OSB 1. Cadde"}, "the other file is still kept"
    await erased(room, other)
    assert await acting_for(room, consortium_id) == set()
    await erased(room, other)
    assert await grounds(room, consortium_id) == ["contract"]


async def test_who_leads_a_consortium_that_never_applied_goes_after_some_years(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.PRE_EVALUATION)
    room, used = way.room, (await way.record()).consortium_id
    async with room.desk.database.transaction() as session:
        copied = "INSERT INTO consortium SELECT 'z-' || id, name, cluster_no, provinces,"
        copied += " geography_has_chamber_of_industry, nace, coordinator_id, created_at FROM consortium WHERE id = :id"
        await session.execute(text(copied), {"id": used})
    pruner = Pruner(room.desk, room.platform.bus, KeepingSettings(), PERSONAL)
    for days, are_left in ((10 * 365, True), (4, False)):
        room.clock.forward(days=days)
        await pruner.round()
        assert bool(await acting_for(room, f"z-{used}")) is are_left
    assert await acting_for(room, used) == {way.coordinator}, "its file is kept"
    assert await grounds(room, f"z-{used}") == ["contract"]


async def test_who_published_a_call_goes_some_years_after_it_was_erased(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.PRE_EVALUATION)
    room, call_id = way.room, (await way.record()).call_id
    query = "SELECT published_by FROM call WHERE id = :id"
    async with room.desk.database.transaction() as session:
        await session.execute(text("UPDATE call SET published_by = 'memur-1' WHERE id = :id"), {"id": call_id})
    await erased(room, call_id)
    pruner = Pruner(room.desk, room.platform.bus, KeepingSettings(), PERSONAL)
    for span, left in ((timedelta(days=5 * 365), "memur-1"), (timedelta(days=3), "")):
        room.clock.at += span
        await pruner.round()
        assert await asked(room, query, call_id) == [(left,)]
    assert (await way.as_officer().get(f"/calls/{call_id}")).status_code == 200
