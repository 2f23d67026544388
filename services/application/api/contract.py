"""The support contract, over HTTP: its paper and its signatures."""

from datetime import date
from typing import Annotated, Self

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict

from grants.values import Moment, Money
from runtime.documents import Documents
from runtime.http.door import Door, triable, unit_of_work
from runtime.unit import Unit
from services.application.api.standing import ApplicationKey, Asked
from services.application.domain.records import ContractRecord
from services.application.usecases import contract

At = Annotated[Unit, Depends(unit_of_work)]


class Signature(Asked):
    """Nothing to say: the person's roles say for whom."""


class Contract(BaseModel):
    """The contract as signed so far. signed_on: the day it counts from, once concluded."""

    model_config = ConfigDict(frozen=True)

    application_id: str
    number: str
    document: str
    total: Money
    approved: Money
    signed_ministry_at: Moment | None
    signed_enterprise_at: Moment | None
    signed_on: date | None

    @classmethod
    def of(cls, kept: ContractRecord) -> Self:
        return cls(
            application_id=kept.application_id,
            number=kept.number,
            document=kept.document,
            total=kept.total,
            approved=kept.approved,
            signed_ministry_at=kept.signed_ministry_at,
            signed_enterprise_at=kept.signed_enterprise_at,
            signed_on=kept.signed_on,
        )


def contract_router(documents: Documents) -> APIRouter:
    """The routes of the contract; `documents` is where its paper lies."""
    router = APIRouter(prefix="/applications/{application_id}", tags=["contract"], route_class=Door)

    @router.get("/contract.pdf", response_class=Response, responses={200: {"content": {"application/pdf": {}}}})
    async def paper(application_id: ApplicationKey, unit: At) -> Response:
        content = await contract.read_paper(unit, application_id, documents)
        name = f'inline; filename="contract-{application_id}.pdf"'
        headers = {"Content-Disposition": name, "Cache-Control": "private"}
        return Response(content, media_type="application/pdf", headers=headers)

    @router.post("/contract/sign")
    @triable
    async def sign(application_id: ApplicationKey, asked: Signature, unit: At) -> Contract:  # noqa: ARG001 - refuses what is no signature
        return Contract.of(await contract.sign(unit, application_id))

    return router
