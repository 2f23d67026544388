"""The Minister's approval and the founding of the enterprise, over HTTP."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import StringConstraints

from grants.values import Line, TaxNumber
from runtime.http.door import Door, triable, unit_of_work
from runtime.unit import Unit
from services.application.api.standing import ApplicationKey, Asked, Standing
from services.application.usecases import approval, enterprise

router = APIRouter(prefix="/applications/{application_id}", tags=["approval"], route_class=Door)
At = Annotated[Unit, Depends(unit_of_work)]

PaperNumber = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000)]


class DecisionAsked(Asked):
    """number, decided_on: of the Minister's paper. reason: asked for when refused."""

    approved: bool
    decided_on: date
    number: PaperNumber
    reason: Reason = ""


class EnterpriseAsked(Asked):
    """The enterprise as the trade registry has it."""

    name: Line
    tax_number: TaxNumber
    registry_no: PaperNumber
    founded_on: date
    province: Line


@router.post("/approval")
@triable
async def decide(application_id: ApplicationKey, asked: DecisionAsked, unit: At) -> Standing:
    decision = approval.Decision(asked.approved, asked.decided_on, asked.number, asked.reason)
    return Standing.of(await approval.decide(unit, application_id, decision))


@router.post("/enterprise")
async def record_enterprise(application_id: ApplicationKey, asked: EnterpriseAsked, unit: At) -> Standing:
    new = enterprise.NewEnterprise(
        name=asked.name,
        tax_number=asked.tax_number,
        registry_no=asked.registry_no,
        founded_on=asked.founded_on,
        province=asked.province,
    )
    return Standing.of(await enterprise.record(unit, application_id, new))
