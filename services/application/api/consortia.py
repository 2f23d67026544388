"""Consortia over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import Field, StringConstraints

from grants.regimes.words import MemberKind
from grants.values import Line, Moment, TaxNumber
from runtime.http.door import Door, recorded
from services.application.api.shapes import Answered, ThePage, TheUnit, ThingKey
from services.application.api.standing import Asked
from services.application.domain.records import ConsortiumRecord, MemberRecord
from services.application.usecases import consortia, participation
from services.application.usecases.consortia import NewConsortium

router = APIRouter(route_class=Door, tags=["consortia"])

MOST_MEMBERS = 1_000
MOST_PROVINCES = 81

Nace = Annotated[str, StringConstraints(pattern=r"^([0-9]{2}(\.[0-9]{1,2}){0,2})?$")]
"""A NACE code of two to six digits, such as 27.11; empty where the body has none."""
Province = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]


class MemberIn(Asked):
    """A member. commits: has committed to co-operate; in_main_field: works in the cluster's main field.

    address: of its seat; whoever is to judge the application is held against it.
    """

    name: Line
    kind: MemberKind
    tax_number: TaxNumber
    province: Province
    nace: Nace = ""
    commits: bool = False
    in_main_field: bool = False
    address: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] = ""

    def record(self) -> MemberRecord:
        return MemberRecord(
            name=self.name,
            kind=self.kind,
            tax_number=self.tax_number,
            province=self.province,
            nace=self.nace,
            commits=self.commits,
            in_main_field=self.in_main_field,
            address=self.address,
        )


Members = Annotated[tuple[MemberIn, ...], Field(max_length=MOST_MEMBERS)]


class ConsortiumIn(Asked):
    """A consortium. provinces: its economic geography, the leading one first."""

    name: Line
    cluster_no: int | None = Field(default=None, ge=1, le=9_999)
    provinces: Annotated[tuple[Province, ...], Field(min_length=1, max_length=MOST_PROVINCES)]
    geography_has_chamber_of_industry: bool
    nace: Nace
    members: Members

    def new(self) -> NewConsortium:
        return NewConsortium(
            name=self.name,
            cluster_no=self.cluster_no,
            provinces=self.provinces,
            geography_has_chamber_of_industry=self.geography_has_chamber_of_industry,
            nace=self.nace,
            members=tuple(member.record() for member in self.members),
        )


class MembersIn(Asked):
    members: Members


class MemberOut(Answered):
    """confirmed_at: when the member itself confirmed that it takes part."""

    name: str
    kind: MemberKind
    tax_number: str
    province: str
    nace: str
    commits: bool
    in_main_field: bool
    address: str = ""
    confirmed_at: Moment | None


class ConsortiumOut(Answered):
    id: str
    name: str
    cluster_no: int | None
    provinces: tuple[str, ...]
    geography_has_chamber_of_industry: bool
    nace: str
    coordinator_id: str
    members: tuple[MemberOut, ...]
    created_at: Moment


class ConsortiumPage(Answered):
    entries: tuple[ConsortiumOut, ...]
    after: str | None


@router.post("/consortia", status_code=201)
async def create(asked: ConsortiumIn, unit: TheUnit) -> ConsortiumOut:
    """Create a consortium; who does it becomes its coordinator."""
    return _out(await consortia.create(unit, asked.new()))


@router.get("/consortia")
async def listed(unit: TheUnit, span: ThePage) -> ConsortiumPage:
    """The consortia the person coordinates, the newest first."""
    found = await consortia.listed_own(unit, span)
    return ConsortiumPage(entries=tuple(_out(one) for one in found.entries), after=found.after)


@router.get("/consortia/{consortium_id}")
@recorded
async def read(consortium_id: ThingKey, unit: TheUnit) -> ConsortiumOut:
    """A consortium with its members."""
    return _out(await consortia.read(unit, consortium_id))


@router.post("/consortia/{consortium_id}/members")
async def replace_members(consortium_id: ThingKey, asked: MembersIn, unit: TheUnit) -> ConsortiumOut:
    """Write the list of members anew, until an application is submitted."""
    members = tuple(member.record() for member in asked.members)
    return _out(await consortia.replace_members(unit, consortium_id, members))


@router.post("/consortia/{consortium_id}/members/{tax_number}/confirmation")
async def confirm(
    consortium_id: ThingKey,
    tax_number: Annotated[TaxNumber, Path()],
    asked: Asked,  # noqa: ARG001 - an empty body is asked for
    unit: TheUnit,
) -> ConsortiumOut:
    """The member confirms that it takes part, while the application is a draft; again, nothing changes."""
    return _out(await participation.confirm(unit, consortium_id, tax_number))


def _out(consortium: ConsortiumRecord) -> ConsortiumOut:
    return ConsortiumOut.model_validate(consortium)
