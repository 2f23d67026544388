"""What stands in a dossier, and under which names. Reading is strict about shapes and blind to order."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from grants.proof.archive import Archived
from grants.proof.canonical import canonical, says_twice
from grants.proof.dossier.packing import Entry
from grants.proof.dossier.sealing import Told
from grants.proof.signatures import PublicKey, SignedChain, SignedRoot

FACTS = "dossier.json"
READ_ME = "README.txt"
KEYS = "ledger/keys.json"
ROOTS = "ledger/roots.json"
RUNS = "runs/runs.json"
PAYLOAD_KEYS = "runs/keys.json"
FORMAT: Literal["destek.dossier.v2"] = "destek.dossier.v2"
"""v1 is read too: its records say no moment at which they were recorded."""

_TWICE = "a name is there twice: not everybody reads the same in it"

ModelT = TypeVar("ModelT", bound=BaseModel)


class Part(BaseModel):
    """What the parts of a dossier have in common: more or less in one is another format."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Subject(Part):
    """A chain of the ledger. folder: where its records stand. withheld: records that concern others alone."""

    about: str
    kind: Literal["application", "call", "consortium", "other"]
    folder: str
    records: int
    withheld: int = 0


class Held(Part):
    """A document that a record names by its SHA-256. included: whether its bytes are in the dossier."""

    sha256: str
    size: int
    included: bool


class Facts(Part):
    """What the dossier says of itself. redacted: whether all that is personal was left out. regimes: pins."""

    format: Literal["destek.dossier.v1", "destek.dossier.v2"] = FORMAT
    about: str
    at: str
    software: str
    redacted: bool
    regimes: tuple[str, ...]
    subjects: tuple[Subject, ...]
    documents: tuple[Held, ...]


class Record(Part):
    """What proves one record. hash, previous_hash: hex. withheld: its text is not here.

    recorded_at: when it came into the ledger, as it was hashed; "" where it was not, and where it is withheld.
    """

    chain_index: int
    hash: str
    previous_hash: str
    withheld: bool = False
    recorded_at: str = ""


class Inclusion(Part):
    """The record `chain_index` is leaf `index` (from 0) of the tree of `size`; path: hex, the nearest first."""

    chain_index: int
    index: int
    size: int
    path: tuple[str, ...]


class Growth(Part):
    """The tree of `new` records begins with that of `old`; path: hex, the nearest first."""

    old: int
    new: int
    path: tuple[str, ...]


class ChainProof(Part):
    """Where a chain ends, signed; and its last record as part of the tree."""

    chain: SignedChain
    sealed: Inclusion


class Roots(Part):
    """Signed roots, the oldest first, and how each grew out of the one before it here."""

    roots: tuple[SignedRoot, ...]
    growth: tuple[Growth, ...]


class ArchivedRun(Part):
    """An archived run of a workflow, and the entry its history is; empty where it is not here."""

    archived: Archived
    entry: str


@dataclass(frozen=True, slots=True)
class Chain:
    """One chain as it stands in a dossier: texts of the records ("" for one withheld), proofs, openings."""

    subject: Subject
    bodies: tuple[str, ...]
    records: tuple[Record, ...]
    openings: tuple[str, ...]
    proof: ChainProof


@dataclass(frozen=True, slots=True)
class Dossier:
    """All of a dossier. regimes: by key, the files (`key/name`, text). files: runs and documents by entry name.

    payload_keys: by name, in base64, what opens the histories of the file's own workflows; none where they were left
    out, or destroyed.
    """

    facts: Facts
    keys: tuple[PublicKey, ...]
    roots: Roots
    chains: tuple[Chain, ...]
    runs: tuple[ArchivedRun, ...]
    regimes: Mapping[str, tuple[tuple[str, str], ...]]
    files: Mapping[str, bytes] = field(default_factory=dict)
    payload_keys: Mapping[str, str] = field(default_factory=dict)


class Unreadable(Exception):  # noqa: N818 - what is the matter with what was given
    """An entry is missing, or not of its shape."""


def document_entry(sha256: str) -> str:
    return f"documents/{sha256}"


def entries_of(dossier: Dossier, read_me: str) -> list[Entry]:
    """The entries, in the one order in which they are written."""
    return [
        Entry(READ_ME, read_me.encode()),
        Entry(FACTS, _text(dossier.facts)),
        Entry(KEYS, _texts(dossier.keys)),
        Entry(ROOTS, _text(dossier.roots)),
        *(entry for chain in dossier.chains for entry in _chain_entries(chain)),
        *(
            Entry(f"regimes/{name}", text.encode())
            for _, texts in sorted(dossier.regimes.items())
            for name, text in texts
        ),
        Entry(RUNS, _texts(dossier.runs)),
        *([Entry(PAYLOAD_KEYS, canonical(dict(dossier.payload_keys)).encode())] if dossier.payload_keys else ()),
        *(Entry(name, content) for name, content in sorted(dossier.files.items())),
    ]


def read_dossier(entries: Sequence[Entry]) -> Dossier:
    """Raises Unreadable."""
    contents = {entry.name: entry.content for entry in entries}
    facts = _read(contents, FACTS, Facts)
    return Dossier(
        facts,
        _read_all(contents, KEYS, PublicKey),
        _read(contents, ROOTS, Roots),
        tuple(_read_chain(contents, subject) for subject in facts.subjects),
        _read_all(contents, RUNS, ArchivedRun),
        _regimes(contents),
        {
            name: content
            for name, content in contents.items()
            if name.startswith(("runs/", "documents/")) and name not in {RUNS, PAYLOAD_KEYS}
        },
        _payload_keys(contents),
    )


def told(entries: Sequence[Entry]) -> Told:
    """What the seal has to say too. Raises ValueError."""
    contents = {entry.name: entry.content for entry in entries}
    try:
        facts = _read(contents, FACTS, Facts)
        return Told(facts.about, facts.at, _read_all(contents, KEYS, PublicKey))
    except Unreadable as error:
        raise ValueError(str(error)) from error


def strange(dossier: Dossier, entries: Sequence[Entry], named: Sequence[str]) -> list[str]:
    """Entries that no part of the dossier speaks of. named: the pins of its records."""
    known = {READ_ME, FACTS, KEYS, ROOTS, RUNS, *([PAYLOAD_KEYS] if dossier.payload_keys else ())}
    known |= {f"{one.folder}/{name}" for one in dossier.facts.subjects for name in _CHAIN}
    spoken = {pin.partition("@")[0] for pin in (*dossier.facts.regimes, *named)}
    known |= {f"regimes/{name}" for key in spoken & dossier.regimes.keys() for name, _ in dossier.regimes[key]}
    known |= {run.entry for run in dossier.runs if run.entry}
    known |= {document_entry(one.sha256) for one in dossier.facts.documents if one.included}
    return [entry.name for entry in entries if entry.name not in known]


_CHAIN = ("records.jsonl", "seals.jsonl", "openings.jsonl", "proof.json")


def _chain_entries(chain: Chain) -> Iterator[Entry]:
    folder = chain.subject.folder
    seals = [canonical(_seal(record)) for record in chain.records]
    for name, lines in zip(_CHAIN, (chain.bodies, seals, chain.openings), strict=False):
        yield Entry(f"{folder}/{name}", "".join(f"{line}\n" for line in lines).encode())
    yield Entry(f"{folder}/{_CHAIN[-1]}", _text(chain.proof))


def _seal(record: Record) -> dict[str, Any]:
    return record.model_dump(mode="json", exclude=None if record.recorded_at else {"recorded_at"})


def _read_chain(contents: Mapping[str, bytes], subject: Subject) -> Chain:
    bodies, seals, openings = (_lines(contents, f"{subject.folder}/{name}") for name in _CHAIN[:3])
    if not len(bodies) == len(seals) == len(openings) == subject.records:
        raise Unreadable(f"{subject.folder}: its parts are of different length")
    try:
        records = tuple(Record.model_validate_json(line) for line in seals)
    except ValidationError as error:
        raise Unreadable(f"{subject.folder}: {error}") from error
    if any(map(says_twice, seals)):
        raise Unreadable(f"{subject.folder}: {_TWICE}")
    proof = _read(contents, f"{subject.folder}/{_CHAIN[-1]}", ChainProof)
    return Chain(subject, tuple(bodies), records, tuple(openings), proof)


def _regimes(contents: Mapping[str, bytes]) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for name, content in contents.items():
        folder, _, file = name.partition("/")
        if folder == "regimes" and "/" in file:
            found.setdefault(file.partition("/")[0], []).append((file, _decoded(name, content)))
    return {key: tuple(texts) for key, texts in found.items()}


def _payload_keys(contents: Mapping[str, bytes]) -> dict[str, str]:
    try:
        return TypeAdapter(dict[str, str]).validate_json(_json({PAYLOAD_KEYS: b"{}", **contents}, PAYLOAD_KEYS))
    except ValidationError as error:
        raise Unreadable(f"{PAYLOAD_KEYS}: {error}") from error


def _lines(contents: Mapping[str, bytes], name: str) -> list[str]:
    return _decoded(name, _content(contents, name)).split("\n")[:-1]


def _decoded(name: str, content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise Unreadable(f"{name}: {error}") from error


def _content(contents: Mapping[str, bytes], name: str) -> bytes:
    if name not in contents:
        raise Unreadable(f"{name} is missing")
    return contents[name]


def _json(contents: Mapping[str, bytes], name: str) -> str:
    text = _decoded(name, _content(contents, name))
    if says_twice(text):
        raise Unreadable(f"{name}: {_TWICE}")
    return text


def _read(contents: Mapping[str, bytes], name: str, kind: type[ModelT]) -> ModelT:
    try:
        return kind.model_validate_json(_json(contents, name))
    except ValidationError as error:
        raise Unreadable(f"{name}: {error}") from error


def _read_all(contents: Mapping[str, bytes], name: str, kind: type[ModelT]) -> tuple[ModelT, ...]:
    try:
        return TypeAdapter(tuple[kind, ...]).validate_json(_json(contents, name))  # type: ignore[valid-type]  # the kind is a value here
    except ValidationError as error:
        raise Unreadable(f"{name}: {error}") from error


def _text(model: BaseModel) -> bytes:
    return canonical(model.model_dump(mode="json")).encode()


def _texts(models: Sequence[BaseModel]) -> bytes:
    raw: list[Any] = [model.model_dump(mode="json") for model in models]
    return json.dumps(raw, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
