"""Whom a conflict of interest keeps from a file sees nothing of its grant either, whatever the person's roles."""

from datetime import timedelta
from uuid import uuid4

import pytest

from grants.contracts.evaluation_events import ConflictDeclared, ConflictFound, ConflictWaived
from grants.contracts.event import EventData
from grants.contracts.stages import DeadlineKind
from runtime.cloudevents import CloudEvent
from runtime.consumer import room_effect
from runtime.identifiers import new_id
from services.monitoring.events import HEARS
from tests.rooms import ApiClient, Room
from tests.services.monitoring.life import Life, begun, ok

pytestmark = pytest.mark.servers

WHO = "tied"
ROLES = (
    "monitoring_officer",
    "ministry_officer",
    "finance_officer",
    "ministers_office",
    "independent_auditor",
    "inspector",
    "administrator",
)


async def hear(room: Room, data: EventData, about: str, *, days: int = 0) -> None:
    event = CloudEvent(
        id=new_id(),
        source="/destek/evaluation",
        type=data.type_name(),
        subject=about,
        time=room.clock.at + timedelta(days=days),
        actorid="system:workflow",
        actorrole="system",
        data=data.model_dump(mode="json"),
    )
    await room_effect(room.desk, dict(HEARS["evaluation"]))(event)


def found(about: str, who: str = WHO) -> ConflictFound:
    facts = {"application_id": about, "finding_id": "f", "person_id": who, "kind": "address", "hard": False}
    return ConflictFound.model_validate({**facts, "barred": True})


def waived(about: str) -> ConflictWaived:
    facts = {"application_id": about, "finding_id": "f", "person_id": WHO, "kind": "address", "reason": "G"}
    return ConflictWaived.model_validate({**facts, "barred": False})


async def sees(life: Life, person: ApiClient) -> tuple[int, bool, bool]:
    """Status of the page, and whether the list and the tasks name the grant."""
    page = await person.get(f"/grants/{life.id}")
    listed, tasks = await person.get("/grants"), await person.get("/tasks")
    assert (listed.status_code, tasks.status_code) == (200, 200)
    return page.status_code, life.id in listed.text, life.id in tasks.text


async def test_whom_a_conflict_keeps_from_a_grant_neither_reads_nor_finds_nor_decides_it(room: Room) -> None:
    life = await begun(room)
    await life.travel(DeadlineKind.PERIOD_END)
    ok(await life.file_report(1, I1="10.00"))
    tied = room.api.as_(WHO, *ROLES)
    assert await sees(life, tied) == (200, True, True)
    await hear(room, found(life.id), life.id)
    assert await sees(life, tied) == (403, False, False)
    for role in ROLES:
        assert (await room.api.as_(WHO, role).get(f"/grants/{life.id}")).status_code == 403, role
    assert (await tied.post(f"/grants/{life.id}/reports/1/accept")).status_code == 403
    assert await sees(life, room.api.as_("other", *ROLES)) == (200, True, True)
    ok(await life.officer.post(f"/grants/{life.id}/reports/1/accept"))
    assert await sees(life, tied) == (403, False, False)


async def test_a_tie_known_before_there_is_a_grant_keeps_from_it_and_the_newest_word_stands(room: Room) -> None:
    about = str(uuid4())
    await hear(room, found(about), about)
    life = await begun(room, application_id=about, grant_id=about)
    tied = room.api.as_(WHO, "monitoring_officer")
    assert (await sees(life, tied))[:2] == (403, False)
    await hear(room, waived(life.id), life.id, days=2)
    await hear(room, found(life.id), life.id, days=1)
    assert (await sees(life, tied))[:2] == (200, True)


async def test_a_word_that_there_is_no_tie_bars_nobody_and_a_party_stays_a_party(room: Room) -> None:
    life = await begun(room)
    facts = {"application_id": life.id, "person_id": WHO, "tie": "none", "barred": False}
    await hear(room, ConflictDeclared.model_validate(facts), life.id)
    assert (await sees(life, room.api.as_(WHO, "inspector")))[:2] == (200, True)
    await hear(room, found(life.id, life.contract.coordinator_id), life.id)
    assert (await sees(life, life.coordinator))[:2] == (200, True)
