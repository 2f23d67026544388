"""What a room missed is told again out of the ledger: whole, of the types it hears, in the order of the record."""

import pytest

from runtime.cloudevents import CloudEvent
from runtime.retelling import Missing, Retold
from services.audit.app import PLAN
from services.audit.store import subject_keys
from services.audit.usecases.retell import told_after
from tests.conftest import OpenRoom
from tests.rooms import Room
from tests.services.audit.telling import File, hear, said

pytestmark = pytest.mark.servers
FIRST = "00000000"


@pytest.fixture
async def audit(room_of: OpenRoom) -> Room:
    return await room_of(PLAN)


async def retold(audit: Room, missing: Missing) -> list[CloudEvent]:
    """All parts, one after the other."""
    found: list[CloudEvent] = []
    part = Retold(missing.after, goes_on=True, events=())
    while part.goes_on:
        part = await told_after(audit.desk, missing.model_copy(update={"after": part.after}))
        found += [CloudEvent.parse(one) for one in part.events]
    return found


async def test_it_comes_whole_as_it_was_told_and_only_what_the_room_hears(audit: Room) -> None:
    file = File()
    told = file.until_assessed()
    await hear(audit, *told)
    own = [one for one in told if one.source == "/destek/application"]
    types = tuple({one.type for one in own[1:]})
    since = min(one.id for one in told)
    assert len(own) > 1
    assert len(types) < len({one.type for one in told})
    found = await retold(audit, Missing(room="application", types=types, since=since))
    mine = [one for one in found if one.subject == file.id]
    assert [one.canonical() for one in mine] == [one.canonical() for one in own if one.type in types and one.id > since]
    assert await retold(audit, Missing(room="monitoring", types=types, since=since)) == []
    assert await retold(audit, Missing(room="application", types=types, since="ffff")) == []


async def test_an_answer_that_is_full_goes_on_where_it_ended(audit: Room) -> None:
    files = [File() for _ in range(3)]
    for file in files:
        await hear(audit, said(file.admitted().model_copy(update={"form": {"vision": "v" * 300_000}}), file.id))
    types = ("application.application.admitted.v1",)
    first = await told_after(audit.desk, Missing(room="application", types=types, since=FIRST))
    assert first.goes_on
    found = [one.subject for one in await retold(audit, Missing(room="application", types=types, since=FIRST))]
    assert [one for one in found if one in {file.id for file in files}] == [file.id for file in files]


async def test_what_was_erased_in_it_is_empty(audit: Room) -> None:
    file = File()
    told = file.until_assessed()
    await hear(audit, *told)
    async with audit.desk.database.transaction() as session:
        await subject_keys.destroy(session, file.id, "yonetici", "Süre doldu.", audit.clock.at)
    (kind,) = {one.type for one in told if one.type.endswith(".application.admitted.v1")}
    found = await retold(audit, Missing(room="application", types=(kind,), since=min(one.id for one in told)))
    (event,) = [one for one in found if one.subject == file.id]
    assert (event.actorid, event.data["coordinator_id"], event.data["requested"]) == ("-", "", "12413400.00")
