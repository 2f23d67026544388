"""Dossiers of a file, for the inspector."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import ConfigDict

from runtime.filed import Filed
from runtime.http.door import Door
from runtime.payload_keys import KeyShelf
from runtime.signing import Signer
from services.audit.api.shapes import InUnit, Shape, Subject
from services.audit.usecases import dossiers
from services.audit.usecases.dossiers import Means, Wish

Sha256 = Annotated[str, Path(min_length=64, max_length=64, pattern="^[0-9a-f]{64}$")]


class DossierIn(Shape):
    """redacted: leave out what is personal, and with it the papers and keys. documents: take the papers along.

    payload_keys: take along what opens the histories of the file's own workflows.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    redacted: bool = False
    documents: bool = True
    payload_keys: bool = True


class DossierOut(Shape):
    """A dossier. sha256: of the file; size: in bytes; documents: how many papers it holds.

    erased_at: when it was destroyed with what is personal in its file.
    """

    model_config = ConfigDict(frozen=True, from_attributes=True)

    sha256: str
    about: str
    size: int
    redacted: bool
    documents: int
    made_at: datetime
    made_by: str
    erased_at: datetime | None


class DossiersOut(Shape):
    """The newest first."""

    entries: list[DossierOut]


def dossiers_router(signer: Signer, filed: Filed, payload_keys: KeyShelf | None) -> APIRouter:
    """The routes; `signer` seals what is made, `filed` keeps it, `payload_keys` open what workflows carried."""
    router = APIRouter(route_class=Door, tags=["audit"])
    means = Means(signer, filed, payload_keys)

    @router.post("/applications/{application_id}/dossiers", status_code=201)
    async def make(application_id: Subject, asked: DossierIn, unit: InUnit) -> DossierOut:
        """Make a dossier of the file as it stands now."""
        wish = Wish(redacted=asked.redacted, documents=asked.documents, payload_keys=asked.payload_keys)
        return DossierOut.model_validate(await dossiers.make(unit, application_id, wish, means))

    @router.get("/applications/{application_id}/dossiers")
    async def made(application_id: Subject, unit: InUnit) -> DossiersOut:
        found = await dossiers.made_of(unit, application_id)
        return DossiersOut(entries=[DossierOut.model_validate(one) for one in found])

    @router.get("/applications/{application_id}/dossiers/{sha256}", response_class=Response)
    async def download(application_id: Subject, sha256: Sha256, unit: InUnit) -> Response:
        """The dossier itself. That it was taken is on record."""
        content = await dossiers.download(unit, application_id, sha256, filed)
        name = f'attachment; filename="destek-{application_id}.zip"'
        return Response(content, media_type="application/zip", headers={"Content-Disposition": name})

    return router
