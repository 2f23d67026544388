"""The archive of a file's workflow runs, for the inspector."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from grants.proof.archive import Archived
from runtime.documents import Documents
from runtime.http.door import Door
from services.audit.api.shapes import ID, AfterIndex, InUnit, Limit, Shape, Subject
from services.audit.usecases import archive

RunId = Annotated[str, Path(min_length=1, max_length=100, pattern=ID)]


class RunsOut(Shape):
    """In the order of the chain. after: give it to read on; none at the end."""

    entries: list[Archived]
    after: int | None


def archive_router(documents: Documents) -> APIRouter:
    """The routes; `documents` holds the histories."""
    router = APIRouter(route_class=Door, tags=["audit"])

    @router.get("/applications/{application_id}/archive")
    async def runs(application_id: Subject, unit: InUnit, after: AfterIndex = 0, limit: Limit = 200) -> RunsOut:
        found = await archive.runs(unit, application_id, after, limit)
        return RunsOut(entries=found, after=after + limit if len(found) == limit else None)

    @router.get("/applications/{application_id}/archive/{run_id}", response_class=Response)
    async def history(application_id: Subject, run_id: RunId, unit: InUnit) -> Response:
        """The history of a run as it is kept: JSON, compressed with gzip."""
        content = await archive.document(unit, documents, application_id, run_id)
        name = f'attachment; filename="{run_id}.json.gz"'
        return Response(content, media_type="application/gzip", headers={"Content-Disposition": name})

    return router
