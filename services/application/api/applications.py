"""Applications over HTTP: begun, drafted, submitted, read."""

from typing import Annotated

from fastapi import APIRouter, Header, Query
from pydantic import Field, StringConstraints

from grants.contracts.stages import Stage
from grants.values import Line
from grants.workplan import WorkPlan
from runtime.http.door import Door, triable
from runtime.letters import MOST
from runtime.messages import language_of
from services.application.api.files import ApplicationOut, ApplicationPage, FileOut, file_out, listed_out
from services.application.api.shapes import Answered, GivenId, ThePage, TheUnit, Warned, warned
from services.application.api.standing import ApplicationKey, Asked
from services.application.domain.form import SECTIONS
from services.application.store.lists import Filter
from services.application.usecases import drafting, reading, submission

router = APIRouter(route_class=Door, tags=["applications"])

SectionText = Annotated[str, StringConstraints(max_length=20_000)]
Form = Annotated[dict[str, SectionText], Field(max_length=len(SECTIONS) * 2)]


class ApplicationIn(Asked):
    call_id: GivenId
    consortium_id: GivenId
    title: Line


class DraftIn(Asked):
    """Work in progress: the whole plan, and sections of the form by name; what is not given stays as it was."""

    plan: WorkPlan | None = None
    form: Form | None = None


class Empty(Asked):
    """A request that says nothing but its address."""


class DraftOut(Answered):
    """The draft as saved. warnings: everything that would keep it from being submitted."""

    application: ApplicationOut
    plan: WorkPlan | None
    form: dict[str, str]
    warnings: tuple[Warned, ...]


@router.post("/applications", status_code=201)
async def begin(asked: ApplicationIn, unit: TheUnit) -> ApplicationOut:
    """Begin the application of a consortium to a call."""
    application = await drafting.begin(unit, asked.call_id, asked.consortium_id, asked.title)
    return ApplicationOut.model_validate(application)


@router.post("/applications/{application_id}/draft")
async def draft(
    application_id: ApplicationKey, asked: DraftIn, unit: TheUnit, accept_language: Annotated[str, Header()] = ""
) -> DraftOut:
    """Save work in progress, rules broken or not; the answer warns of every breach."""
    kept = await drafting.save(unit, application_id, asked.plan, asked.form)
    language = language_of(accept_language)
    return DraftOut(
        application=ApplicationOut.model_validate(kept.application),
        plan=kept.plan.plan if kept.plan else None,
        form=dict(kept.application.form),
        warnings=tuple(warned(breach, language) for breach in kept.warnings),
    )


@router.post("/applications/{application_id}/submit")
@triable
async def submit(application_id: ApplicationKey, asked: Empty, unit: TheUnit) -> ApplicationOut:  # noqa: ARG001 - an empty body is asked for
    """Submit a draft; refused with every breach at once."""
    return ApplicationOut.model_validate(await submission.submit(unit, application_id))


@router.get("/applications")
async def listed(
    unit: TheUnit,
    span: ThePage,
    stage: Stage | None = None,
    call_id: Annotated[str | None, Query(pattern=r"^[A-Za-z0-9-]{1,64}$")] = None,
    q: Annotated[str, Query(max_length=MOST)] = "",
) -> ApplicationPage:
    """The applications the person may read, the newest first; `q` finds letters in title and consortium."""
    found = await reading.listed(unit, Filter((stage,) if stage else (), call_id, q), span)
    return ApplicationPage(entries=tuple(listed_out(one) for one in found.entries), after=found.after)


@router.get("/applications/{application_id}")
async def read(application_id: ApplicationKey, unit: TheUnit) -> FileOut:
    """One application with everything that belongs to it, and what the reader may do now."""
    return file_out(await reading.read(unit, application_id))
