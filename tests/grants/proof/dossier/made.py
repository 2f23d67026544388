"""A dossier of a ledger of its own: an application and its call, a run, a document, two keys, two roots."""

import base64
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any, Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from grants.decisions import explain
from grants.proof import merkle
from grants.proof.archive import Archived, Manifest, pack
from grants.proof.canonical import canonical
from grants.proof.chain import Position, seal
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
from grants.proof.signatures import (
    ChainStatement,
    KeyStatement,
    PublicKey,
    RootStatement,
    Signed,
    SignedChain,
    SignedRoot,
    encoded,
    key_id,
    stamp,
)
from grants.proof.veil import veil, written
from grants.regimes import load, texts

BEGAN = datetime(2027, 1, 1, tzinfo=UTC)
APPLICATION, CALL = "01890000-0000-7000-8000-00000000000a", "01890000-0000-7000-8000-00000000000c"
FIRST, SECOND = (Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in (1, 2))
RULES = load("kdp-2014")
PDF = b"%PDF-1.7 signed on 02/05/2017"
PAYLOAD_KEY, PAYLOAD_KEY_NAME = bytes(range(32)), f"{APPLICATION}/0001"
"""What the workflow carried stands under it."""


def payload(said: bytes, key: bytes = PAYLOAD_KEY, name: str = PAYLOAD_KEY_NAME) -> dict[str, Any]:
    """Encrypted, as it stands in a history; always the same."""
    data = bytes(12) + AESGCM(key).encrypt(bytes(12), said, name.encode())
    metadata = {"encoding": base64.b64encode(b"binary/encrypted"), "key": base64.b64encode(name.encode())}
    coded = {what: value.decode() for what, value in metadata.items()}
    return {"metadata": coded, "data": base64.b64encode(data).decode()}


HISTORY = json.dumps(
    {"events": [{"eventId": str(number), "input": {"payloads": [payload(b"x")]}} for number in range(1, 40)]}
).encode()


def named(key: Ed25519PrivateKey) -> str:
    return key_id(key.public_key().public_bytes_raw())


def sign(key: Ed25519PrivateKey, content: bytes) -> Signed:
    return Signed(key=named(key), signature=encoded(key.sign(content)))


def keys() -> tuple[PublicKey, ...]:
    first, second = (
        KeyStatement(id=named(key), public=encoded(key.public_key().public_bytes_raw()), since=stamp(since))
        for key, since in ((FIRST, BEGAN), (SECOND, BEGAN + timedelta(days=365)))
    )
    return PublicKey(statement=first), PublicKey(statement=second, voucher=sign(FIRST, second.canonical()))


@dataclass
class Book:
    """A ledger in memory."""

    ends: dict[str, Position] = field(default_factory=dict)
    hashes: list[bytes] = field(default_factory=list)
    told: list[dict[str, Any]] = field(default_factory=list)
    tells_moments: bool = True

    def __post_init__(self) -> None:
        numbers = count(1)
        self.salt: Callable[[], bytes] = lambda: next(numbers).to_bytes(16, "big")

    def add(self, about: str, kind: str, **data: Any) -> None:
        self.say(about, kind, data)

    def say(self, about: str, kind: str, data: dict[str, Any], role: str = "ministry_officer", later: int = 0) -> None:
        """later: years after all the rest."""
        number = len(self.told) + 1
        at = BEGAN + timedelta(hours=number, days=366 * later)
        event = {
            "specversion": "1.0",
            "id": f"event-{number:04}",
            "type": kind,
            "subject": about,
            "time": stamp(at),
            "actorid": "memur-1",
            "actorrole": role,
            "regime": RULES.pinned,
            "data": data,
        }
        veiled, openings = veil(event, self.salt)
        end = self.ends.get(about, Position())
        body = canonical(veiled)
        recorded_at = stamp(at + timedelta(seconds=1)) if self.tells_moments else ""
        here = Position(end.length + 1, seal(end.head, body, recorded_at))
        self.ends[about] = here
        self.hashes.append(bytes.fromhex(here.head))
        self.told.append(
            {"about": about, "body": body, "openings": written(openings), "end": end, "here": here, "place": number - 1}
            | {"recorded_at": recorded_at}
        )


def end(book: Book, about: str) -> None:
    """The file ends, and an inspector signs it off."""
    book.add(about, "application.application.ended.v1", application_id=about, outcome="withdrawn", stage="draft")
    book.add(
        about, "audit.inspection.signed.v1", role="inspector", application_id=about, ending="withdrawn", remark="x"
    )


def erase(book: Book, about: str, role: str = "administrator", later: int = 11, **instead: Any) -> None:
    """What is personal in it is erased by order, once it need not be kept any more."""
    order = {"application_id": about, "reason": "Süre doldu.", "destroyed": 1, "dossiers": 0}
    book.say(about, "audit.personal_data.erased.v1", order | instead, role, later)


def told(*, moments: bool = True, erased: bool = False) -> Book:
    """What was told until the files were asked for. moments: whether they were sealed with when they came."""
    book = Book(tells_moments=moments)
    book.add(CALL, "application.call.published.v1", call_id=CALL, name="3. çağrı", regime_reason="")
    names = {"application_id": APPLICATION, "call_id": CALL, "document": hashlib.sha256(PDF).hexdigest()}
    book.add(APPLICATION, "application.application.submitted.v1", **names, consortium_name="OSTİM")
    asked = explain(
        "extension",
        {
            "asked_end": "2022-11-02",
            "current_end": "2022-05-02",
            "contract_day": "2017-05-02",
            "ground": "technical",
            "asked_on": "2022-01-10",
        },
        RULES,
    )
    book.add(CALL, "application.call.deadline_moved.v1", call_id=CALL, reason="Ayşe Kaya'nın dilekçesi üzerine")
    book.add(
        APPLICATION,
        "monitoring.extension.asked.v1",
        application_id=APPLICATION,
        reason="Gümrükte bekleyen makine",
        ground="technical",
        new_end="2022-11-02",
        explanations=[asked.model_dump(mode="json")],
    )
    book.add(APPLICATION, "audit.run.archived.v1", run_id="run-1", volume=1, hash=archived().archived.hash)
    if erased:
        end(book, APPLICATION)
        erase(book, APPLICATION)
        for line in [line for line in book.told if line["about"] == APPLICATION][:-1]:
            line["openings"] = ""
    return book


@cache
def compressed() -> bytes:
    return pack(HISTORY)


ENTRY = "runs/run-1.json.gz"


def manifest() -> Manifest:
    return Manifest(
        about=APPLICATION,
        archive_index=1,
        workflow_id=f"application/{APPLICATION}",
        workflow_type="Application",
        run_id="run-1",
        volume=1,
        ending="completed",
        started_at=stamp(BEGAN),
        ended_at=stamp(BEGAN + timedelta(days=30)),
        events=39,
        keys=(PAYLOAD_KEY_NAME,),
        document=hashlib.sha256(compressed()).hexdigest(),
        content=hashlib.sha256(HISTORY).hexdigest(),
        size=len(HISTORY),
        build="0.1.0",
        archived_at=stamp(BEGAN + timedelta(days=30)),
    )


def archived_as(one: Manifest) -> ArchivedRun:
    text = one.canonical()
    ground = Position().head
    return ArchivedRun(archived=Archived(manifest=text, hash=seal(ground, text), previous_hash=ground), entry=ENTRY)


def archived() -> ArchivedRun:
    return archived_as(manifest())


def root_of(book: Book, number: int, size: int, previous: str, key: Ed25519PrivateKey, days: int) -> SignedRoot:
    peaks = merkle.Peaks()
    for one in book.hashes[:size]:
        peaks.add(one)
    statement = RootStatement(
        number=number, size=size, root=peaks.root().hex(), at=stamp(BEGAN + timedelta(days=days)), previous=previous
    )
    return SignedRoot(statement=statement, signed=sign(key, statement.canonical()))


def hash_of(book: Book, part: merkle.Part) -> bytes:
    return merkle.root_of(book.hashes[part.start : part.stop])


def chain_of(
    book: Book, about: str, kind: Literal["application", "call"], *, redacted: bool, withheld: Sequence[int]
) -> Chain:
    lines = [line for line in book.told if line["about"] == about]
    size = len(book.hashes)
    records = tuple(
        Record(
            chain_index=line["here"].length,
            hash=line["here"].head,
            previous_hash=line["end"].head,
            withheld=line["here"].length in withheld,
            recorded_at="" if line["here"].length in withheld else line["recorded_at"],
        )
        for line in lines
    )
    statement = ChainStatement(
        about=about, length=len(lines), head=records[-1].hash, size=size, at=stamp(BEGAN + timedelta(days=400))
    )
    path = tuple(hash_of(book, part).hex() for part in merkle.inclusion(lines[-1]["place"], size))
    sealed_end = Inclusion(chain_index=len(lines), index=lines[-1]["place"], size=size, path=path)
    proof = ChainProof(
        chain=SignedChain(statement=statement, signed=sign(SECOND, statement.canonical())), sealed=sealed_end
    )
    hidden = [line["here"].length in withheld for line in lines]
    return Chain(
        Subject(about=about, kind=kind, folder=f"ledger/{kind}", records=len(lines), withheld=sum(hidden)),
        tuple("" if is_hidden else line["body"] for line, is_hidden in zip(lines, hidden, strict=True)),
        records,
        tuple("" if is_hidden or redacted else line["openings"] for line, is_hidden in zip(lines, hidden, strict=True)),
        proof,
    )


def dossier(
    *, redacted: bool = False, withheld: Sequence[int] = (2,), moments: bool = True, erased: bool = False
) -> Dossier:
    """withheld: records of the call that concern others alone. Without moments it is one of before."""
    book = told(moments=moments, erased=erased)
    run = archived()
    digest = hashlib.sha256(PDF).hexdigest()
    size = len(book.hashes)
    first = root_of(book, 1, 3, "", FIRST, 300)
    last = root_of(book, 2, size, first.statement.digest(), SECOND, 399)
    growth = Growth(old=3, new=size, path=tuple(hash_of(book, part).hex() for part in merkle.consistency(3, size)))
    chains = (
        chain_of(book, APPLICATION, "application", redacted=redacted, withheld=()),
        chain_of(book, CALL, "call", redacted=redacted, withheld=withheld),
    )
    facts = Facts(
        format="destek.dossier.v2" if moments else "destek.dossier.v1",
        about=APPLICATION,
        at=stamp(BEGAN + timedelta(days=400)),
        software="0.1.0",
        redacted=redacted,
        regimes=(RULES.pinned,),
        subjects=tuple(chain.subject for chain in chains),
        documents=(Held(sha256=digest, size=len(PDF), included=True),),
    )
    return Dossier(
        facts,
        keys(),
        Roots(roots=(first, last), growth=(growth,)),
        chains,
        (run,),
        {RULES.key: tuple(texts(RULES.key))},
        {run.entry: compressed(), document_entry(digest): PDF},
    )


def written_down(one: Dossier, key: Ed25519PrivateKey = SECOND) -> bytes:
    """The file."""
    return sealed(entries_of(one, "Bu dosya…\n"), one.facts.about, one.facts.at, lambda content: sign(key, content))


@cache
def whole() -> bytes:
    return written_down(dossier())


def with_chain(one: Dossier, index: int, **parts: Any) -> Dossier:
    """The same with one chain changed, sealed as if nothing were."""
    changed = replace(one.chains[index], **parts)
    return replace(one, chains=tuple(changed if at == index else chain for at, chain in enumerate(one.chains)))
