"""An application as it was handed in, to be read from its first section to its last sum, and printed."""

from dataclasses import replace
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Response

from services.portal.filing import answer_of, filed_of, version_of
from services.portal.pages.applications import Key
from services.portal.reading import File
from services.portal.rooms import Room
from services.portal.visit import PageRefused, Visitor, read

router = APIRouter()
Number = Annotated[int | None, Query(ge=1, le=1_000_000)]


@router.get("/applications/{application_id}/read")
async def whole(visit: Visitor, application_id: Key, version: Number = None) -> Response:
    """All that was written, for everybody whom the room lets read it. version: of the plan, the newest without."""
    file = read(await visit.caller().get(Room.APPLICATION, f"/applications/{application_id}"), File)
    filed, answer = await filed_of(visit, file), await answer_of(visit, file)
    chosen = await version_of(visit, file, version)
    if version and chosen is None:
        raise PageRefused(HTTPStatus.NOT_FOUND)
    if chosen is not None:
        filed = replace(filed, plan=chosen.plan)
    return visit.page("filed.html", file=file, filed=filed, answer=answer, chosen=chosen)
