"""Whether what a dossier says holds together: signatures, roots, chains, runs, documents, and every decision again."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from grants.proof.canonical import says_twice
from grants.proof.chain import GROUND, seal
from grants.proof.decided import find_decisions
from grants.proof.dossier.belongings import find_chains, find_papers
from grants.proof.dossier.builds import find_builds
from grants.proof.dossier.contents import Chain, Dossier, Unreadable, read_dossier, strange, told
from grants.proof.dossier.named import event_in, pins
from grants.proof.dossier.packing import Entry, NotPacked, unpack
from grants.proof.dossier.rules import Rules
from grants.proof.dossier.runs import find_runs
from grants.proof.dossier.sealing import BLOCKS, STATEMENT, Wrong, first_wrong
from grants.proof.erasures import Erasures
from grants.proof.finding import Finding, Told
from grants.proof.known import NOTHING, Known, find_known
from grants.proof.merkle import is_consistent, is_included
from grants.proof.signatures import Doubt, Ring, SignedRoot
from grants.proof.veil import Opened

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check came to. wrong: the first byte that is; nothing else is looked at then.

    vouched: whether anything of the ledger was known from elsewhere; else it may be one that somebody made up.
    """

    findings: tuple[Finding, ...]
    wrong: Wrong | None = None
    vouched: bool = False

    @property
    def holds(self) -> bool:
        return self.wrong is None and bool(self.findings) and all(one.holds for one in self.findings)


def verify(whole: bytes, known: Known = NOTHING) -> Verdict:
    """Check a dossier. known: what one has of the ledger from elsewhere. Raises nothing, whatever the bytes are."""
    findings: list[Finding] = []
    try:
        wrong = first_wrong(whole, told)
        if wrong is not None:
            return Verdict((), wrong)
        entries = [entry for entry in unpack(whole) if entry.name not in {BLOCKS, STATEMENT}]
        for one in _findings(read_dossier(entries), entries, whole, known):
            findings.append(one)  # noqa: PERF402 - what was found until something cannot be read is kept
    except (NotPacked, Unreadable) as error:
        findings.append(_unread(str(error)))
    except Exception as error:  # noqa: BLE001 - whatever a stranger sealed is answered
        findings.append(_unread(f"{type(error).__name__}: {error}"))
    return Verdict(tuple(findings), vouched=known.vouches)


def _unread(error: str) -> Finding:
    told = Told.of("dossier.itself.unread", "what comes after this cannot be read: {error}", error=error[:500])
    return Finding(Told.of("dossier.itself", "the dossier"), holds=False, found=told)


def _findings(dossier: Dossier, entries: Sequence[Entry], whole: bytes, known: Known) -> Iterator[Finding]:
    sealed = "all {size} bytes are as they were sealed on {at}"
    found = Told.of("dossier.seal.holds", sealed, size=len(whole), at=dossier.facts.at)
    yield Finding(Told.of("dossier.seal", "seal"), holds=True, found=found)
    yield from _keys(dossier)
    yield from find_known(known, dossier.keys, dossier.roots.roots)
    yield from _roots(dossier)
    for chain in dossier.chains:
        yield from _chain(chain, dossier)
    read = [(chain, _told(chain)) for chain in dossier.chains]
    everything = [(chain.subject.about, one.event) for chain, records in read for one in records.values()]
    yield find_chains(dossier, [event for about, event in everything if about == dossier.facts.about])
    events = [event for _, event in everything]
    rules = Rules(dossier)
    yield from rules.findings(pins(events))
    for chain, records in read:
        yield from _decisions(chain, records, rules)
    yield from find_runs(dossier)
    yield from find_builds(dossier)
    yield from find_papers(dossier, events)
    unknown = strange(dossier, entries, pins(events))
    found = Told.of("dossier.entries.holds", "{count} files", count=len(entries))
    if unknown:
        found = Told.of("dossier.entries.unknown", "not spoken of: {names}", names=", ".join(unknown[:_SHOWN]))
    yield Finding(Told.of("dossier.entries", "entries"), not unknown, found)


def _keys(dossier: Dossier) -> Iterator[Finding]:
    doubts = Ring(dossier.keys).doubts()
    first = dossier.keys[0].statement.id if dossier.keys else ""
    said: str = Told.of("dossier.keys.holds", "{count}, the first is {first}", count=len(dossier.keys), first=first)
    if doubts:
        key, doubt = doubts[0]
        said = Told.of("dossier.keys.doubt", "key {name}: {doubt}", name=key, doubt=_doubt(doubt))
    yield Finding(Told.of("dossier.keys", "keys"), not doubts and bool(dossier.keys), said)


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
    """What is shut in it, and was not truly erased. Whoever is withheld is shut by right."""
    found = Erasures(chain.subject.about, in_part=bool(chain.subject.withheld))
    for record, body, openings in zip(chain.records, chain.bodies, chain.openings, strict=True):
        found.take(record.chain_index, "", body, openings)
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
        opened = event_in(body, openings)
    except ValueError as error:
        return Told.of("dossier.record.unreadable", "cannot be read: {error}", error=str(error))
    if says_twice(body) or says_twice(openings):
        return Told.of("dossier.record.twice", "has a name twice: not everybody reads the same in it")
    return _misread(chain, opened, openings)


def _misread(chain: Chain, opened: Opened, openings: str) -> str:
    if opened.event.get("subject") != chain.subject.about:
        return Told.of("dossier.record.elsewhere", "is about something else")
    if opened.closed and openings:
        return Told.of("dossier.record.in_part", "is opened in part: not {place}", place=opened.closed[0])
    false = "is opened by what was not sealed: {place}"
    return Told.of("dossier.record.opened_falsely", false, place=opened.false[0]) if opened.false else ""


def _told(chain: Chain) -> dict[int, Opened]:
    """What its records tell, by their count, as far as they can be read: what cannot is named by the chain."""
    found = {}
    for record, body, openings in zip(chain.records, chain.bodies, chain.openings, strict=True):
        with suppress(ValueError):
            found.update({record.chain_index: event_in(body, openings)} if body else {})
    return found


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


def _decisions(chain: Chain, records: Mapping[int, Opened], rules: Rules) -> Iterator[Finding]:
    for number, opened in records.items():
        at = {"number": number, "subject": _subject(chain)}
        where = Told.of("dossier.where", "at record {number} of {subject}", **at)
        yield from find_decisions(opened, where, rules.of)
