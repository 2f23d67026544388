"""The minutes of a committee over HTTP: prepared, read as PDF, signed."""

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import StringConstraints

from runtime.documents import Documents
from runtime.http.door import Door, recorded, triable
from services.evaluation.api.shapes import InUnit, PathId, Request
from services.evaluation.usecases import minutes
from services.evaluation.usecases.read_sessions import show_minutes
from services.evaluation.usecases.session_views import MinutesView


class Prepare(Request):
    """Nothing to say: the committee's work says it."""


class Sign(Request):
    """document: SHA-256 of the paper that was read."""

    document: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


def minutes_router(documents: Documents) -> APIRouter:
    """The routes of the minutes; `documents` is where they lie."""
    router = APIRouter(route_class=Door, prefix="/calls/{call_id}/committee")

    @router.post("/minutes", status_code=201)
    async def prepare(call_id: PathId, _body: Prepare, unit: InUnit) -> MinutesView:
        await minutes.prepare_minutes(unit, call_id, documents)
        return await show_minutes(unit, call_id)

    @router.get("/minutes")
    @recorded
    async def read(call_id: PathId, unit: InUnit) -> MinutesView:
        return await show_minutes(unit, call_id)

    @router.get("/minutes.pdf", response_class=Response, responses={200: {"content": {"application/pdf": {}}}})
    async def paper(call_id: PathId, unit: InUnit) -> Response:
        content = await minutes.read_paper(unit, call_id, documents)
        name = f'inline; filename="minutes-{call_id}.pdf"'
        headers = {"Content-Disposition": name, "Cache-Control": "private"}
        return Response(content, media_type="application/pdf", headers=headers)

    @router.post("/minutes/signature")
    @triable
    async def sign(call_id: PathId, body: Sign, unit: InUnit) -> MinutesView:
        await minutes.sign_minutes(unit, call_id, body.document)
        return await show_minutes(unit, call_id)

    return router
