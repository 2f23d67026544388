"""An application that is being written: what is there, what is missing, and each section of its form on a page."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Response

from grants.policy import Action
from services.portal.drafting import SECTIONS
from services.portal.filled import Fields, Kind
from services.portal.forms import Form
from services.portal.lacking import lacks_of
from services.portal.overtaken import MARK, mark_of, overtaken
from services.portal.pages.applications import Key
from services.portal.posting import Posted, finish
from services.portal.reading_applying import Draft
from services.portal.rooms import Room
from services.portal.visit import PageRefused, Visit, Visitor, read
from services.portal.writing import Place, Where, Writing, elsewhere, keep

router, _sections = APIRouter(), APIRouter()
Section = Annotated[str, Path(pattern=r"^[a-z_]{1,40}$")]
_NEXT = "next"


@router.get("/applications/{application_id}/draft")
async def whole(visit: Visitor, application_id: Key) -> Response:
    """The draft at a glance; to the application's own page once it is submitted."""
    writing = await writing_of(visit, application_id, Place.DRAFT)
    if not writing.is_open:
        return elsewhere(writing)
    lacks = lacks_of(writing, visit.wording)
    may_submit = Action.APPLICATION_SUBMIT.value in writing.draft.can
    return visit.page("draft.html", draft=writing.draft, sections=SECTIONS, lacks=lacks, may_submit=may_submit)


@_sections.get("/form/{section}")
async def section(visit: Visitor, application_id: Key, where: Where, section: Section) -> Response:
    """One section, as it was last saved."""
    writing = await writing_of(visit, application_id, where)
    fields = _fields(writing, section)
    if not writing.is_open:
        return elsewhere(writing)
    written = writing.form.get(section, "")
    form = visit.form(_address(writing, section), fields, {_field(section): written, MARK: mark_of(written)})
    return _shown(visit, writing, section, form)


@_sections.post("/form/{section}")
async def save(visit: Visitor, sent: Posted, application_id: Key, where: Where, section: Section) -> Response:
    """The section is saved, empty or not; on to the next one, or back to where one came from."""
    writing = await writing_of(visit, application_id, where)
    form = sent.form(visit, _fields(writing, section))
    typed, written = form.value(_field(section)), writing.form.get(section, "")
    if typed != written and form.value(MARK) != mark_of(written):
        return _shown(visit, writing, section, overtaken(visit, form, mark_of(written)))
    answer = await keep(visit, writing, {"form": {section: typed}}, sent)
    following = SECTIONS[SECTIONS.index(section) + 1 :] if sent.do == _NEXT else ()
    to = _address(writing, following[0]) if following else writing.start

    async def again(tried: Form) -> Response:
        return _shown(visit, writing, section, tried)

    return await finish(visit, sent, form, answer, to=to, said=writing.saved, again=again)


async def draft_of(visit: Visit, application_id: str) -> Draft:
    """The application with all that is written of it."""
    return read(await visit.caller().get(Room.APPLICATION, f"/applications/{application_id}"), Draft)


async def writing_of(visit: Visit, application_id: str, place: Place) -> Writing:
    """The application where it is written."""
    return Writing(await draft_of(visit, application_id), place)


def _address(writing: Writing, section: str) -> str:
    return f"{writing.start}/form/{section}"


def _field(section: str) -> str:
    """As the room calls it."""
    return f"form.{section}"


def _fields(writing: Writing, section: str) -> Fields:
    """Raises PageRefused where the form has no such section, or it cannot be changed here."""
    if section not in writing.sections:
        raise PageRefused(HTTPStatus.NOT_FOUND)
    return {_field(section): Kind.TEXT, MARK: Kind.TEXT}


def _shown(visit: Visit, writing: Writing, section: str, form: Form) -> Response:
    at = SECTIONS.index(section)
    return visit.page(
        "draft_section.html",
        form.status,
        writing=writing,
        draft=writing.draft,
        form=form,
        section=section,
        number=at + 1,
        count=len(SECTIONS),
        is_last=at + 1 == len(SECTIONS),
        meanwhile=writing.form.get(section, "") if form.status == HTTPStatus.CONFLICT else None,
    )


for _place in (Place.DRAFT, Place.COMPLETION):
    router.include_router(_sections, prefix=f"/applications/{{application_id}}/{_place}")
