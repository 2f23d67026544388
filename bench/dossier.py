"""How long does one core take to verify the dossier of a grant of seven years, against hashing its bytes?"""

import hashlib
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from bench.answer import Answer, middle
from grants.decisions import explain
from grants.proof import merkle
from grants.proof.archive import Archived, Manifest, pack
from grants.proof.canonical import canonical
from grants.proof.chain import GROUND, Position, seal
from grants.proof.dossier.checking import verify
from grants.proof.dossier.contents import (
    ArchivedRun,
    Chain,
    ChainProof,
    Dossier,
    Facts,
    Held,
    Inclusion,
    Record,
    Roots,
    Subject,
    document_entry,
    entries_of,
)
from grants.proof.dossier.sealing import seal as sealed
from grants.proof.signatures import (
    ChainStatement,
    KeyStatement,
    PublicKey,
    RootStatement,
    SignedChain,
    SignedRoot,
    stamp,
)
from grants.proof.veil import SALT, veil, written
from grants.regimes import RuleSet, load, texts
from runtime.signing import Signer, new_signer

QUESTION = "seconds to verify a dossier of seven years, one core"
WITHIN = 5.0
"""Seconds that are enough for 28 quarterly reports."""
TIMES = 25.0
"""So many times as long as hashing the bytes may it take."""
APPLICATION, CALL = "01890000-0000-7000-8000-00000000000a", "01890000-0000-7000-8000-00000000000c"
QUARTERS, LINES, TALK, PAPERS = 28, 40, 24, 6
"""Reports; lines of spending in each; other events of a quarter; papers of a quarter."""
OF_OTHERS = 400
"""Records of the call that are about other files."""
STEPS = 150
"""Events of a workflow's run of a quarter."""
PAPER_BYTES = 250_000
BEGAN = datetime(2027, 1, 1, tzinfo=UTC)
QUARTER = timedelta(days=91)


@dataclass(slots=True)
class Told:
    """One record."""

    about: str
    body: str
    openings: str
    end: Position
    here: Position


@dataclass(slots=True)
class Book:
    """A ledger in memory."""

    rules: RuleSet
    records: list[Told] = field(default_factory=list)
    ends: dict[str, Position] = field(default_factory=dict)

    def add(self, about: str, kind: str, at: datetime, **data: Any) -> None:
        event = {
            "specversion": "1.0",
            "id": f"event-{len(self.records):08}",
            "type": kind,
            "subject": about,
            "time": stamp(at),
            "actorid": "memur-1",
            "actorrole": "ministry_officer",
            "regime": self.rules.pinned,
            "data": data,
        }
        veiled, openings = veil(event, lambda: os.urandom(SALT))
        end, body = self.ends.get(about, Position()), canonical(veiled)
        here = self.ends[about] = Position(end.length + 1, seal(end.head, body))
        self.records.append(Told(about, body, written(openings), end, here))


async def answers(quarters: int = QUARTERS, rounds: int = 3) -> list[Answer]:
    whole = dossier_of(quarters)
    pairs = [(_seconds_to_verify(whole), _seconds_to_hash(whole)) for _ in range(rounds)]
    taken, hashed = middle([one for one, _ in pairs]), middle([one for _, one in pairs])
    details = {"megabytes": len(whole) / 1e6, "reports": quarters, "bytes": len(whole)}
    return [
        Answer(QUESTION, taken, WITHIN, "s", "what is enough", taken / WITHIN, 1.0, "less", details),
        Answer(QUESTION, taken, hashed, "s", "hashing the same bytes once", taken / hashed, TIMES, "less", details),
    ]


def _seconds_to_verify(whole: bytes) -> float:
    started = time.process_time()
    verdict = verify(whole)
    taken = time.process_time() - started
    if not verdict.holds:
        raise AssertionError(f"the bench's own dossier does not hold: {verdict}")
    return taken


def _seconds_to_hash(whole: bytes) -> float:
    started = time.process_time()
    hashlib.sha256(whole).digest()
    return max(time.process_time() - started, 1e-6)


def dossier_of(quarters: int = QUARTERS) -> bytes:
    """The file: the records, decisions, runs and papers of so many quarters."""
    signer, book, runs, files = new_signer(), Book(load("kdp-2014")), list[ArchivedRun](), dict[str, bytes]()
    for number in range(OF_OTHERS):
        book.add(CALL, "application.call.questioned.v1", BEGAN, call_id=CALL, application_id=f"other-{number}")
    for quarter in range(1, quarters + 1):
        _tell(book, quarter)
        run = _run(quarter, quarters, runs[-1].archived.hash if runs else GROUND, files)
        runs.append(run)
        told = run.archived.read().model_dump(include={"run_id", "volume", "workflow_id"})
        book.add(APPLICATION, "audit.run.archived.v1", BEGAN + QUARTER * quarter, **told, hash=run.archived.hash)
    held = [_paper(files) for _ in range(PAPERS * quarters)]
    root = _root(book, signer)
    chains = (_chain(book, APPLICATION, "application", signer), _chain(book, CALL, "call", signer))
    facts = Facts(
        about=APPLICATION,
        at=stamp(BEGAN + QUARTER * (quarters + 2)),
        software="bench",
        redacted=False,
        regimes=(book.rules.pinned,),
        subjects=tuple(chain.subject for chain in chains),
        documents=tuple(held),
    )
    key = KeyStatement(id=signer.id, public=signer.public, since=stamp(BEGAN))
    regimes = {book.rules.key: tuple(texts(book.rules.key))}
    roots = Roots(roots=(root,), growth=())
    one = Dossier(facts, (PublicKey(statement=key),), roots, chains, tuple(runs), regimes, files)
    return sealed(entries_of(one, "bench\n"), facts.about, facts.at, signer.sign)


def _tell(book: Book, quarter: int) -> None:
    """A report with its lines and what was decided about them, and all the talk around it."""
    at = BEGAN + QUARTER * quarter
    lines = [{"line": n, "item": "A", "net": f"{100 * n}.00", "vat": f"{20 * n}.00"} for n in range(1, LINES + 1)]
    made = explain("lines", {"lines": lines}, book.rules).model_dump(mode="json")
    book.add(APPLICATION, "monitoring.report.assessed.v1", at, application_id=APPLICATION, explanations=[made])
    asked = {"asked_end": "2022-11-02", "current_end": "2022-05-02", "contract_day": "2017-05-02"}
    asked |= {"ground": "technical", "asked_on": "2022-01-10"}
    for number in range(TALK):
        more: dict[str, Any] = {"reason": "Gümrükte bekleyen makine için. " * 8} if number % 3 else {}
        if number % 8 == 0:
            more["explanations"] = [explain("extension", asked, book.rules).model_dump(mode="json")]
        book.add(APPLICATION, "monitoring.bench.said.v1", at + timedelta(hours=number), number=number, **more)


def _run(quarter: int, quarters: int, head: str, files: dict[str, bytes]) -> ArchivedRun:
    steps = [{"eventId": str(one), "eventType": "x" * 30, "data": os.urandom(150).hex()} for one in range(STEPS)]
    history = json.dumps({"events": steps}).encode()
    kept = pack(history)
    at = stamp(BEGAN + QUARTER * quarter)
    manifest = Manifest(
        about=APPLICATION,
        archive_index=quarter,
        workflow_id=f"grant/{APPLICATION}",
        workflow_type="Grant",
        run_id=f"run-{quarter}",
        volume=quarter,
        ending="completed" if quarter == quarters else "continued",
        continues=f"run-{quarter - 1}" if quarter > 1 else "",
        continued_by=f"run-{quarter + 1}" if quarter < quarters else "",
        started_at=at,
        ended_at=at,
        events=STEPS,
        document=hashlib.sha256(kept).hexdigest(),
        content=hashlib.sha256(history).hexdigest(),
        size=len(history),
        build="bench",
        archived_at=at,
    ).canonical()
    entry = f"runs/run-{quarter}.json.gz"
    files[entry] = kept
    return ArchivedRun(archived=Archived(manifest=manifest, hash=seal(head, manifest), previous_hash=head), entry=entry)


def _paper(files: dict[str, bytes]) -> Held:
    content = os.urandom(PAPER_BYTES)
    digest = hashlib.sha256(content).hexdigest()
    files[document_entry(digest)] = content
    return Held(sha256=digest, size=len(content), included=True)


def _hashes(book: Book) -> Iterator[bytes]:
    return (bytes.fromhex(one.here.head) for one in book.records)


def _root(book: Book, signer: Signer) -> SignedRoot:
    root = merkle.root_of(_hashes(book)).hex()
    statement = RootStatement(number=1, size=len(book.records), root=root, at=stamp(BEGAN + 40 * QUARTER), previous="")
    return SignedRoot(statement=statement, signed=signer.sign(statement.canonical()))


def _chain(book: Book, about: str, kind: Literal["application", "call"], signer: Signer) -> Chain:
    told = [one for one in book.records if one.about == about]
    size, last = len(book.records), max(at for at, one in enumerate(book.records) if one.about == about)
    is_call = kind == "call"
    records = tuple(
        Record(
            chain_index=one.here.length,
            hash=one.here.head,
            previous_hash=one.end.head,
            withheld=is_call,
        )
        for one in told
    )
    end = told[-1].here
    statement = ChainStatement(about=about, length=end.length, head=end.head, size=size, at=stamp(BEGAN + 40 * QUARTER))
    hashes = list(_hashes(book))
    path = tuple(merkle.root_of(hashes[part.start : part.stop]).hex() for part in merkle.inclusion(last, size))
    return Chain(
        Subject(
            about=about, kind=kind, folder=f"ledger/{kind}", records=len(told), withheld=len(told) if is_call else 0
        ),
        tuple("" if is_call else one.body for one in told),
        records,
        tuple("" if is_call else one.openings for one in told),
        ChainProof(
            chain=SignedChain(statement=statement, signed=signer.sign(statement.canonical())),
            sealed=Inclusion(chain_index=end.length, index=last, size=size, path=path),
        ),
    )
