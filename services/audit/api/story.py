"""The story of a file, for everyone who may read the file."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from grants.explanation import Explanation
from grants.values import Line
from runtime.http.door import AskingDoor, Door, guarded, recorded
from runtime.messages import Catalogue, language_of
from services.audit.api.shapes import AfterEvent, InUnit, Languages, Limit, Shape, Subject
from services.audit.domain.views import Scene
from services.audit.usecases import reading
from services.audit.usecases.sentences import numbers, people, sentence
from services.audit.usecases.story_paper import Speech, explanations, story_paper

AsOf = Annotated[date | None, Query(ge=date(1990, 1, 1), le=date(2190, 12, 31))]


PersonKey = Annotated[str, StringConstraints(min_length=1, max_length=300)]
MOST_NAMED = 500


class SceneOut(Shape):
    """One line of a story. what: the event's type. actor_id: empty where the reader may not know it.

    numbers: amounts (two decimals, the regime's currency), dates, counts and decisions of the event, as exact text.
    text: the same as a sentence in the reader's language. people: those whose ids stand in it.
    explanations: how what was decided automatically came about; for the inspector alone.
    erased: what was personal in it was erased.
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
    people: list[str]
    explanations: list[Explanation]
    erased: bool


class StoryOut(Shape):
    """after: give it to read on; none at the end. A page may be short where the reader may not see all."""

    entries: list[SceneOut]
    after: str | None


class NamesIn(BaseModel):
    """By which names whoever asks knows people, by id."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    names: Annotated[dict[PersonKey, Line], Field(max_length=MOST_NAMED)]


def story_router(texts: Catalogue) -> APIRouter:
    """The routes of the story; `texts` says its sentences."""
    router = APIRouter(route_class=Door, tags=["audit"])

    @router.get("/applications/{application_id}/story")
    @recorded
    async def story(
        application_id: Subject,
        unit: InUnit,
        language: Languages = None,
        after: AfterEvent = None,
        limit: Limit = 200,
        as_of: AsOf = None,
    ) -> StoryOut:
        """as_of: the file as it stood at the end of that day."""
        found = await reading.story(unit, application_id, after, limit, as_of)
        spoken = language_of(language)
        told = [_scene(texts, spoken, scene, explained=found.explained) for scene in found.scenes]
        return StoryOut(entries=told, after=found.after)

    @router.get("/applications/{application_id}/story.pdf", response_class=Response)
    async def paper(application_id: Subject, unit: InUnit, language: Languages = None, as_of: AsOf = None) -> Response:
        """The story as a paper, with every decision explained and every seal; for the inspector."""
        speech = Speech(texts, language_of(language))
        return _saved(application_id, await story_paper(unit, application_id, as_of, speech))

    @guarded
    async def named_paper(
        application_id: Subject, asked: NamesIn, unit: InUnit, language: Languages = None, as_of: AsOf = None
    ) -> Response:
        """The same with people by name beside their ids; the paper says that the record has no names."""
        speech = Speech(texts, language_of(language), asked.names)
        return _saved(application_id, await story_paper(unit, application_id, as_of, speech))

    router.add_api_route(
        "/applications/{application_id}/story.pdf",
        named_paper,
        methods=["POST"],
        response_class=Response,
        route_class_override=AskingDoor,
    )
    return router


def _saved(application_id: str, content: bytes) -> Response:
    name = f'attachment; filename="destek-{application_id}.pdf"'
    return Response(content, media_type="application/pdf", headers={"Content-Disposition": name})


def _scene(texts: Catalogue, language: str, scene: Scene, *, explained: bool) -> SceneOut:
    text = sentence(texts, language, scene)
    return SceneOut(
        event_id=scene.event_id,
        at=scene.at,
        what=scene.what,
        actor_role=scene.actor_role,
        actor_id=scene.actor_id,
        on_behalf_of=scene.on_behalf_of,
        regime=scene.regime,
        numbers=numbers(scene),
        text=text,
        people=list(people(scene, text)),
        explanations=list(explanations(scene)) if explained else [],
        erased=scene.erased,
    )
