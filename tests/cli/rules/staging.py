"""One call with five applications of different fates, on the real rooms, which hear each other as over the bus."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx
from fastapi import FastAPI
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from cli.client import ApiSession
from grants.contracts.activities import CallStatus
from grants.contracts.application_events import CallPublished, ContractConcluded
from grants.contracts.queues import ROOMS
from grants.contracts.stages import CommitteeDecision, DeadlineKind, Stage
from grants.regimes import load
from grants.values import ApplicationId, CallId, ConsortiumId, PersonId
from grants.workplan import WorkPlan
from runtime.auth import Actor
from runtime.consumer import room_effect
from runtime.identifiers import new_id
from runtime.room import RoomPlan
from services.application.app import PLAN as APPLICATION
from services.application.domain.form import SECTIONS
from services.application.domain.records import ApplicationRecord, CallRecord, ConsortiumRecord, PlanVersion
from services.application.store import applications, calls, consortia, plans
from services.audit.app import PLAN as AUDIT
from services.evaluation.app import PLAN as EVALUATION
from services.monitoring.app import PLAN as MONITORING
from tests.rooms import Room, Signer
from tests.services.application.way import Way, members, plan_json
from tests.services.evaluation.acts import FULL, Case
from tests.services.monitoring.life import Life, ok

REGIME = "kdp-2014"
RULES = load(REGIME)
ENVELOPE = Decimal("1100000.00")
OpenRoom = Callable[[RoomPlan], Awaitable[Room]]

FATES = {
    "granted": ("1000000.00", "500000.00", ("80", "80"), 35),
    "selected": ("1000000.00", "400000.00", ("70", "70"), 30),
    "below_threshold": ("400000.00", "200000.00", ("65", "65"), 28),
    "below_mark": ("400000.00", "200000.00", ("55", "57"), None),
    "excluded": ("400000.00", "200000.00", (), None),
}
"""By fate: cost and grant of the plan, totals of the evaluators, points of every member of the board."""
SPENT, PAID = "600000.00", "450000.00"
"""What the one grant has spent of its item, and what it was paid for that: three quarters of it."""


@dataclass
class Staged:
    """The rooms, the call, and its applications by their fate."""

    rooms: dict[str, Room]
    signer: Signer
    call_id: str
    ways: dict[str, Way] = field(default_factory=dict)

    def id_of(self, fate: str) -> str:
        return self.ways[fate].id

    def session(self, *roles: str, asked: "Asked | None" = None) -> ApiSession:
        """Signed in with these roles; what is asked of the doors is noted."""
        token = self.signer.token("okuyan", *(roles or ("inspector",)))
        urls = {room: f"http://{room}.test" for room in ROOMS}
        doors: dict[str, httpx.AsyncBaseTransport | None] = {
            url: httpx.ASGITransport(self.rooms[room].api.app) for room, url in urls.items() if room in self.rooms
        }
        hooks = {"request": [asked.note]} if asked else {}
        http = httpx.AsyncClient(mounts=doors, event_hooks=hooks, timeout=30)
        return ApiSession(token=token, urls=urls, http=http)

    def apps(self) -> dict[str, FastAPI]:
        return {name: room.api.app for name, room in self.rooms.items()}

    async def rows(self) -> dict[str, int]:
        """How many rows every table of every room holds, those of events and of answers included."""
        counted: dict[str, int] = {}
        for name, room in self.rooms.items():
            async with room.desk.database.transaction() as session:
                for table in await _tables(session):
                    count = await session.scalar(select(func.count()).select_from(text(table)))
                    counted[f"{name}.{table}"] = int(count or 0)
        return counted


@dataclass
class Asked:
    """The requests that were made."""

    requests: list[httpx.Request] = field(default_factory=list)

    async def note(self, request: httpx.Request) -> None:
        self.requests.append(request)


async def staged(room_of: OpenRoom, signer: Signer) -> Staged:
    """The whole call, from its publication to the grant's first payment."""
    plans_of_rooms = {"application": APPLICATION, "evaluation": EVALUATION, "monitoring": MONITORING, "audit": AUDIT}
    rooms = {name: await room_of(plan) for name, plan in plans_of_rooms.items()}
    stage = Staged(rooms, signer, await _call(rooms["application"]))
    await _empty(rooms["evaluation"])
    for fate, (cost, grant, _, _) in FATES.items():
        stage.ways[fate] = await _drafted(rooms["application"], stage.call_id, fate, plan_json(cost, grant))
    case = Case(rooms["evaluation"])
    for person in ("d1", "d2"):
        await case.register(person)
    for fate in FATES:
        await _checked(stage, case, fate)
    await _ranked(stage, case)
    await _granted(stage)
    await relay(stage)
    return stage


async def relay(stage: Staged) -> None:
    """Let every room hear what was said, in order, as its consumers would."""
    for speaker in ("application", "evaluation", "monitoring"):
        for event in await stage.rooms[speaker].told():
            for name, room in stage.rooms.items():
                handlers = room.plan.hears.get(speaker) if name != speaker else None
                if handlers:
                    await room_effect(room.desk, dict(handlers))(event)


async def _empty(room: Room) -> None:
    """Nobody but the evaluators of this test is there to be asked."""
    async with room.desk.database.transaction() as session:
        tables = [table for table in await _tables(session) if table != "alembic_version"]
        await session.execute(text(f"TRUNCATE {', '.join(tables)}"))


async def _tables(session: AsyncSession) -> list[str]:
    """Those the room's own role may read: of a table cut by years it reads the whole, and no part by itself."""
    query = text(
        "SELECT quote_ident(relname) FROM pg_class WHERE relkind IN ('r', 'p')"
        " AND relnamespace = 'public'::regnamespace AND has_table_privilege(oid, 'SELECT')"
    )
    return [str(table) for table in (await session.scalars(query)).all()]


async def _call(room: Room) -> str:
    now = room.clock.at
    call = CallRecord(
        id=CallId(new_id()),
        name="Deneme çağrısı",
        regime=REGIME,
        revision=RULES.revision,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=60),
        envelope=ENVELOPE,
        minimum_share=None,
        status=CallStatus.OPEN,
        published_by=PersonId("officer"),
        published_at=now - timedelta(days=2),
    )
    names = ("name", "regime", "revision", "opens_at", "closes_at", "envelope")
    told = CallPublished(call_id=call.id, **{name: getattr(call, name) for name in names})
    actor = replace(Actor("officer", "officer", frozenset({"ministry_officer"})), role="ministry_officer")
    async with room.desk.unit(actor) as unit:
        await calls.add(unit.session, call)
        unit.tell(told, about=call.id, regime=RULES.pinned)
    return call.id


async def _drafted(room: Room, call_id: str, fate: str, plan: dict[str, Any]) -> Way:
    coordinator, now = f"coordinator-{new_id()}", room.clock.at
    consortium = ConsortiumRecord(
        id=ConsortiumId(new_id()),
        name=f"Küme {fate}",
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
        call_id=CallId(call_id),
        consortium_id=consortium.id,
        title=fate,
        regime=REGIME,
        revision=RULES.revision,
        coordinator_id=PersonId(coordinator),
        province="Ankara",
        stage=Stage.DRAFT,
        created_at=now,
        form=dict.fromkeys(SECTIONS, "Metin"),
    )
    kept = WorkPlan.model_validate(plan)
    version = PlanVersion(application.id, 0, kept, kept.total, kept.grant, PersonId(coordinator), now)
    actor = replace(Actor(coordinator, coordinator, frozenset({"coordinator"})), role="coordinator")
    async with room.desk.unit(actor) as unit:
        await consortia.add(unit.session, consortium)
        await applications.add(unit.session, application, actor, now)
        await plans.keep_draft(unit.session, version)
    return Way(room, application.id, coordinator)


async def onward(way: Way, stage: Stage) -> None:
    """Take every step from where the application stands up to this stage."""
    steps = way._steps()
    reached, here = [one for one, _ in steps], (await way.record()).stage
    done = reached.index(here) + 1 if here in reached else 0
    for _, take in steps[done : reached.index(stage) + 1]:
        await take()


async def _checked(stage: Staged, case: Case, fate: str) -> None:
    """The check and the pre-evaluation, with the totals of this fate."""
    way, (_, _, totals, _) = stage.ways[fate], FATES[fate]
    await onward(way, Stage.ADMINISTRATIVE_CHECK)
    if not totals:
        ok(await way.as_officer().post(way.path("check/exclude"), {"reason": "Belgeler eksik."}))
        return
    await onward(way, Stage.PRE_EVALUATION)
    await relay(stage)
    await case.open(way.id)
    for person, total in zip(("d1", "d2"), totals, strict=True):
        ok(await case.assess(way.id, person, total))
    state = await case.advance(way.id)
    await way.pre_evaluated(passed=bool(state.passed))


async def _ranked(stage: Staged, case: Case) -> None:
    """The board hears those that passed, and the ranking decides."""
    heard = [fate for fate, (_, _, _, points) in FATES.items() if points is not None]
    ok(await case.appoint(stage.call_id))
    await case.convene(stage.call_id, [stage.id_of(fate) for fate in heard])
    ok(await case.attend(stage.call_id))
    for fate in heard:
        await case.score_all(stage.call_id, stage.id_of(fate), int(FATES[fate][3] or 0), FULL)
    placed = {one["application_id"]: one for one in ok(await case.conclude(stage.call_id))["placed"]}
    for fate in heard:
        await stage.ways[fate].decided(CommitteeDecision(placed[stage.id_of(fate)]["decision"]))


async def _granted(stage: Staged) -> None:
    """One of the selected signs, spends and is paid."""
    way = stage.ways["granted"]
    await onward(way, Stage.SIGNING)
    ok(await way.as_officer().post(way.path("contract/sign")))
    ok(await way.as_coordinator().post(way.path("contract/sign")))
    await relay(stage)
    life = Life(stage.rooms["monitoring"], ContractConcluded(**await way.last("application.contract.concluded")))
    await life.travel(DeadlineKind.PERIOD_END)
    await life.accepted(1, S1=SPENT)
    claim = await life.claimed()
    await life.paid(claim["id"])
