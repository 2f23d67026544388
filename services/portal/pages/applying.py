"""Where applying begins: the calls that are open, one's consortia and drafts; and a member who says it takes part."""

from asyncio import gather
from http import HTTPStatus

from fastapi import APIRouter, Response

from grants.contracts.activities import CallStatus
from grants.contracts.stages import Stage
from services.portal.filled import Fields, Kind
from services.portal.forms import Form
from services.portal.pages.applications import Key
from services.portal.pages.drafts import draft_of
from services.portal.posting import Posted, finish
from services.portal.reading import Applications
from services.portal.reading_applying import Announced, Assemblies, Begun, Calls
from services.portal.rooms import Got, Room
from services.portal.visit import PageRefused, Visit, Visitor, read, read_part

router = APIRouter()
MOST = 100
BEGINNING: Fields = {"consortium_id": Kind.CHOICE, "title": Kind.TEXT}
NOTHING: Fields = {}


@router.get("/apply")
async def start(visit: Visitor) -> Response:
    """The way from a consortium to an application, and how far one is on it."""
    caller = visit.caller()
    calls, own, drafts = await gather(
        open_calls(visit),
        caller.get(Room.APPLICATION, "/consortia", {"limit": MOST}),
        caller.get(Room.APPLICATION, "/applications", {"stage": Stage.DRAFT.value, "limit": MOST}),
    )
    consortia = read(own, Assemblies)
    begun, _ = read_part(drafts, Room.APPLICATION, Applications)
    return visit.page("apply.html", calls=calls, consortia=consortia.entries, drafts=begun.entries if begun else ())


@router.get("/calls/{call_id}/apply")
async def choose(visit: Visitor, call_id: Key) -> Response:
    """Which consortium applies, and what the application is called."""
    return await _beginning(visit, call_id, visit.form(f"/calls/{call_id}/apply", BEGINNING))


@router.post("/calls/{call_id}/apply")
async def begin(visit: Visitor, sent: Posted, call_id: Key) -> Response:
    """The application is begun, and its draft is opened."""
    form = sent.form(visit, BEGINNING)
    body = {"call_id": call_id, **form.body()}
    answer = await visit.caller().post(Room.APPLICATION, "/applications", body, sent.key)
    to = f"/applications/{read(answer, Begun).id}/draft" if isinstance(answer, Got) else ""

    async def again(tried: Form) -> Response:
        return await _beginning(visit, call_id, tried)

    return await finish(visit, sent, form, answer, to=to, said="begun", again=again)


@router.get("/applications/{application_id}/part")
async def part(visit: Visitor, application_id: Key) -> Response:
    """A member sees how it is written, and says that it takes part."""
    return await _part(visit, application_id, visit.form(f"/applications/{application_id}/part", NOTHING))


@router.post("/applications/{application_id}/part")
async def confirm(visit: Visitor, sent: Posted, application_id: Key) -> Response:
    """It takes part."""
    draft, form = await draft_of(visit, application_id), sent.form(visit, NOTHING)
    path = f"/consortia/{draft.consortium.id}/members/{visit.signed_in().tax_number}/confirmation"
    if draft.consortium.place_of(visit.signed_in().tax_number) is None:
        raise PageRefused(HTTPStatus.NOT_FOUND)
    answer = await visit.caller().post(Room.APPLICATION, path, {}, sent.key)

    async def again(tried: Form) -> Response:
        return await _part(visit, application_id, tried)

    to = f"/applications/{draft.id}/part"
    return await finish(visit, sent, form, answer, to=to, said="part_confirmed", again=again)


async def open_calls(visit: Visit) -> tuple[Announced, ...]:
    """Those that take applications or are going to, the soonest to close first."""
    found = read(await visit.caller().get(Room.APPLICATION, "/calls", {"limit": MOST}), Calls)
    still = [one for one in found.entries if one.status != CallStatus.CLOSED.value and not one.recorded]
    return tuple(sorted(still, key=lambda one: str(one.closes_at)))


async def _beginning(visit: Visit, call_id: str, form: Form) -> Response:
    caller = visit.caller()
    call, own = await gather(
        caller.get(Room.APPLICATION, f"/calls/{call_id}"),
        caller.get(Room.APPLICATION, "/consortia", {"limit": MOST}),
    )
    consortia = read(own, Assemblies).entries
    return visit.page("apply_call.html", form.status, call=read(call, Announced), consortia=consortia, form=form)


async def _part(visit: Visit, application_id: str, form: Form) -> Response:
    draft = await draft_of(visit, application_id)
    at = draft.consortium.place_of(visit.signed_in().tax_number)
    mine = draft.consortium.members[at] if at is not None else None
    is_open = draft.stage == Stage.DRAFT.value
    return visit.page("part.html", form.status, draft=draft, mine=mine, form=form, is_open=is_open)
