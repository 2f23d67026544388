"""The archived runs in a dossier: they hold, the ledger tells of each, and none of which it tells was left out."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from grants.contracts.ledger_events import RunArchived
from grants.proof.archive import MOST, ArchiveFault, Manifest, Wrong, follow, unpack
from grants.proof.dossier.contents import ArchivedRun, Chain, Dossier
from grants.proof.finding import Finding, Told
from grants.proof.payloads import key_of, open_with


def find_runs(dossier: Dossier) -> Iterator[Finding]:
    """Keys, chains of manifests, histories, and what the ledger tells of them, from both sides."""
    yield from _payload_keys(dossier)
    chains: dict[str, list[ArchivedRun]] = defaultdict(list)
    for run in dossier.runs:
        chains[_about(run)].append(run)
    on_record = _archived_on_record(dossier.chains)
    for about, runs in chains.items():
        end, what = follow(run.archived for run in runs), Told.of("dossier.archive", "archive of {about}", about=about)
        if isinstance(end, ArchiveFault):
            kind = Told.of(f"dossier.archive.{end.kind.value}", end.kind.value)
            fault = {"index": end.index, "kind": kind, "run_id": end.run_id}
            yield Finding(
                what, holds=False, found=Told.of("dossier.archive.fault", "run {index}: {kind} {run_id}", **fault)
            )
            continue
        found = Told.of("dossier.archive.holds", "{count} runs, each stands on the one before", count=len(runs))
        yield Finding(what, holds=True, found=found)
        for run in runs:
            yield _run(run, dossier, on_record)
    yield _complete(dossier, on_record)


def _about(run: ArchivedRun) -> str:
    """The file a manifest says it is of; "" where it is none: its chain names the fault then."""
    try:
        return run.archived.read().about
    except (ValueError, RecursionError):
        return ""


def _complete(dossier: Dossier, on_record: dict[str, str]) -> Finding:
    """Each run that the records tell of is here."""
    here = {(run.archived.read().run_id, run.archived.hash) for run in dossier.runs if _about(run)}
    left_out = [run_id for run_id, sealed in on_record.items() if (run_id, sealed) not in here]
    what = Told.of("dossier.runs", "runs on record")
    if not left_out:
        found = Told.of("dossier.runs.holds", "all {count} are here", count=len(on_record))
        return Finding(what, holds=True, found=found)
    told = "{count} of {told} are not here as they were archived, the first is {run_id}"
    values = {"count": len(left_out), "told": len(on_record), "run_id": left_out[0]}
    return Finding(what, holds=False, found=Told.of("dossier.runs.left_out", told, **values))


def _payload_keys(dossier: Dossier) -> Iterator[Finding]:
    """Each is one, and of the file itself; none where what is personal was left out."""
    if not dossier.payload_keys:
        return
    names = dossier.payload_keys
    strange = [one for one in names if one.rpartition("/")[0] != dossier.facts.about or key_of(names[one]) is None]
    found = Told.of(
        "dossier.payload_keys.holds", "{count}, for the histories of the file's own workflows", count=len(names)
    )
    if strange:
        found = Told.of("dossier.payload_keys.strange", "{name} is no key of the file", name=strange[0])
    if dossier.facts.redacted:
        found = Told.of("dossier.payload_keys.left_out", "the dossier says they are left out")
    what = Told.of("dossier.payload_keys", "keys of what workflows carried")
    yield Finding(what, not strange and not dossier.facts.redacted, found)


def _run(run: ArchivedRun, dossier: Dossier, on_record: dict[str, str]) -> Finding:
    manifest = run.archived.read()
    named = {"volume": manifest.volume, "workflow": manifest.workflow_id}
    what = Told.of("dossier.run", "run {volume} of {workflow}", **named)
    content = dossier.files.get(run.entry)
    if content is None:
        return Finding(what, holds=False, found=Told.of("dossier.run.missing", "its history is missing"))
    if manifest.size > MOST:
        told = Told.of(
            "dossier.run.too_great", "says its history has {size} bytes, more than any has", size=manifest.size
        )
        return Finding(what, holds=False, found=told)
    history = unpack(manifest, content)
    if isinstance(history, Wrong):
        wrong = Told.of(f"dossier.archive.{history.value}", history.value)
        told = Told.of("dossier.run.changed", "its history is not what was archived: {wrong}", wrong=wrong)
        return Finding(what, holds=False, found=told)
    if on_record.get(manifest.run_id) != run.archived.hash:
        told = Told.of("dossier.run.not_on_record", "the ledger does not tell that it was archived so")
        return Finding(what, holds=False, found=told)
    return _opened_run(what, manifest, history, dossier)


def _opened_run(what: str, manifest: Manifest, history: bytes, dossier: Dossier) -> Finding:
    """Its payloads can be read with the keys that are here, as far as they should be."""
    count: dict[str, object] = {"events": manifest.events, "ending": manifest.ending}
    held = "{events} events, {ending}, archived and on record"
    keys = {name: key for name, text in dossier.payload_keys.items() if (key := key_of(text)) is not None}
    if not keys.keys() & set(manifest.keys):
        if manifest.keys:
            return Finding(what, holds=True, found=Told.of("dossier.run.encrypted", held + ", encrypted", **count))
        return Finding(what, holds=True, found=Told.of("dossier.run.holds", held, **count))
    try:
        opening = open_with(history, keys)
    except (ValueError, RecursionError) as error:
        told = Told.of("dossier.run.unreadable", "its history cannot be read: {error}", error=str(error))
        return Finding(what, holds=False, found=told)
    if opening.false:
        shut = "the key {name} does not open what stands under it"
        return Finding(what, holds=False, found=Told.of("dossier.run.wrong_key", shut, name=opening.false))
    told = Told.of("dossier.run.opened", held + ", {opened} payloads opened", opened=opening.opened, **count)
    return Finding(what, holds=True, found=told)


def _archived_on_record(chains: Iterable[Chain]) -> dict[str, str]:
    """The hashes of archived runs by run, as the ledger tells them. Nothing of what tells is personal."""
    found: dict[str, str] = {}
    for chain in chains:
        for body in chain.bodies:
            data = _told_in(body)
            if data is not None:
                found[str(data.get("run_id"))] = str(data.get("hash"))
    return found


def _told_in(body: str) -> dict[str, Any] | None:
    """What a record says of a run that was archived; None where it is about something else, or no record."""
    if RunArchived.SUBJECT not in body:
        return None
    try:
        event = json.loads(body)
    except (ValueError, RecursionError):
        return None  # named by its chain
    if not isinstance(event, dict) or event.get("type") != RunArchived.type_name():
        return None
    data = event.get("data")
    return data if isinstance(data, dict) else None
