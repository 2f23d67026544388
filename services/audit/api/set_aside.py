"""What came on the bus and is not in the ledger, for the inspector: no content, which may be anything."""

from fastapi import APIRouter
from pydantic import ConfigDict

from runtime.bus import Bus
from runtime.http.door import Door
from services.audit.api.shapes import AfterIndex, InUnit, Limit, Shape
from services.audit.usecases import set_aside


class AsideOut(Shape):
    """Where it lies on the bus, and why it was set aside. event_id, about: empty where it is no event.

    sha256, size: of its bytes; empty where the bus has them no more.
    """

    model_config = ConfigDict(frozen=True, from_attributes=True)

    seq: int
    room: str
    place: int
    reason: str
    at: str
    event_id: str
    about: str
    sha256: str
    size: int


class AsidesOut(Shape):
    """The oldest first. after: give it to read on; none at the end."""

    entries: list[AsideOut]
    after: int | None


def set_aside_router(bus: Bus) -> APIRouter:
    """The routes; `bus`: where it lies."""
    router = APIRouter(route_class=Door, tags=["audit"])

    @router.get("/ledger/set-aside")
    async def listed(unit: InUnit, after: AfterIndex = 0, limit: Limit = 200) -> AsidesOut:
        found = await set_aside.set_aside(unit, bus, after, limit)
        return AsidesOut(
            entries=[AsideOut.model_validate(one) for one in found],
            after=found[-1].seq if len(found) == limit else None,
        )

    return router
