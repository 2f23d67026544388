"""Whether what a dossier says holds together: signatures, roots, chains, runs, documents, and every decision again."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from grants.breach import Refused
from grants.proof.archive import ArchiveFault, Manifest, follow
from grants.proof.archive import Wrong as ArchiveWrong
from grants.proof.archive import unpack as unpack_history
from grants.proof.chain import GROUND, seal
from grants.proof.decided import find_decisions
from grants.proof.dossier.builds import find_builds
from grants.proof.dossier.contents import (
    ArchivedRun,
    Chain,
    Dossier,
    Unreadable,
    document_entry,
    read_dossier,
    strange,
    told,
)
from grants.proof.dossier.packing import Entry, NotPacked, unpack
from grants.proof.dossier.sealing import BLOCKS, STATEMENT, Wrong, first_wrong
from grants.proof.erasures import ERASED, Erasures, is_shut
from grants.proof.finding import Finding, Told
from grants.proof.merkle import is_consistent, is_included
from grants.proof.payloads import key_of, open_with
from grants.proof.signatures import Doubt, Ring, SignedRoot
from grants.proof.veil import Opened, read, unveil
from grants.regimes import RuleSet, of_revision, parse

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check came to. wrong: the first byte that is; nothing else is looked at then."""

    findings: tuple[Finding, ...]
    wrong: Wrong | None = None

    @property
    def holds(self) -> bool:
        return self.wrong is None and all(one.holds for one in self.findings)


def verify(whole: bytes, trusted: str = "") -> Verdict:
    """Check a dossier. trusted: the id of the ledger's first key, known from elsewhere. Raises nothing."""
    wrong = first_wrong(whole, told)
    if wrong is not None:
        return Verdict((), wrong)
    try:
        entries = [entry for entry in unpack(whole) if entry.name not in {BLOCKS, STATEMENT}]
        dossier = read_dossier(entries)
    except (NotPacked, Unreadable) as error:
        return Verdict((Finding(Told.of("dossier.itself", "the dossier"), holds=False, found=str(error)[:500]),))
    return Verdict(tuple(_findings(dossier, entries, whole, trusted)))


def _findings(dossier: Dossier, entries: Sequence[Entry], whole: bytes, trusted: str) -> Iterator[Finding]:
    sealed = "all {size} bytes are as they were sealed on {at}"
    found = Told.of("dossier.seal.holds", sealed, size=len(whole), at=dossier.facts.at)
    yield Finding(Told.of("dossier.seal", "seal"), holds=True, found=found)
    yield from _keys(dossier, trusted)
    yield from _roots(dossier)
    for chain in dossier.chains:
        yield from _chain(chain, dossier)
    rules = _Rules(dossier)
    yield from rules.findings()
    for chain in dossier.chains:
        yield from _decisions(chain, rules)
    yield from _runs(dossier)
    yield from find_builds(dossier)
    yield from _documents(dossier)
    unknown = strange(dossier, entries)
    found = Told.of("dossier.entries.holds", "{count} files", count=len(entries))
    if unknown:
        found = Told.of("dossier.entries.unknown", "not spoken of: {names}", names=", ".join(unknown[:_SHOWN]))
    yield Finding(Told.of("dossier.entries", "entries"), not unknown, found)


def _keys(dossier: Dossier, trusted: str) -> Iterator[Finding]:
    doubts = Ring(dossier.keys).doubts()
    first = dossier.keys[0].statement.id if dossier.keys else ""
    said: str = Told.of("dossier.keys.holds", "{count}, the first is {first}", count=len(dossier.keys), first=first)
    if doubts:
        key, doubt = doubts[0]
        said = Told.of("dossier.keys.doubt", "key {name}: {doubt}", name=key, doubt=_doubt(doubt))
    yield Finding(Told.of("dossier.keys", "keys"), not doubts and bool(dossier.keys), said)
    if trusted:
        found = Told.of("dossier.first_key.found", "expected {trusted}, found {first}", trusted=trusted, first=first)
        yield Finding(Told.of("dossier.first_key", "first key"), first == trusted, found)


def _doubt(doubt: Doubt) -> Told:
    return Told.of(f"dossier.doubt.{doubt.value}", doubt.value)


def _roots(dossier: Dossier) -> Iterator[Finding]:
    ring, roots = Ring(dossier.keys), dossier.roots.roots
    for root in roots:
        doubt = ring.doubt(root.statement, root.statement.at, root.signed)
        size, at = root.statement.size, root.statement.at
        found = _doubt(doubt) if doubt else Told.of("dossier.root.holds", "{size} records on {at}", size=size, at=at)
        what = Told.of("dossier.root", "root {number}", number=root.statement.number)
        yield Finding(what, doubt is None, found)
    grown = len(dossier.roots.growth) == max(len(roots) - 1, 0) and all(
        _grew(old, new, growth.path) for old, new, growth in zip(roots, roots[1:], dossier.roots.growth, strict=False)
    )
    found = Told.of("dossier.growth.found", "{count} roots, each begins with the one before", count=len(roots))
    yield Finding(Told.of("dossier.growth", "growth of the ledger"), grown and bool(roots), found)


def _grew(old: SignedRoot, new: SignedRoot, path: Sequence[str]) -> bool:
    one, other = old.statement, new.statement
    try:
        hashes = [bytes.fromhex(node) for node in path]
        return is_consistent(one.size, bytes.fromhex(one.root), other.size, bytes.fromhex(other.root), hashes)
    except ValueError:
        return False


def _chain(chain: Chain, dossier: Dossier) -> Iterator[Finding]:
    what = Told.of("dossier.chain", "ledger of {subject}", subject=_subject(chain))
    fault = _first_fault(chain, redacted=dossier.facts.redacted)
    found = Told.of("dossier.chain.holds", "{count} records, each stands on the one before", count=len(chain.records))
    if chain.subject.withheld:
        told = "{count} records, {withheld} of them withheld, each stands on the one before"
        found = Told.of("dossier.chain.withheld", told, count=len(chain.records), withheld=chain.subject.withheld)
    yield Finding(what, not fault, fault or found)
    yield _end(chain, dossier, what)
    yield _inclusion(chain, dossier, what)


def _subject(chain: Chain) -> Told:
    kind, about = chain.subject.kind, chain.subject.about
    return Told.of(f"dossier.subject.{kind}", f"{kind} {{about}}", about=about)


def _first_fault(chain: Chain, *, redacted: bool) -> str:
    """The first record that does not hold; "" where all do."""
    head = GROUND
    for number, (body, record, openings) in enumerate(zip(chain.bodies, chain.records, chain.openings, strict=True), 1):
        fault = _fault(chain, body, openings, redacted=redacted)
        if record.chain_index != number or record.previous_hash != head:
            fault = Told.of("dossier.record.torn", "does not stand on the one before")
        elif record.withheld is bool(body):
            fault = Told.of("dossier.record.withheld", "is said to be withheld and is not, or is not said to be")
        elif body and _sealed(head, body, record.recorded_at) != record.hash:
            fault = Told.of("dossier.record.changed", "is not what was sealed")
        if fault:
            return Told.of("dossier.record", "record {number} {fault}", number=number, fault=fault)
        head = record.hash
    shut = None if redacted else _erasures(chain).first()
    told = "record {number} cannot be opened, and no erasure after it answers for that"
    return Told.of("dossier.record.shut", told, number=shut.chain_index) if shut else ""


def _erasures(chain: Chain) -> Erasures:
    """What is shut in it, and was not erased by an order on record. Whoever is withheld is shut by right."""
    found = Erasures()
    for record, body, openings in zip(chain.records, chain.bodies, chain.openings, strict=True):
        kind = ERASED if f'"type":"{ERASED}"' in body else ""
        found.take(record.chain_index, "", kind, is_shut=is_shut(body, openings))
    return found


def _sealed(head: str, body: str, recorded_at: str) -> str:
    try:
        return seal(head, body, recorded_at)
    except ValueError:
        return ""


def _fault(chain: Chain, body: str, openings: str, *, redacted: bool) -> str:
    if not body:
        return Told.of("dossier.record.opens_withheld", "opens what is withheld") if openings else ""
    if redacted and openings:
        return Told.of("dossier.record.opens_left_out", "opens what the dossier says is left out")
    try:
        opened = _opened(body, openings)
    except ValueError as error:
        return Told.of("dossier.record.unreadable", "cannot be read: {error}", error=str(error))
    if opened.event.get("subject") != chain.subject.about:
        return Told.of("dossier.record.elsewhere", "is about something else")
    if opened.closed and openings:
        return Told.of("dossier.record.in_part", "is opened in part: not {place}", place=opened.closed[0])
    false = "is opened by what was not sealed: {place}"
    return Told.of("dossier.record.opened_falsely", false, place=opened.false[0]) if opened.false else ""


def _opened(body: str, openings: str) -> Opened:
    event = json.loads(body)
    if not isinstance(event, dict) or not isinstance(event.get("data"), dict):
        raise ValueError("no event")  # noqa: TRY004 - what was given is wrong, not the call
    return unveil(event, read(openings))


def _end(chain: Chain, dossier: Dossier, what: str) -> Finding:
    statement = chain.proof.chain.statement
    doubt = Ring(dossier.keys).doubt(statement, statement.at, chain.proof.chain.signed)
    head = chain.records[-1].hash if chain.records else GROUND
    holds = doubt is None and (statement.about, statement.length, statement.head) == (
        chain.subject.about,
        len(chain.records),
        head,
    )
    signed, last = "signed: {count} records, the last is {last}…", statement.head[:16]
    found = _doubt(doubt) if doubt else Told.of("dossier.end.holds", signed, count=statement.length, last=last)
    return Finding(Told.of("dossier.end", "end of the {what}", what=what), holds, found)


def _inclusion(chain: Chain, dossier: Dossier, what: str) -> Finding:
    """The end of the chain is in the tree of the last root, and with it all that the end stands on."""
    sealed, last = chain.proof.sealed, dossier.roots.roots[-1] if dossier.roots.roots else None
    try:
        record = chain.records[sealed.chain_index - 1]
        path = [bytes.fromhex(node) for node in sealed.path]
        holds = (
            last is not None
            and sealed.chain_index == len(chain.records)
            and sealed.size == last.statement.size
            and is_included(
                bytes.fromhex(record.hash), sealed.index, sealed.size, path, bytes.fromhex(last.statement.root)
            )
        )
    except (ValueError, IndexError):
        holds = False
    number = last.statement.number if last else 0
    placed = "record {place} of {size} under root {number}"
    found = Told.of("dossier.place.found", placed, place=sealed.index + 1, size=sealed.size, number=number)
    return Finding(Told.of("dossier.place", "place of the {what}", what=what), holds, found)


class _Rules:
    """The rules the dossier brings along, by pin."""

    def __init__(self, dossier: Dossier) -> None:
        self._made: dict[str, tuple[RuleSet, ...]] = {}
        self._faults: dict[str, str] = {}
        for key, texts in dossier.regimes.items():
            try:
                self._made[key] = tuple(parse(key, texts))
            except Refused as error:
                self._faults[key] = str(error)[:300]
        self._pins = dossier.facts.regimes

    def of(self, pin: str) -> RuleSet:
        """Raises Refused, KeyError."""
        key, _, revision = pin.partition("@")
        return of_revision(self._made[key], revision)

    def findings(self) -> Iterator[Finding]:
        for pin in self._pins:
            what = Told.of("dossier.rules", "rules {pin}", pin=pin)
            try:
                rules = self.of(pin)
                since = {"instrument": rules.instrument, "since": str(rules.since)}
                yield Finding(
                    what, holds=True, found=Told.of("dossier.rules.holds", "{instrument}, from {since}", **since)
                )
            except KeyError:
                missing = Told.of("dossier.rules.missing", "their files are missing")
                yield Finding(what, holds=False, found=self._faults.get(pin.partition("@")[0], missing))
            except Refused as error:
                yield Finding(what, holds=False, found=str(error)[:300])


def _decisions(chain: Chain, rules: _Rules) -> Iterator[Finding]:
    for record, body, openings in zip(chain.records, chain.bodies, chain.openings, strict=True):
        if not body:
            continue
        try:
            opened = _opened(body, openings)
        except ValueError:
            continue  # told of by the chain already
        at = {"number": record.chain_index, "subject": _subject(chain)}
        where = Told.of("dossier.where", "at record {number} of {subject}", **at)
        yield from find_decisions(opened, where, rules.of)


def _runs(dossier: Dossier) -> Iterator[Finding]:
    yield from _payload_keys(dossier)
    chains: dict[str, list[ArchivedRun]] = defaultdict(list)
    for run in dossier.runs:
        about = json.loads(run.archived.manifest or "{}").get("about", "") if _is_json(run.archived.manifest) else ""
        chains[about].append(run)
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


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def _run(run: ArchivedRun, dossier: Dossier, on_record: dict[str, str]) -> Finding:
    manifest = run.archived.read()
    named = {"volume": manifest.volume, "workflow": manifest.workflow_id}
    what = Told.of("dossier.run", "run {volume} of {workflow}", **named)
    content = dossier.files.get(run.entry)
    if content is None:
        return Finding(what, holds=False, found=Told.of("dossier.run.missing", "its history is missing"))
    history = unpack_history(manifest, content)
    if isinstance(history, ArchiveWrong):
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
    except ValueError as error:
        told = Told.of("dossier.run.unreadable", "its history cannot be read: {error}", error=str(error))
        return Finding(what, holds=False, found=told)
    if opening.false:
        shut = "the key {name} does not open what stands under it"
        return Finding(what, holds=False, found=Told.of("dossier.run.wrong_key", shut, name=opening.false))
    told = Told.of("dossier.run.opened", held + ", {opened} payloads opened", opened=opening.opened, **count)
    return Finding(what, holds=True, found=told)


def _archived_on_record(chains: Iterable[Chain]) -> dict[str, str]:
    """The hashes of archived runs by run, as the ledger tells them."""
    found: dict[str, str] = {}
    for chain in chains:
        for body in chain.bodies:
            if '"audit.run.archived.v1"' in body:
                data = json.loads(body)["data"]
                found[str(data.get("run_id"))] = str(data.get("hash"))
    return found


def _documents(dossier: Dossier) -> Iterator[Finding]:
    for one in dossier.facts.documents:
        content = dossier.files.get(document_entry(one.sha256))
        if not one.included:
            continue
        holds = content is not None and hashlib.sha256(content).hexdigest() == one.sha256 and len(content) == one.size
        found = Told.of("dossier.document.changed", "is not what was kept")
        if holds:
            found = Told.of("dossier.document.holds", "{size} bytes", size=one.size)
        yield Finding(Told.of("dossier.document", "document {name}…", name=one.sha256[:16]), holds, found)
