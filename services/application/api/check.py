"""The administrative check and the withdrawal, over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field, StringConstraints

from grants.values import Prose
from grants.workplan import Code, WorkPlan
from runtime.http.door import Door, unit_of_work
from runtime.unit import Unit
from services.application.api.standing import ApplicationKey, Asked, Standing
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
    """form: the sections that change. plan: in place of the one submitted, if it changes."""

    note: Prose
    form: dict[Code, Prose] | None = Field(default=None, max_length=50)
    plan: WorkPlan | None = None


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
    return Standing.of(await check.complete(unit, application_id, asked.note, asked.form, asked.plan))


@router.post("/check/exclude")
async def exclude(application_id: ApplicationKey, asked: Reasoned, unit: At) -> Standing:
    return Standing.of(await check.exclude(unit, application_id, asked.reason))


@router.post("/withdraw")
async def withdraw(application_id: ApplicationKey, asked: Reasoned, unit: At) -> Standing:
    return Standing.of(await withdrawal.withdraw(unit, application_id, asked.reason))
