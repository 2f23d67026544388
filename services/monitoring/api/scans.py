"""Scanned papers over HTTP."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Response
from pydantic import Base64Bytes, Field

from grants.values import Line, Moment
from runtime.documents import Documents
from runtime.http.door import Door
from services.monitoring.api.shapes import Answered, Asked, Key, TheUnit
from services.monitoring.usecases import scans

MOST_BYTES = 1_400_000
"""What fits a request once it is written as text."""
Document = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]


class ScanIn(Asked):
    """content: the bytes in base 64. media_type: what they are; anything else is refused."""

    name: Line
    media_type: Literal["application/pdf", "image/jpeg", "image/png"]
    content: Annotated[Base64Bytes, Field(min_length=1, max_length=MOST_BYTES)]


class ScanOut(Answered):
    """document: the hash of the bytes, by which a line names it."""

    document: str
    name: str
    media_type: str
    size: int
    kept_at: Moment


def scans_router(documents: Documents) -> APIRouter:
    """The routes of scans; `documents` is where they lie."""
    router = APIRouter(prefix="/grants/{grant_id}/scans", tags=["scans"], route_class=Door)

    @router.post("", status_code=201)
    async def keep(grant_id: Key, asked: ScanIn, unit: TheUnit) -> ScanOut:
        """Hand in the scan of a paper."""
        given = scans.Given(asked.content, asked.media_type, asked.name)
        return ScanOut.model_validate(await scans.keep_scan(unit, grant_id, given, documents))

    @router.get("/{document}", response_class=Response)
    async def read(grant_id: Key, document: Document, unit: TheUnit) -> Response:
        """The bytes, always as a file to be saved: nothing handed in is ever shown as a page of ours."""
        scan, content = await scans.read_scan(unit, grant_id, document, documents)
        ending = scan.media_type.rpartition("/")[2]
        headers = {
            "Content-Disposition": f'attachment; filename="{document[:16]}.{ending}"',
            "Cache-Control": "private",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(content, media_type=scan.media_type, headers=headers)

    return router
