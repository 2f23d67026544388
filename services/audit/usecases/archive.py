"""Finished runs of workflows are put into the archive: exported, compressed, hashed, chained to those before."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import structlog
from temporalio.client import Client

from grants.breach import Breach, NotFound
from grants.calendar import start_of
from grants.contracts.ledger_events import RunArchived
from grants.policy import Action
from grants.proof.archive import Archived, Manifest, pack
from grants.proof.chain import seal
from grants.proof.signatures import stamp
from runtime.auth import system_actor
from runtime.documents import Documents
from runtime.histories import Ending, Run, run_of
from runtime.payloads import keys_in
from runtime.unit import Desk, Unit
from services.audit.domain.watching import FileOfCall, Watch
from services.audit.store import archive as store
from services.audit.usecases.record import record
from services.audit.usecases.rights import allow, inspect

EVERY = timedelta(days=1)
"""A workflow is looked at again after this time, whatever was heard of its file."""
AT_ONCE = 200
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the archive stands, and the program that fills it."""

    client: Client
    documents: Documents
    build: str
    revision: str = ""


async def sweep(desk: Desk, shelf: Shelf) -> int:
    """Look at every watched workflow that may have gone on; how many runs came into the archive."""
    count, looked = 0, set[str]()
    while watches := [one for one in await _due(desk) if one.workflow_id not in looked]:
        for watch in watches:
            looked.add(watch.workflow_id)
            count += await look(desk, shelf, watch)
    return count


async def _due(desk: Desk) -> list[Watch]:
    async with desk.unit(system_actor("audit")) as unit:
        place = await store.place(unit.session)
        return [replace(one, place=place) for one in await store.due(unit.session, unit.now - EVERY, AT_ONCE)]


async def look(desk: Desk, shelf: Shelf, watch: Watch) -> int:
    """Archive the finished runs of a workflow, and watch those its runs began; how many were archived."""
    async with desk.unit(system_actor("audit")) as unit:
        known = await store.known(unit.session, watch.workflow_id)
    fresh, is_over = await _fresh(shelf.client, watch.workflow_id, known)
    finished = [run for run in fresh if run.ending is not Ending.RUNNING]
    for run in finished:
        await _keep(desk, shelf, watch.about, run)
    async with desk.unit(system_actor("audit")) as unit:
        for child in (child for run in fresh for child in run.children):
            if not await store.is_archived(unit.session, child.run_id):
                await store.watch(unit.session, [Watch(child.workflow_id, watch.about)])
        await store.looked(unit.session, watch, unit.now, is_over=is_over)
    return len(finished)


async def _fresh(client: Client, workflow_id: str, known: Sequence[Manifest]) -> tuple[list[Run], bool]:
    """The runs that are not archived, as far back as they are kept, the first first; whether no more will come."""
    archived = {one.run_id for one in known}
    newest = run = await run_of(client, workflow_id, None)
    found: list[Run] = []
    while run is not None and run.run_id not in archived:
        found.append(run)
        run = await run_of(client, workflow_id, run.continues) if run.continues else None
    found.reverse()
    if found and found[0].continues and found[0].continues not in archived:
        _log.error("run_missing", workflow=workflow_id, run=found[0].continues)
    before = known[-1].volume if known else 0
    numbered = [replace(one, volume=volume) for volume, one in enumerate(found, before + 1)]
    return numbered, newest is not None and newest.ending not in {Ending.RUNNING, Ending.CONTINUED}


async def _keep(desk: Desk, shelf: Shelf, about: str, run: Run) -> None:
    """One run, in one transaction; its document lies in the store before."""
    content = run.history.to_json().encode()
    packed = pack(content)
    document = await shelf.documents.keep_for_good(packed, await desk.clock.now())
    async with desk.unit(system_actor("audit")) as unit:
        await unit.lock(f"archive {about}")
        if await store.is_archived(unit.session, run.run_id):
            return
        end = await store.end_of(unit.session, about)
        manifest = Manifest(
            about=about,
            archive_index=end.length + 1,
            workflow_id=run.workflow_id,
            workflow_type=run.workflow_type,
            run_id=run.run_id,
            volume=run.volume,
            ending=run.ending,
            started_at=stamp(run.started_at),
            ended_at=stamp(run.ended_at),
            events=len(run.events),
            continues=run.continues,
            continued_by=run.continued_by,
            builds=run.builds,
            kits=run.kits,
            keys=keys_in(run.history),
            document=document,
            content=hashlib.sha256(content).hexdigest(),
            size=len(content),
            build=shelf.build,
            revision=shelf.revision,
            archived_at=stamp(unit.now),
        )
        text = manifest.canonical()
        archived = Archived(manifest=text, hash=seal(end.head, text), previous_hash=end.head)
        await store.add(unit.session, manifest, archived, unit.now)
        told = RunArchived(
            **manifest.model_dump(include={"workflow_id", "run_id", "volume", "archive_index", "document", "content"}),
            hash=archived.hash,
        )
        unit.tell(told, about=about)
        await record(unit, unit.told[-1][1])  # at once: what is archived is on record, or it was put there


async def runs(unit: Unit, about: str, after: int, limit: int) -> list[Archived]:
    """The archived runs of a file. Raises NotFound, NotAllowed."""
    await inspect(unit, about)
    return await store.archived(unit.session, about, after, limit)


async def files(unit: Unit, call_id: str, year: int | None, after: str, limit: int) -> list[FileOfCall]:
    """Applications of a call, or submitted in a year of Istanbul, by id. Raises NotAllowed."""
    allow(unit, frozenset(), Action.AUDIT_READ)
    span = (start_of(date(year, 1, 1)), start_of(date(year + 1, 1, 1))) if year is not None else None
    return await store.files(unit.session, call_id, span, after, limit)


async def document(unit: Unit, documents: Documents, about: str, run_id: str) -> bytes:
    """The compressed history of a run. Raises NotFound, NotAllowed."""
    await inspect(unit, about)
    name = await store.document_of(unit.session, about, run_id)
    missing = NotFound(Breach("missing.run", "run_id", run_id[:80]))
    if name is None:
        raise missing
    try:
        return await documents.read(name)
    except FileNotFoundError as error:
        raise missing from error
