"""The story of a file, for everyone who may read the file."""

from datetime import datetime

from fastapi import APIRouter

from runtime.http.door import Door
from runtime.messages import Catalogue, language_of
from services.audit.api.shapes import AfterEvent, InUnit, Languages, Limit, Shape, Subject
from services.audit.domain.views import Scene
from services.audit.usecases import reading
from services.audit.usecases.sentences import numbers, sentence


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


def story_router(texts: Catalogue) -> APIRouter:
    """The routes of the story; `texts` says its sentences."""
    router = APIRouter(route_class=Door, tags=["audit"])

    @router.get("/applications/{application_id}/story")
    async def story(
        application_id: Subject, unit: InUnit, language: Languages = None, after: AfterEvent = None, limit: Limit = 200
    ) -> StoryOut:
        found = await reading.story(unit, application_id, after, limit)
        spoken = language_of(language)
        return StoryOut(entries=[_scene(texts, spoken, scene) for scene in found.scenes], after=found.after)

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
