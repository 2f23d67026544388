"""What workflows carry is read through the codec server by an inspector alone, on record, and not after an erasure."""

import base64
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from temporalio.api.common.v1 import Payload
from temporalio.converter import WorkflowSerializationContext

from grants.contracts import application_events as application
from grants.contracts.keeping_events import PersonalDataEmptied
from runtime.payload_keys import KeyDestroyed, KeyShelf, shelf_of
from runtime.payloads import Codec
from runtime.room import api_of
from runtime.settings import PlatformSettings
from services.audit.api.codec import codec_routers
from services.audit.app import PLAN
from services.audit.store import dossiers
from services.audit.usecases.codec import erase
from tests.conftest import OpenRoom
from tests.rooms import Room
from tests.services.audit.telling import NOON, File, hear, said
from tests.services.audit.test_ledger import inspector

pytestmark = pytest.mark.servers

PLAIN = Payload(metadata={"encoding": b"json/plain"}, data=b'{"a":1}')
ORIGIN = "http://temporal.test"


def coded(payload: Payload) -> dict[str, Any]:
    metadata = {name: base64.b64encode(value).decode() for name, value in payload.metadata.items()}
    return {"metadata": metadata, "data": base64.b64encode(payload.data).decode()}


@pytest.fixture
async def audit(room_of: OpenRoom) -> Room:
    return await room_of(PLAN)


@pytest.fixture
def shelf(tmp_path: Path) -> KeyShelf:
    path = tmp_path / "master"
    path.touch(mode=0o600)
    path.write_text(base64.b64encode(bytes(32)).decode())
    found = shelf_of(PlatformSettings(payload_keys_url=f"file://{tmp_path}/keys", payload_master_key_file=str(path)))
    assert found is not None
    return found


def with_codec(room: Room, shelf: KeyShelf) -> FastAPI:
    """The codec's doors of the room, on these keys."""
    return api_of(replace(PLAN, routers=lambda _: codec_routers(shelf, ORIGIN)), room.platform, room.desk)


async def carrying(shelf: KeyShelf, workflow_id: str) -> list[Payload]:
    return await Codec(shelf).with_context(WorkflowSerializationContext("destek", workflow_id)).encode([PLAIN])


async def of_file(shelf: KeyShelf, file: File) -> Payload:
    return (await carrying(shelf, f"application/{file.id}"))[0]


async def test_an_inspector_reads_and_it_is_told_of_the_file(audit: Room, shelf: KeyShelf) -> None:
    file = File()
    shut = await of_file(shelf, file)
    audit.api.app = with_codec(audit, shelf)
    answer = await inspector(audit).post("/codec/decode", {"payloads": [coded(shut), coded(PLAIN)]})
    assert answer.json() == {"payloads": [coded(PLAIN), coded(PLAIN)]}
    assert answer.headers["access-control-allow-origin"] == ORIGIN
    (told,) = await audit.told(file.id, reads=True)
    assert (told.type, told.actorid, told.data["act"]) == ("audit.file.read.v1", "mufettis", "POST /codec/decode")
    for roles in (("ministry_officer",), ("administrator",), ()):
        refused = await audit.api.as_("biri", *roles).post("/codec/decode", {"payloads": [coded(shut)]})
        assert refused.status_code == 403


async def test_what_was_erased_is_said_to_be_so_and_what_is_no_payload_is_refused(audit: Room, shelf: KeyShelf) -> None:
    file = File()
    shut = await of_file(shelf, file)
    await shelf.destroy(file.id)
    audit.api.app = with_codec(audit, shelf)
    answer = await inspector(audit).post("/codec/decode", {"payloads": [coded(shut)]})
    assert (answer.status_code, answer.json()["errors"][0]["rule"]) == (404, "codec.erased")
    wrong = await inspector(audit).post("/codec/decode", {"payloads": [{"data": "not base64!"}]})
    assert wrong.status_code == 422


@pytest.mark.parametrize(
    "key",
    [
        "a-1/0001",
        "../../master",
        "/etc/passwd",
        "",
        "a\x00/0001",
        "a/1",
        "." * 300 + "/0001",
        "ş" * 199 + "/0001",
        "ş" * 41 + "/0001",
    ],
)
async def test_what_names_no_key_of_ours_is_not_looked_for(audit: Room, shelf: KeyShelf, key: str) -> None:
    audit.api.app = with_codec(audit, shelf)
    forged = Payload(metadata={"encoding": b"binary/encrypted", "key": key.encode()}, data=b"x" * 40)
    answer = await inspector(audit).post("/codec/decode", {"payloads": [coded(forged)]})
    assert (answer.status_code, answer.json()["errors"][0]["rule"]) == (404, "codec.unreadable")


@pytest.mark.parametrize("size", [0, 1, 11, 12, 27])
async def test_what_is_too_short_to_be_encrypted_is_unreadable(audit: Room, shelf: KeyShelf, size: int) -> None:
    shut = await of_file(shelf, File())
    shut.data = shut.data[:size]
    audit.api.app = with_codec(audit, shelf)
    answer = await inspector(audit).post("/codec/decode", {"payloads": [coded(shut)]})
    assert (answer.status_code, answer.json()["errors"][0]["rule"]) == (404, "codec.unreadable")


async def test_half_a_letter_is_no_name_of_anything(audit: Room, shelf: KeyShelf) -> None:
    audit.api.app = with_codec(audit, shelf)
    content = rb'{"payloads": [{"metadata": {"\ud800": ""}, "data": ""}]}'
    headers = {"Authorization": f"Bearer {inspector(audit).token}", "Content-Type": "application/json"}
    transport = httpx.ASGITransport(audit.api.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://room.test", trust_env=False) as http:
        answer = await http.post("/codec/decode", content=content, headers=headers)
    assert answer.status_code == 422, answer.text


async def test_what_was_changed_is_not_read_and_reading_again_at_once_is_no_news(audit: Room, shelf: KeyShelf) -> None:
    file = File()
    shut = await of_file(shelf, file)
    audit.api.app = with_codec(audit, shelf)
    for _ in range(3):
        await inspector(audit).post("/codec/decode", {"payloads": [coded(shut)]})
    assert await audit.told_types(file.id, reads=True) == ["audit.file.read.v1"]
    shut.data = shut.data[:-1] + bytes([shut.data[-1] ^ 1])
    answer = await inspector(audit).post("/codec/decode", {"payloads": [coded(shut)]})
    assert (answer.status_code, answer.json()["errors"][0]["rule"]) == (404, "codec.unreadable")


async def test_a_browser_is_told_that_the_pages_of_temporal_may_ask(audit: Room, shelf: KeyShelf) -> None:
    transport = httpx.ASGITransport(with_codec(audit, shelf))
    async with httpx.AsyncClient(transport=transport, base_url="http://room.test") as http:
        answer = await http.options("/codec/decode")
    assert answer.headers["access-control-allow-origin"] == ORIGIN


async def erased_in_the_ledger(audit: Room, file: File) -> None:
    """As the administrator's order leaves it."""
    async with audit.desk.database.transaction() as session:
        gone = "UPDATE subject_key SET key = '', destroyed_at = :now WHERE about = :about"
        await session.execute(text(gone), {"now": audit.clock.at, "about": file.id})


async def test_an_erasure_of_the_records_erases_what_the_workflows_carried_once_they_are_over(
    audit: Room, shelf: KeyShelf
) -> None:
    file, other, client = File(), File(), audit.platform.temporal
    shut, kept = await of_file(shelf, file), await of_file(shelf, other)
    await hear(audit, *file.until_assessed())
    running = await client.start_workflow("Nobodys", id=f"application/{file.id}", task_queue="nobody")
    await erased_in_the_ledger(audit, file)
    assert await erase(audit.desk, shelf, client) == 0
    assert await Codec(shelf.afresh()).decode([shut]) == [PLAIN], "its workflow could not go on without"
    await running.terminate()
    await shelf.destroy(file.id)  # broken off before it was noted: it is done again
    assert await erase(audit.desk, shelf, client) == 1
    assert await erase(audit.desk, shelf, client) == 0
    told = [event.data for event in await audit.told(file.id) if event.type == "audit.payloads.erased.v1"]
    assert told == [{"application_id": file.id, "destroyed": 1}]
    with pytest.raises(KeyDestroyed):
        await Codec(shelf).decode([shut])
    assert await Codec(shelf).decode([kept]) == [PLAIN]


def published(call_id: str) -> application.CallPublished:
    moments = {"opens_at": NOON, "closes_at": NOON}
    return application.CallPublished(
        call_id=call_id, name="2. Çağrı", regime="kdp-2014", revision="1", envelope=Decimal(1), **moments
    )


async def test_what_a_calls_workflows_carried_goes_with_the_last_of_its_applications_and_not_before(
    audit: Room, shelf: KeyShelf
) -> None:
    one, other, client = File(), File(), audit.platform.temporal
    other.call_id = one.call_id
    (shut,) = await carrying(shelf, f"call/{one.call_id}")
    await hear(audit, *one.until_assessed(), *other.until_assessed())
    running = await client.start_workflow("Nobodys", id=f"call/{one.call_id}", task_queue="nobody")
    await hear(audit, said(published(one.call_id), one.call_id))
    await erased_in_the_ledger(audit, one)
    await erase(audit.desk, shelf, client)
    assert await Codec(shelf.afresh()).decode([shut]) == [PLAIN], "the other application is still kept"
    await erased_in_the_ledger(audit, other)
    await erase(audit.desk, shelf, client)
    assert await Codec(shelf.afresh()).decode([shut]) == [PLAIN], "the call goes on"
    await running.terminate()
    assert await erase(audit.desk, shelf, client) == 1
    assert await erase(audit.desk, shelf, client) == 0
    with pytest.raises(KeyDestroyed):
        await Codec(shelf.afresh()).decode([shut])
    (told,) = [event for event in await audit.told(one.call_id) if event.type == "audit.call_payloads.erased.v1"]
    assert told.data == {"call_id": one.call_id, "applications": 2, "destroyed": 1}
    await records_are_erased(audit, one.call_id)


async def records_are_erased(audit: Room, about: str) -> None:
    """Nobody opens what is personal in the records of a call or consortium, and its own chain answers for that."""
    async with audit.desk.database.transaction() as session:
        links = await dossiers.all_links(session, about)
    *before, last = links
    assert before
    assert {link.openings for link in before} == {""}
    assert last.type == "audit.personal_data.erased.v1"
    checked = await inspector(audit).get(f"/applications/{about}/ledger/check")
    assert (checked.status_code, checked.json()["holds"]) == (200, True), checked.text
    (order,) = [event for event in await audit.told(about) if event.type == last.type]
    assert order.data == {"application_id": about, "reason": "", "destroyed": 1, "dossiers": 0}
    assert (order.actorid, order.actorrole) == ("system:audit", "system")


async def test_the_records_of_a_consortium_are_erased_once_its_room_lets_go_of_it(audit: Room) -> None:
    file = File()
    await hear(audit, *file.until_assessed())
    own = PersonalDataEmptied(ground="contract", rows=3)
    emptied = said(own, file.consortium_id).model_copy(update={"type": "application.personal_data.emptied.v1"})
    other = said(own, file.id).model_copy(update={"type": "monitoring.personal_data.emptied.v1"})
    first = application.ConsortiumChanged(consortium_id=file.consortium_id, coordinator_id=file.coordinator)
    await hear(audit, said(first, file.consortium_id), emptied, other)
    await records_are_erased(audit, file.consortium_id)
    async with audit.desk.database.transaction() as session:
        assert any(link.openings for link in await dossiers.all_links(session, file.id)), "no file goes by that"
