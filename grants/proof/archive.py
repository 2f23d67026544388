"""The archive of a file's workflow runs: a manifest a run, chained like the ledger, and what it is compared by.

The history itself is JSON as Temporal writes it, kept compressed (gzip) under the SHA-256 of the compressed bytes.
"""

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from grants.proof.canonical import says_twice
from grants.proof.chain import Position, seal

MOST = 256 * 1024 * 1024
"""Bytes of a history: Temporal ends a run whose history has 50 MiB, before it is written as JSON."""


class Manifest(BaseModel):
    """What is known of an archived run.

    volume: its place among the runs of its workflow, from 1; continues, continued_by: the runs before and after.
    builds, kits: builds and SDKs that took its steps. keys: ids of the keys its payloads are encrypted under.
    document: SHA-256 of the compressed history; content: of the history; size: its bytes. build, revision: of the
    program that archived it, at `archived_at`.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    about: str
    archive_index: int
    workflow_id: str
    workflow_type: str
    run_id: str
    volume: int
    ending: str
    started_at: str
    ended_at: str
    events: int
    continues: str = ""
    continued_by: str = ""
    builds: tuple[str, ...] = ()
    kits: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    document: str
    content: str
    size: int
    build: str
    revision: str = ""
    archived_at: str

    def canonical(self) -> str:
        """The text that is hashed and kept."""
        told = self.model_dump(mode="json")
        return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Archived(BaseModel):
    """One run in the archive. manifest: its canonical text; hash covers it and the hash before it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    manifest: str
    hash: str
    previous_hash: str

    def read(self) -> Manifest:
        """Raises ValidationError."""
        return Manifest.model_validate_json(self.manifest)


class Wrong(StrEnum):
    """What an archive can show.

    unreadable: a manifest is none, or has a name twice. out_of_order: a run is missing, added or moved. torn: it does
    not stand on the one before. changed: the manifest is not what was sealed. volume_missing: a run of a workflow is
    not there. document_changed, content_changed: the kept bytes, or the history in them, are not those of the manifest.
    """

    UNREADABLE = "unreadable"
    OUT_OF_ORDER = "out_of_order"
    TORN = "torn"
    CHANGED = "changed"
    VOLUME_MISSING = "volume_missing"
    DOCUMENT_CHANGED = "document_changed"
    CONTENT_CHANGED = "content_changed"


@dataclass(frozen=True, slots=True)
class ArchiveFault:
    """The first place at which the archive of a file does not hold. index: in its chain, from 1."""

    kind: Wrong
    index: int
    run_id: str = ""


def follow(entries: Iterable[Archived]) -> Position | ArchiveFault:
    """Follow the chain of a file's runs: where it ends, or the first fault."""
    position = Position()
    volumes: dict[str, Manifest] = {}
    for entry in entries:
        index = position.length + 1
        try:
            manifest = entry.read()
        except (ValueError, RecursionError):
            return ArchiveFault(Wrong.UNREADABLE, index)
        if says_twice(entry.manifest):
            return ArchiveFault(Wrong.UNREADABLE, index, manifest.run_id)
        kind = _fault(position, entry, manifest) or _gap(volumes.get(manifest.workflow_id), manifest)
        if kind is not None:
            return ArchiveFault(kind, index, manifest.run_id)
        volumes[manifest.workflow_id] = manifest
        position = Position(index, entry.hash)
    return position


def _fault(position: Position, entry: Archived, manifest: Manifest) -> Wrong | None:
    if manifest.archive_index != position.length + 1:
        return Wrong.OUT_OF_ORDER
    if entry.previous_hash != position.head:
        return Wrong.TORN
    return None if entry.hash == seal(position.head, entry.manifest) else Wrong.CHANGED


def _gap(before: Manifest | None, manifest: Manifest) -> Wrong | None:
    """A workflow's first run continues none; each later one is the one the run before names, if it names one."""
    if manifest.volume != (before.volume + 1 if before else 1):
        return Wrong.VOLUME_MISSING
    expected = before.continued_by if before else ""
    if before is not None and not expected:
        return None
    return None if manifest.continues == (before.run_id if before else "") else Wrong.VOLUME_MISSING


def pack(history: bytes) -> bytes:
    """The history as it is kept."""
    return gzip.compress(history, mtime=0)


def unpack(manifest: Manifest, document: bytes) -> bytes | Wrong:
    """The history in the kept bytes, or what is wrong with them. None is greater than `MOST`, whatever it says."""
    if not 0 <= manifest.size <= MOST:
        return Wrong.CONTENT_CHANGED
    if hashlib.sha256(document).hexdigest() != manifest.document:
        return Wrong.DOCUMENT_CHANGED
    stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        content = stream.decompress(document, manifest.size + 1)  # never more than it should be, whatever it is
    except (zlib.error, ValueError, OverflowError):
        return Wrong.DOCUMENT_CHANGED
    if hashlib.sha256(content).hexdigest() != manifest.content or len(content) != manifest.size:
        return Wrong.CONTENT_CHANGED
    return content


def chains(entries: Sequence[Archived]) -> dict[str, list[Manifest]]:
    """The runs by workflow, the first first."""
    found: dict[str, list[Manifest]] = {}
    for entry in entries:
        manifest = entry.read()
        found.setdefault(manifest.workflow_id, []).append(manifest)
    return found
