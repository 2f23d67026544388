"""What people write: calls, consortia, plans and forms as requests, on a room's real database."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cli.cases import ostim
from grants.workplan import WorkPlan
from runtime.identifiers import new_id
from tests.rooms import ApiClient, Room

Json = dict[str, Any]


def moment(at: datetime) -> str:
    return at.isoformat()


def call(now: datetime, **changes: Any) -> Json:
    """A call that opens in a day and closes in thirty."""
    written = {
        "name": "3. Çağrı",
        "regime": "kdp-2014",
        "regime_reason": "Geçiş hükmü",
        "opens_at": moment(now + timedelta(days=1)),
        "closes_at": moment(now + timedelta(days=30)),
        "envelope": "25000000.00",
    }
    return {**written, **changes}


def consortium(**changes: Any) -> Json:
    return {**ostim.consortium(), "cluster_no": None, **changes}


def plan() -> Json:
    """The example's plan, with everything that may be left out."""
    return WorkPlan.model_validate(ostim.plan()).model_dump(mode="json")


def form() -> Json:
    return ostim.form()


def paper_contract(call_id: str, **changes: Any) -> Json:
    written = {
        "call_id": call_id,
        "consortium": {**consortium(), "coordinator_id": f"coordinator-{new_id()}"},
        "title": "OSTİM Temiz Teknolojiler",
        "plan": plan(),
        "number": f"KDP-{new_id()}",
        "signed_on": "2017-05-02",
        "enterprise": {
            "name": "OSTİM Temiz Teknolojiler A.Ş.",
            "tax_number": "9990001112",
            "registry_no": "ANK-77",
            "founded_on": "2017-03-15",
            "province": "Ankara",
        },
        "provenance": "Bakanlık arşivi, dosya 12",
    }
    return {**written, **changes}


def past_call(**changes: Any) -> Json:
    """Call 2 with its published days."""
    written = {
        "name": "2. Çağrı",
        "regime": "kdp-2014",
        "opens_at": "2015-02-27T00:00:00+02:00",
        "closes_at": "2015-07-03T17:00:00+03:00",
        "envelope": "60000000.00",
    }
    return {**written, **changes}


@dataclass(frozen=True)
class Desks:
    """The people who act on a room."""

    room: Room
    coordinator_id: str

    @property
    def officer(self) -> ApiClient:
        return self.room.api.as_("officer", "ministry_officer")

    @property
    def coordinator(self) -> ApiClient:
        return self.room.api.as_(self.coordinator_id, "coordinator")

    async def published(self, **changes: Any) -> str:
        answer = await self.officer.post("/calls", call(self.room.clock.at, **changes))
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def open_call(self) -> str:
        return await self.published(opens_at=moment(self.room.clock.at - timedelta(hours=1)))

    async def formed(self, **changes: Any) -> str:
        answer = await self.coordinator.post("/consortia", consortium(**changes))
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def begun(self, call_id: str | None = None, consortium_id: str | None = None) -> str:
        asked = {
            "call_id": call_id or await self.open_call(),
            "consortium_id": consortium_id or await self.formed(),
            "title": "Temiz teknolojiler",
        }
        answer = await self.coordinator.post("/applications", asked)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def drafted(self, call_id: str | None = None) -> str:
        application_id = await self.begun(call_id)
        written = {"plan": plan(), "form": form()}
        answer = await self.coordinator.post(f"/applications/{application_id}/draft", written)
        assert answer.status_code == 200, answer.text
        return application_id

    async def submitted(self, call_id: str | None = None) -> str:
        application_id = await self.drafted(call_id)
        answer = await self.coordinator.post(f"/applications/{application_id}/submit")
        assert answer.status_code == 200, answer.text
        return application_id


def desks(room: Room) -> Desks:
    """The people, with a coordinator nobody else has."""
    return Desks(room, f"coordinator-{new_id()}")


def rules(answer: Any) -> list[str]:
    """The rules a refusal names, in order."""
    return [error["rule"] for error in answer.json()["errors"]]
