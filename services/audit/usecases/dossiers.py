"""Everything that proves an application, put into one file that is checked without this system."""

import base64
import hashlib
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files

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
from grants.proof.dossier.sealing import seal as sealed
from grants.proof.signatures import SignedRoot, stamp
from grants.regimes import texts
from grants.values import ApplicationId
from runtime.documents import Documents
from runtime.payload_keys import KeyDestroyed, KeyMissing, KeyShelf
from runtime.signing import Signer
from runtime.unit import Unit
from services.audit.domain.dossiers import papers, pins
from services.audit.domain.keeping import DossierErased
from services.audit.domain.sealing import NotSealed
from services.audit.store import archive, builds, subject_keys, tree
from services.audit.store import dossiers as store
from services.audit.store.dossiers import Made
from services.audit.usecases import proofs, seal
from services.audit.usecases.rights import inspect, parties_of

_ALL = 100_000
_READ_ME = files("services.audit") / "data" / "dossier.txt"


@dataclass(frozen=True, slots=True)
class Means:
    """What a dossier is made with: the key that seals it, where documents lie, the keys of what workflows carried."""

    signer: Signer
    documents: Documents
    payload_keys: KeyShelf | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """redacted: leave out what is personal, and with it the papers and keys. documents: take the papers along.

    payload_keys: take along what opens the histories of the file's own workflows.
    """

    redacted: bool = False
    documents: bool = True
    payload_keys: bool = True


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
    await inspect(unit, application_id)
    await unit.lock("ledger")  # nothing is added between the root and the chains it covers
    await seal.introduce(unit, means.signer)
    await seal.sign_root(unit, means.signer)
    whole, count = await _whole(unit, application_id, wish, means)
    sha256 = await _kept(unit, whole, wish, means.documents)
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


async def _kept(unit: Unit, whole: bytes, wish: Wish, documents: Documents) -> str:
    """One that names persons is not locked: an erasure has to reach it."""
    return await (documents.keep_for_good(whole, unit.now) if wish.redacted else documents.keep(whole))


async def made_of(unit: Unit, application_id: str) -> list[Made]:
    """The dossiers that were made of a file, the newest first. Raises NotFound, NotAllowed."""
    await inspect(unit, application_id)
    return await store.made_of(unit.session, application_id)


async def download(unit: Unit, application_id: str, sha256: str, documents: Documents) -> bytes:
    """A dossier that was made; that it was taken is on record. Raises NotFound, NotAllowed, DossierErased."""
    unit.about = application_id
    await inspect(unit, application_id)
    found = await store.find(unit.session, application_id, sha256)
    if found is None:
        raise NotFound(Breach("missing.dossier", "sha256", sha256[:80]))
    if found.erased_at is not None:
        raise DossierErased(Breach(DossierErased.rule, "sha256", sha256))
    content = await documents.read(sha256)
    unit.tell(DossierDownloaded(application_id=ApplicationId(application_id), sha256=sha256), about=application_id)
    return content


async def _whole(unit: Unit, application_id: str, wish: Wish, means: Means) -> tuple[bytes, int]:
    """The bytes of the dossier, and how many papers it holds."""
    parts = await _parts(unit, application_id)
    events = [link.opened().event for part in parts for link in part.links if link.chain_index not in part.withheld]
    held, contents = await _documents(papers(events), means.documents, take=wish.documents and not wish.redacted)
    of_runs = [part.about for part in parts if part.kind in {"application", "call"}]
    runs, histories = await _runs(unit, of_runs, means.documents)
    chains = [await _chain(unit, number, part, wish, means) for number, part in enumerate(parts, 1)]
    pinned = pins(events)
    facts = Facts(
        about=application_id,
        at=stamp(unit.now),
        software=version("destek"),
        redacted=wish.redacted,
        regimes=pinned,
        subjects=tuple(chain.subject for chain in chains),
        documents=tuple(held),
    )
    dossier = Dossier(
        facts,
        (await tree.keys(unit.session)).keys,
        await _roots(unit),
        tuple(chains),
        tuple(runs),
        {key: tuple(texts(key)) for key in sorted({pin.partition("@")[0] for pin in pinned})},
        {**histories, **contents},
        await _payload_keys(unit, application_id, runs, wish, means),
    )
    entries = entries_of(dossier, _READ_ME.read_text(encoding="utf-8"))
    return sealed(entries, application_id, facts.at, means.signer.sign), len(contents)


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


async def _runs(
    unit: Unit, subjects: Sequence[str], documents: Documents
) -> tuple[list[ArchivedRun], dict[str, bytes]]:
    """The archived runs of the application and of its call, and their histories by entry.

    One of which the ledger tells nothing comes along too: whoever checks the dossier is to find it.
    """
    runs, histories = [], {}
    for about in subjects:
        for one in await archive.archived(unit.session, about, 0, _ALL):
            manifest = one.read()
            entry = f"runs/{manifest.workflow_id}/{manifest.volume:03}-{manifest.run_id}.json.gz"
            try:
                histories[entry] = await documents.read(manifest.document)
            except FileNotFoundError:
                entry = ""  # whoever checks the dossier is told so
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


async def _documents(names: Sequence[str], documents: Documents, *, take: bool) -> tuple[list[Held], dict[str, bytes]]:
    """What is known of the papers, and those taken along. One that the store does not hold is listed without size."""
    held, contents = [], {}
    for name in names:
        try:
            content = await documents.read(name)
        except FileNotFoundError:
            held.append(Held(sha256=name, size=0, included=False))
            continue
        if hashlib.sha256(content).hexdigest() == name and take:
            contents[document_entry(name)] = content
        held.append(Held(sha256=name, size=len(content), included=take))
    return held, contents
