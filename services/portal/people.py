"""People as pages name them: offered by name where a form asks for one, and the name beside an id everywhere else.

A field that asks for a person is typed with suggestions: "Ayşe Işık, OSTİM (ayse)". What was chosen is sent to the room
as the id; what is none of the suggestions is sent as it was typed, once whoever typed it has heard that nobody of this
id came yet. Who is offered whom, the rooms say (their doors `/people`): with a room away, or without the right, a field
is typed without suggestions, and the room decides as always.
"""

from asyncio import gather
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from grants.policy import Action
from services.portal.forms import Fault
from services.portal.reading import Named, Read
from services.portal.reading_people import Names, Someone, There
from services.portal.rooms import Breach, Got, Refusal, Room
from services.portal.visit import Visit, read, read_part
from services.portal.wording import Wording

ANYWAY, STRANGERS = "named_anyway", "strangers"
"""The box by which somebody is named of whom nobody knows yet, and for whom it was ticked."""
MOST_NAMES = 200
_LONG_AGO = timedelta(days=365)
_OF_PEOPLE = ("proposal.", "committee.score_missing", "motion.vote_missing")
"""How the rules begin that speak of a person in what was asked."""
_KNOWING = (Room.APPLICATION, Room.EVALUATION, Room.MONITORING)
"""Whoever signs in is known to all of these; one may be away."""


@dataclass(frozen=True, slots=True)
class Offered:
    """Who can be named. shown: by id, how the person is shown. all: whether these are all there are."""

    shown: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    all: bool = True

    def typed(self, said: str) -> str:
        """What stands in the field: the person, where the id is known."""
        return self.shown.get(said.strip(), said)

    def meant(self, said: str) -> str:
        """The id of who was chosen; what was typed, where it is none of those offered."""
        return next((one for one, shown in self.shown.items() if shown == said.strip()), said)

    def called(self, person_id: str) -> str:
        """The person by name, where the id is known."""
        return self.shown.get(person_id, person_id)

    def is_stranger(self, said: str) -> bool:
        """Whether nobody of this id is offered, and all are."""
        return self.all and bool(said.strip()) and said.strip() not in self.shown


async def offered(visit: Visit, room: Room, path: str) -> Offered | None:
    """Who can be named, as the room says; none where it does not. Raises SignInNeeded."""
    there, _ = read_part(await visit.caller().get(room, path), room, There)
    if there is None:
        return None
    shown = {one.person_id: shown_as(one, visit.wording) for one in there.entries}
    return Offered(shown, {one.person_id: one.name for one in there.entries}, there.all)


def shown_as(one: Someone, wording: Wording) -> str:
    """A person as a form offers one: name, body and id; and when the person last came, where that is long ago."""
    called = ", ".join(part for part in (one.name, one.organisation) if part) or one.person_id
    if one.seen_on is None or wording.now.date() - one.seen_on <= _LONG_AGO:
        return f"{called} ({one.person_id})"
    return wording.say("portal.person.seen", name=called, id=one.person_id, day=wording.day(one.seen_on))


def strangers(
    wording: Wording, fields: Iterable[tuple[str, Offered | None, str]], key: str = "portal.person.stranger"
) -> tuple[Fault, ...]:
    """What is said beside each field in which somebody is named who never came. fields: name, who is offered, typed."""
    unknown = [(name, said.strip()) for name, there, said in fields if there and there.is_stranger(said)]
    return tuple(Fault(name, wording.say(key, id=said)) for name, said in unknown)


def ids_in(shown: Iterable[object]) -> Iterator[str]:
    """The ids of people in what a page shows, as the shapes of the rooms' answers mark them."""
    for one in shown:
        if isinstance(one, Read):
            for name, field in type(one).model_fields.items():
                value = getattr(one, name)
                if any(isinstance(mark, Named) for mark in field.metadata):
                    yield from (value,) if isinstance(value, str) else value
                else:
                    yield from ids_in((value,))
        elif isinstance(one, (list, tuple)):
            yield from ids_in(one)


async def whose(visit: Visit, *shown: object) -> Callable[[str], str]:
    """How people are shown on a page of this: by name with the id beside it, as far as the rooms tell this reader.

    Raises SignInNeeded.
    """
    names = await names_of(visit, set(ids_in(shown)))
    return lambda person_id: f"{names[person_id]} ({person_id})" if person_id in names else person_id


async def refused_by_name(visit: Visit, refusal: Refusal) -> Refusal:
    """The same with the people its sentences speak of shown by name, as on the pages. Raises SignInNeeded."""
    ids = {one.asked for one in refusal.faults if one.rule.startswith(_OF_PEOPLE) and one.asked in one.message}
    names = await names_of(visit, ids)
    return replace(refusal, faults=tuple(_by_name(one, names) for one in refusal.faults)) if names else refusal


def _by_name(fault: Breach, names: Mapping[str, str]) -> Breach:
    if fault.asked not in names or not fault.rule.startswith(_OF_PEOPLE):
        return fault
    called = f"{names[fault.asked]} ({fault.asked})"
    return replace(fault, message=fault.message.replace(fault.asked, called, 1))


async def names_of(visit: Visit, person_ids: Collection[str]) -> dict[str, str]:
    """By which names people are known whose ids a page shows, as far as the rooms tell this reader.

    Raises SignInNeeded.
    """
    asked = sorted(set(person_ids) - {""})[:MOST_NAMES]
    if not asked or not visit.may(Action.PERSON_READ):
        return {}
    answers = await gather(*(visit.caller().get(room, "/people", {"person_id": asked}) for room in _KNOWING))
    found: dict[str, str] = {}
    for answer in answers:
        found |= read(answer, Names).names if isinstance(answer, Got) else {}
    return found
