"""What a board did stays with the call, and who did it goes some years after the call was erased."""

import pytest
from sqlalchemy import select

from grants.contracts.privacy_events import PersonalDataErased
from grants.personal import Fate
from grants.values import ApplicationId
from runtime.cloudevents import CloudEvent
from runtime.consumer import room_effect
from runtime.identifiers import new_id
from runtime.pruning import Pruner
from runtime.settings import KeepingSettings
from services.evaluation.events import HEARS
from services.evaluation.store.personal import PERSONAL
from tests.rooms import Room
from tests.services.evaluation.acts import Case
from tests.services.evaluation.sitting import concluded

pytestmark = pytest.mark.servers

EMPTY = (None, "", [], {})


async def standing(room: Room, call_id: str) -> set[str]:
    """The places that name somebody who decided on a call."""
    found = set()
    async with room.desk.database.transaction() as session:
        for table, names in PERSONAL.tables(Fate.DUTY):
            rows = (await session.execute(select(table).where(PERSONAL.rows_of(table, call_id)))).mappings()
            found |= {f"{table.name}.{name}" for row in rows for name in names if row[name] not in EMPTY}
    return found


async def test_who_decided_on_a_call_is_named_until_the_duty_ends(staffed: Case) -> None:
    found = await concluded(staffed)
    room = staffed.room
    data = PersonalDataErased(application_id=ApplicationId(found.call), reason="", destroyed=1)
    event = CloudEvent(
        id=new_id(),
        source="/destek/audit",
        type=data.type_name(),
        subject=found.call,
        time=room.clock.at,
        actorid="audit",
        actorrole="system",
        data=data.model_dump(mode="json"),
    )
    await room_effect(room.desk, dict(HEARS["audit"]))(event)
    pruner = Pruner(room.desk, room.platform.bus, KeepingSettings(), PERSONAL)
    room.clock.forward(days=5 * 365)
    await pruner.round()
    assert await standing(room, found.call) >= {
        "committee.chair_id",
        "committee_member.person_id",
        "committee_score.person_id",
    }
    room.clock.forward(days=3)
    await pruner.round()
    assert await standing(room, found.call) == set()
    assert (await staffed.officer.get(f"/calls/{found.call}/ranking")).status_code == 200
