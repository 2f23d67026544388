"""Keys, roots and proofs of the ledger, for whoever checks it."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import ConfigDict

from grants.proof.signatures import PublicKey, SignedChain, SignedRoot
from runtime.http.door import Door
from runtime.signing import Signer
from services.audit.api.shapes import ID, AfterEvent, AfterIndex, InUnit, Limit, Shape, Subject
from services.audit.domain.gaps import GapKind
from services.audit.usecases import proofs, reconcile
from services.audit.usecases.proofs import Inclusion

EventId = Annotated[str, Path(min_length=1, max_length=100, pattern=ID)]
Size = Annotated[int | None, Query(ge=1, le=2**53)]
Old = Annotated[int, Query(ge=0, le=2**53)]


class KeysOut(Shape):
    """The first key first; each vouches for the next."""

    entries: list[PublicKey]


class RootsOut(Shape):
    """after: give it to read on; none at the end."""

    entries: list[SignedRoot]
    after: int | None


class InclusionOut(Shape):
    """A record is leaf `index` (from 0) of the tree of `size`. hash, path: hex; the nearest first."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    event_id: str
    index: int
    size: int
    hash: str
    path: list[str]


class ConsistencyOut(Shape):
    """The tree of `new` records begins with the tree of `old`. path: hex; the nearest first."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    old: int
    new: int
    path: list[str]


class ChainProofOut(Shape):
    """chain: where the chain ends now, signed. root: the last one; sealed: the last record of the chain it covers."""

    chain: SignedChain
    root: SignedRoot | None
    sealed_length: int
    sealed: InclusionOut | None


class GapOut(Shape):
    """An event that a room or the ledger misses, or has otherwise.

    asked: how often the room was asked to tell it again. fields: where the two differ, as JSON pointers;
    "" is the whole event.
    """

    model_config = ConfigDict(frozen=True, from_attributes=True)

    event_id: str
    room: str
    about: str
    kind: GapKind
    found_at: datetime
    asked: int
    fields: tuple[str, ...]
    reported_at: datetime | None


class GapsOut(Shape):
    """The oldest events first. after: give it to read on; none at the end."""

    entries: list[GapOut]
    after: str | None


def sealing_router(signer: Signer) -> APIRouter:
    """The routes; `signer` signs where a chain ends."""
    router = APIRouter(route_class=Door, tags=["audit"])

    @router.get("/ledger/keys")
    async def keys(unit: InUnit) -> KeysOut:
        return KeysOut(entries=list((await proofs.keys(unit)).keys))

    @router.get("/ledger/roots")
    async def roots(unit: InUnit, after: AfterIndex = 0, limit: Limit = 200) -> RootsOut:
        found = await proofs.roots(unit, after, limit)
        return RootsOut(entries=found, after=found[-1].statement.number if len(found) == limit else None)

    @router.get("/ledger/consistency")
    async def consistency(unit: InUnit, old: Old, new: Size = None) -> ConsistencyOut:
        return ConsistencyOut.model_validate(asdict(await proofs.grown(unit, old, new)))

    @router.get("/ledger/records/{event_id}/inclusion")
    async def inclusion(event_id: EventId, unit: InUnit, size: Size = None) -> InclusionOut:
        return _inclusion(await proofs.included(unit, event_id, size))

    @router.get("/ledger/gaps")
    async def gaps(unit: InUnit, after: AfterEvent = None, limit: Limit = 200) -> GapsOut:
        """What one side misses and could not be healed yet."""
        found = [GapOut.model_validate(gap) for gap in await reconcile.gaps(unit, after, limit)]
        return GapsOut(entries=found, after=found[-1].event_id if len(found) == limit else None)

    @router.get("/applications/{application_id}/ledger/proof")
    async def of_chain(application_id: Subject, unit: InUnit) -> ChainProofOut:
        found = await proofs.of_chain(unit, application_id, signer)
        sealed = _inclusion(found.sealed) if found.sealed else None
        return ChainProofOut(chain=found.chain, root=found.root, sealed_length=found.sealed_length, sealed=sealed)

    return router


def _inclusion(found: Inclusion) -> InclusionOut:
    return InclusionOut.model_validate(asdict(found))
