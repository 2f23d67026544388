"""Brings an application to any stage by the acts and orders that lead there, on a room's real database."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import httpx

from grants.calendar import istanbul_day
from grants.contracts.activities import (
    CallStatus,
    CommitteeResult,
    EnterStage,
    PreEvaluationResult,
    StageState,
)
from grants.contracts.stages import CommitteeDecision, Stage
from grants.regimes import load
from grants.regimes.words import MemberKind
from grants.values import ApplicationId, CallId, ConsortiumId, PersonId
from grants.workplan import WorkPlan
from runtime.auth import Actor, system_actor
from runtime.identifiers import new_id
from runtime.room import RoomPlan
from runtime.unit import Unit
from services.application.app import PLAN
from services.application.domain.form import SECTIONS
from services.application.domain.records import (
    ApplicationRecord,
    CallRecord,
    ConsortiumRecord,
    MemberRecord,
    PlanVersion,
)
from services.application.store import applications, calls, consortia, plans
from services.application.usecases import approval, check, enterprise, negotiation, stage_orders, submission
from tests.rooms import ApiClient, Room

REGIME = "kdp-2014"
ENTERPRISE_TAX_NUMBER = "9990001112"


def plan_json(cost: str = "1000000.00", grant: str = "500000.00") -> dict[str, Any]:
    item = {"key": "S1", "activity": "K1.01", "title": "Ölçüm düzeneği", "cost_head": "machinery"}
    activity = {"code": "K1.01", "title": "Çalıştay", "first_quarter": 1, "last_quarter": 4}
    return {
        "packages": [
            {
                "key": "WP1",
                "title": "Ortak ölçüm",
                "activities": [activity],
                "items": [{**item, "cost": cost, "grant": grant}],
            }
        ]
    }


def member(name: str, kind: MemberKind, number: int, nace: str = "") -> MemberRecord:
    return MemberRecord(name, kind, str(number), "Ankara", nace, commits=True, in_main_field=kind is MemberKind.FIRM)


def members() -> tuple[MemberRecord, ...]:
    firms = (member(f"Firma {place}", MemberKind.FIRM, 1_000_000_000 + place, "28.11") for place in range(20))
    university = member("Üniversite", MemberKind.UNIVERSITY, 2_000_000_000)
    chamber = member("Sanayi Odası", MemberKind.CHAMBER_OF_INDUSTRY, 3_000_000_000)
    return (*firms, university, chamber)


@dataclass(frozen=True)
class Way:
    """One application and the people around it."""

    room: Room
    id: ApplicationId
    coordinator: str

    def as_coordinator(self) -> ApiClient:
        return self.room.api.as_(self.coordinator, "coordinator")

    def as_officer(self) -> ApiClient:
        return self.room.api.as_("officer", "ministry_officer")

    def as_ministers_office(self) -> ApiClient:
        return self.room.api.as_("minister", "ministers_office")

    def path(self, act: str) -> str:
        return f"/applications/{self.id}/{act}"

    async def record(self) -> ApplicationRecord:
        async with self.room.desk.unit(system_actor("test")) as unit:
            return await applications.find(unit.session, self.id)

    async def told(self) -> list[str]:
        """What was told of the application, without versions."""
        return [kind.removesuffix(".v1") for kind in await self.room.told_types(self.id)]

    async def last(self, kind: str) -> dict[str, Any]:
        """The data of the newest event of a kind."""
        found = [event for event in await self.room.told(self.id) if event.type == f"{kind}.v1"]
        return dict(found[-1].data)

    async def order(self, stage: Stage) -> StageState:
        order = EnterStage(key=new_id(), application_id=self.id, stage=stage)
        async with self.room.desk.unit(system_actor("workflow")) as unit:
            return await stage_orders.enter_stage(unit, order, self.room.platform.documents)

    async def lapse(self, stage: Stage) -> StageState:
        order = EnterStage(key=new_id(), application_id=self.id, stage=stage)
        async with self.room.desk.unit(system_actor("workflow")) as unit:
            return await stage_orders.lapse_stage(unit, order)

    async def pre_evaluated(self, *, passed: bool) -> StageState:
        order = PreEvaluationResult(key=new_id(), application_id=self.id, passed=passed, mean="71")
        async with self.room.desk.unit(system_actor("workflow")) as unit:
            return await stage_orders.record_pre_evaluation(unit, order)

    async def decided(self, decision: CommitteeDecision) -> StageState:
        order = CommitteeResult(key=new_id(), application_id=self.id, decision=decision, total="81.5", rank=1)
        async with self.room.desk.unit(system_actor("workflow")) as unit:
            return await stage_orders.record_committee(unit, order)

    async def by(self, person: str, role: str, act: Callable[[Unit], Awaitable[object]]) -> None:
        async with self.room.desk.unit(Actor(person, person, frozenset({role}))) as unit:
            await act(unit)

    async def to(self, stage: Stage) -> "Way":
        """Take every step up to this stage."""
        if stage is Stage.COMPLETION:
            await self.to(Stage.ADMINISTRATIVE_CHECK)
            await self.by("officer", "ministry_officer", lambda unit: check.request_completion(unit, self.id, ("x",)))
            return self
        if stage is Stage.RESERVE:
            await self.to(Stage.COMMITTEE)
            await self.decided(CommitteeDecision.RESERVE)
            return self
        for reached, take in self._steps():
            if (await self.record()).stage is stage:
                return self
            await take()
            assert (await self.record()).stage is reached
        return self

    def _steps(self) -> tuple[tuple[Stage, Callable[[], Awaitable[object]]], ...]:
        return (
            (Stage.SUBMITTED, self._submit),
            (Stage.ADMINISTRATIVE_CHECK, lambda: self.order(Stage.ADMINISTRATIVE_CHECK)),
            (Stage.ADMITTED, lambda: self.by("officer", "ministry_officer", lambda u: check.admit(u, self.id))),
            (Stage.PRE_EVALUATION, lambda: self.order(Stage.PRE_EVALUATION)),
            (Stage.COMMITTEE, lambda: self.pre_evaluated(passed=True)),
            (Stage.SELECTED, lambda: self.decided(CommitteeDecision.SELECTED)),
            (Stage.NEGOTIATION, lambda: self.order(Stage.NEGOTIATION)),
            (Stage.AGREED, lambda: self.by("officer", "ministry_officer", lambda u: negotiation.agree(u, self.id, 1))),
            (Stage.APPROVAL, lambda: self.order(Stage.APPROVAL)),
            (Stage.APPROVED, self._approve),
            (Stage.FOUNDING, lambda: self.order(Stage.FOUNDING)),
            (Stage.FOUNDED, self._found),
            (Stage.SIGNING, lambda: self.order(Stage.SIGNING)),
        )

    async def _submit(self) -> None:
        await self.by(self.coordinator, "coordinator", lambda unit: submission.submit(unit, self.id))

    async def _approve(self) -> None:
        decision = approval.Decision(approved=True, decided_on=istanbul_day(self.room.clock.at), number="2027/9")
        await self.by("minister", "ministers_office", lambda unit: approval.decide(unit, self.id, decision))

    async def _found(self) -> None:
        new = enterprise.NewEnterprise(
            "Ölçüm Teşebbüsü A.Ş.", ENTERPRISE_TAX_NUMBER, "ANK-77", date(2027, 2, 1), "ankara"
        )
        await self.by(self.coordinator, "coordinator", lambda unit: enterprise.record(unit, self.id, new))


async def draft_in(room: Room, regime: str = REGIME) -> Way:
    """A complete draft of a fresh consortium in a fresh open call."""
    coordinator = f"coordinator-{new_id()}"
    now = room.clock.at
    rules = load(regime)
    call = CallRecord(
        id=CallId(new_id()),
        name="3. Çağrı",
        regime=regime,
        revision=rules.revision,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=60),
        envelope=Decimal("25000000.00"),
        minimum_share=None,
        status=CallStatus.OPEN,
        published_by=PersonId("officer"),
        published_at=now - timedelta(days=2),
    )
    consortium = ConsortiumRecord(
        id=ConsortiumId(new_id()),
        name="Ankara Ölçüm Kümesi",
        cluster_no=None,
        provinces=("Ankara",),
        geography_has_chamber_of_industry=True,
        nace="28.11",
        coordinator_id=PersonId(coordinator),
        members=members(),
        created_at=now,
    )
    application = ApplicationRecord(
        id=ApplicationId(new_id()),
        call_id=call.id,
        consortium_id=consortium.id,
        title="Ortak ölçüm",
        regime=regime,
        revision=rules.revision,
        coordinator_id=PersonId(coordinator),
        province="Ankara",
        stage=Stage.DRAFT,
        created_at=now,
        form=dict.fromkeys(SECTIONS, "Metin"),
    )
    plan = WorkPlan.model_validate(plan_json())
    version = PlanVersion(application.id, 0, plan, plan.total, plan.grant, PersonId(coordinator), now)
    actor = replace(Actor(coordinator, coordinator, frozenset({"coordinator"})), role="coordinator")
    async with room.desk.unit(actor) as unit:
        await calls.add(unit.session, call)
        await consortia.add(unit.session, consortium)
        await applications.add(unit.session, application, actor, now)
        await plans.keep_draft(unit.session, version)
    return Way(room, application.id, coordinator)


async def at(room_of: Callable[[RoomPlan], Awaitable[Room]], stage: Stage, regime: str = REGIME) -> Way:
    """A fresh application at this stage, on the room as it is run."""
    draft = await draft_in(await room_of(PLAN), regime)
    return await draft.to(stage)


def rules_of(answer: httpx.Response) -> list[str]:
    """The rules a refusal names."""
    return [error["rule"] for error in answer.json()["errors"]]
