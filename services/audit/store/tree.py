"""The tree over all records in the database: hashes of its parts, its roots and the keys that sign them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from grants.proof.merkle import Part, Peaks, fold, leaf, peaks_of
from grants.proof.signatures import KeyStatement, PublicKey, Ring, RootStatement, Signed, SignedRoot
from services.audit.models import LedgerRow, NodeRow, RecordRow, RootRow, SigningKeyRow
from services.audit.store.copying import copy_in

STEP = 8
"""Every eighth level of the tree is kept: a proof reads at most 256 hashes a level."""
WIDTH = 1 << STEP


@dataclass(frozen=True, slots=True)
class Sealed:
    """A record that a root covers: where it stands, and its hash."""

    event_id: str
    place: int
    chain_index: int
    hash: str


async def size_of(session: AsyncSession) -> int:
    """How many records the ledger has: their places count through."""
    return await session.scalar(select(func.max(RecordRow.place))) or 0


async def has_others(session: AsyncSession, after: int, kind: str) -> bool:
    """Whether any record after this place is of another kind than the one named."""
    query = select(col(LedgerRow.place)).where(col(LedgerRow.place) > after, col(LedgerRow.type) != kind).limit(1)
    return await session.scalar(query) is not None


async def extend(session: AsyncSession, size: int) -> None:
    """Keep the whole subtrees that were completed since the last time, up to a tree of this size."""
    level = STEP
    while size >> level:
        query = select(func.max(NodeRow.position)).where(col(NodeRow.level) == level)
        last = await session.scalar(query)
        fresh = []
        for position in range(0 if last is None else last + 1, size >> level):
            below = await _below(session, level, position)
            fresh.append({"level": level, "position": position, "hash": _whole(below).hex()})
        await copy_in(session, NodeRow, fresh)
        level += STEP


async def _below(session: AsyncSession, level: int, position: int) -> list[bytes]:
    start = position << STEP
    if level == STEP:
        return await _leaves(session, start, start + WIDTH)
    return await _nodes(session, level - STEP, start, start + WIDTH)


async def root_of(session: AsyncSession, size: int) -> bytes:
    """The root of the tree of the first `size` records."""
    return await hash_of(session, Part(0, size))


async def hash_of(session: AsyncSession, part: Part) -> bytes:
    """The hash of a part of the tree; its whole subtrees were kept before."""
    return fold([await _subtree(session, one) for one in peaks_of(part)])


async def _subtree(session: AsyncSession, part: Part) -> bytes:
    """A whole subtree, from the highest nodes that are kept below it."""
    level = (part.size.bit_length() - 1) // STEP * STEP
    if level == 0:
        return _whole(await _leaves(session, part.start, part.stop))
    return _whole(await _nodes(session, level, part.start >> level, part.stop >> level))


def _whole(hashes: list[bytes]) -> bytes:
    peaks = Peaks()
    for one in hashes:
        peaks.push(one)
    return peaks.root()


async def _leaves(session: AsyncSession, start: int, stop: int) -> list[bytes]:
    place = col(RecordRow.place)
    query = select(col(RecordRow.hash)).where(place > start, place <= stop).order_by(place)
    return _all(start, stop, [leaf(bytes.fromhex(one)) for one in await session.scalars(query)])


async def _nodes(session: AsyncSession, level: int, start: int, stop: int) -> list[bytes]:
    position = col(NodeRow.position)
    query = select(col(NodeRow.hash)).where(col(NodeRow.level) == level, position >= start, position < stop)
    return _all(start, stop, [bytes.fromhex(one) for one in await session.scalars(query.order_by(position))])


def _all(start: int, stop: int, found: list[bytes]) -> list[bytes]:
    """Raises LookupError where something of the tree is gone: no root is made of the rest."""
    if len(found) != stop - start:
        raise LookupError(f"the tree has {len(found)} hashes from {start} to {stop}")
    return found


async def record_at(session: AsyncSession, event_id: str) -> tuple[int, str] | None:
    """The place and the hash of an event's record."""
    query = select(RecordRow).where(col(RecordRow.event_id) == event_id)
    row = await session.scalar(query)
    return None if row is None else (row.place, row.hash)


async def sealed_end(session: AsyncSession, about: str, size: int) -> Sealed | None:
    """The last record of a chain that lies within a tree of this size."""
    query = select(RecordRow).where(col(RecordRow.about) == about, col(RecordRow.place) <= size)
    row = await session.scalar(query.order_by(col(RecordRow.chain_index).desc()).limit(1))
    return None if row is None else Sealed(row.event_id, row.place, row.chain_index, row.hash)


async def last_root(session: AsyncSession) -> SignedRoot | None:
    row = await session.scalar(select(RootRow).order_by(col(RootRow.number).desc()).limit(1))
    return None if row is None else _root(row)


async def roots(session: AsyncSession, after: int, limit: int) -> list[SignedRoot]:
    """Signed roots, the oldest first, after the one of this number."""
    query = select(RootRow).where(col(RootRow.number) > after).order_by(col(RootRow.number)).limit(limit)
    return [_root(row) for row in await session.scalars(query)]


async def all_roots(session: AsyncSession, page: int = 200) -> AsyncIterator[SignedRoot]:
    after = 0
    while found := await roots(session, after, page):
        for one in found:
            yield one
        after = found[-1].statement.number


async def add_root(session: AsyncSession, root: SignedRoot) -> None:
    told = root.statement.model_dump(exclude={"what"})
    session.add(RootRow(**told, key=root.signed.key, signature=root.signed.signature))
    await session.flush()


async def keys(session: AsyncSession) -> Ring:
    """Every key that signs or signed, in the order in which they did."""
    rows = await session.scalars(select(SigningKeyRow).order_by(col(SigningKeyRow.place)))
    return Ring(tuple(_key(row) for row in rows))


async def add_key(session: AsyncSession, place: int, key: PublicKey) -> None:
    told, voucher = key.statement, key.voucher
    session.add(
        SigningKeyRow(
            id=told.id,
            place=place,
            public=told.public,
            since=told.since,
            voucher_key=voucher.key if voucher else "",
            voucher=voucher.signature if voucher else "",
        )
    )
    await session.flush()


def _root(row: RootRow) -> SignedRoot:
    statement = RootStatement(number=row.number, size=row.size, root=row.root, at=row.at, previous=row.previous)
    return SignedRoot(statement=statement, signed=Signed(key=row.key, signature=row.signature))


def _key(row: SigningKeyRow) -> PublicKey:
    statement = KeyStatement(id=row.id, public=row.public, since=row.since)
    voucher = Signed(key=row.voucher_key, signature=row.voucher) if row.voucher_key else None
    return PublicKey(statement=statement, voucher=voucher)
