"""Every event is put into the ledger, whatever it is; one that ends a file is noted for the inspector."""

import json
from collections.abc import Sequence
from typing import Any

from pydantic_core import from_json

from grants.contracts.keeping_events import PersonalDataEmptied
from grants.contracts.privacy_events import PersonalDataErased
from grants.contracts.queues import APPLICATION
from grants.personal import Fate
from grants.values import ApplicationId
from runtime.auth import system_actor
from runtime.cloudevents import CloudEvent
from runtime.consumer import Heard, MassHandler
from runtime.unit import Unit
from services.audit.domain import parties
from services.audit.domain.endings import Finished, ending_of
from services.audit.domain.ties import word_of
from services.audit.domain.watching import begun_by
from services.audit.store import archive, barred, endings, ledger, subject_keys
from services.audit.store.ledger import Said, readied
from services.audit.usecases import desk, known_rights


async def record(unit: Unit, event: CloudEvent) -> None:
    """Put an event at the end of its subject's chain. The inbox sees to it that each comes here once."""
    await _keep(unit, [readied(event, json.loads(event.canonical()))])


async def record_all(unit: Unit, events: Sequence[Said]) -> None:
    """Put many at once, in this order."""
    await _keep(unit, events)


def ready(heard: Heard) -> Said:
    """An event as it will be kept, but for its place: what can be done before its turn. Raises NotCanonical."""
    return readied(heard.event, told_by(heard))


def told_by(heard: Heard) -> dict[str, Any]:
    """All of what was published; where its moment is written otherwise than rooms do, the event written anew."""
    told: dict[str, Any] = from_json(heard.content)
    return told if _is_moment(told.get("time")) else json.loads(heard.event.canonical())


def _is_moment(text: object) -> bool:
    """Whether it stands as it is compared with the record's own: UTC, microseconds. That it is a moment was seen."""
    return isinstance(text, str) and len(text) == len(_MOMENT) and (text[10], text[19], text[-1]) == ("T", ".", "Z")


_MOMENT = "2027-03-01T09:00:00.000000Z"


IN_MASS = MassHandler(ready, record_all)
"""How the room takes all that waits at once."""


async def _keep(unit: Unit, events: Sequence[Said]) -> None:
    fresh = [said.event for said in await ledger.add(unit, events)]
    begun = (begun_by(event.type, event.subject, event.data, event.time) for event in fresh)
    await archive.watch(unit.session, [one for one in begun if one is not None])
    words = (word_of(event.type, event.data, event.time) for event in fresh)
    await barred.say(unit.session, [one for one in words if one is not None])
    await desk.hear(unit, fresh)
    await known_rights.hear(unit, fresh)
    for event in filter(_is_of_a_consortium, fresh):
        await erase_shared(unit, event.subject)
    for event in fresh:
        ending = ending_of(event.type, event.data)
        if ending is not None:
            title = await _title(unit, event.subject)
            await endings.add(unit.session, Finished(event.subject, ending, title, event.regime, event.time))


async def erase_shared(unit: Unit, about: str) -> None:
    """What is personal in the records of a call, or of a consortium, goes once all of its applications were erased.

    Nobody orders it but those who ordered these: it is told of nobody. On record at once, as the erasure of a file is.
    """
    unit.actor = system_actor("audit")
    await unit.lock("ledger")
    if count := await subject_keys.destroy(unit.session, about, unit.actor.person_id, "", unit.now):
        unit.tell(PersonalDataErased(application_id=ApplicationId(about), reason="", destroyed=count), about=about)
        event = unit.told[-1][1]
        await ledger.add(unit, [readied(event, json.loads(event.canonical()))])


def _is_of_a_consortium(event: CloudEvent) -> bool:
    """Whether the application room has let go of who acts for a consortium."""
    return event.type == _LET_GO and event.data.get("ground") == Fate.CONTRACT


_LET_GO = PersonalDataEmptied.type_name().replace("{room}", APPLICATION)


async def _title(unit: Unit, about: str) -> str:
    """The name of the consortium, as the file or the consortium's own chain tells it."""
    told = await ledger.told(unit.session, about, (parties.DRAFTED, parties.SUBMITTED, parties.CONCLUDED))
    consortia = {str(one.data.get("consortium_id") or "") for one in told} - {""}
    for consortium_id in consortia:
        told += await ledger.told(unit.session, consortium_id, (parties.CREATED,))
    names = (one.data.get("consortium_name") or one.data.get("name") for one in told)
    return next((str(name) for name in names if name), "")
