"""How an application stands after an act: what every act of a person answers."""

from typing import Annotated, Self

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field

from grants.contracts.stages import Outcome, Stage
from grants.values import Moment
from services.application.domain.records import ApplicationRecord

ApplicationKey = Annotated[str, Path(max_length=64, pattern=r"^[0-9A-Za-z-]+$")]
"""The id of an application in a path."""

Written = Annotated[int | None, Field(ge=0, le=2_000_000_000)]
"""How often what is handed in was written, where it was kept before (`/offer`)."""


class Asked(BaseModel):
    """What a person sends: every field known, nothing else."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Standing(BaseModel):
    """due_at: exclusive end of what the stage allows. agreed_version: of the plan, once agreed."""

    model_config = ConfigDict(frozen=True)

    application_id: str
    stage: Stage
    outcome: Outcome | None
    due_at: Moment | None
    plan_version: int
    agreed_version: int | None

    @classmethod
    def of(cls, application: ApplicationRecord) -> Self:
        return cls(
            application_id=application.id,
            stage=application.stage,
            outcome=application.outcome,
            due_at=application.stage_due_at,
            plan_version=application.plan_version,
            agreed_version=application.agreed_version,
        )
