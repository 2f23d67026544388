"""The cluster registry over HTTP."""

from typing import Annotated, Self

from fastapi import APIRouter, Query
from pydantic import Field, model_validator

from runtime.http.door import Door
from services.application.api.shapes import Answered, ThePage, TheUnit
from services.application.api.standing import Asked
from services.application.domain.inventory import Stage
from services.application.domain.registry_rows import RegistryRow, as_csv
from services.application.store.registry import Filter
from services.application.usecases import registry

router = APIRouter(route_class=Door, prefix="/registry", tags=["registry"])

Cell = Annotated[str, Field(max_length=1_000)]


class RowIn(Asked):
    """One cluster, as the inventory's CSV holds it."""

    no: int
    province: Cell
    province_as_printed: Cell
    name: Cell
    stage: Cell


class RegistryIn(Asked):
    """The whole inventory, either as CSV text (columns no,province,province_as_printed,name,stage) or as rows."""

    csv: Annotated[str, Field(max_length=1_000_000)] | None = None
    rows: Annotated[tuple[RowIn, ...], Field(max_length=5_000)] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.csv is None) == (self.rows is None):
            raise ValueError("csv or rows, one of both")
        return self


class Loaded(Answered):
    total: int
    by_stage: dict[Stage, int]


class ClusterOut(Answered):
    no: int
    name: str
    province: str
    stage: Stage


class ClusterPage(Answered):
    entries: tuple[ClusterOut, ...]
    after: str | None


@router.post("/clusters", status_code=201)
async def load(asked: RegistryIn, unit: TheUnit) -> Loaded:
    """Load the registry, all of it or nothing."""
    rows = (RegistryRow(row.no, row.province, row.province_as_printed, row.name, row.stage) for row in asked.rows or ())
    counts = await registry.load(unit, asked.csv if asked.csv is not None else as_csv(rows))
    return Loaded(total=sum(counts.values()), by_stage=counts)


@router.get("/clusters")
async def listed(
    unit: TheUnit,
    span: ThePage,
    province: Annotated[str | None, Query(max_length=40)] = None,
    stage: Stage | None = None,
    q: Annotated[str, Query(max_length=100)] = "",
) -> ClusterPage:
    """Clusters in Turkish order of their names; `q` finds letters in the name, whatever their case."""
    found = await registry.listed(unit, Filter(province, stage, q), span)
    return ClusterPage(entries=tuple(ClusterOut.model_validate(one) for one in found.entries), after=found.after)
