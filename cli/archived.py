"""The archive of a file's runs: fetched, held against its own hashes, the ledger and what Temporal still keeps."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field

from temporalio.client import Client, WorkflowHistory

from cli.client import ApiSession
from cli.proof import Ledger, Proof
from grants.contracts.ledger_events import RunArchived
from grants.proof.archive import Archived, ArchiveFault, Manifest, Wrong, follow, unpack
from runtime.histories import Ending, Run, run_of

MEANS = {
    Wrong.UNREADABLE: "what the archive knows of a run was overwritten",
    Wrong.OUT_OF_ORDER: "a run was taken out of the archive, put into it, or moved",
    Wrong.TORN: "a run was exchanged, or what stood before it",
    Wrong.CHANGED: "what the archive knows of a run was changed after it was sealed",
    Wrong.VOLUME_MISSING: "a run of the workflow is not in the archive",
    Wrong.DOCUMENT_CHANGED: "the kept bytes of a history were changed",
    Wrong.CONTENT_CHANGED: "the kept history is another than the one that was archived",
}


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
            what = f"archived run {manifest.volume} of {manifest.workflow_id}"
            found.broken.append(Proof(what, holds=False, found=content, meaning=MEANS[content]))
            continue
        history = WorkflowHistory.from_json(manifest.workflow_id, content.decode())
        run = Run(manifest.workflow_id, manifest.run_id, manifest.volume, history)
        found.runs.setdefault(manifest.workflow_id, []).append(run)
    return found


def prove_archive(archive: Archive, ledger: Ledger) -> Iterator[Proof]:
    """Its chain holds, its histories are whole, and the ledger tells of the same runs."""
    what = f"archive of {archive.about}"
    end = follow(archive.entries)
    if isinstance(end, ArchiveFault):
        found = f"{end.kind} at run {end.index} ({end.run_id})"
        yield Proof(what, holds=False, found=found, meaning=MEANS[end.kind])
    else:
        yield Proof(what, holds=True, found=f"{end.length} runs, head {end.head[:16]}…")
    yield from archive.broken
    yield from _told(archive, ledger)


def _told(archive: Archive, ledger: Ledger) -> Iterator[Proof]:
    """What the ledger has of a run is what the archive has; the last runs may not have been told of yet."""
    kept = {entry.read().run_id: entry.hash for entry in archive.entries if _readable(entry)}
    for data in ledger.all(RunArchived):
        what = f"archived run {data['volume']} of {data['workflow_id']}"
        if data["run_id"] not in kept:
            meaning = "a run that was archived is no longer in the archive"
            yield Proof(what, holds=False, found="in the ledger, not in the archive", meaning=meaning)
        elif kept[data["run_id"]] != data["hash"]:
            found = f"hash {data['hash'][:16]}… in the ledger, {kept[data['run_id']][:16]}… in the archive"
            yield Proof(what, holds=False, found=found, meaning="the archive was written anew")


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
        found = f"run {fresh[0].continues} is neither archived nor kept any more"
        proofs.append(Proof(f"runs of {workflow_id}", holds=False, found=found, meaning=MEANS[Wrong.VOLUME_MISSING]))
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
        what = f"archived run {run.volume} of {run.workflow_id}"
        found = f"{len(run.events)} events in the archive, {len(kept.events)} kept by Temporal, not the same"
        yield Proof(what, holds=False, found=found, meaning="the archive or Temporal's own record was changed")
