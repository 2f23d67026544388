"""The dossiers of a file: those that were made, and the form by which another is made."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Response

from services.portal.forms import Form, Kind
from services.portal.pages.applications import Key
from services.portal.people import whose
from services.portal.posting import Posted, finish
from services.portal.reading_desk import Dossiers
from services.portal.rooms import Paper, Room
from services.portal.visit import Visit, Visitor, read, refusal

router = APIRouter()
WISH = {"redacted": Kind.FLAG, "documents": Kind.FLAG}
Sha256 = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]


@router.get("/applications/{application_id}/dossiers")
async def listed(visit: Visitor, application_id: Key) -> Response:
    """Those that were made, the newest first."""
    form = visit.form(f"/applications/{application_id}/dossiers", WISH, {"documents": "1"})
    return await _listed(visit, application_id, form)


@router.post("/applications/{application_id}/dossiers")
async def make(visit: Visitor, sent: Posted, application_id: Key) -> Response:
    """A dossier is made of the file as it stands."""
    form = sent.form(visit, WISH)
    path = f"/applications/{application_id}/dossiers"
    answer = await visit.caller().post(Room.AUDIT, path, form.body(), sent.key)
    again = partial(_listed, visit, application_id)
    return await finish(visit, sent, form, answer, to=path, said="dossier", again=again)


@router.get("/applications/{application_id}/dossiers/{sha256}")
async def download(visit: Visitor, application_id: Key, sha256: Sha256) -> Response:
    """A dossier, handed through; that it was taken is on record."""
    answer = await visit.caller().paper(Room.AUDIT, f"/applications/{application_id}/dossiers/{sha256}")
    if not isinstance(answer, Paper):
        raise refusal(answer)
    name = f'attachment; filename="destek-{application_id}.zip"'
    return Response(answer.content, media_type="application/zip", headers={"Content-Disposition": name})


async def _listed(visit: Visit, application_id: str, form: Form) -> Response:
    found = read(await visit.caller().get(Room.AUDIT, f"/applications/{application_id}/dossiers"), Dossiers)
    who = await whose(visit, found)
    return visit.page("dossiers.html", form.status, found=found, who=who, form=form, application_id=application_id)
