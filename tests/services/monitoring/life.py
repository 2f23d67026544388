"""A grant to test with: its facts without a database, and the acts of its people over HTTP."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import httpx

from grants.calendar import start_of
from grants.contracts.activities import FallDue, GrantState
from grants.contracts.application_events import ContractConcluded, MemberData
from grants.contracts.monitoring_events import Deadline
from grants.contracts.stages import DeadlineKind
from grants.regimes import load
from grants.rules.duration import ceiling_end, support_end
from runtime.auth import system_actor
from runtime.cloudevents import CloudEvent
from runtime.consumer import room_effect
from services.monitoring.domain.facts import Grant, GrantFile, SupportItem
from services.monitoring.domain.falls import begin_period
from services.monitoring.events import HEARS
from services.monitoring.usecases.fall_due import fall_due
from tests.rooms import ApiClient, Room

RULES = load("kdp-2014")
SIGNED = date(2027, 3, 1)
ITEMS = (("I1", "1000.00", "500.00"), ("I2", "3000.00", "1500.00"))
"""Key, cost and grant of the support items: a plan of 4,000 lira, half of it granted."""
INDICATORS = {measure.code: 1 for measure in RULES.measures}


def plan() -> dict[str, Any]:
    activity = {"code": "K1.01", "title": "Coordination", "first_quarter": 1, "last_quarter": 20}
    items = [
        {"key": key, "activity": "K1.01", "title": f"Item {key}", "cost_head": "services", "cost": cost, "grant": part}
        for key, cost, part in ITEMS
    ]
    return {"packages": [{"key": "P1", "title": "Package", "activities": [activity], "items": items}]}


def contract(signed_on: date = SIGNED, **changes: Any) -> ContractConcluded:
    """A contract just concluded, under an id of its own."""
    name = f"app-{uuid4()}"
    facts: dict[str, Any] = {
        "application_id": name,
        "grant_id": name,
        "call_id": "call-2",
        "number": f"KDP-{name[-6:]}",
        "signed_on": signed_on,
        "regime": "kdp-2014",
        "revision": RULES.revision,
        "consortium_name": "Temiz Teknolojiler",
        "enterprise_name": "Temiz Teknolojiler A.Ş.",
        "enterprise_tax_number": "9876543210",
        "coordinator_id": f"coordinator-{name[-6:]}",
        "province": "Ankara",
        "members": (MemberData(name="Firma", kind="firm", tax_number="1234567890", province="Ankara"),),
        "plan_version": 2,
        "plan": plan(),
        "total": Decimal("4000.00"),
        "approved": Decimal("2000.00"),
    }
    return ContractConcluded(**(facts | changes))


CLOSING = {"aims": "The plan is carried out."}


def file_of(signed_on: date = SIGNED, approved: str = "2000.00") -> GrantFile:
    """The facts of a grant on its first day."""
    grant = Grant(
        id="g",
        application_id="g",
        call_id="c",
        number="1",
        regime=RULES.key,
        revision=RULES.revision,
        programme=RULES.key,
        consortium_name="K",
        enterprise_name="E",
        enterprise_tax_number="9876543210",
        coordinator_id="coordinator",
        parties=(),
        province="Ankara",
        starts_on=signed_on,
        support_ends_on=support_end(signed_on, RULES),
        ceiling_ends_on=ceiling_end(signed_on, RULES),
        plan_version=1,
        total=Decimal("4000.00"),
        approved=Decimal(approved),
        opened_at=start_of(signed_on),
    )
    items = tuple(
        SupportItem("g", key, place, key, "K1.01", "services", Decimal(cost), Decimal(part))
        for place, (key, cost, part) in enumerate(ITEMS, 1)
    )
    return begin_period(GrantFile(grant, items=items), signed_on)


def due(deadlines: tuple[Deadline, ...], kind: DeadlineKind, number: int = 0) -> datetime | None:
    """When it falls due, or None where it does not."""
    return next((one.at for one in deadlines if one.kind is kind and one.number == number), None)


@dataclass
class Life:
    """One grant in a room on real servers, and the people who act on it."""

    room: Room
    contract: ContractConcluded

    @property
    def id(self) -> str:
        return self.contract.grant_id

    @property
    def coordinator(self) -> ApiClient:
        return self.room.api.as_(self.contract.coordinator_id, "coordinator")

    @property
    def officer(self) -> ApiClient:
        return self.room.api.as_("monitor", "monitoring_officer")

    @property
    def finance(self) -> ApiClient:
        return self.room.api.as_("finance", "finance_officer")

    async def ask(self, kind: DeadlineKind, number: int, at: datetime) -> GrantState:
        """Ask the room about a deadline, as the workflow would."""
        order = FallDue(key=str(uuid4()), grant_id=self.id, kind=kind, number=number, at=at)
        async with self.room.desk.unit(system_actor("workflow")) as unit:
            return await fall_due(unit, order)

    async def deadlines(self) -> tuple[Deadline, ...]:
        """What falls due now: the room's answer to a deadline that never was."""
        return (await self.ask(DeadlineKind.CLOSING_DUE, 99, self.room.clock.at)).deadlines

    async def travel(self, kind: DeadlineKind) -> GrantState:
        """Go on to the next deadline of this kind, letting everything fall due on the way."""
        while True:
            first = (await self.deadlines())[0]
            self.room.clock.at = max(self.room.clock.at, first.at)
            state = await self.ask(first.kind, first.number, first.at)
            if first.kind is kind:
                return state

    async def page(self) -> dict[str, Any]:
        answer = await self.officer.get(f"/grants/{self.id}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def file_report(self, number: int, **realised: str) -> httpx.Response:
        return await self.coordinator.post(f"/grants/{self.id}/reports/{number}", report(**realised))

    async def accepted(self, number: int, **realised: str) -> None:
        """File a report and have it accepted."""
        ok(await self.file_report(number, **realised))
        ok(await self.officer.post(f"/grants/{self.id}/reports/{number}/accept"))

    async def claimed(self) -> dict[str, Any]:
        return ok(await self.coordinator.post(f"/grants/{self.id}/claims"))

    async def paid(self, claim_id: str) -> dict[str, Any]:
        """Have a claim approved and paid."""
        ok(await self.officer.post(f"/claims/{claim_id}/approve"))
        return ok(await self.finance.post(f"/claims/{claim_id}/pay", self.payment()))

    async def settled(self) -> dict[str, Any]:
        """Send the closing report, have it accepted, and settle on it."""
        ok(await self.coordinator.post(f"/grants/{self.id}/closing", CLOSING))
        ok(await self.officer.post(f"/grants/{self.id}/closing/accept"))
        return ok(await self.officer.post(f"/grants/{self.id}/settle"))

    def payment(self) -> dict[str, str]:
        return {"paid_on": (self.room.clock.at + timedelta(hours=3)).date().isoformat(), "reference": "EFT-1"}

    async def told(self) -> list[str]:
        """The addresses of the events told of this grant, in order."""
        return [event.type.removesuffix(".v1") for event in await self.room.told(self.id)]

    async def last(self, address: str) -> CloudEvent:
        return [event for event in await self.room.told(self.id) if event.type == f"{address}.v1"][-1]


def report(**realised: str) -> dict[str, Any]:
    return {
        "technical": "Done as planned.",
        "administrative": "Staff as planned.",
        "spending": [{"item": item, "realised": amount} for item, amount in realised.items()],
        "indicators": INDICATORS,
    }


def ok(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code in {200, 201}, answer.text
    found: dict[str, Any] = answer.json()
    return found


def rules_of(answer: httpx.Response) -> list[str]:
    return [error["rule"] for error in answer.json()["errors"]]


async def hear(room: Room, concluded: ContractConcluded) -> None:
    """Let the room hear that a contract was concluded, as it would from the bus."""
    event = CloudEvent(
        id=str(uuid4()),
        source="/destek/application",
        type=concluded.type_name(),
        subject=concluded.application_id,
        time=room.clock.at,
        actorid="minister",
        actorrole="ministry_officer",
        regime=f"{concluded.regime}@{concluded.revision}",
        data=concluded.model_dump(mode="json"),
    )
    await room_effect(room.desk, dict(HEARS["application"]))(event)


async def begun(room: Room, **changes: Any) -> Life:
    """A grant that has just begun."""
    concluded = contract(**changes)
    await hear(room, concluded)
    return Life(room, concluded)
