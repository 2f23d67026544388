"""A file whose personal data was erased is proven, but for what was erased; that is said, and by whose order."""

import json
from dataclasses import replace

import httpx
import pytest
from sqlalchemy import text

from cli.checking import walked
from cli.client import ApiSession
from cli.dossier import take
from cli.dossier_replay import taken_again
from cli.inspection import Inspection, Inspector
from cli.proof import fetch_ledger, prove_ledger
from cli.replaying import Replays
from grants.contracts.application_events import ConsortiumCreated
from grants.contracts.audit_events import InspectionSigned
from grants.contracts.privacy_events import PersonalDataErased
from grants.proof.dossier.checking import verify
from runtime.payload_keys import KeyShelf, shelf_of
from services.audit.app import PLAN
from services.audit.usecases.codec import erase
from tests.conftest import OpenRoom
from tests.rooms import Room
from tests.services.audit.telling import File, hear, said
from tests.workflows.conftest import Play, Theatre
from tests.workflows.test_audit_replay import (
    AT_ONCE,
    AUDIT,
    Meanwhile,
    Once,
    archived,
    ending,
    inspector,
    nothing,
    record,
    withdrawn,
)

pytestmark = pytest.mark.servers

REASON = "Saklama süresi doldu."


def keys_of(room: Room) -> KeyShelf:
    shelf = shelf_of(room.platform.settings)
    assert shelf is not None
    return shelf


async def lived(play: Play, room: Room) -> tuple[File, Theatre]:
    """A file that was withdrawn, all of it in the archive, and a theatre that has ended."""
    file = File()
    event = ending(file)
    theatre = await withdrawn(play, file, event)
    created = ConsortiumCreated(consortium_id=file.consortium_id, name="OSTİM", coordinator_id=file.coordinator)
    await hear(room, said(created, file.consortium_id, file.coordinator, "coordinator"))
    await record(room, file, event)
    await archived(room, theatre)
    return file, theatre


async def inspected(room: Room, file: File, meanwhile: Meanwhile = nothing) -> Inspection:
    """From the archive alone, payloads opened by the audit room."""
    async with inspector(room, meanwhile=meanwhile) as api:
        return await Inspector(api, None, pauses=AT_ONCE).inspect(file.id)


async def sign_off(room: Room, file: File) -> None:
    """An inspector has seen the file, and its time to be kept goes by."""
    auditor = room.api.as_("mufettis-1", "inspector")
    assert (await auditor.post(f"/applications/{file.id}/inspections", {"remark": "İncelendi."})).status_code == 201
    await hear_what_it_said(room, file, InspectionSigned.type_name())
    room.clock.forward(days=366 * 10)


async def erase_all(room: Room, file: File, theatre: Theatre) -> None:
    """What is personal in it, and what its workflows carried."""
    administrator = room.api.as_("yonetici-1", "administrator")
    erased = await administrator.post(f"/applications/{file.id}/erasure", {"reason": REASON})
    assert erased.status_code == 201, erased.text
    await hear_what_it_said(room, file, "audit.personal_data.erased.v1")
    assert await erase(room.desk, keys_of(room), theatre.client) == 1
    await hear_what_it_said(room, file, "audit.payloads.erased.v1")


async def hear_what_it_said(room: Room, file: File, kind: str) -> None:
    """Of its own work."""
    await hear(room, *[event for event in await room.told(file.id) if event.type == kind])


async def test_an_erased_file_is_proven_but_for_what_was_erased_and_says_by_whose_order(
    play: Play, room_of: OpenRoom
) -> None:
    room = await room_of(PLAN)
    file, theatre = await lived(play, room)
    before = await inspected(room, file)
    assert before.holds, before.proofs
    signing = room.clock.at
    await sign_off(room, file)
    await erase_all(room, file, theatre)
    found = await inspected(room, file)
    assert found.holds, found.proofs
    told = {proof.what: proof.found for proof in found.proofs}
    day = f"{room.clock.at:%Y-%m-%d}"
    assert told[f"run 1 of application/{file.id}"] == f"whole; payloads erased on {day} by yonetici-1: {REASON}"
    assert told["ends of the workflows"] == "not compared: erased with the rest of what they carried"
    assert told[f"archive of {file.id}"].startswith("1 runs, head ")
    story = {line["text"] for line in found.story}
    assert [line for line in story if line.startswith("Kişisel veriler silindi") and REASON in line]
    assert "İş akışlarının taşıdığı veriler silindi: 1 anahtar yok edildi." in story
    room.clock.at = signing  # the room's key is the same for all tests, and none may find it begun ten years on
    async with inspector(room) as api:
        verdict = verify(whole := await take(api, file.id))
    assert [one for one in verdict.findings if not one.holds] == []
    assert verdict.holds
    assert b"runs/keys.json" not in whole


async def test_a_file_that_is_erased_while_it_is_looked_through_is_proven_and_says_by_whose_order(
    play: Play, room_of: OpenRoom
) -> None:
    room = await room_of(PLAN)
    file, theatre = await lived(play, room)
    await sign_off(room, file)
    erasure = Once(f"/applications/{file.id}/ledger", lambda: erase_all(room, file, theatre))
    found = await inspected(room, file, erasure)
    assert found.holds, found.proofs
    told = {proof.what: proof.found for proof in found.proofs}
    assert told[f"run 1 of application/{file.id}"].endswith(f"by yonetici-1: {REASON}")


async def test_a_ledger_read_just_as_it_was_erased_is_read_again(play: Play, room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    file, theatre = await lived(play, room)
    await sign_off(room, file)
    await erase_all(room, file, theatre)
    async with inspector(room) as api:
        whole = await fetch_ledger(api, file.id)
        order = next(place for place, one in enumerate(whole.links) if one.type == PersonalDataErased.type_name())
        shut = replace(whole, links=whole.links[:order])
        assert (await prove_ledger(api, shut)).holds, "its keys were gone, and the order stood behind what was read"


class JustErased(httpx.AsyncBaseTransport):
    """The doors of a room, the first time as they answer whoever reads just before the record at `place` comes, while
    the keys are gone.
    """

    def __init__(self, room: Room, place: int) -> None:
        self._doors = httpx.ASGITransport(room.api.app)
        self._place = place
        self._is_first = True

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await self._doors.handle_async_request(request)
        if request.url.path != "/ledger/records":
            return answer
        page = json.loads(await answer.aread())
        if self._is_first and page["until"] >= self._place:
            self._is_first = False
            page = {name: [one for one in page[name] if one["place"] < self._place] for name in ("keys", "links")}
            page |= {"until": self._place - 1, "after": None}
        return httpx.Response(200, json=page, request=request)


async def test_a_walk_that_ends_just_as_a_file_was_erased_goes_on_to_the_order(play: Play, room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    file, theatre = await lived(play, room)
    await sign_off(room, file)
    await erase_all(room, file, theatre)
    async with room.desk.database.transaction() as session:
        order = "SELECT place FROM ledger WHERE about = :about AND type = :type"
        place = await session.scalar(text(order), {"about": file.id, "type": PersonalDataErased.type_name()})
    assert place is not None
    http = httpx.AsyncClient(transport=JustErased(room, place))
    token = room.api.signer.token("mufettis", "inspector")
    verdict = await walked(ApiSession(token=token, urls={"audit": AUDIT}, http=http), shelves=())
    assert [one for one in verdict["findings"] if one.get("about") == file.id] == []


async def test_a_dossier_replays_years_later_with_nothing_running_if_it_holds_the_keys(
    play: Play, room_of: OpenRoom
) -> None:
    room = await room_of(PLAN)
    file, _ = await lived(play, room)
    async with inspector(room) as api:
        whole, shut, redacted = [
            await take(api, file.id, **wish) for wish in ({}, {"payload_keys": False}, {"redacted": True})
        ]
    for one in (whole, shut, redacted):
        assert verify(one).holds, [finding for finding in verify(one).findings if not finding.holds]
    run, other = f"run 1 of application/{file.id}", f"{file.id}/0001"
    (finding,) = [one for one in verify(whole).findings if one.what == run]
    assert finding.found.endswith("payloads opened")
    async with Replays() as replays:
        (proof,) = await taken_again(whole, replays)
        assert (proof.what, proof.holds) == (run, True)
        assert proof.found.endswith("completed, replayed")
        for one in (shut, redacted):
            (proof,) = await taken_again(one, replays)
            assert (proof.what, proof.found) == (run, f"whole, but its key {other} is not in the dossier: not replayed")


async def test_keys_that_were_destroyed_without_an_order_are_found_out(play: Play, room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    file, _ = await lived(play, room)
    await keys_of(room).destroy(file.id)
    found = await inspected(room, file)
    (broken,) = [proof for proof in found.proofs if not proof.holds]
    assert broken.what == f"run 1 of application/{file.id}"
    assert broken.meaning.startswith("keys were destroyed though no erasure was ordered")
