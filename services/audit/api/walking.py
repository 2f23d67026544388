"""What somebody needs who walks the whole ledger without trusting it: records, their keys, the roots kept apart."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import ConfigDict

from grants.proof.chain import Link
from grants.proof.signatures import SignedRoot
from runtime.documents import Documents
from runtime.http.door import Door, recorded
from services.audit.api.ledger import LinkOut
from services.audit.api.shapes import AfterIndex, InUnit, Limit, Shape
from services.audit.usecases import walking

AfterPlace = Annotated[int | None, Query(ge=-(2**62), le=2**62)]


class KeyOut(Shape):
    """The narrow key of a record: its place among all, in its chain, and its hash."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    place: int
    event_id: str
    about: str
    chain_index: int
    hash: str


class PlacedOut(Shape):
    """A record, and the place at which it is said to stand.

    withheld: the reader belongs to the file, is tied to it or judged it: the hashes alone are given, not the text.
    """

    place: int
    link: LinkOut
    withheld: bool = False


class StretchOut(Shape):
    """Everything after a place, up to `until`. after: give it to read on; none at the end."""

    keys: list[KeyOut]
    links: list[PlacedOut]
    until: int
    after: int | None


class KeptRootsOut(Shape):
    """after: give it to read on; none beyond the last root, where nothing was kept in the numbers looked at."""

    entries: list[SignedRoot]
    after: int | None


def walking_router(documents: Documents) -> APIRouter:
    """The routes; `documents`: where the roots are kept apart."""
    router = APIRouter(route_class=Door, tags=["audit"])

    @router.get("/ledger/records")
    @recorded
    async def records(unit: InUnit, after: AfterPlace = None, limit: Limit = 200) -> StretchOut:
        shown = await walking.stretch(unit, after, limit)
        found = shown.stretch
        return StretchOut(
            keys=[KeyOut.model_validate(key) for key in found.keys],
            links=[_placed(place, link, withheld=place in shown.withheld) for place, link in found.links],
            until=found.until,
            after=found.until if found.goes_on else None,
        )

    @router.get("/ledger/roots/kept")
    async def kept(unit: InUnit, after: AfterIndex = 0, limit: Limit = 200) -> KeptRootsOut:
        """The roots as they lie in the document store."""
        found = await walking.kept_roots(unit, documents, after, limit)
        return KeptRootsOut(entries=list(found.entries), after=after + limit if found.goes_on else None)

    return router


def _placed(place: int, link: Link, *, withheld: bool) -> PlacedOut:
    told = LinkOut(**{name: getattr(link, name) for name in LinkOut.model_fields})
    return PlacedOut(place=place, link=told, withheld=withheld)
