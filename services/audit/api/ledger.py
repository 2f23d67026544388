"""The ledger of a file, for the inspector. `application_id` may be any subject of events: a call, a consortium."""

from datetime import datetime

from fastapi import APIRouter

from grants.proof.chain import Fault, FaultKind, Link, Position
from runtime.http.door import Door, recorded
from services.audit.api.shapes import AfterIndex, InUnit, Limit, Shape, Subject
from services.audit.usecases import reading

router = APIRouter(route_class=Door, tags=["audit"])


class LinkOut(Shape):
    """One record of the ledger; body: the event as canonical JSON text, the bytes that were hashed.

    What is personal in it is veiled there; openings: what it was, `{JSON pointer: [salt, value]}` as text.
    """

    about: str
    chain_index: int
    event_id: str
    type: str
    time: datetime
    actor_id: str
    actor_role: str
    on_behalf_of: str
    regime: str
    body: str
    hash: str
    previous_hash: str
    recorded_at: datetime
    openings: str


class LedgerOut(Shape):
    """after: give it to read on; none at the end."""

    entries: list[LinkOut]
    after: int | None


class FaultOut(Shape):
    """The first place at which the chain does not hold."""

    kind: FaultKind
    chain_index: int
    event_id: str


class CheckOut(Shape):
    """length, head: of the chain, if it holds; else what is at fault."""

    about: str
    holds: bool
    length: int
    head: str
    fault: FaultOut | None


@router.get("/applications/{application_id}/ledger")
@recorded
async def ledger(application_id: Subject, unit: InUnit, after: AfterIndex = 0, limit: Limit = 200) -> LedgerOut:
    links = await reading.ledger(unit, application_id, after, limit)
    more = links[-1].chain_index if len(links) == limit else None
    return LedgerOut(entries=[_link(link) for link in links], after=more)


@router.get("/applications/{application_id}/ledger/check")
async def check(application_id: Subject, unit: InUnit) -> CheckOut:
    return _check(application_id, await reading.check(unit, application_id))


def _link(link: Link) -> LinkOut:
    return LinkOut(**{name: getattr(link, name) for name in LinkOut.model_fields})


def _check(about: str, result: Position | Fault) -> CheckOut:
    match result:
        case Position():
            return CheckOut(about=about, holds=True, length=result.length, head=result.head, fault=None)
        case Fault():
            fault = FaultOut(kind=result.kind, chain_index=result.chain_index, event_id=result.event_id)
            return CheckOut(about=about, holds=False, length=result.chain_index, head="", fault=fault)
