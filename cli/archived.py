"""The archive of a file's runs: fetched, held against its own hashes, the ledger and what Temporal still keeps."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field

from temporalio.client import Client, WorkflowHistory

from cli.client import ApiSession
from cli.phrases import Phrase
from cli.proof import Ledger, Proof
from grants.contracts.ledger_events import RunArchived
from grants.proof.archive import Archived, ArchiveFault, Manifest, Wrong, follow, unpack
from runtime.histories import Ending, Run, run_of

LOST = ("runs.lost", "runs")


@dataclass(slots=True)
class Archive:
    """The archived runs of a file. runs: those whose histories are whole, by workflow, the first first."""

    about: str
    entries: list[Archived] = field(default_factory=list)
    runs: dict[str, list[Run]] = field(default_factory=dict)
    broken: list[Proof] = field(default_factory=list)

    def manifests(self) -> Iterator[Manifest]:
        """Of all entries that can be read."""
        for entry in self.entries:
            try:
                yield entry.read()
            except ValueError:
                continue


async def fetch_archive(api: ApiSession, about: str) -> Archive:
    """All of it, histories included. Raises ApiError."""
    path = f"/applications/{about}/archive"
    found = Archive(about, [Archived.model_validate(one) async for one in api.pages("audit", path)])
    for manifest in found.manifests():
        content = unpack(manifest, await api.get_bytes("audit", f"{path}/{manifest.run_id}"))
        if isinstance(content, Wrong):
            what = _named(manifest.volume, manifest.workflow_id)
            found.broken.append(Proof(what, holds=False, found=str(content), meaning=_meaning(content)))
            continue
        history = WorkflowHistory.from_json(manifest.workflow_id, content.decode())
        run = Run(manifest.workflow_id, manifest.run_id, manifest.volume, history)
        found.runs.setdefault(manifest.workflow_id, []).append(run)
    return found


def prove_archive(archive: Archive, ledger: Ledger, since: Ledger | None = None) -> Iterator[Proof]:
    """Its chain holds, its histories are whole, and the ledger tells of the same runs.

    ledger: as read before the archive. since: as read after it, where something was archived meanwhile.
    """
    what = Phrase.of("replay.archive", about=archive.about)
    end = follow(archive.entries)
    if isinstance(end, ArchiveFault):
        found = Phrase.of("replay.archive.fault", kind=str(end.kind), index=end.index, run=end.run_id)
        yield Proof(what, holds=False, found=found, meaning=_meaning(end.kind))
    else:
        found = Phrase.of("replay.archive.whole", length=end.length, head=end.head[:16])
        yield Proof(what, holds=True, found=found)
    yield from archive.broken
    yield from _told(archive, ledger, since or ledger)


def _told(archive: Archive, ledger: Ledger, since: Ledger) -> Iterator[Proof]:
    """What the ledger has of a run is what the archive has, and the other way round: the two are written together.

    So what was on record before the archive was read is in it, and what is in it is on record afterwards; a run that
    is archived between two readings is missing in the older one and nowhere else.
    """
    kept = {entry.read().run_id: entry.hash for entry in archive.entries if _readable(entry)}
    for manifest in untold(archive, since):
        what = _named(manifest.volume, manifest.workflow_id)
        meaning = Phrase.of("replay.archive.untold.meaning")
        yield Proof(what, holds=False, found=Phrase.of("replay.archive.untold"), meaning=meaning)
    for data in ledger.all(RunArchived):
        what = _named(data["volume"], data["workflow_id"])
        if data["run_id"] not in kept:
            meaning = Phrase.of("replay.archive.gone.meaning")
            yield Proof(what, holds=False, found=Phrase.of("replay.archive.gone"), meaning=meaning)
        elif kept[data["run_id"]] != data["hash"]:
            here, there = data["hash"][:16], kept[data["run_id"]][:16]
            found = Phrase.of("replay.archive.other", ledger=here, archive=there)
            yield Proof(what, holds=False, found=found, meaning=Phrase.of("replay.archive.other.meaning"))


def untold(archive: Archive, ledger: Ledger) -> list[Manifest]:
    """The archived runs of which the ledger tells nothing; a ledger that was read before them may not yet."""
    told = {data["run_id"] for data in ledger.all(RunArchived)}
    return [manifest for manifest in archive.manifests() if manifest.run_id not in told]


def _named(volume: int, workflow_id: str) -> Phrase:
    return Phrase.of("replay.archived_run", volume=volume, workflow=workflow_id)


def _meaning(kind: Wrong) -> Phrase:
    return Phrase.of(f"replay.archive.{kind}")


def _readable(entry: Archived) -> bool:
    try:
        entry.read()
    except ValueError:
        return False
    return True


async def join_live(client: Client, workflow_id: str, archived: Sequence[Run]) -> tuple[list[Run], list[Proof]]:
    """The archived runs, then those that Temporal has and the archive has not; and where both have it and differ."""
    known = {run.run_id: run for run in archived}
    fresh: list[Run] = []
    proofs: list[Proof] = []
    run = await run_of(client, workflow_id, None)
    while run is not None and run.run_id not in known:
        fresh.append(run)
        run = await run_of(client, workflow_id, run.continues) if run.continues else None
    fresh.reverse()
    if fresh and fresh[0].continues and fresh[0].continues not in known:
        found, what = (Phrase.of(f"replay.{key}", run=fresh[0].continues, workflow=workflow_id) for key in LOST)
        proofs.append(Proof(what, holds=False, found=found, meaning=_meaning(Wrong.VOLUME_MISSING)))
    proofs += [proof async for proof in _same_as_kept(client, archived)]
    numbered = [
        Run(one.workflow_id, one.run_id, volume, one.history) for volume, one in enumerate(fresh, len(archived) + 1)
    ]
    return [*archived, *numbered], proofs


async def _same_as_kept(client: Client, archived: Sequence[Run]) -> AsyncIterator[Proof]:
    for run in archived:
        kept = await run_of(client, run.workflow_id, run.run_id)
        if kept is None or kept.ending is Ending.RUNNING or list(kept.events) == list(run.events):
            continue
        what = _named(run.volume, run.workflow_id)
        found = Phrase.of("replay.archive.not_kept", archived=len(run.events), kept=len(kept.events))
        yield Proof(what, holds=False, found=found, meaning=Phrase.of("replay.archive.not_kept.meaning"))
