"""The HTTP door: the story for everyone who may read the file; ledger and finished files for the inspector."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Query
from pydantic import BaseModel, ConfigDict

from grants.values import Prose
from runtime.http.door import Door, unit_of_work
from runtime.messages import Catalogue, language_of
from runtime.unit import Unit
from services.audit.domain.chain import Fault, FaultKind, Link, Position
from services.audit.domain.views import Scene
from services.audit.usecases import inspections, reading
from services.audit.usecases.inspections import TaskKind
from services.audit.usecases.sentences import numbers, sentence

InUnit = Annotated[Unit, Depends(unit_of_work)]
ID = r"^[A-Za-z0-9._:@-]+$"
Subject = Annotated[str, Path(min_length=1, max_length=100, pattern=ID)]
Limit = Annotated[int, Query(ge=1, le=200)]
AfterEvent = Annotated[str | None, Query(max_length=100, pattern=ID)]
AfterIndex = Annotated[int, Query(ge=0, le=2**31 - 1)]
Languages = Annotated[str | None, Header(alias="accept-language")]


class Shape(BaseModel):
    model_config = ConfigDict(frozen=True)


class SceneOut(Shape):
    """One line of a story. what: the event's type. actor_id: empty where the reader may not know it.

    numbers: amounts (two decimals, the regime's currency), dates, counts and decisions of the event, as exact text.
    text: the same as a sentence in the reader's language.
    """

    event_id: str
    at: datetime
    what: str
    actor_role: str
    actor_id: str
    on_behalf_of: str
    regime: str
    numbers: dict[str, str]
    text: str


class StoryOut(Shape):
    """after: give it to read on; none at the end. A page may be short where the reader may not see all."""

    entries: list[SceneOut]
    after: str | None


class LinkOut(Shape):
    """One record of the ledger; body: the event as canonical JSON text, the bytes that were hashed."""

    about: str
    chain_index: int
    event_id: str
    type: str
    time: datetime
    actor_id: str
    actor_role: str
    on_behalf_of: str
    regime: str
    body: str
    hash: str
    previous_hash: str


class LedgerOut(Shape):
    """after: give it to read on; none at the end."""

    entries: list[LinkOut]
    after: int | None


class FaultOut(Shape):
    """The first place at which the chain does not hold."""

    kind: FaultKind
    chain_index: int
    event_id: str


class CheckOut(Shape):
    """length, head: of the chain, if it holds; else what is at fault."""

    about: str
    holds: bool
    length: int
    head: str
    fault: FaultOut | None


class InspectionIn(Shape):
    """remark: what was found, in a few words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    remark: Prose


class InspectionOut(Shape):
    """ending: how the file ended: an outcome of the application or of the grant."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    about: str
    ending: str
    ended_at: datetime
    signed_by: str
    signed_at: datetime
    remark: str


class TaskOut(Shape):
    """A finished file to look through. title: name of the consortium; since: when it ended."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    kind: TaskKind
    application_id: str
    title: str
    ending: str
    since: datetime


class TasksOut(Shape):
    entries: list[TaskOut]


def router_of(texts: Catalogue) -> APIRouter:
    """The room's routes. `application_id` may be any subject of events for the ledger: a call, a consortium."""
    router = APIRouter(route_class=Door, tags=["audit"])

    @router.get("/applications/{application_id}/story")
    async def story(
        application_id: Subject, unit: InUnit, language: Languages = None, after: AfterEvent = None, limit: Limit = 200
    ) -> StoryOut:
        found = await reading.story(unit, application_id, after, limit)
        spoken = language_of(language)
        return StoryOut(entries=[_scene(texts, spoken, scene) for scene in found.scenes], after=found.after)

    @router.get("/applications/{application_id}/ledger")
    async def ledger(application_id: Subject, unit: InUnit, after: AfterIndex = 0, limit: Limit = 200) -> LedgerOut:
        links = await reading.ledger(unit, application_id, after, limit)
        more = links[-1].chain_index if len(links) == limit else None
        return LedgerOut(entries=[_link(link) for link in links], after=more)

    @router.get("/applications/{application_id}/ledger/check")
    async def check(application_id: Subject, unit: InUnit) -> CheckOut:
        return _check(application_id, await reading.check(unit, application_id))

    @router.post("/applications/{application_id}/inspections", status_code=201)
    async def inspect(application_id: Subject, asked: InspectionIn, unit: InUnit) -> InspectionOut:
        """Sign off a finished file that was looked through."""
        return InspectionOut.model_validate(await inspections.sign(unit, application_id, asked.remark))

    @router.get("/tasks")
    async def waiting(unit: InUnit) -> TasksOut:
        """What waits for the person in this room."""
        return TasksOut(entries=[TaskOut.model_validate(task) for task in await inspections.waiting(unit)])

    return router


def _scene(texts: Catalogue, language: str, scene: Scene) -> SceneOut:
    return SceneOut(
        event_id=scene.event_id,
        at=scene.at,
        what=scene.what,
        actor_role=scene.actor_role,
        actor_id=scene.actor_id,
        on_behalf_of=scene.on_behalf_of,
        regime=scene.regime,
        numbers=numbers(scene),
        text=sentence(texts, language, scene),
    )


def _link(link: Link) -> LinkOut:
    return LinkOut(**{name: getattr(link, name) for name in LinkOut.model_fields})


def _check(about: str, result: Position | Fault) -> CheckOut:
    match result:
        case Position():
            return CheckOut(about=about, holds=True, length=result.length, head=result.head, fault=None)
        case Fault():
            fault = FaultOut(kind=result.kind, chain_index=result.chain_index, event_id=result.event_id)
            return CheckOut(about=about, holds=False, length=result.chain_index, head="", fault=fault)
