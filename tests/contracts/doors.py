"""Every room with things in it, and the people who stand before its doors: each sees other doors open."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import text

from grants.contracts.stages import Stage
from grants.policy import Role
from services.application.app import PLAN as APPLICATION
from services.audit.app import PLAN as AUDIT
from services.evaluation.app import PLAN as EVALUATION
from services.evaluation.models import Row
from services.monitoring.app import PLAN as MONITORING
from services.notification.app import PLAN as NOTIFICATION
from tests.conftest import OpenRoom
from tests.rooms import ApiClient, Room
from tests.services.application.way import draft_in
from tests.services.audit.telling import File, hear
from tests.services.evaluation.acts import CHAIR, FULL, Case
from tests.services.monitoring.life import begun

STAGES = (
    Stage.DRAFT,
    Stage.ADMINISTRATIVE_CHECK,
    Stage.COMPLETION,
    Stage.NEGOTIATION,
    Stage.APPROVAL,
    Stage.FOUNDING,
    Stage.SIGNING,
)
APPLICANTS = (Role.COORDINATOR, Role.CONSORTIUM_MEMBER)
MINISTRY = tuple(role for role in Role if role not in APPLICANTS)
"""Whoever is no party to a file. One person with all of it stands before more open doors than any real one."""


@dataclass(frozen=True)
class Standpoint:
    """Somebody signed in, and real ids of the things before them, by the names that paths and bodies use."""

    client: ApiClient
    ids: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Doors:
    """A room and those who stand before it."""

    room: Room
    standpoints: tuple[Standpoint, ...]


def ministry(room: Room, **ids: str) -> Standpoint:
    return Standpoint(room.api.as_("bakanlik", *MINISTRY), ids)


def strangers(room: Room) -> tuple[Standpoint, ...]:
    """One who knows nothing of the ids asked for, and one without any role."""
    return Standpoint(room.api.as_("yabanci", *Role)), Standpoint(room.api.as_("kimse"))


async def application(room_of: OpenRoom) -> Doors:
    room = await room_of(APPLICATION)
    found = list(strangers(room))
    for stage in STAGES:
        way = await (await draft_in(room)).to(stage)
        record = await way.record()
        ids = {"application_id": way.id, "call_id": record.call_id, "consortium_id": record.consortium_id}
        ids |= {"regime": record.regime, "item": "S1"}
        found += [Standpoint(room.api.as_(way.coordinator, *APPLICANTS), ids), ministry(room, **ids)]
    return Doors(room, tuple(found))


async def _emptied(room: Room) -> None:
    """Who is asked to evaluate depends on everybody the room knows."""
    tables = ", ".join((*Row.metadata.tables, "outbox", "inbox", "answers"))
    async with room.desk.database.transaction() as session:
        await session.execute(text(f"TRUNCATE {tables}"))


async def evaluation(room_of: OpenRoom) -> Doors:
    room = await room_of(EVALUATION)
    await _emptied(room)
    case = Case(room)
    for person_id in ("d1", "d2"):
        await case.register(person_id)
    call_id = await case.publish()
    opened, passed = await case.admit(call_id), await case.passed(call_id)
    await case.open(opened)
    await case.register("d3")
    await case.appoint(call_id)
    await case.convene(call_id, [passed])
    await case.attend(call_id)
    ids = {"application_id": passed, "call_id": call_id, "evaluator_id": "d3"}
    before = {"application_id": opened, "call_id": await case.publish(), "evaluator_id": "d3"}
    invited = {**before, "assignment_id": await case.assignment(opened, "d1")}
    members = tuple(Standpoint(case.member(one), ids) for one in (CHAIR, FULL[1]))
    evaluator = Standpoint(case.evaluator("d1"), invited)
    return Doors(room, (*strangers(room), evaluator, *members, ministry(room, **ids), ministry(room, **before)))


async def monitoring(room_of: OpenRoom) -> Doors:
    room = await room_of(MONITORING)
    life = await begun(room)
    room.clock.forward(days=190)
    ids = {"grant_id": life.id, "number": "1"}
    coordinator = Standpoint(life.coordinator, ids)
    declared = await life.coordinator.post(
        f"/grants/{life.id}/force-majeure", {"starts_on": "2027-06-01", "ground": "Deprem", "evidence": "Rapor"}
    )
    asked = {"ground": "force_majeure", "new_end": "2032-06-01", "reason": "Gecikme"}
    extension = await life.coordinator.post(f"/grants/{life.id}/extensions", asked)
    parts = [one.json()["id"] for one in (declared, extension) if one.status_code == 201]
    due_on = (room.clock.at + timedelta(days=30)).date().isoformat()
    await life.officer.post(f"/grants/{life.id}/auditor", {"person_id": "bakanlik", "due_on": due_on})
    return Doors(room, (*strangers(room), coordinator, *(ministry(room, **ids, part_id=part) for part in parts)))


async def audit(room_of: OpenRoom) -> Doors:
    room = await room_of(AUDIT)
    file, ended = File(), File()
    await hear(room, *file.until_assessed(), *ended.until_assessed(), ended.excluded())
    ids = {"application_id": file.id}
    inspected = ministry(room, application_id=ended.id)
    coordinator = Standpoint(room.api.as_(file.coordinator), ids)
    return Doors(room, (*strangers(room), ministry(room, **ids), inspected, coordinator))


async def notification(room_of: OpenRoom) -> Doors:
    room = await room_of(NOTIFICATION)
    return Doors(room, (*strangers(room), ministry(room), Standpoint(room.api.as_(f"k-{uuid4()}", *APPLICANTS))))


ROOMS: dict[str, Callable[[OpenRoom], Awaitable[Doors]]] = {
    "application": application,
    "evaluation": evaluation,
    "monitoring": monitoring,
    "audit": audit,
    "notification": notification,
}
