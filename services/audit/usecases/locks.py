"""Whether what the store was to lock is locked: runs and roots, looked through again and again, and held anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from grants.policy import Action
from runtime.auth import system_actor
from runtime.documents import Documents, path_of
from runtime.unit import Desk, Unit
from services.audit.store import archive, tree
from services.audit.usecases.rights import allow
from services.audit.usecases.seal import root_path

APART_WITHIN = timedelta(hours=1)
"""A root is signed first, and put apart and locked by that round or one of the next: until then it is not missed."""
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that lies in the store. name: of the run, or the number of the root; about: the file it is of."""

    name: str
    about: str
    path: str
    since: datetime


async def runs(unit: Unit, after: str, limit: int) -> list[Kept]:
    """Archived runs by their ids."""
    found = await archive.kept_runs(unit.session, after, limit)
    return [Kept(run_id, about, path_of(document), since) for run_id, about, document, since in found]


async def roots(unit: Unit, after: int, limit: int) -> list[Kept]:
    """Signed roots by their numbers."""
    found = await tree.roots(unit.session, after, limit)
    numbers = [(one.statement.number, datetime.fromisoformat(one.statement.at)) for one in found]
    return [Kept(str(number), "ledger", root_path(number), at) for number, at in numbers]


def due(found: Sequence[Kept], now: datetime) -> list[Kept]:
    """Those of these roots that were signed long enough ago to lie apart by now."""
    return [one for one in found if one.since <= now - APART_WITHIN]


async def unlocked(documents: Documents, kept: Sequence[Kept]) -> list[Kept]:
    """Those of them that should be locked and are not, or for too short a time."""
    return [one for one in kept if not await documents.is_held(one.path, one.since)]


async def unlocked_runs(unit: Unit, documents: Documents, after: str, limit: int) -> tuple[list[Kept], str | None]:
    """Of the next runs those that are not locked, and the last one looked at. Raises NotAllowed."""
    allow(unit, frozenset(), Action.AUDIT_READ)
    found = await runs(unit, after, limit)
    return await unlocked(documents, found), found[-1].name if len(found) == limit else None


async def unlocked_roots(unit: Unit, documents: Documents, after: int, limit: int) -> tuple[list[Kept], int | None]:
    """The same of roots. Raises NotAllowed."""
    allow(unit, frozenset(), Action.AUDIT_READ)
    found = await roots(unit, after, limit)
    return await unlocked(documents, due(found, unit.now)), int(found[-1].name) if len(found) == limit else None


@dataclass(slots=True)
class Watchman:
    """Goes through all of it, some at a time, and begins anew. What is not locked is said and held again."""

    documents: Documents
    at_once: int = 200
    run: str = ""
    root: int = 0

    async def look(self, desk: Desk) -> int:
        """The next ones; how many were not locked."""
        if not await self.documents.is_locking():
            return 0
        async with desk.unit(system_actor("audit")) as unit:
            some_runs = await runs(unit, self.run, self.at_once)
            some_roots, now = await roots(unit, self.root, self.at_once), unit.now
        self.run = some_runs[-1].name if len(some_runs) == self.at_once else ""
        self.root = int(some_roots[-1].name) if len(some_roots) == self.at_once else 0
        loose = await unlocked(self.documents, [*some_runs, *due(some_roots, now)])
        for one in loose:
            _log.error("object_not_locked", path=one.path, about=one.about, name=one.name)
            await self.documents.hold(one.path, one.since)
        return len(loose)
