"""What a file is closed for by its own doors, no other door of the audit room opens: the walk, the codec, the desk."""

import json
from typing import Any

import pytest
from sqlalchemy import text

from grants.contracts import application_events as application
from grants.contracts.committee_events import CommitteeScored
from grants.contracts.evaluation_events import ConflictFound
from runtime.cloudevents import CloudEvent
from runtime.consumer import Heard, room_together
from runtime.payload_keys import KeyShelf
from services.audit.app import PLAN
from services.audit.usecases.record import IN_MASS
from tests.conftest import OpenRoom
from tests.rooms import ApiClient, Room
from tests.services.audit.telling import MEMBER_TAX_NUMBER, File, hear, said
from tests.services.audit.test_codec import PLAIN, carrying, coded, of_file, shelf, with_codec

pytestmark = pytest.mark.servers

__all__ = ["shelf"]
ROLES = ("inspector", "coordinator", "consortium_member", "evaluator", "committee_member")
TIED = "mufettis-bagli"


@pytest.fixture
async def audit(room_of: OpenRoom) -> Room:
    return await room_of(PLAN)


def readers(room: Room, file: File) -> dict[str, ApiClient]:
    """Inspectors to whom this file is closed, by why."""
    return {
        "acts for it": room.api.as_(file.coordinator, *ROLES),
        "its organisation is a member": room.api.as_("mufettis-uye", *ROLES, tax_number=MEMBER_TAX_NUMBER),
        "evaluated it": room.api.as_(file.evaluator, *ROLES),
        "scored it in the committee": room.api.as_("mufettis-kurul", *ROLES),
        "is tied to it": room.api.as_(TIED, *ROLES),
    }


def of_call(file: File) -> list[CloudEvent]:
    data = CommitteeScored(call_id=file.call_id, application_id=file.id, member_id="mufettis-kurul")
    return [said(data, file.call_id, "mufettis-kurul", "committee_member"), file.ranked()]


def tied(file: File) -> CloudEvent:
    facts = {"application_id": file.id, "finding_id": "f", "person_id": TIED, "kind": "address", "hard": False}
    return said(ConflictFound.model_validate({**facts, "barred": True}), file.id)


async def last_place(room: Room) -> int:
    async with room.desk.database.transaction() as session:
        return int(await session.scalar(text("SELECT coalesce(max(place), 0) FROM record")) or 0)


async def stretch(reader: ApiClient, after: int) -> list[dict[str, Any]]:
    answer = await reader.get("/ledger/records", after=after)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["links"])


async def test_the_walk_gives_hashes_alone_of_a_file_that_is_closed_to_the_inspector(audit: Room) -> None:
    file, other, after = File(), File(), await last_place(audit)
    created = application.ConsortiumCreated(consortium_id=file.consortium_id, name="O", coordinator_id=file.coordinator)
    own = [said(created, file.consortium_id), *file.until_assessed(), file.decided(), *of_call(file), tied(file)]
    without = [event for event in other.until_assessed() if event.type != "application.application.admitted.v1"]
    await hear(audit, *own, *without)
    told = await stretch(audit.api.as_("mufettis", "inspector"), after)
    opened = {one["link"]["about"] for one in told if one["link"]["body"] and not one["withheld"]}
    assert opened >= {file.id, file.call_id, file.consortium_id, other.id}, "who has no tie reads it all"
    hashes = {one["place"]: one["link"]["hash"] for one in told}
    for why, reader in readers(audit, file).items():
        found = {one["place"]: one for one in await stretch(reader, after)}
        closed = {place for place, one in found.items() if one["withheld"]}
        assert closed >= {one["place"] for one in told if one["link"]["about"] in {file.id, file.call_id}}, why
        assert {found[place]["link"]["body"] + found[place]["link"]["openings"] for place in closed} == {""}, why
        assert {place: one["link"]["hash"] for place, one in found.items() if place in hashes} == hashes, why
        assert file.coordinator not in json.dumps([one["link"] for one in found.values() if one["withheld"]]), why
        assert [one for one in found.values() if one["link"]["about"] == other.id and not one["withheld"]], why


async def test_nobody_reads_a_file_as_its_inspector_who_belongs_to_it_or_judged_it(audit: Room) -> None:
    file = File()
    events = [*file.until_assessed(), file.decided(), *of_call(file), tied(file)]
    await hear(audit, *events)
    paths = [f"/applications/{about}/ledger" for about in (file.id, file.call_id)]
    paths += [f"/applications/{file.id}/{what}" for what in ("archive", "story.pdf", "dossiers", "ledger/check")]
    for why, reader in readers(audit, file).items():
        assert [(await reader.get(path)).status_code for path in paths] == [403] * len(paths), why
    assert (await audit.api.as_("mufettis", "inspector").get(paths[1])).status_code == 200


async def test_nobody_opens_what_workflows_carried_of_a_file_that_is_closed_to_them(
    audit: Room, shelf: KeyShelf
) -> None:
    file, other = File(), File()
    await hear(audit, *file.until_assessed(), file.decided(), *of_call(file), tied(file))
    shut, open_ = await of_file(shelf, file), await of_file(shelf, other)
    (of_the_call,) = await carrying(shelf, f"call/{file.call_id}")
    audit.api.app = with_codec(audit, shelf)
    asked = {"payloads": [coded(open_), coded(shut)]}
    for why, reader in readers(audit, file).items():
        assert (await reader.post("/codec/decode", asked)).status_code == 403, why
        assert (await reader.post("/codec/decode", {"payloads": [coded(of_the_call)]})).status_code == 403, why
        answer = await reader.post("/codec/decode", {"payloads": [coded(open_)]})
        assert answer.json() == {"payloads": [coded(PLAIN)]}, why


async def test_a_tie_is_heard_however_much_was_told_of_the_file_before(audit: Room) -> None:
    file = File()
    events = [*file.until_assessed(), *(file.by_coordinator(file.submitted()) for _ in range(205))]
    later = said(file.admitted(), file.id).model_copy(deep=True)
    later.data["members"][0]["tax_number"] = "9876543210"
    heard = [Heard(event, event.canonical()) for event in (*events, later)]
    together = room_together(audit.desk, IN_MASS)
    await together.keep([(one, together.ready(one)) for one in heard])
    reader = audit.api.as_("mufettis-uye", *ROLES, tax_number="9876543210")
    assert (await reader.get(f"/applications/{file.id}/ledger")).status_code == 403


async def test_the_desk_shows_no_file_that_is_closed_to_the_inspector(audit: Room) -> None:
    file, other = File(), File()
    other.call_id = file.call_id
    ended = [*file.until_assessed(), file.decided(), *of_call(file), tied(file), file.excluded()]
    await hear(audit, *ended, said(other.submitted(), other.id, other.coordinator, "coordinator"))
    asked = {"method": "lot", "size": 2, "reason": "Yıllık denetim", "call_id": file.call_id}
    drawn = (await audit.api.as_("mufettis", "inspector").post("/desk/samples", asked)).json()
    assert {paper["application_id"] for paper in drawn["papers"]} == {file.id, other.id}
    for why, reader in readers(audit, file).items():
        shown = (await reader.get(f"/desk/samples/{drawn['sample']['id']}")).json()
        assert {paper["application_id"] for paper in shown["papers"]} == {other.id}, why
        assert file.id not in (await reader.get("/tasks")).text, why
        for about in (file.id, other.id):
            assert (await reader.post(f"/applications/{about}/dossiers", {})).status_code == 403, why
