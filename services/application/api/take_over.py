"""Paper contracts taken over, over HTTP."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter
from pydantic import StringConstraints

from grants.values import Line, PersonId, Prose, TaxNumber
from grants.workplan import WorkPlan
from runtime.http.door import Door
from services.application.api.consortia import ConsortiumIn, Province
from services.application.api.files import ApplicationOut
from services.application.api.shapes import GivenId, TheUnit
from services.application.api.standing import Asked
from services.application.usecases import take_over
from services.application.usecases.take_over import PaperContract, PaperEnterprise

router = APIRouter(route_class=Door, tags=["contracts"])

Number = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


class PaperConsortiumIn(ConsortiumIn):
    coordinator_id: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class PaperEnterpriseIn(Asked):
    name: Line
    tax_number: TaxNumber
    registry_no: Number
    founded_on: date
    province: Province


class PaperContractIn(Asked):
    """A contract signed on paper. provenance: where its papers are kept."""

    call_id: GivenId
    consortium: PaperConsortiumIn
    title: Line
    plan: WorkPlan
    number: Number
    signed_on: date
    enterprise: PaperEnterpriseIn
    provenance: Prose


@router.post("/contracts/take-over", status_code=201)
async def carry_over(asked: PaperContractIn, unit: TheUnit) -> ApplicationOut:
    """Take over a contract signed before this system knew of it; checked like a submission."""
    written = asked.enterprise
    paper = PaperContract(
        call_id=asked.call_id,
        consortium=asked.consortium.new(),
        coordinator_id=PersonId(asked.consortium.coordinator_id),
        title=asked.title,
        plan=asked.plan,
        number=asked.number,
        signed_on=asked.signed_on,
        enterprise=PaperEnterprise(
            name=written.name,
            tax_number=written.tax_number,
            registry_no=written.registry_no,
            founded_on=written.founded_on,
            province=written.province,
        ),
        provenance=asked.provenance,
    )
    return ApplicationOut.model_validate(await take_over.carry_over(unit, paper))
