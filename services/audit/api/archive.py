"""The archive of a file's workflow runs, for the inspector."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import ConfigDict

from grants.proof.archive import Archived
from runtime.documents import Documents
from runtime.http.door import Door, recorded
from services.audit.api.shapes import ID, AfterEvent, AfterIndex, InUnit, Limit, Shape, Subject
from services.audit.usecases import archive, builds

CallId = Annotated[str, Query(max_length=100, pattern=r"^[A-Za-z0-9._:@-]*$")]
Year = Annotated[int | None, Query(ge=2000, le=2200)]
Hash = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]
RunId = Annotated[str, Path(min_length=1, max_length=100, pattern=ID)]


class RunsOut(Shape):
    """In the order of the chain. after: give it to read on; none at the end."""

    entries: list[Archived]
    after: int | None


class FileLine(Shape):
    """An application that was submitted, and to which call."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    about: str
    call_id: str
    submitted_at: datetime


class FilesOut(Shape):
    """By id. after: give it to read on; none at the end."""

    entries: list[FileLine]
    after: str | None


def archive_router(documents: Documents) -> APIRouter:
    """The routes; `documents` holds the histories."""
    router = APIRouter(route_class=Door, tags=["audit"])

    @router.get("/ledger/files")
    async def files(
        unit: InUnit, call_id: CallId = "", year: Year = None, after: AfterEvent = None, limit: Limit = 200
    ) -> FilesOut:
        """Submitted applications: of a call, of a year, or all."""
        found = await archive.files(unit, call_id, year, after or "", limit)
        more = found[-1].about if len(found) == limit else None
        return FilesOut(entries=[FileLine.model_validate(one) for one in found], after=more)

    @router.get("/applications/{application_id}/archive")
    @recorded
    async def runs(application_id: Subject, unit: InUnit, after: AfterIndex = 0, limit: Limit = 200) -> RunsOut:
        found = await archive.runs(unit, application_id, after, limit)
        return RunsOut(entries=found, after=after + limit if len(found) == limit else None)

    @router.get("/applications/{application_id}/archive/{run_id}", response_class=Response)
    async def history(application_id: Subject, run_id: RunId, unit: InUnit) -> Response:
        """The history of a run as it is kept: JSON, compressed with gzip."""
        content = await archive.document(unit, documents, application_id, run_id)
        name = f'attachment; filename="{run_id}.json.gz"'
        return Response(content, media_type="application/gzip", headers={"Content-Disposition": name})

    @router.get("/builds/{document}", response_class=Response)
    async def build(document: Hash, unit: InUnit) -> Response:
        """The sources of a build as they are kept, a zip; what is on record of it stands in the chain of "builds"."""
        content = await builds.sources(unit, documents, document)
        name = f'attachment; filename="{document}.zip"'
        return Response(content, media_type="application/zip", headers={"Content-Disposition": name})

    return router
