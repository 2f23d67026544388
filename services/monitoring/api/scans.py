"""Scanned papers over HTTP."""

from fastapi import APIRouter, Response

from grants.values import Line, Moment
from runtime.filed import Filed
from runtime.http.door import Door
from runtime.http.papers import Content, Document, MediaType, saved
from services.monitoring.api.shapes import Answered, Asked, Key, TheUnit
from services.monitoring.usecases import scans


class ScanIn(Asked):
    """content: the bytes in base 64. media_type: what they are; anything else is refused."""

    name: Line
    media_type: MediaType
    content: Content


class ScanOut(Answered):
    """document: the hash of the bytes, by which a line names it."""

    document: str
    name: str
    media_type: str
    size: int
    kept_at: Moment


def scans_router(filed: Filed) -> APIRouter:
    """The routes of scans; `filed` is where they lie."""
    router = APIRouter(prefix="/grants/{grant_id}/scans", tags=["scans"], route_class=Door)

    @router.post("", status_code=201)
    async def keep(grant_id: Key, asked: ScanIn, unit: TheUnit) -> ScanOut:
        """Hand in the scan of a paper."""
        given = scans.Given(asked.content, asked.media_type, asked.name)
        return ScanOut.model_validate(await scans.keep_scan(unit, grant_id, given, filed))

    @router.get("/{document}", response_class=Response)
    async def read(grant_id: Key, document: Document, unit: TheUnit) -> Response:
        """The bytes, always as a file to be saved: nothing handed in is ever shown as a page of ours."""
        scan, content = await scans.read_scan(unit, grant_id, document, filed)
        return saved(document, scan.media_type, content)

    return router
