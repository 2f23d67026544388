"""Approval packs over HTTP: chosen, answered, closed, read as data or as PDF."""

from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import Field

from runtime.documents import Documents
from runtime.http.door import Door, recorded
from services.evaluation.api.shapes import InUnit, PathId, Reason, Request
from services.evaluation.usecases import pack
from services.evaluation.usecases import read_packs as reading
from services.evaluation.usecases.pack_views import PackList, PackView

_MOST = 1_000_000
Number = Annotated[int, Path(ge=1, le=_MOST)]


class ChoosePack(Request):
    """combination: number of the funding combination. reason: why, where a pack was chosen before."""

    combination: Annotated[int, Field(strict=True, ge=1, le=_MOST)]
    reason: Reason = ""


class GiveOpinion(Request):
    """reason: asked for where the member disagrees."""

    agrees: Annotated[bool, Field(strict=True)]
    reason: Reason = ""


class ClosePack(Request):
    """Nothing to say: the combination and the opinions say it."""


def packs_router(documents: Documents) -> APIRouter:
    """The routes of the packs; `documents` is where they lie once they are closed."""
    router = APIRouter(route_class=Door, prefix="/calls/{call_id}/approval-packs")

    @router.post("", status_code=201)
    async def choose(call_id: PathId, body: ChoosePack, unit: InUnit) -> PackView:
        chosen = await pack.choose_pack(unit, call_id, body.combination, body.reason)
        return await reading.read_pack(unit, call_id, chosen.number)

    @router.get("")
    async def read_all(call_id: PathId, unit: InUnit) -> PackList:
        return await reading.list_packs(unit, call_id)

    @router.get("/{number}")
    @recorded
    async def read(call_id: PathId, number: Number, unit: InUnit) -> PackView:
        return await reading.read_pack(unit, call_id, number)

    @router.get("/{number}/paper.pdf", response_class=Response, responses={200: {"content": {"application/pdf": {}}}})
    async def paper(call_id: PathId, number: Number, unit: InUnit) -> Response:
        content = await reading.read_pack_paper(unit, call_id, number, documents)
        name = f'inline; filename="pack-{call_id}-{number}.pdf"'
        headers = {"Content-Disposition": name, "Cache-Control": "private"}
        return Response(content, media_type="application/pdf", headers=headers)

    @router.post("/{number}/opinion")
    async def answer(call_id: PathId, number: Number, body: GiveOpinion, unit: InUnit) -> PackView:
        await pack.give_opinion(unit, call_id, number, agrees=body.agrees, reason=body.reason)
        return await reading.read_pack(unit, call_id, number)

    @router.post("/{number}/close")
    async def close(call_id: PathId, number: Number, _body: ClosePack, unit: InUnit) -> PackView:
        await pack.close_pack(unit, call_id, number, documents)
        return await reading.read_pack(unit, call_id, number)

    return router
