"""Everything that proves an application, put into one file that is checked without this system."""

import base64
import hashlib
import itertools
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from grants.breach import Breach, NotFound
from grants.contracts.dossier_events import DossierDownloaded, DossierMade
from grants.contracts.ledger_events import BuildArchived
from grants.proof.chain import Link, sealed_moment
from grants.proof.dossier.contents import (
    ArchivedRun,
    Chain,
    ChainProof,
    Dossier,
    Facts,
    Growth,
    Held,
    Inclusion,
    Record,
    Roots,
    Subject,
    document_entry,
    entries_of,
)
from grants.proof.dossier.named import papers, pins
from grants.proof.dossier.sealing import seal as sealed
from grants.proof.signatures import SignedRoot
from grants.regimes import texts
from grants.values import ApplicationId
from runtime.documents import Documents
from runtime.filed import Filed
from runtime.payload_keys import KeyDestroyed, KeyMissing, KeyShelf
from runtime.signing import Signer
from runtime.unit import Unit
from services.audit.domain.dossiers import FILED
from services.audit.domain.keeping import DossierErased
from services.audit.domain.sealing import NotSealed
from services.audit.store import archive, builds, subject_keys, tree
from services.audit.store import dossiers as store
from services.audit.store.dossiers import Made
from services.audit.usecases import proofs, seal
from services.audit.usecases.rights import at_hand, inspect, parties_of

_ALL = 100_000
_READ_ME = files("services.audit") / "data" / "dossier.txt"


@dataclass(frozen=True, slots=True)
class Means:
    """What a dossier is made with: the key that seals it, where documents lie, the keys of what workflows carried.

    filed: documents of files that may name persons, as dossiers do themselves.
    """

    signer: Signer
    filed: Filed
    payload_keys: KeyShelf | None = None

    @property
    def documents(self) -> Documents:
        """The store in which all lies."""
        return self.filed.documents


@dataclass(frozen=True, slots=True)
class Wish:
    """redacted: leave out what is personal, and with it the papers and keys. documents: take the papers along.

    payload_keys: take along what opens the histories of the file's own workflows.
    """

    redacted: bool = False
    documents: bool = True
    payload_keys: bool = True


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was read out of the document store, each once: reading may take long, and nobody has to wait for it."""

    filed: Filed
    found: dict[tuple[str, bool], bytes | None] = field(default_factory=dict)

    async def run(self, name: str) -> bytes | None:
        """A history; None where the store has it no more."""
        return await self._once((name, False), lambda: self.filed.documents.read(name))

    async def paper(self, name: str, taken: "Taken") -> bytes | None:
        """A paper of the file; None where the store has it no more, or it may not be read.

        Once it was erased it is looked for anew.
        """
        key = f"{taken.about}/{name}", name in taken.erased
        return await self._once(key, lambda: _content(name, taken, self.filed))

    async def _once(self, key: tuple[str, bool], read: Callable[[], Awaitable[bytes]]) -> bytes | None:
        if key not in self.found:
            try:
                self.found[key] = await read()
            except FileNotFoundError:
                self.found[key] = None
        return self.found[key]


@dataclass(frozen=True, slots=True)
class _Contents:
    """What comes along out of the document store: what is known of papers, and histories and papers by entry."""

    held: list[Held]
    papers: dict[str, bytes]
    runs: list[ArchivedRun]
    histories: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class _Part:
    """A chain to take along, and which of its records concern others alone."""

    kind: str
    about: str
    links: list[Link]
    withheld: frozenset[int]


async def make(unit: Unit, application_id: str, wish: Wish, means: Means) -> Made:
    """Make a dossier of the file as it stands, and keep it. Raises NotFound, NotAllowed."""
    unit.about = application_id
    await _inspect_all(unit, application_id)
    fetched = Fetched(means.filed)
    await _contents(unit, application_id, await _parts(unit, application_id), wish, fetched)
    await unit.lock("ledger")  # nothing is added between the root and the chains it covers; all else was read before
    await seal.introduce(unit, means.signer)
    await seal.sign_root(unit, means.signer)
    whole, count = await _whole(unit, application_id, wish, means, fetched)
    sha256 = await _kept(unit, application_id, whole, wish, means)
    made = Made(sha256, application_id, len(whole), wish.redacted, count, unit.now, unit.actor.person_id)
    await store.add(unit.session, made)
    told = DossierMade(
        application_id=ApplicationId(application_id),
        sha256=sha256,
        size=len(whole),
        redacted=wish.redacted,
        documents=count,
    )
    unit.tell(told, about=application_id)
    return made


async def _inspect_all(unit: Unit, application_id: str) -> None:
    """The chain of the call comes along, and its ranking names the other files. Raises NotFound, NotAllowed."""
    await inspect(unit, application_id)
    found = await parties_of(unit, application_id)
    if found.call_id:
        await at_hand(unit, found.call_id)


async def _kept(unit: Unit, application_id: str, whole: bytes, wish: Wish, means: Means) -> str:
    """One that names persons is not locked, and encrypted for its file: an erasure has to reach it."""
    if wish.redacted:
        return await means.documents.keep_for_good(whole, unit.now)
    return await means.filed.keep(application_id, whole)


async def made_of(unit: Unit, application_id: str) -> list[Made]:
    """The dossiers that were made of a file, the newest first. Raises NotFound, NotAllowed."""
    await inspect(unit, application_id)
    return await store.made_of(unit.session, application_id)


async def download(unit: Unit, application_id: str, sha256: str, filed: Filed) -> bytes:
    """A dossier that was made; that it was taken is on record.

    Raises NotFound, NotAllowed, DossierErased, DocumentErased.
    """
    unit.about = application_id
    await _inspect_all(unit, application_id)
    found = await store.find(unit.session, application_id, sha256)
    if found is None:
        raise NotFound(Breach("missing.dossier", "sha256", sha256[:80]))
    if found.erased_at is not None:
        raise DossierErased(Breach(DossierErased.rule, "sha256", sha256))
    content = await (
        filed.documents.read(sha256) if found.redacted else filed.read(unit.session, application_id, sha256)
    )
    unit.tell(DossierDownloaded(application_id=ApplicationId(application_id), sha256=sha256), about=application_id)
    return content


def _events(parts: Sequence[_Part]) -> list[dict[str, Any]]:
    return [link.opened().event for part in parts for link in part.links if link.chain_index not in part.withheld]


async def _contents(unit: Unit, about: str, parts: Sequence[_Part], wish: Wish, fetched: Fetched) -> _Contents:
    """What the records name in the document store."""
    events = _events(parts)
    taken = Taken(about, await _erased(unit, about, events), wish.documents and not wish.redacted)
    held, contents = await _documents(papers(events), taken, fetched)
    of_runs = [part.about for part in parts if part.kind in {"application", "call"}]
    runs, histories = await _runs(unit, of_runs, fetched)
    return _Contents(held, contents, runs, histories)


async def _whole(unit: Unit, application_id: str, wish: Wish, means: Means, fetched: Fetched) -> tuple[bytes, int]:
    """The bytes of the dossier, and how many papers it holds."""
    parts = await _parts(unit, application_id)
    found = await _contents(unit, application_id, parts, wish, fetched)
    chains = [await _chain(unit, number, part, wish, means) for number, part in enumerate(parts, 1)]
    pinned = pins(_events(parts))
    facts = Facts(
        about=application_id,
        at=await seal.moment(unit, means.signer),
        software=version("destek"),
        redacted=wish.redacted,
        regimes=pinned,
        subjects=tuple(chain.subject for chain in chains),
        documents=tuple(found.held),
    )
    dossier = Dossier(
        facts,
        (await tree.keys(unit.session)).keys,
        await _roots(unit),
        tuple(chains),
        tuple(found.runs),
        {key: tuple(texts(key)) for key in sorted({pin.partition("@")[0] for pin in pinned})},
        {**found.histories, **found.papers},
        await _payload_keys(unit, application_id, found.runs, wish, means),
    )
    entries = entries_of(dossier, _READ_ME.read_text(encoding="utf-8"))
    return sealed(entries, application_id, facts.at, means.signer.sign), len(found.papers)


async def _parts(unit: Unit, application_id: str) -> list[_Part]:
    """The application, its call, its consortium and the builds, as far as anything was told of them."""
    found = await parties_of(unit, application_id)
    named = (("application", application_id), ("call", found.call_id), ("consortium", found.consortium_id))
    wanted = (*named, ("other", builds.ABOUT))
    parts = []
    for kind, about in wanted:
        links = await store.all_links(unit.session, about) if about else []
        if links:
            parts.append(_Part(kind, about, links, await _withheld(unit, kind, links, application_id)))
    return parts


async def _withheld(unit: Unit, kind: str, links: Sequence[Link], application_id: str) -> frozenset[int]:
    """What concerns others alone: of a call, other files; of the builds, who looked at them."""
    if kind == "application":
        return frozenset()
    if kind == "other":
        return frozenset(link.chain_index for link in links if link.type != BuildArchived.type_name())
    return await store.of_others(unit.session, links[0].about, application_id)


async def _chain(unit: Unit, number: int, part: _Part, wish: Wish, means: Means) -> Chain:
    proof = await proofs.of_chain(unit, part.about, means.signer)
    if proof.sealed is None or proof.sealed_length != len(part.links):
        raise NotSealed(Breach(NotSealed.rule, "about", part.about))
    place = proof.sealed
    sealed_end = Inclusion(chain_index=proof.sealed_length, index=place.index, size=place.size, path=place.path)
    hidden = [link.chain_index in part.withheld for link in part.links]
    folder = f"ledger/{number}-{part.kind}"
    return Chain(
        Subject.model_validate(
            {
                "about": part.about,
                "kind": part.kind,
                "folder": folder,
                "records": len(part.links),
                "withheld": sum(hidden),
            }
        ),
        tuple("" if is_hidden else link.body for link, is_hidden in zip(part.links, hidden, strict=True)),
        tuple(_record(link, is_hidden) for link, is_hidden in zip(part.links, hidden, strict=True)),
        tuple(
            "" if is_hidden or wish.redacted else link.openings
            for link, is_hidden in zip(part.links, hidden, strict=True)
        ),
        ChainProof(chain=proof.chain, sealed=sealed_end),
    )


def _record(link: Link, withheld: bool) -> Record:  # noqa: FBT001 - one of a pair
    moment = None if withheld else sealed_moment(link.previous_hash, link.body, link.recorded_at, link.hash)
    return Record(
        chain_index=link.chain_index,
        hash=link.hash,
        previous_hash=link.previous_hash,
        withheld=withheld,
        recorded_at=moment or "",
    )


async def _roots(unit: Unit) -> Roots:
    roots: Sequence[SignedRoot] = await store.roots_of_years(unit.session)
    growth = []
    for old, new in itertools.pairwise(roots):
        grown = await proofs.grown(unit, old.statement.size, new.statement.size)
        growth.append(Growth(old=grown.old, new=grown.new, path=grown.path))
    return Roots(roots=tuple(roots), growth=tuple(growth))


async def _runs(unit: Unit, subjects: Sequence[str], fetched: Fetched) -> tuple[list[ArchivedRun], dict[str, bytes]]:
    """The archived runs of the application and of its call, and their histories by entry.

    One of which the ledger tells nothing comes along too: whoever checks the dossier is to find it.
    """
    runs, histories = [], {}
    for about in subjects:
        for one in await archive.archived(unit.session, about, 0, _ALL):
            manifest = one.read()
            entry = f"runs/{manifest.workflow_id}/{manifest.volume:03}-{manifest.run_id}.json.gz"
            content = await fetched.run(manifest.document)
            if content is None:
                entry = ""  # whoever checks the dossier is told so
            else:
                histories[entry] = content
            runs.append(ArchivedRun(archived=one, entry=entry))
    return runs, histories


async def _payload_keys(
    unit: Unit, about: str, runs: Sequence[ArchivedRun], wish: Wish, means: Means
) -> dict[str, str]:
    """What opens the file's own runs, by name; nothing once anything of the file was erased. Raises NotFound."""
    if means.payload_keys is None or wish.redacted or not wish.payload_keys:
        return {}
    if await subject_keys.destroyed_at(unit.session, about) is not None:
        return {}
    names = {name for run in runs for name in run.archived.read().keys if name.rpartition("/")[0] == about}
    shelf = means.payload_keys.afresh()
    try:
        return {name: base64.b64encode(await shelf.named(name)).decode() for name in sorted(names)}
    except (KeyMissing, KeyDestroyed) as error:
        raise NotFound(Breach("codec.unreadable", "key", str(error)[:80])) from error


@dataclass(frozen=True, slots=True)
class Taken:
    """Of which file papers are taken. erased: those that may not be read in clear, wherever they still lie.

    along: whether their bytes come along, or only what is known of them.
    """

    about: str
    erased: frozenset[str]
    along: bool


async def _erased(unit: Unit, about: str, events: Sequence[dict[str, Any]]) -> frozenset[str]:
    is_erased = await subject_keys.destroyed_at(unit.session, about) is not None
    return frozenset(papers(events, FILED) if is_erased else ())


async def _documents(names: Sequence[str], taken: Taken, fetched: Fetched) -> tuple[list[Held], dict[str, bytes]]:
    """What is known of the papers, and those taken along. One that the store does not hold is listed without size."""
    held, contents = [], {}
    for name in names:
        content = await fetched.paper(name, taken)
        if content is None:
            held.append(Held(sha256=name, size=0, included=False))
            continue
        if hashlib.sha256(content).hexdigest() == name and taken.along:
            contents[document_entry(name)] = content
        held.append(Held(sha256=name, size=len(content), included=taken.along))
    return held, contents


async def _content(name: str, taken: Taken, filed: Filed) -> bytes:
    """As the file has it, or else in clear. Raises FileNotFoundError."""
    with suppress(FileNotFoundError):
        return await filed.find(taken.about, name)
    if name in taken.erased:
        raise FileNotFoundError(name)
    return await filed.documents.read(name)
