"""Proofs from the tree: that a record is in it, that it only grew, and where a chain ends, signed."""

from dataclasses import dataclass

from grants.breach import Breach, NotFound
from grants.policy import Action
from grants.proof.merkle import Part, consistency, inclusion
from grants.proof.signatures import ChainStatement, Ring, SignedChain, SignedRoot
from runtime.signing import Signer
from runtime.unit import Unit
from services.audit.domain.sealing import NotSealed
from services.audit.store import tree
from services.audit.usecases.rights import allow, inspect
from services.audit.usecases.seal import moment


@dataclass(frozen=True, slots=True)
class Inclusion:
    """A record is leaf `index` of the tree of `size`: by these hashes (hex), the nearest first. hash: the record's."""

    event_id: str
    index: int
    size: int
    hash: str
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Growth:
    """The tree of `new` begins with the tree of `old`: by these hashes (hex), the nearest first."""

    old: int
    new: int
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChainProof:
    """Where a chain ends now, signed; and its last record that the last root covers (None: none of it yet)."""

    chain: SignedChain
    root: SignedRoot | None
    sealed_length: int
    sealed: Inclusion | None


async def keys(unit: Unit) -> Ring:
    """Every key. Raises NotAllowed."""
    allow(unit, frozenset(), Action.AUDIT_READ)
    return await tree.keys(unit.session)


async def roots(unit: Unit, after: int, limit: int) -> list[SignedRoot]:
    """Signed roots, the oldest first. Raises NotAllowed."""
    allow(unit, frozenset(), Action.AUDIT_READ)
    return await tree.roots(unit.session, after, limit)


async def included(unit: Unit, event_id: str, size: int | None) -> Inclusion:
    """Raises NotAllowed, NotFound, NotSealed. size: of a signed root; the last one's where none is given."""
    allow(unit, frozenset(), Action.AUDIT_READ)
    covered = await _covered(unit, size)
    found = await tree.record_at(unit.session, event_id)
    if found is None:
        raise NotFound(Breach("missing.record", "event_id", event_id[:80]))
    return await _inclusion(unit, event_id, *found, covered)


async def grown(unit: Unit, old: int, new: int | None) -> Growth:
    """Raises NotAllowed, NotSealed."""
    allow(unit, frozenset(), Action.AUDIT_READ)
    covered = await _covered(unit, new)
    if old > covered:
        raise NotSealed(Breach(NotSealed.rule, "old", str(old), str(covered)))
    return Growth(old, covered, await _hashes(unit, consistency(old, covered)))


async def of_chain(unit: Unit, about: str, signer: Signer) -> ChainProof:
    """Raises NotFound, NotAllowed, KeyRetired."""
    await inspect(unit, about)
    size = await tree.size_of(unit.session)
    end = await tree.sealed_end(unit.session, about, size)  # as it stood among so many records, whatever came since
    if end is None:
        raise NotFound(Breach("missing.story", "application_id", asked=about[:80]))
    at = await moment(unit, signer)
    statement = ChainStatement(about=about, length=end.chain_index, head=end.hash, size=size, at=at)
    chain = SignedChain(statement=statement, signed=signer.sign(statement.canonical()))
    root = await tree.last_root(unit.session)
    last = await tree.sealed_end(unit.session, about, root.statement.size) if root else None
    if root is None or last is None:
        return ChainProof(chain, root, 0, None)
    sealed = await _inclusion(unit, last.event_id, last.place, last.hash, root.statement.size)
    return ChainProof(chain, root, last.chain_index, sealed)


async def _covered(unit: Unit, size: int | None) -> int:
    root = await tree.last_root(unit.session)
    if root is None or (size or 0) > root.statement.size:
        raise NotSealed(Breach(NotSealed.rule, "size", str(size or ""), str(root.statement.size if root else 0)))
    return root.statement.size if size is None else size


async def _inclusion(unit: Unit, event_id: str, place: int, sealed: str, size: int) -> Inclusion:
    if place > size:
        raise NotSealed(Breach(NotSealed.rule, "event_id", str(place), str(size)))
    return Inclusion(event_id, place - 1, size, sealed, await _hashes(unit, inclusion(place - 1, size)))


async def _hashes(unit: Unit, parts: list[Part]) -> tuple[str, ...]:
    return tuple([(await tree.hash_of(unit.session, part)).hex() for part in parts])
