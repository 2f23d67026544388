"""What the ledger's keys sign: roots of the tree, the length of a chain, and the key that comes after. Ed25519.

A statement is signed as its canonical JSON (RFC 8785; all keys and values here are plain text and whole numbers).
`what` names its kind and its version, so that a signature under one kind is worth nothing under another.
"""

import base64
import binascii
import hashlib
import itertools
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import BaseModel, ConfigDict

RAW = 32
"""Bytes of a public key."""


class Statement(BaseModel):
    """What is signed. Strict: a statement with more or less in it is another statement."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    what: str

    def canonical(self) -> bytes:
        """The bytes under the signature."""
        told = self.model_dump(mode="json")
        return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


class RootStatement(Statement):
    """The tree at a moment. root: hex. previous: SHA-256 (hex) of the statement before it, "" in the first."""

    what: Literal["destek.ledger.root.v1"] = "destek.ledger.root.v1"
    number: int
    size: int
    root: str
    at: str
    previous: str = ""

    def digest(self) -> str:
        """What the next root names as its `previous`."""
        return hashlib.sha256(self.canonical()).hexdigest()


class ChainStatement(Statement):
    """How long the chain of a subject is, and its last hash; `size` of the tree at that moment."""

    what: Literal["destek.ledger.chain.v1"] = "destek.ledger.chain.v1"
    about: str
    length: int
    head: str
    size: int
    at: str


class KeyStatement(Statement):
    """A key and the moment from which it signs; the one before it signs until then."""

    what: Literal["destek.ledger.key.v1"] = "destek.ledger.key.v1"
    id: str
    public: str
    since: str


class Signed(BaseModel):
    """A signature. key: id of the key. signature: base64url without padding."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    signature: str


class SignedRoot(BaseModel):
    """A root of the tree, and the signature under it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    statement: RootStatement
    signed: Signed


class SignedChain(BaseModel):
    """The length and the end of a subject's chain, and the signature under it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    statement: ChainStatement
    signed: Signed


class PublicKey(BaseModel):
    """A key of the ledger as it is handed out. voucher: by the key before it; none for the first, whom one trusts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    statement: KeyStatement
    voucher: Signed | None = None


class Doubt(StrEnum):
    """Why a signature or a key does not hold.

    unknown_key: nobody knows it. not_its_time: it did not sign at that moment. forged: the signature is not of
    these bytes. unvouched: the key before it did not sign for it. misnamed: its id is not the hash of the key.
    """

    UNKNOWN_KEY = "unknown_key"
    NOT_ITS_TIME = "not_its_time"
    FORGED = "forged"
    UNVOUCHED = "unvouched"
    MISNAMED = "misnamed"


@dataclass(frozen=True, slots=True)
class Ring:
    """All keys of a ledger, the first first; each signs until the next begins."""

    keys: tuple[PublicKey, ...]

    def doubts(self) -> list[tuple[str, Doubt]]:
        """Every key that does not hold; the first has to be compared with one's own copy of its id."""
        found: list[tuple[str, Doubt]] = []
        for place, key in enumerate(self.keys):
            doubt = _doubt_of_key(self.keys[place - 1] if place else None, key)
            if doubt is not None:
                found.append((key.statement.id, doubt))
        return found

    def doubt(self, statement: Statement, at: str, signed: Signed) -> Doubt | None:
        """Why this signature under a statement of the moment `at` does not hold; None where it does."""
        for place, key in enumerate(self.keys):
            if key.statement.id != signed.key:
                continue
            until = self.keys[place + 1].statement.since if place + 1 < len(self.keys) else None
            if _moment(at) < _moment(key.statement.since) or (until is not None and _moment(at) >= _moment(until)):
                return Doubt.NOT_ITS_TIME
            return None if holds(key.statement.public, signed.signature, statement.canonical()) else Doubt.FORGED
        return Doubt.UNKNOWN_KEY


def stamp(moment: datetime) -> str:
    """A moment as statements write it: UTC, microseconds, "Z"."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def key_id(public: bytes) -> str:
    """The name of a key: the first 32 hex digits of the SHA-256 of its 32 bytes."""
    return hashlib.sha256(public).hexdigest()[:32]


def encoded(content: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """The bytes of base64url without padding; none where it is no such text."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""


def holds(public: str, signature: str, content: bytes) -> bool:
    """Whether the signature is of these bytes by this key. Both as base64url; whatever they are, no error."""
    raw = decoded(public)
    if len(raw) != RAW or encoded(decoded(signature)) != signature:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(decoded(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def follows(statements: Sequence[RootStatement]) -> bool:
    """Whether each root names the one before it, counts on by one and covers no less."""
    pairs = itertools.pairwise(statements)
    return all(
        (after.number, after.previous) == (before.number + 1, before.digest()) and after.size >= before.size
        for before, after in pairs
    )


def ring(keys: Iterable[PublicKey]) -> Ring:
    """The keys in the order in which they signed."""
    return Ring(tuple(sorted(keys, key=lambda key: _moment(key.statement.since))))


def _doubt_of_key(before: PublicKey | None, key: PublicKey) -> Doubt | None:
    if key.statement.id != key_id(decoded(key.statement.public)):
        return Doubt.MISNAMED
    if before is None:
        return None
    voucher = key.voucher
    if voucher is None or voucher.key != before.statement.id:
        return Doubt.UNVOUCHED
    return None if holds(before.statement.public, voucher.signature, key.statement.canonical()) else Doubt.FORGED


def _moment(text: str) -> datetime:
    """The first moment of all where it is no moment: nothing signed then holds."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
