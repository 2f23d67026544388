"""The papers of an application over HTTP, for those who judge it."""

from fastapi import APIRouter, Response

from runtime.filed import Filed
from runtime.http.door import Door, guarded
from runtime.http.papers import Document, saved
from services.evaluation.api.shapes import InUnit, PathId
from services.evaluation.usecases import read_papers


def papers_router(filed: Filed) -> APIRouter:
    """The routes of papers; `filed` is where the application room keeps them."""
    router = APIRouter(route_class=Door, tags=["papers"])

    @router.get("/assignments/{assignment_id}/papers/{document}", response_class=Response)
    @guarded
    async def of_assignment(assignment_id: PathId, document: Document, unit: InUnit) -> Response:
        """The bytes, always as a file to be saved; each download is told."""
        paper, content = await read_papers.read_of_assignment(unit, assignment_id, document, filed)
        return saved(document, paper.media_type, content)

    @router.get("/calls/{call_id}/committee/applications/{application_id}/papers/{document}", response_class=Response)
    @guarded
    async def of_item(call_id: PathId, application_id: PathId, document: Document, unit: InUnit) -> Response:
        """The same of an application before the committee."""
        paper, content = await read_papers.read_of_item(unit, call_id, application_id, document, filed)
        return saved(document, paper.media_type, content)

    return router
