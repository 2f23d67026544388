"""Events as the other rooms would say them, for a room that only listens."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from grants.contracts import application_events as application
from grants.contracts import evaluation_events as evaluation
from grants.contracts.event import EventData
from grants.contracts.stages import Outcome, Stage
from grants.regimes import load
from runtime.cloudevents import CloudEvent
from runtime.consumer import room_effect
from runtime.identifiers import new_id
from services.audit.events import HEARS
from tests.rooms import Room

NOON = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
MEMBER_TAX_NUMBER = "1234567890"
REGIME = load("kdp-2014").pinned


def said(data: EventData, about: str, actor: str = "memur-1", role: str = "ministry_officer") -> CloudEvent:
    """An event of the room its subject names."""
    room = data.SUBJECT.partition(".")[0]
    return CloudEvent(
        id=new_id(),
        source=f"/destek/{room}",
        type=data.type_name(),
        subject=about,
        time=NOON,
        actorid=actor,
        actorrole=role,
        regime=REGIME,
        data=data.model_dump(mode="json"),
    )


async def hear(room: Room, *events: CloudEvent) -> None:
    """Give the audit room events, one transaction each, as its consumers do."""
    for event in events:
        await room_effect(room.desk, dict(HEARS["application"]))(event)


@dataclass
class File:
    """One application with people around it, and what was said about it until the committee."""

    id: str = field(default_factory=lambda: str(uuid4()))
    call_id: str = field(default_factory=lambda: str(uuid4()))
    consortium_id: str = field(default_factory=lambda: str(uuid4()))
    coordinator: str = field(default_factory=lambda: f"koordinator-{uuid4()}")
    evaluator: str = field(default_factory=lambda: f"degerlendirici-{uuid4()}")

    def until_assessed(self) -> list[CloudEvent]:
        own: dict[str, Any] = {"application_id": self.id, "call_id": self.call_id}
        assigned = evaluation.EvaluatorAssigned(
            application_id=self.id, assignment_id="g1", evaluator_id=self.evaluator, due_at=NOON
        )
        assessed = evaluation.AssessmentSubmitted(application_id=self.id, assignment_id="g1", total="81", remaining=1)
        return [
            self.by_coordinator(application.ApplicationDrafted(**own, consortium_id=self.consortium_id)),
            self.by_coordinator(self.submitted()),
            said(self.admitted(), self.id),
            said(assigned, self.id, "system:workflow", "system"),
            said(assessed, self.id, self.evaluator, "evaluator"),
        ]

    def by_coordinator(self, data: EventData) -> CloudEvent:
        return said(data, self.id, self.coordinator, "coordinator")

    def decided(self) -> CloudEvent:
        data = evaluation.PreEvaluationDecided(application_id=self.id, passed=True, mean="81.5")
        return said(data, self.id, "system:workflow", "system")

    def submitted(self) -> application.ApplicationSubmitted:
        return application.ApplicationSubmitted(
            application_id=self.id,
            call_id=self.call_id,
            consortium_id=self.consortium_id,
            consortium_name="OSTİM",
            province="Ankara",
            programme="kdp-2014",
            plan_version=1,
            plan_total=Decimal("24826800.00"),
            requested=Decimal("12413400.00"),
        )

    def admitted(self) -> application.ApplicationAdmitted:
        member = application.MemberData(name="Akgün", kind="firm", tax_number=MEMBER_TAX_NUMBER, province="Ankara")
        return application.ApplicationAdmitted(
            application_id=self.id,
            call_id=self.call_id,
            consortium_name="OSTİM",
            coordinator_id=self.coordinator,
            nace="28.11",
            members=(member,),
            form={"vision": "…"},
            plan={"items": []},
            requested=Decimal("12413400.00"),
            submitted_at=NOON,
        )

    def excluded(self) -> CloudEvent:
        ended = application.ApplicationEnded(
            application_id=self.id, call_id=self.call_id, outcome=Outcome.EXCLUDED, stage=Stage.ADMINISTRATIVE_CHECK
        )
        return said(ended, self.id)

    def concluded(self) -> application.ContractConcluded:
        return application.ContractConcluded(
            application_id=self.id,
            grant_id=self.id,
            call_id=self.call_id,
            number="2017/1",
            signed_on=date(2017, 5, 2),
            regime="kdp-2014",
            revision="1",
            consortium_name="OSTİM",
            enterprise_name="OSTİM A.Ş.",
            enterprise_tax_number="9990861562",
            coordinator_id=self.coordinator,
            province="Ankara",
            members=(),
            plan_version=1,
            plan={},
            total=Decimal("24826800.00"),
            approved=Decimal("12413400.00"),
        )

    def ranked(self, *others: str) -> CloudEvent:
        """The ranking of the call, with this application first."""
        placed = tuple(
            evaluation.PlacedData(
                application_id=one,
                rank=rank,
                total=f"{90 - rank}",
                decision="selected",
                requested=Decimal(1),
                within_envelope=True,
            )
            for rank, one in enumerate((self.id, *others), 1)
        )
        data = evaluation.CommitteeConcluded(call_id=self.call_id, placed=placed, envelope=Decimal(25_000_000))
        return said(data, self.call_id, "baskan", "committee_chair")
