"""What happens around and in the evaluation room, by those who do it; for the tests of this room."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import uuid4

import httpx
from temporalio.activity import _Definition
from temporalio.testing import ActivityEnvironment

from grants.contracts import activities as contract
from grants.contracts.application_events import (
    ApplicationAdmitted,
    ApplicationEnded,
    CallPublished,
    MemberData,
)
from grants.contracts.event import EventData
from grants.contracts.papers import JudgedPaper
from grants.contracts.queues import APPLICATION
from grants.contracts.stages import Outcome, Stage
from grants.regimes import load
from runtime.cloudevents import CloudEvent
from runtime.consumer import room_effect
from runtime.identifiers import new_id
from runtime.room import filed_of
from services.evaluation.activities import activities
from services.evaluation.events import HEARS
from tests.arranged import arranged
from tests.rooms import ApiClient, Room

REGIME = "kdp-2014"
JUSTIFICATION = "Başvuru bu bölümde yeterince açık."
FIRM = MemberData(name="Ankara Döküm A.Ş.", kind="firm", tax_number="1000000001", province="Ankara", nace="24.51")
UNIVERSITY = MemberData(name="Örnek Üniversitesi", kind="university", tax_number="1000000002", province="Ankara")
FULL = ("k1", "k2", "k3", "k4", "k5")
SUBSTITUTES = ("y1", "y2", "y3")
CHAIR = "k1"
SCAN = b"\x89PNG\r\n\x1a\n Gizli vizyon metni"
PAPER = JudgedPaper(
    document=sha256(SCAN).hexdigest(),
    kind="declaration",
    title="Gizli vizyon metni.png",
    media_type="image/png",
    size=len(SCAN),
)
"""What was handed in with every application here, and lies where the application room keeps it."""


def sheet(total: str) -> dict[str, Any]:
    """A score sheet of this total."""
    left, scores, blocks = Decimal(total), {}, load(REGIME).evaluation.blocks.value
    for part, most in (pair for block in blocks for pair in block.parts.items()):
        scores[part] = str(min(left, most))
        left -= min(left, most)
    return {"scores": scores, "justifications": {block.code: JUSTIFICATION for block in blocks}}


def nominees(**changes: dict[str, Any]) -> list[dict[str, Any]]:
    """A committee of the regime's size; `changes` by person."""
    named = [
        {"person_id": one, "name": one.upper(), "background": "private_sector", "seat": seat, "ordinal": place}
        for seat, people in (("full", FULL), ("substitute", SUBSTITUTES))
        for place, one in enumerate(people, start=1)
    ]
    return [{**one, **changes.get(one["person_id"], {})} for one in named]


@dataclass
class Case:
    """One room with its people; every step is what the real actor would do."""

    room: Room
    orders: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        made = activities(self.room.desk, self.room.platform)
        self.orders = {str(_Definition.must_from_callable(one).name): one for one in made}

    @property
    def officer(self) -> ApiClient:
        return self.room.api.as_("officer", "ministry_officer")

    @property
    def inspector(self) -> ApiClient:
        return self.room.api.as_("inspector", "inspector")

    @property
    def administrator(self) -> ApiClient:
        return self.room.api.as_("administrator", "administrator")

    def evaluator(self, person_id: str) -> ApiClient:
        return self.room.api.as_(person_id, "evaluator")

    def member(self, person_id: str) -> ApiClient:
        roles = ("committee_chair", "committee_member") if person_id == CHAIR else ("committee_member",)
        return self.room.api.as_(person_id, *roles)

    @property
    def chair(self) -> ApiClient:
        return self.member(CHAIR)

    async def hear(self, data: EventData, about: str, at: datetime | None = None) -> None:
        """Another room's event, through the room's own ears."""
        event = CloudEvent(
            id=new_id(),
            source="/destek/application",
            type=data.type_name(),
            subject=about,
            time=at or self.room.clock.at,
            actorid="officer",
            actorrole="ministry_officer",
            data=data.model_dump(mode="json"),
        )
        await room_effect(self.room.desk, dict(HEARS["application"]))(event)

    async def publish(self, envelope: str = "25000000.00") -> str:
        call_id = new_id()
        rules = load(REGIME)
        told = CallPublished(
            call_id=call_id,
            name="2. Çağrı",
            regime=rules.key,
            revision=rules.revision,
            opens_at=self.room.clock.at,
            closes_at=self.room.clock.at,
            envelope=envelope,
        )
        await self.hear(told, call_id)
        return call_id

    async def admit(self, call_id: str, application_id: str = "", **changes: Any) -> str:
        application_id = application_id or new_id()
        facts: dict[str, Any] = {
            "application_id": application_id,
            "call_id": call_id,
            "consortium_name": f"Küme {application_id[-4:]}",
            "coordinator_id": "koordinator",
            "nace": "28.11",
            "members": (FIRM, UNIVERSITY),
            "form": {"vision": "Gizli vizyon metni"},
            "plan": {"packages": []},
            "requested": "1000000.00",
            "submitted_at": self.room.clock.at,
            "papers": (PAPER,),
        }
        await filed_of(self.room.platform, APPLICATION).keep(application_id, SCAN)
        await self.hear(ApplicationAdmitted(**{**facts, **changes}), application_id)
        return application_id

    async def end(
        self,
        call_id: str,
        application_id: str,
        outcome: Outcome = Outcome.WITHDRAWN,
        stage: Stage = Stage.PRE_EVALUATION,
        at: datetime | None = None,
    ) -> None:
        """at: when it ended, if that was not just now."""
        told = ApplicationEnded(application_id=application_id, call_id=call_id, outcome=outcome, stage=stage)
        await self.hear(told, application_id, at)

    async def register(self, person_id: str, **facts: Any) -> httpx.Response:
        facts = {"name": person_id.title(), "employer": f"{person_id} A.Ş.", "nace": ["28.11"], **facts}
        return await self.administrator.post("/evaluators", {"person_id": person_id, **facts})

    async def order(self, name: str, key: str = "", **facts: Any) -> Any:
        """What a workflow asks, carried out as the worker would; each time a new order unless a key is given."""
        kind = getattr(contract, name).order
        return await ActivityEnvironment().run(self.orders[name], kind(key=key or str(uuid4()), **facts))

    async def open(self, application_id: str, key: str = "") -> contract.PreEvaluationState:
        return await self.order("open_pre_evaluation", key, application_id=application_id)

    async def first_told(self, about: str) -> CloudEvent:
        """The first event the room said about this."""
        return (await self.room.told(about))[0]

    async def advance(self, application_id: str, key: str = "") -> contract.PreEvaluationState:
        return await self.order("advance_pre_evaluation", key, application_id=application_id)

    async def evaluators(self, application_id: str) -> list[dict[str, Any]]:
        """Who was asked, as the inspector sees it."""
        answer = await self.inspector.get(f"/applications/{application_id}/pre-evaluation")
        assert answer.status_code == 200, answer.text
        return answer.json()["evaluators"]

    async def assignment(self, application_id: str, person_id: str) -> str:
        asked = await self.evaluators(application_id)
        return next(one["assignment_id"] for one in asked if one["evaluator_id"] == person_id)

    async def answer(self, application_id: str, person_id: str, **body: Any) -> httpx.Response:
        path = f"/assignments/{await self.assignment(application_id, person_id)}/answer"
        return await self.evaluator(person_id).post(path, {"accept": True, "no_tie": body.get("accept", True), **body})

    async def assess(self, application_id: str, person_id: str, total: str) -> httpx.Response:
        """Accept and give final scores of this total."""
        await self.answer(application_id, person_id)
        path = f"/assignments/{await self.assignment(application_id, person_id)}/assessment"
        return await self.evaluator(person_id).post(path, sheet(total))

    async def passed(self, call_id: str, mean: str = "75", **changes: Any) -> str:
        """An application that came through pre-evaluation with this mean. Needs two evaluators, d1 and d2."""
        application_id = await self.admit(call_id, **changes)
        await self.open(application_id)
        for person_id in ("d1", "d2"):
            answer = await self.assess(application_id, person_id, mean)
            assert answer.status_code == 200, answer.text
        state = await self.advance(application_id)
        assert state.decided
        return application_id

    async def appoint(self, call_id: str, **changes: dict[str, Any]) -> httpx.Response:
        body = {"members": nominees(**changes), "chair": CHAIR}
        return await self.officer.post(f"/calls/{call_id}/committee", body)

    async def convene(self, call_id: str, applications: list[str], key: str = "") -> contract.CommitteeState:
        """Put applications before the committee; whoever sits on it declares to have no tie with any."""
        state = await self.order("open_committee", key, call_id=call_id, applications=tuple(applications))
        await self.declare_none(call_id)
        return state

    async def declare_none(self, call_id: str) -> None:
        """Every member of an open committee declares to have no tie with what the member may see."""
        board = (await self.inspector.get(f"/calls/{call_id}/committee")).json()
        for seat in board["members"] if board["status"] == "open" else ():
            member = self.member(seat["person_id"])
            shown = (await member.get(f"/calls/{call_id}/committee")).json()["items"]
            ids = [item["application_id"] for item in shown if not item["declared"]]
            if ids:
                body = {"applications": ids, "tie": "none"}
                answer = await member.post(f"/calls/{call_id}/committee/declarations", body)
                assert answer.status_code == 200, answer.text

    async def declare(self, application_id: str, person_id: str, tie: str = "none", reason: str = "") -> httpx.Response:
        """The evaluator's word on an invitation."""
        path = f"/assignments/{await self.assignment(application_id, person_id)}/declaration"
        return await self.evaluator(person_id).post(path, {"tie": tie, "reason": reason})

    async def declare_on_item(
        self, call_id: str, application_id: str, person_id: str, tie: str = "none", reason: str = ""
    ) -> httpx.Response:
        """A committee member's word on an application."""
        body = {"applications": [application_id], "tie": tie, "reason": reason}
        return await self.member(person_id).post(f"/calls/{call_id}/committee/declarations", body)

    async def advance_committee(self, call_id: str) -> contract.CommitteeState:
        return await self.order("advance_committee", call_id=call_id)

    async def attend(self, call_id: str, *present: str) -> httpx.Response:
        return await self.chair.post(f"/calls/{call_id}/committee/attendance", {"present": present or FULL})

    async def score(self, call_id: str, application_id: str, person_id: str, score: Any) -> httpx.Response:
        body = {"application_id": application_id, "score": score}
        return await self.member(person_id).post(f"/calls/{call_id}/committee/scores", body)

    async def score_all(self, call_id: str, application_id: str, score: int, people: tuple[str, ...] = FULL) -> None:
        for person_id in people:
            answer = await self.score(call_id, application_id, person_id, score)
            assert answer.status_code == 200, answer.text

    async def conclude(self, call_id: str, **body: Any) -> httpx.Response:
        return await self.chair.post(f"/calls/{call_id}/committee/conclude", body)

    async def raise_envelope(self, call_id: str, envelope: str, reason: str = "Ek ödenek ayrıldı") -> httpx.Response:
        body = {"envelope": envelope, "reason": reason}
        return await self.officer.post(f"/calls/{call_id}/committee/envelope", body)


@arranged
async def open_with(case: Case, *means: str, envelope: str = "25000000.00") -> tuple[str, list[str]]:
    """A call whose committee is appointed and open, with one application for each mean."""
    call = await case.publish(envelope)
    applications = [await case.passed(call, mean) for mean in means]
    assert (await case.appoint(call)).status_code == 201
    await case.convene(call, applications)
    return call, applications


@arranged
async def ranked(case: Case, envelope: str, *asked: str) -> tuple[str, list[str]]:
    """A concluded call; the applications in the order of its ranking, each asking this much."""
    call = await case.publish(envelope)
    applications = [await case.passed(call, str(90 - place), requested=amount) for place, amount in enumerate(asked)]
    await case.appoint(call)
    await case.convene(call, applications)
    await case.attend(call)
    for application in applications:
        await case.score_all(call, application, 30)
    assert (await case.conclude(call)).status_code == 200
    return call, applications


def rules_of(answer: httpx.Response) -> list[str]:
    """The rules a refusal names."""
    return [error["rule"] for error in answer.json()["errors"]]
