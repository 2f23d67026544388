"""Who coordinates a grant from now on is known in every room: that person sees the file, and who did no longer."""

from dataclasses import dataclass

import pytest

from grants.contracts.application_events import CallPublished
from grants.contracts.stages import Stage
from grants.proof.tables import application as of_application
from grants.proof.tables import evaluation as of_evaluation
from grants.proof.tables import monitoring as of_grant
from runtime.cloudevents import CloudEvent
from runtime.consumer import ANY, room_effect
from runtime.identifiers import new_id
from services.audit.app import PLAN as AUDIT
from services.evaluation.app import PLAN as EVALUATION
from services.monitoring.app import PLAN as MONITORING
from services.notification.app import PLAN as NOTIFICATION
from tests.conftest import OpenRoom
from tests.grants.proof.told import book_of
from tests.rooms import ApiClient, Room
from tests.services.application.test_holdings import begun
from tests.services.application.way import Way
from tests.services.audit.telling import said

pytestmark = pytest.mark.servers
LED = ("application", "file", "grant", "plan_version", "barred")
OFFICES = ("ministry_officer", "monitoring_officer", "commission_member", "ministers_office", "inspector")


@dataclass
class Grant:
    """One grant as five rooms know it, the first two of which speak."""

    way: Way
    rooms: dict[str, Room]
    draft: CloudEvent

    async def told(self, source: str) -> list[CloudEvent]:
        """Everything a room has said of the file; the draft was written without telling anybody."""
        own = await self.rooms[source].told(self.way.id)
        return [self.draft, *own] if source == "application" else own

    async def relay(self, source: str) -> None:
        """What a room has said, to all that hear it; what was heard before is known as such."""
        for event in await self.told(source):
            for room in self.rooms.values():
                hears = dict(room.plan.hears.get(source, {}))
                if event.type in hears or ANY in hears:
                    await room_effect(room.desk, hears)(event)

    async def sees(self, person: str, *roles: str) -> dict[str, int]:
        """What each room answers to who asks for the file there."""
        consortium = (await self.way.record()).consortium_id
        doors = {
            "application": f"/applications/{self.way.id}",
            "consortium": f"/consortia/{consortium}",
            "contract": f"/applications/{self.way.id}/contract.pdf",
            "monitoring": f"/grants/{self.way.id}",
            "audit": f"/applications/{self.way.id}/story",
            "evaluation": f"/applications/{self.way.id}/conflicts",
        }
        clients = {name: room.api.as_(person, *roles) for name, room in self.rooms.items()}
        clients |= dict.fromkeys(("consortium", "contract"), clients["application"])
        return {name: (await clients[name].get(path)).status_code for name, path in doors.items()}

    async def lists(self, person: str) -> bool:
        found = await self.rooms["application"].api.as_(person, "coordinator").get("/applications")
        return self.way.id in found.text

    async def mails(self, person: str) -> list[str]:
        found = await self.rooms["notification"].api.as_(person, "coordinator").get("/mails", limit=200)
        return [mail["subject"].partition(":")[0] for mail in found.json()["entries"]]

    def officer(self) -> ApiClient:
        return self.rooms["monitoring"].api.as_("monitor", "monitoring_officer")


async def granted(room_of: OpenRoom) -> Grant:
    """From the draft to the grant; every room hears of it what it would."""
    life = await begun(room_of)
    way, draft = life.way, life.others[0][1]
    await way.to(Stage.SIGNING)
    await way.as_officer().post(way.path("contract/sign"))
    await way.as_coordinator().post(way.path("contract/sign"))
    others = (EVALUATION, MONITORING, NOTIFICATION, AUDIT)
    grant = Grant(way, {"application": way.room, **{plan.name: await room_of(plan) for plan in others}}, draft)
    await published(grant.rooms["evaluation"], way)
    await grant.relay("application")
    return grant


async def published(room: Room, way: Way) -> None:
    """The call of the file, which stands there without anybody having told of it."""
    file, now = await way.record(), way.room.clock.at
    days = {"opens_at": now, "closes_at": now, "envelope": "25000000.00"}
    call = CallPublished(call_id=file.call_id, name="3. Çağrı", regime=file.regime, revision=file.revision, **days)
    await room_effect(room.desk, dict(room.plan.hears["application"]))(said(call, file.call_id))


async def lead(grant: Grant, by: str, coordinator: str, representative: str) -> None:
    """The coordinator asks for another, the officer accepts, and the rooms hear of it."""
    monitoring = grant.rooms["monitoring"].api
    wish = {"kind": "coordinator", "reason": "Görev değişti."}
    asked = await monitoring.as_(by, "coordinator").post(
        f"/grants/{grant.way.id}/changes", {**wish, "coordinator_id": coordinator, "representative_id": representative}
    )
    assert (await grant.officer().post(f"/changes/{asked.json()['id']}/accept")).status_code == 200
    await grant.relay("monitoring")


async def test_who_coordinates_from_now_on_sees_the_file_in_every_room_and_who_did_no_longer(room_of: OpenRoom) -> None:
    grant = await granted(room_of)
    old, new, helper = grant.way.coordinator, f"yeni-{new_id()}", f"vekil-{new_id()}"
    whole = dict.fromkeys(("application", "consortium", "contract", "monitoring", "audit"), 200) | {"evaluation": 403}
    nothing = dict.fromkeys(whole, 403)
    assert (await grant.sees(old, "coordinator"), await grant.sees(new, "coordinator")) == (whole, nothing)
    assert (await grant.sees(new, *OFFICES))["evaluation"] == 200
    await lead(grant, old, new, helper)
    assert await grant.sees(new, "coordinator", *OFFICES) == whole
    assert await grant.sees(helper, "coordinator") == {**whole, "consortium": 403}
    assert (await grant.sees(old, "coordinator"), await grant.sees(old, *OFFICES)) == (nothing, nothing)
    assert [await grant.lists(one) for one in (old, new, helper)] == [False, True, True]
    assert await unlike(grant) == []


async def unlike(grant: Grant) -> list[str]:
    """Where the tables of a room say something else of who leads the grant than was told."""
    events = [*await grant.told("application"), *await grant.told("monitoring")]
    found = []
    for name, tables in (("application", of_application), ("evaluation", of_evaluation), ("monitoring", of_grant)):
        path = f"/{'grants' if name == 'monitoring' else 'applications'}/{grant.way.id}/holdings"
        held = (await grant.rooms[name].api.as_("mufettis", "inspector").get(path)).json()["tables"]
        book = book_of(tables.TABLES, tables.HANDLERS, events)
        leading = [one for one in book.differences(held) if one.table in LED or "barred" in one.table]
        found += [f"{name}: {one}" for one in leading]
    return found


async def test_the_mails_go_to_who_leads_now_and_what_is_heard_late_changes_nothing(room_of: OpenRoom) -> None:
    grant = await granted(room_of)
    old, new, last = grant.way.coordinator, f"yeni-{new_id()}", f"sonraki-{new_id()}"
    await lead(grant, old, new, "")
    await lead(grant, new, last, "")
    assert (await grant.mails(new))[::-1][:2] == [
        "Desteği artık siz temsil ediyorsunuz",
        "Değişiklik isteği kabul edildi",
    ]
    assert await grant.mails(last) == ["Desteği artık siz temsil ediyorsunuz"]
    known = len(await grant.mails(old))
    for event in await grant.rooms["application"].told(grant.way.id):
        again = event.model_copy(update={"id": new_id()})
        hears = dict(NOTIFICATION.hears["application"])
        if event.type == "application.contract.concluded.v1":
            await room_effect(grant.rooms["notification"].desk, hears)(again)
    hold = {"reason": "Ziyaret bekleniyor."}
    assert (await grant.officer().post(f"/grants/{grant.way.id}/holds", hold)).status_code == 201
    await grant.relay("monitoring")
    assert (await grant.mails(last))[0] == "Ödemeler durduruldu"
    assert len(await grant.mails(old)) == known
    assert {status for one in (old, new) for status in (await grant.sees(one, "coordinator")).values()} == {403}
