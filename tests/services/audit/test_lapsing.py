"""Nothing personal is on record for ever: what is of no file goes by itself, the rest with what it is of."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlmodel import col

from grants.contracts.application_events import CallDeadlineMoved, ConsortiumCreated
from grants.contracts.audit_events import InspectionSigned
from grants.contracts.desk_events import LeadAnswered
from grants.contracts.event import EventData, FileRead, rights_of
from grants.contracts.keeping_events import PersonalDataEmptied
from runtime.auth import Actor, system_actor
from runtime.cloudevents import CloudEvent
from runtime.identifiers import new_id
from services.audit.app import PLAN
from services.audit.models import LeadAnswerRow, LedgerRow, SampleRow
from services.audit.store import dossiers, subject_keys
from services.audit.usecases.lapse import forget
from services.audit.usecases.record import erase_shared
from tests.conftest import OpenRoom
from tests.rooms import ApiClient, Room
from tests.services.audit.telling import NOON, File, hear, said
from tests.services.audit.test_codec import published
from tests.services.audit.test_known_rights import seen

pytestmark = pytest.mark.servers
YEARS = 10


@pytest.fixture
async def audit(room_of: OpenRoom) -> Room:
    return await room_of(PLAN)


def inspector(audit: Room) -> ApiClient:
    return audit.api.as_("mufettis-1", "inspector")


def read(audit: Room, about: str) -> CloudEvent:
    """Somebody looked at it, now."""
    event = said(FileRead(act="GET /x"), about, f"okur-{uuid4()}", "inspector")
    return event.model_copy(update={"type": "audit.file.read.v1", "source": "/destek/audit", "time": audit.clock.at})


def emptied(file: File) -> CloudEvent:
    told = said(PersonalDataEmptied(ground="contract", rows=3), file.consortium_id, role="system")
    return told.model_copy(update={"type": "application.personal_data.emptied.v1", "id": new_id()})


async def opened(audit: Room, about: str) -> list[str]:
    """The kinds of records of a chain of which something can be opened, but for what the system says of ends."""
    async with audit.desk.database.transaction() as session:
        links = await dossiers.all_links(session, about)
    ends = (".lapsed.v1", ".erased.v1", ".emptied.v1")
    return [link.type for link in links if link.openings and not (link.type.endswith(ends) and _by_system(link))]


def _by_system(link: object) -> bool:
    return getattr(link, "actor_role", "") == "system"


async def holds(audit: Room, about: str) -> bool:
    answer = await inspector(audit).get(f"/applications/{about}/ledger/check")
    assert answer.status_code == 200, answer.text
    return bool(answer.json()["holds"])


async def drawn(audit: Room, file: File) -> str:
    wish = {"method": "lot", "size": 1, "reason": "Plan", "call_id": file.call_id, "seed": "Ayşe'nin zarı"}
    answer = await inspector(audit).post("/desk/samples", wish)
    assert answer.status_code == 201, answer.text
    sample_id: str = answer.json()["sample"]["id"]
    await hear(audit, *await audit.told(sample_id))
    return sample_id


async def answered(audit: Room, file: File, evidence: str) -> str:
    """A lead about the file, as an inspector answered it."""
    lead_id = uuid4().hex
    words = {"verdict": "dismissed", "reason": "Olağan", "evidence": [evidence]}
    row = LeadAnswerRow(id=new_id(), lead_id=lead_id, **words, answered_by="mufettis-1", answered_at=audit.clock.at)
    async with audit.desk.database.transaction() as session:
        session.add(row)
    told = LeadAnswered(lead_id=lead_id, kind="last_minute", persons=(file.evaluator,), **words)
    await hear(audit, said(told, lead_id, "mufettis-1", "inspector"))
    return lead_id


async def desk_of(audit: Room, sample_id: str, lead_id: str) -> set[str]:
    """What the desk's own tables still say of who looked into what, and why."""
    async with audit.desk.database.transaction() as session:
        sample = await session.get_one(SampleRow, sample_id)
        answers = (await session.scalars(select(LeadAnswerRow).where(col(LeadAnswerRow.lead_id) == lead_id))).all()
        return {sample.drawn_by, sample.reason, sample.seed, *(row.answered_by for row in answers)} - {""}


async def test_each_chain_comes_to_its_end_and_none_before(audit: Room) -> None:
    file, person, unused = File(), f"kisi-{uuid4()}", str(uuid4())
    told = file.until_assessed()
    await hear(audit, said(published(file.call_id), file.call_id), *told, file.excluded())
    created = ConsortiumCreated(consortium_id=file.consortium_id, name="OSTİM", coordinator_id=file.coordinator)
    await hear(audit, said(created, file.consortium_id), seen(person, "evaluator"))
    await hear(audit, said(published(unused), unused))
    moved = CallDeadlineMoved(call_id=unused, closes_at=NOON + timedelta(days=30), reason="Bayram")
    await hear(audit, said(moved, unused))
    sample_id = await drawn(audit, file)
    lead_id = await answered(audit, file, told[1].id)
    rights, together = rights_of(person), (file.id, file.call_id, file.consortium_id)
    audit.clock.forward(days=366 * YEARS - 30)
    await forget(audit.desk, YEARS)
    for about in (rights, unused, sample_id, lead_id, *together):
        assert await opened(audit, about), "too early for anything"
    audit.clock.forward(days=400)
    await hear(audit, seen(person, "inspector", at=audit.clock.at, minutes=5))
    await forget(audit.desk, YEARS)
    assert await opened(audit, rights) == ["application.rights.seen.v1"], "the newer one stands under another key"
    assert await opened(audit, unused) == [], "nobody ever applied to it"
    for about in (sample_id, lead_id, *together):
        assert await opened(audit, about), "the file is kept"
    assert len(await desk_of(audit, sample_id, lead_id)) == 3
    await erased(audit, file)
    await hear(audit, read(audit, file.id))
    await forget(audit.desk, YEARS)
    assert await opened(audit, sample_id) + await opened(audit, lead_id) == []
    assert await desk_of(audit, sample_id, lead_id) == set()
    assert await opened(audit, file.id) == ["audit.personal_data.erased.v1", "audit.file.read.v1"]
    audit.clock.forward(days=366 * (YEARS + 1))
    await forget(audit.desk, YEARS)
    every = (rights, unused, sample_id, lead_id, *together)
    assert [about for about in every if await opened(audit, about)] == []
    assert [about for about in every if not await holds(audit, about)] == []
    assert await forget(audit.desk, YEARS) == 0


async def erased(audit: Room, file: File) -> None:
    """By the administrator; the call and the consortium follow, as their rooms have them."""
    signed = said(InspectionSigned(application_id=file.id, ending="excluded", remark="x"), file.id, role="inspector")
    await hear(audit, signed)
    await inspector(audit).post(f"/applications/{file.id}/inspections", {"remark": "İncelendi."})
    order = audit.api.as_("yonetici-1", "administrator")
    answer = await order.post(f"/applications/{file.id}/erasure", {"reason": "Süre doldu."})
    assert answer.status_code == 201, answer.text
    await hear(audit, emptied(file))
    async with audit.desk.unit(_system()) as unit:
        await erase_shared(unit, file.call_id)


def _system() -> Actor:
    return system_actor("audit")


async def test_what_is_of_a_file_stands_under_one_key_however_long_it_lasts(audit: Room) -> None:
    file, person = File(), f"kisi-{uuid4()}"
    await hear(audit, *file.until_assessed(), seen(person, "evaluator"))
    audit.clock.forward(days=700)
    await hear(audit, file.decided(), seen(person, "inspector", minutes=5))
    async with audit.desk.database.transaction() as session:
        rings = await subject_keys.keys_of(session, [file.id, rights_of(person)])
    assert {about: sorted(ring) for about, ring in rings.items()} == {file.id: [1], rights_of(person): [1, 2]}


class Unknown(EventData):
    SUBJECT = "monitoring.future.happened"


async def test_what_a_later_build_tells_of_what_nobody_knows_goes_as_well(audit: Room) -> None:
    about = str(uuid4())
    await hear(audit, said(Unknown(), about))
    audit.clock.forward(days=366 * (YEARS + 1))
    await forget(audit.desk, YEARS)
    async with audit.desk.database.transaction() as session:
        rows = (await session.scalars(select(LedgerRow).where(col(LedgerRow.about) == about))).all()
    assert [row.type for row in rows] == ["monitoring.future.happened.v1", "audit.personal_data.lapsed.v1"]
    assert await opened(audit, about) == []
