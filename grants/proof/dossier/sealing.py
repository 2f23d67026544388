"""The seal over a dossier: every byte of it is covered, and a byte that is wrong is named.

The last two entries are the seal. `seal/statement.json`: the length and the SHA-256 of all bytes before the seal,
signed. `seal/blocks`: of every `BLOCK` of these bytes the first `HASH` bytes of their SHA-256; that proves nothing
more, but finds the place. What comes after it, the list of entries
of the ZIP format, follows from the entries and is compared with what they make it.
"""

import base64
import hashlib
import string
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from grants.proof import finding
from grants.proof.canonical import canonical
from grants.proof.dossier.packing import HEADER, Entry, NotPacked, directory_of, pack, unpack
from grants.proof.signatures import KeyStatement, PublicKey, Ring, Signed, Statement, holds

BLOCK = 128
HASH = 8
BLOCKS = "seal/blocks"
STATEMENT = "seal/statement.json"
SIGNATURE = 86
"""Letters of a signature: 64 bytes in base64url without padding."""
_BASE64URL = string.ascii_letters + string.digits + "-_"
_MARK = b"PK\x03\x04"


class DossierStatement(Statement):
    """What is signed of a dossier. length, sha256: of all bytes before the seal. at: when it was made."""

    what: Literal["destek.dossier.v1"] = "destek.dossier.v1"
    about: str
    at: str
    length: int
    sha256: str


class SignedDossier(BaseModel):
    """The statement and the signature under it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    statement: DossierStatement
    signed: Signed

    def written(self) -> bytes:
        """The content of `seal/statement.json`."""
        return canonical(self.model_dump(mode="json")).encode()


_SEAL_MISSING = finding.Told.of("dossier.wrong.seal_missing", "the seal is missing")
_LENGTH = finding.Told.of("dossier.wrong.length", "something is missing before this, or added after it")
_OTHERS = finding.Told.of("dossier.wrong.others", "these bytes are not those that were sealed")
_ADDED = finding.Told.of("dossier.wrong.added", "a byte was added here")
_CHANGED = finding.Told.of("dossier.wrong.changed", "a byte was changed here")
_DROPPED = finding.Told.of("dossier.wrong.dropped", "a byte was dropped here")
_NOT_MADE_SO = finding.Told.of("dossier.wrong.not_made_so", "this is not what the entries before the seal make it")
_IN_SIGNATURE = finding.Told.of("dossier.wrong.in_signature", "a byte of the signature was changed here")
_SIGNATURE = finding.Told.of("dossier.wrong.signature", "the signature is not of this dossier, by none of its keys")
_BYTES = tuple(bytes([value]) for value in range(256))
_WHOLE = finding.Told.of("dossier.where.whole", "the whole file")
_BETWEEN = finding.Told.of("dossier.where.between", "between the entries")


@dataclass(frozen=True, slots=True)
class Wrong:
    """The first place at which a dossier is not what was sealed.

    offset: of the first byte, from 0. length: of the bytes among which the wrong ones are; 1 names the very byte.
    where: the entry it lies in, or the part of the file. what: what is the matter with it.
    """

    offset: int
    length: int
    where: str
    what: str


def seal(entries: Sequence[Entry], about: str, at: str, sign: Callable[[bytes], Signed]) -> bytes:
    """The whole file, sealed. sign: signs the canonical bytes of the statement."""
    covered = covered_by(entries)
    statement = DossierStatement(about=about, at=at, length=len(covered), sha256=hashlib.sha256(covered).hexdigest())
    signed = SignedDossier(statement=statement, signed=sign(statement.canonical()))
    return pack([*entries, Entry(BLOCKS, blocks_of(covered)), Entry(STATEMENT, signed.written())])


def covered_by(entries: Sequence[Entry]) -> bytes:
    """The bytes of a file before its seal."""
    whole = pack(entries)
    return whole[: directory_of(whole)]


def blocks_of(covered: bytes) -> bytes:
    """A short hash of each block; of a large file this is most of the work."""
    sha256 = hashlib.sha256
    return b"".join([sha256(covered[at : at + BLOCK]).digest()[:HASH] for at in range(0, len(covered), BLOCK)])


@dataclass(frozen=True, slots=True)
class Told:
    """What the dossier itself says that its seal must say too."""

    about: str
    at: str
    keys: tuple[PublicKey, ...]


def first_wrong(whole: bytes, told: Callable[[Sequence[Entry]], Told]) -> Wrong | None:
    """The first byte that is not as it was sealed; None where every byte is. told: reads it out of the entries.

    Raises nothing, whatever the bytes are.
    """
    place = _seal_in(whole)
    if place is None:
        return _unsealed(whole)
    covered, blocks = whole[: place.start], whole[place.blocks : place.statement]
    expected = blocks_of(covered)
    wrong = _wrong_block(covered, blocks, expected)
    if wrong is not None and not _is_signed(covered, whole[place.text : place.stop]):
        return _named(whole, wrong)
    return _wrong_tail(whole, _Covered(covered, expected), told, place)


@dataclass(frozen=True, slots=True)
class _Covered:
    """The bytes before the seal, and what the hashes of their blocks must be."""

    content: bytes
    blocks: bytes


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the seal lies: its first byte; the hashes; the header, the text and the end of the statement."""

    start: int
    blocks: int
    statement: int
    text: int
    stop: int


def _seal_in(whole: bytes) -> _Place | None:
    """Found by the names in front of the entries, or else by what the end of the file says of them."""
    statement = _entry_before(whole, STATEMENT, len(whole))
    blocks = _entry_before(whole, BLOCKS, len(whole) if statement is None else statement)
    if statement is None or blocks is None:
        return _seal_by_list(whole)
    text = statement + HEADER + len(STATEMENT)
    stop = text + int.from_bytes(whole[statement + 18 : statement + 22], "little")
    closing = whole.find(b"PK\x01\x02", text)
    return _Place(blocks, blocks + HEADER + len(BLOCKS), statement, text, closing if closing > 0 else stop)


def _entry_before(whole: bytes, name: str, limit: int) -> int | None:
    """Where the last entry of this name begins, before `limit`."""
    at = whole.rfind(name.encode(), 0, limit)
    while at >= HEADER:
        if whole[at - HEADER : at - HEADER + len(_MARK)] == _MARK:
            return at - HEADER
        at = whole.rfind(name.encode(), 0, at)
    return None


def _seal_by_list(whole: bytes) -> _Place | None:
    try:
        entries = {entry.name: entry for entry in unpack(whole)}
    except NotPacked:
        return _seal_by_marks(whole)
    blocks, statement = entries.get(BLOCKS), entries.get(STATEMENT)
    if blocks is None or statement is None:
        return _seal_by_marks(whole)
    head = statement.offset - HEADER - len(STATEMENT)
    start = blocks.offset - HEADER - len(BLOCKS)
    return _Place(start, blocks.offset, head, statement.offset, statement.stop)


def _seal_by_marks(whole: bytes) -> _Place | None:
    """The headers are damaged: the text of the statement says how long all before the seal is."""
    text = whole.rfind(b'{"signed":{"key":')
    closing = whole.find(b"PK\x01\x02", text)
    try:
        signed = SignedDossier.model_validate_json(whole[text:closing])
    except ValidationError:
        return None
    start = signed.statement.length
    return _Place(start, start + HEADER + len(BLOCKS), text - HEADER - len(STATEMENT), text, closing)


def _unsealed(whole: bytes) -> Wrong:
    """Without a seal, the first place at which the file stops being one."""
    try:
        entries = unpack(whole)
    except NotPacked as error:
        return Wrong(
            0,
            len(whole),
            _WHOLE,
            finding.Told.of("dossier.wrong.none", "this is no dossier: {error}", error=str(error)),
        )
    end = max((entry.stop for entry in entries), default=0)
    return Wrong(end, max(len(whole) - end, 1), STATEMENT, _SEAL_MISSING)


def _is_signed(covered: bytes, text: bytes) -> bool:
    """Whether the statement is of exactly these bytes, so that it is the list of blocks that is wrong."""
    try:
        statement = SignedDossier.model_validate_json(text).statement
    except ValidationError:
        return False
    return (statement.length, statement.sha256) == (len(covered), hashlib.sha256(covered).hexdigest())


def _wrong_block(covered: bytes, blocks: bytes, expected: bytes) -> Wrong | None:
    """The first block that is not the one that was sealed, narrowed to its byte where one byte explains it."""
    if blocks == expected:
        return None
    for place in range(0, len(expected), HASH):
        sealed = blocks[place : place + HASH]
        if expected[place : place + HASH] != sealed:
            return _narrowed(covered, place // HASH * BLOCK, sealed)
    return Wrong(len(covered), 1, BLOCKS, _LENGTH)


def _narrowed(covered: bytes, start: int, sealed: bytes) -> Wrong:
    found = covered[start : start + BLOCK]
    sha256 = hashlib.sha256
    for at, originals, what in _guesses(found, covered[start + BLOCK : start + BLOCK + 1]):
        # Tens of thousands for one block, so all of one place at once: a loop of Python's own takes half as long again.
        if sealed in [sha256(original).digest()[:HASH] for original in originals]:
            return Wrong(start + at, 1, "", what)
    return Wrong(start, len(found), "", _OTHERS)


def _guesses(found: bytes, following: bytes) -> Iterator[tuple[int, list[bytes], str]]:
    """What may have stood there if a single byte was added, changed or dropped, by place; the cheapest to try first."""
    for at in range(len(found)):
        without = found[:at] + found[at + 1 :]
        yield at, [without + following, without], _ADDED
    for at in range(len(found)):
        before, after = found[:at], found[at + 1 :]
        yield at, [before + byte + after for byte in _BYTES], _CHANGED
    for at in range(len(found) + 1):
        before, after = found[:at], found[at : BLOCK - 1]
        yield at, [(before + byte + after)[:BLOCK] for byte in _BYTES], _DROPPED


def _named(whole: bytes, wrong: Wrong) -> Wrong:
    """The same, with the name of the entry it lies in."""
    where = wrong.where or next(
        (name for name, start, stop in _headers(whole) if start <= wrong.offset < stop), _BETWEEN
    )
    return Wrong(wrong.offset, wrong.length, where, wrong.what)


def _headers(whole: bytes) -> Iterator[tuple[str, int, int]]:
    """The entries from the front, header included, as far as they can be followed."""
    at = 0
    while whole[at : at + 4] == _MARK:
        size = int.from_bytes(whole[at + 18 : at + 22], "little")
        named = int.from_bytes(whole[at + 26 : at + 28], "little")
        stop = at + HEADER + named + size
        yield whole[at + HEADER : at + HEADER + named].decode(errors="replace"), at, stop
        at = stop


def _wrong_tail(whole: bytes, before: _Covered, told: Callable[[Sequence[Entry]], Told], place: _Place) -> Wrong | None:
    """All before the seal is as it was: what the seal and the list after it must be follows from it."""
    covered = before.content
    try:
        entries = [*_entries_of(covered)]
        said = told(entries)
    except (NotPacked, ValueError, KeyError, TypeError, RecursionError) as error:
        return Wrong(
            0,
            place.start,
            _WHOLE,
            finding.Told.of("dossier.wrong.unread", "what is sealed cannot be read: {error}", error=str(error)),
        )
    statement = DossierStatement(
        about=said.about, at=said.at, length=len(covered), sha256=hashlib.sha256(covered).hexdigest()
    )
    key = said.keys[-1].statement if said.keys else None
    signature, found = _signature_in(whole[place.text : place.stop], key, statement)
    signed = SignedDossier(statement=statement, signed=Signed(key=key.id if key else "", signature=signature))
    expected = pack([*entries, Entry(BLOCKS, before.blocks), Entry(STATEMENT, signed.written())])
    begins = place.text + signed.written().index(signature.encode())
    if (at := _first_difference(whole, expected)) is not None:
        inside = begins <= at < begins + len(signature)
        return Wrong(at, 1, _part_of(at, place), _IN_SIGNATURE if inside else _NOT_MADE_SO)
    if found and Ring(said.keys).doubt(statement, said.at, signed.signed) is None:
        return None
    return Wrong(begins, len(signature), STATEMENT, _SIGNATURE)


def _entries_of(covered: bytes) -> Iterator[Entry]:
    """Raises NotPacked: a name is no text, or there twice."""
    names: set[str] = set()
    for name, start, stop in _headers(covered):
        offset = start + HEADER + len(name.encode())
        if name in names or name.encode() != covered[start + HEADER : offset]:
            raise NotPacked(f"the name of the entry at byte {start} is there already, or is no text")
        names.add(name)
        yield Entry(name, covered[offset:stop], offset)


def _signature_in(text: bytes, key: KeyStatement | None, statement: Statement) -> tuple[str, bool]:
    """The signature of a statement of which any byte may be damaged, and whether it holds: as it is written, or with
    one letter changed, added or taken out. Its mark may be damaged as well: then it is where the mark would end.
    """
    mark, public = b'"signature":"', key.public if key else ""
    ends = len(f'{{"signed":{{"key":"{key.id if key else ""}",') + len(mark)
    at = text.find(mark)
    places = (ends, ends - 1, ends + 1) if at < 0 else (at + len(mark),)
    written = [_letters(text[place : place + SIGNATURE + 1]) for place in places]
    for guess in chain(*([one[:SIGNATURE]] for one in written), *map(_repaired, written)):
        if _is_whole(guess) and holds(public, guess, statement.canonical()):
            return guess, True
    return written[0][:SIGNATURE], False


def _letters(raw: bytes) -> str:
    """What cannot be a letter of a signature is filled with "A"."""
    text = raw.decode("ascii", errors="replace")
    return "".join(letter if letter in _BASE64URL else "A" for letter in text).ljust(SIGNATURE + 1, "A")


def _repaired(written: str) -> Iterator[str]:
    """What may have stood there if a single letter was added, changed or dropped; the cheapest to try first."""
    for at in range(SIGNATURE):
        yield written[:at] + written[at + 1 :]
    for at in range(SIGNATURE):
        before, after = written[:at], written[at:SIGNATURE]
        for letter in _BASE64URL:
            yield before + letter + after[1:]
            yield before + letter + after[:-1]


def _first_difference(one: bytes, other: bytes) -> int | None:
    if one == other:
        return None
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _part_of(at: int, place: _Place) -> str:
    if at < place.statement:
        return BLOCKS
    return STATEMENT if at < place.stop else "the list of entries"


def _is_whole(text: str) -> bool:
    """Whether the text is the one way to write its bytes."""
    raw = base64.urlsafe_b64decode(text + "==")
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode() == text
