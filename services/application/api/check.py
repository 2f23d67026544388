"""The administrative check and the withdrawal, over HTTP."""

from typing import Annotated, Self

from fastapi import APIRouter, Depends
from pydantic import Field, StringConstraints, model_validator

from grants.values import Prose
from grants.workplan import Code, WorkPlan
from runtime.http.door import Door, triable, unit_of_work
from runtime.unit import Unit
from services.application.api.standing import ApplicationKey, Asked, Standing, Written
from services.application.usecases import check, withdrawal

router = APIRouter(prefix="/applications/{application_id}", tags=["check"], route_class=Door)
At = Annotated[Unit, Depends(unit_of_work)]

Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000)]
Missing = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]


class Admission(Asked):
    note: Note = ""


class CompletionAsked(Asked):
    """items: what is missing, one text each."""

    items: tuple[Missing, ...] = Field(min_length=1, max_length=50)


class Completion(Asked):
    """form: the sections that change. plan: in place of the one submitted, if it changes.

    written: in place of both, what was kept as written so far, by how often it was.
    """

    note: Prose
    form: dict[Code, Prose] | None = Field(default=None, max_length=50)
    plan: WorkPlan | None = None
    written: Written = None

    @model_validator(mode="after")
    def _is_said_once(self) -> Self:
        if self.written is not None and (self.form is not None or self.plan is not None):
            raise ValueError("either what was written, or form and plan")
        return self


class Reasoned(Asked):
    reason: Prose


@router.post("/check/admit")
async def admit(application_id: ApplicationKey, asked: Admission, unit: At) -> Standing:
    return Standing.of(await check.admit(unit, application_id, asked.note))


@router.post("/check/completion")
async def request_completion(application_id: ApplicationKey, asked: CompletionAsked, unit: At) -> Standing:
    return Standing.of(await check.request_completion(unit, application_id, asked.items))


@router.post("/check/complete")
async def complete(application_id: ApplicationKey, asked: Completion, unit: At) -> Standing:
    handed_in = check.Missing(asked.note, asked.form, asked.plan, asked.written)
    return Standing.of(await check.complete(unit, application_id, handed_in))


@router.post("/check/exclude")
@triable
async def exclude(application_id: ApplicationKey, asked: Reasoned, unit: At) -> Standing:
    return Standing.of(await check.exclude(unit, application_id, asked.reason))


@router.post("/withdraw")
@triable
async def withdraw(application_id: ApplicationKey, asked: Reasoned, unit: At) -> Standing:
    return Standing.of(await withdrawal.withdraw(unit, application_id, asked.reason))
