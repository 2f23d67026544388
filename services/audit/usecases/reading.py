"""The story of an application, its ledger, and whether the chain holds."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from grants.calendar import start_of
from grants.proof.chain import Fault, Link, Position, arrive, walk
from grants.proof.erasures import Erasures
from runtime.unit import Unit
from services.audit.domain.views import Scene, View, seen
from services.audit.store import ledger as store
from services.audit.store import subject_keys
from services.audit.usecases.rights import exists, eyes_of, inspect, parties_of


@dataclass(frozen=True, slots=True)
class Story:
    """What this reader sees, by time. after: give it to read on; none at the end.

    explained: whether the reader may see how each decision came about, whomever it names.
    """

    scenes: tuple[Scene, ...]
    after: str | None
    explained: bool = False


def before_midnight(day: date | None) -> datetime | None:
    """The end of a day in Istanbul; None for none."""
    return None if day is None else start_of(day + timedelta(days=1))


async def story(unit: Unit, application_id: str, after: str | None, limit: int, as_of: date | None = None) -> Story:
    """A page of the story; it may be short, where this reader may not see all. Raises NotFound, NotAllowed.

    as_of: the file as it stood at the end of that day.
    """
    parties = await parties_of(unit, application_id)
    eyes = eyes_of(unit, application_id, parties)
    await exists(unit, application_id)
    until = before_midnight(as_of)
    page = await store.scenes(unit.session, application_id, parties.call_id, after, limit, until=until)
    shown = (seen(scene, eyes) for scene in page.scenes)
    scenes = tuple(scene for scene in shown if scene is not None)
    return Story(scenes, page.after, explained=eyes.view is View.INSPECTOR)


async def ledger(unit: Unit, about: str, after: int, limit: int) -> tuple[Link, ...]:
    """Records of a subject's chain, with hashes. Raises NotFound, NotAllowed."""
    await inspect(unit, about)
    return await store.links(unit.session, about, after, limit)


async def check(unit: Unit, about: str) -> Position | Fault:
    """Recompute the whole chain of a subject. Raises NotFound, NotAllowed."""
    await inspect(unit, about)
    return await recompute(unit, about)


async def recompute(unit: Unit, about: str) -> Position | Fault:
    """Where the chain of a subject ends, or the first place at which it does not hold.

    It grows while it is read, by the very reading too: its end is asked for after its records, and what came in
    between is followed. A record is noted as it is added, so that the end is never before what was read.
    """
    position, noted, erasures = Position(), None, Erasures(about)
    while noted is None or position.length < noted.length:
        before = position
        async for links in store.whole_chain(unit.session, about, position.length):
            after = walk(position, links)
            if isinstance(after, Fault):
                return after
            erasures.follow(links)
            position = after
        if noted is not None and position == before:
            break
        noted = await store.noted(unit.session, about) or Position()
    return erasures.first() or await _not_destroyed(unit, erasures) or arrive(position, noted)


async def _not_destroyed(unit: Unit, erasures: Erasures) -> Fault | None:
    """What says that keys were destroyed, of a subject of which none was."""
    if erasures.last is None or await subject_keys.destroyed_at(unit.session, erasures.about) is not None:
        return None
    return erasures.last
