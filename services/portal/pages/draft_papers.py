"""Papers with an application: put to the draft or its completion, taken back while it is open, and read by whoever may.

What is asked for is what the rules of its regime ask for; whatever else is put to it is of no kind of theirs.
"""

from functools import partial
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response

from services.portal.acting import Pairs
from services.portal.filled import Fields, Kind
from services.portal.forms import Fault, Form
from services.portal.handed import handed
from services.portal.pages.applications import Key
from services.portal.pages.drafts import writing_of
from services.portal.papers import PaperDoor, hand_over, was_chosen
from services.portal.posting import Accepting, Sent, done, finish
from services.portal.reading import HandedPaper
from services.portal.rooms import Room
from services.portal.visit import PageRefused, Visit, Visitor
from services.portal.writing import Place, Where, Writing, elsewhere

router, _pages = APIRouter(), APIRouter()
PostedPapers = Annotated[Sent, Depends(Accepting(most_bytes=40_000_000, most_files=30))]
Document = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]
FIELDS: Fields = {"kind": Kind.CHOICE, "paper": Kind.CHOICE}
OTHER = "other"
BACK = "back."
"""How the button begins that takes a paper back; its hash follows."""


@_pages.get("/papers")
async def whole(visit: Visitor, application_id: Key, where: Where) -> Response:
    """What is asked for, what is there, and more to be put to it."""
    writing = await writing_of(visit, application_id, where)
    if not writing.is_open:
        return elsewhere(writing)
    return _shown(visit, writing, visit.form(_address(writing), FIELDS, {"kind": _first(writing)}))


@_pages.post("/papers")
async def put(visit: Visitor, sent: PostedPapers, application_id: Key, where: Where) -> Response:
    """Papers are put to it, or one is taken back. One that is wrong keeps none of the others out."""
    writing = await writing_of(visit, application_id, where)
    form = sent.form(visit, FIELDS)
    if sent.do.startswith(BACK):
        return await _take_back(visit, writing, sent, form)
    faults = await _hand_over(visit, writing, sent, form.value("kind"))
    if faults:
        again = await writing_of(visit, application_id, where)
        return _shown(visit, again, form.with_faults(faults, HTTPStatus.UNPROCESSABLE_ENTITY))
    return done(visit, _address(writing), "papers_kept")


async def _hand_over(visit: Visit, writing: Writing, sent: Sent, kind: str) -> tuple[Fault, ...]:
    """What is wrong with those that were chosen; none where all of them are kept now."""
    files = [file for name, file in sent.files if name == "paper" and was_chosen(file)]
    if not files:
        return (Fault("paper", visit.wording.say("portal.papers.none_chosen")),)
    door = PaperDoor(Room.APPLICATION, f"{writing.file}/papers", "title", {"kind": kind or OTHER})
    said = [await hand_over(visit, sent, file, "paper", door) for file in files]
    return tuple(fault for one in said if isinstance(one, list) for fault in one)


async def _take_back(visit: Visit, writing: Writing, sent: Sent, form: Form) -> Response:
    document = sent.do.removeprefix(BACK)
    if document not in {one.document for one in writing.draft.papers}:
        raise PageRefused(HTTPStatus.NOT_FOUND)
    path = f"{writing.file}/papers/{document}/take-back"
    answer = await visit.caller().post(Room.APPLICATION, path, {}, sent.key)
    again = partial(_again, visit, writing)
    return await finish(visit, sent, form, answer, to=_address(writing), said="paper_taken_back", again=again)


async def _again(visit: Visit, writing: Writing, form: Form) -> Response:
    return _shown(visit, await writing_of(visit, writing.draft.id, writing.place), form)


def _shown(visit: Visit, writing: Writing, form: Form) -> Response:
    return visit.page(
        "draft_papers.html",
        form.status,
        writing=writing,
        draft=writing.draft,
        form=form,
        kinds=_kinds(visit, writing),
        open_papers=_open(writing),
    )


def _kinds(visit: Visit, writing: Writing) -> Pairs:
    asked = tuple((one.code, one.names.get(visit.wording.language, one.code)) for one in writing.draft.asked_papers)
    return (*asked, (OTHER, visit.wording.name_of("paper.kind", OTHER)))


def _first(writing: Writing) -> str:
    """The kind that is likeliest put to it next: of a draft, one that is missing."""
    missing = [one.code for one in writing.draft.missing_papers]
    return missing[0] if missing and writing.is_draft else OTHER


def _open(writing: Writing) -> tuple[HandedPaper, ...]:
    """Those that can still be taken back."""
    return tuple(one for one in writing.draft.papers if one.handed_in_at is None)


def _address(writing: Writing) -> str:
    return f"{writing.start}/papers"


@router.get("/applications/{application_id}/papers/{document}")
async def paper(visit: Visitor, application_id: Key, document: Document) -> Response:
    """A paper, handed through as a file to be saved."""
    return await handed(visit, Room.APPLICATION, f"/applications/{application_id}/papers/{document}", document)


for _place in (Place.DRAFT, Place.COMPLETION):
    router.include_router(_pages, prefix=f"/applications/{{application_id}}/{_place}")
