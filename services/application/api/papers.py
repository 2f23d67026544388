"""Papers with an application, over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import StringConstraints

from grants.regimes.cited import Bilingual
from grants.regimes.words import Giver
from grants.values import Line, Moment
from runtime.filed import Filed
from runtime.http.door import Door, triable
from runtime.http.papers import Content, Document, MediaType, saved
from services.application.api.shapes import Answered, TheUnit
from services.application.api.standing import ApplicationKey, Asked
from services.application.usecases import papers

PaperKind = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,60}$")]


class PaperIn(Asked):
    """kind: of those the rules ask for, or "other". title: what it is called. content: the bytes in base 64."""

    kind: PaperKind
    title: Line
    media_type: MediaType
    content: Content


class PaperOut(Answered):
    """document: the hash of the bytes. handed_in_at: none while it can be taken back."""

    document: str
    kind: str
    title: str
    media_type: str
    size: int
    kept_at: Moment
    handed_in_at: Moment | None


class AskedPaperOut(Answered):
    """A kind of paper the rules ask for with an application, where they say so, and how many are there.

    is_binding: nothing is submitted while it is missing.
    """

    code: str
    names: Bilingual
    given_by: Giver
    source: str
    count: int
    is_missing: bool
    is_binding: bool


class Nothing(Asked):
    """A request that says nothing but its address."""


def papers_router(filed: Filed) -> APIRouter:
    """The routes of papers; `filed` is where they lie."""
    router = APIRouter(prefix="/applications/{application_id}/papers", tags=["papers"], route_class=Door)

    @router.post("", status_code=201)
    async def keep(application_id: ApplicationKey, asked: PaperIn, unit: TheUnit) -> PaperOut:
        """Keep a paper, to be handed in with the application or its completion."""
        given = papers.Given(asked.content, asked.media_type, asked.kind, asked.title)
        return PaperOut.model_validate(await papers.keep(unit, application_id, given, filed))

    @router.post("/{document}/take-back")
    @triable
    async def take_back(application_id: ApplicationKey, document: Document, asked: Nothing, unit: TheUnit) -> PaperOut:  # noqa: ARG001 - an empty body is asked for
        """Take back a paper that was not handed in yet."""
        return PaperOut.model_validate(await papers.take_back(unit, application_id, document))

    @router.get("/{document}", response_class=Response)
    async def read(application_id: ApplicationKey, document: Document, unit: TheUnit) -> Response:
        """The bytes, always as a file to be saved."""
        paper, content = await papers.read(unit, application_id, document, filed)
        return saved(document, paper.media_type, content)

    return router
