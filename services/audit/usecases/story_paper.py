"""The story of a file as a paper: every step, who took it, on which rule with its numbers, and its seal."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from grants.explanation import Explanation
from grants.proof.chain import Position
from runtime import explained, spoken
from runtime.messages import Catalogue
from runtime.papers import lay_out
from runtime.unit import Unit
from services.audit.domain.views import Scene, seen
from services.audit.store import ledger as store
from services.audit.usecases.reading import before_midnight
from services.audit.usecases.rights import eyes_of, inspect, parties_of
from services.audit.usecases.sentences import people, sentence

MOST = 20_000
"""Steps of one paper; where a file has more, the paper says so."""


@dataclass(frozen=True, slots=True)
class Speech:
    """In which language the paper is. names: by which people are known outside the record, which has their ids."""

    texts: Catalogue
    language: str
    names: Mapping[str, str] = field(default_factory=dict)

    def say(self, key: str, **values: str) -> str:
        return self.texts.say(self.language, key, **values)

    def who(self, person_id: str) -> str:
        """The person by name with the id beside it, where a name was given."""
        name = self.names.get(person_id)
        return f"{name} ({person_id})" if name else person_id


async def story_paper(
    unit: Unit, application_id: str, as_of: date | None, speech: Speech, *, most: int = MOST
) -> bytes:
    """The bytes of the PDF; the same story gives the same. Raises NotFound, NotAllowed."""
    unit.about = application_id
    await inspect(unit, application_id)
    parties = await parties_of(unit, application_id)
    eyes = eyes_of(unit, application_id, parties)
    page = await store.scenes(unit.session, application_id, parties.call_id, None, most, until=before_midnight(as_of))
    scenes = [scene for scene in (seen(one, eyes) for one in page.scenes) if scene is not None]
    end = await store.noted(unit.session, application_id) or Position()
    seals = await store.seals_of(unit.session, [scene.event_id for scene in scenes])
    cut = [speech.say("story_paper.cut", asked=str(len(scenes)))] if page.after else []
    told = {
        "language": speech.language,
        "title": speech.say("story_paper.title", asked=application_id),
        "subtitle": _subtitle(speech, as_of, unit.now, len(scenes)),
        "proof": " ".join([*cut, *_named(speech), _proof(speech, end)]),
        "scenes": [_told(speech, number, scene, seals) for number, scene in enumerate(scenes, 1)],
    }
    return await lay_out("services.audit", "story.typ", unit.now, story=told)


def _proof(speech: Speech, end: Position) -> str:
    return speech.say("story_paper.proof", asked=str(end.length), allowed=end.head)


def _named(speech: Speech) -> list[str]:
    return [speech.say("story_paper.named")] if speech.names else []


def _subtitle(speech: Speech, as_of: date | None, now: datetime, count: int) -> str:
    if as_of is None:
        return speech.say("story_paper.now", asked=spoken.moment(speech.language, now), allowed=str(count))
    return speech.say("story_paper.as_of", asked=spoken.day(speech.language, as_of), allowed=str(count))


def _told(speech: Speech, number: int, scene: Scene, seals: dict[str, Position]) -> dict[str, object]:
    seal = seals.get(scene.event_id, Position())
    role = f"role.{scene.actor_role}"
    who = [speech.say(role) if speech.texts.knows(role) else scene.actor_role, speech.who(scene.actor_id)]
    if scene.on_behalf_of:
        who.append(speech.say("story_paper.on_behalf_of", asked=speech.who(scene.on_behalf_of)))
    if scene.erased:
        who.append(speech.say("story_paper.erased"))
    return {
        "number": str(number),
        "at": spoken.moment(speech.language, scene.at),
        "text": _by_name(speech, scene),
        "who": ", ".join(part for part in (*who, scene.regime) if part),
        "decisions": [explained.lines(speech.texts, speech.language, one) for one in explanations(scene)],
        "seal": f"{scene.what} · {scene.event_id} · {seal.length} · {seal.head}",
    }


def _by_name(speech: Speech, scene: Scene) -> str:
    """The sentence of a step with the people in it by name."""
    text = sentence(speech.texts, speech.language, scene)
    ids = sorted(people(scene, text), key=len, reverse=True)
    if not ids or not speech.names:
        return text
    whole = "|".join(re.escape(one) for one in ids)
    return re.sub(rf"(?<![\w-])(?:{whole})(?![\w-])", lambda found: speech.who(found[0]), text)


def explanations(scene: Scene) -> Sequence[Explanation]:
    """What a step tells of automatic decisions; those whose inputs were erased are told by their outcome alone."""
    raw = scene.data.get("explanations")
    return [Explanation.model_validate(_whole(one)) for one in raw] if isinstance(raw, list) else []


def _whole(raw: dict[str, object]) -> dict[str, object]:
    """An explanation in its shape, where parts of it were erased."""
    return {
        **raw,
        "inputs": raw.get("inputs") or {},
        "steps": raw.get("steps") or (),
        "figures": raw.get("figures") or {},
    }
