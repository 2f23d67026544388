"""The committee at work over HTTP: sessions, the application that is heard, motions and votes."""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import Field

from grants.rules.voting import Vote
from runtime.http.door import Door, recorded
from services.evaluation.api.shapes import Id, InUnit, Justification, PathId, Reason, Request
from services.evaluation.domain.agenda import Calling
from services.evaluation.domain.motions import Wording
from services.evaluation.usecases import call_session, move, sit
from services.evaluation.usecases import read_sessions as reading
from services.evaluation.usecases.session_views import HearingView, SessionsView

router = APIRouter(route_class=Door, prefix="/calls/{call_id}/committee")

Number = Annotated[int, Path(ge=1, le=1_000_000)]


class ChangeSession(Calling):
    """The session as it shall be, whole, and why."""

    reason: Reason = ""


class TakeAttendance(Request):
    present: tuple[Id, ...] = Field(max_length=200)


class Nothing(Request):
    """Nothing to say: the address says it."""


class GiveVote(Request):
    vote: Vote


class Dissent(Request):
    text: Annotated[Justification, Field(min_length=0)] = ""


@router.get("/sessions")
async def read(call_id: PathId, unit: InUnit) -> SessionsView:
    return await reading.read_sessions(unit, call_id)


@router.post("/sessions", status_code=201)
async def call(call_id: PathId, body: Calling, unit: InUnit) -> SessionsView:
    await call_session.call_session(unit, call_id, body)
    return await reading.read_sessions(unit, call_id)


@router.post("/sessions/{number}")
async def change(call_id: PathId, number: Number, body: ChangeSession, unit: InUnit) -> SessionsView:
    await call_session.change_session(unit, call_id, number, body, body.reason)
    return await reading.read_sessions(unit, call_id)


@router.post("/sessions/{number}/attendance")
async def attend(call_id: PathId, number: Number, body: TakeAttendance, unit: InUnit) -> SessionsView:
    await sit.attend_session(unit, call_id, number, body.present)
    return await reading.read_sessions(unit, call_id)


@router.get("/items/{application_id}")
@recorded
async def read_item(call_id: PathId, application_id: PathId, unit: InUnit) -> HearingView:
    return await reading.read_hearing(unit, call_id, application_id)


@router.post("/items/{application_id}/open")
async def open_item(call_id: PathId, application_id: PathId, _body: Nothing, unit: InUnit) -> HearingView:
    await sit.open_item(unit, call_id, application_id)
    return await reading.read_hearing(unit, call_id, application_id)


@router.post("/items/{application_id}/close")
async def close_item(call_id: PathId, application_id: PathId, _body: Nothing, unit: InUnit) -> HearingView:
    await sit.close_item(unit, call_id, application_id)
    return await reading.read_hearing(unit, call_id, application_id)


@router.post("/items/{application_id}/motions", status_code=201)
async def put_motion(call_id: PathId, application_id: PathId, body: Wording, unit: InUnit) -> HearingView:
    await move.put_motion(unit, call_id, application_id, body)
    return await reading.read_hearing(unit, call_id, application_id)


@router.post("/items/{application_id}/motions/{number}/votes")
async def vote(call_id: PathId, application_id: PathId, number: Number, body: GiveVote, unit: InUnit) -> HearingView:
    await move.vote(unit, call_id, application_id, number, body.vote)
    return await reading.read_hearing(unit, call_id, application_id)


@router.post("/items/{application_id}/motions/{number}/decide")
async def decide(call_id: PathId, application_id: PathId, number: Number, _body: Nothing, unit: InUnit) -> HearingView:
    await move.decide_motion(unit, call_id, application_id, number)
    return await reading.read_hearing(unit, call_id, application_id)


@router.post("/items/{application_id}/motions/{number}/dissent")
async def dissent(call_id: PathId, application_id: PathId, number: Number, body: Dissent, unit: InUnit) -> HearingView:
    await move.dissent(unit, call_id, application_id, number, body.text.strip())
    return await reading.read_hearing(unit, call_id, application_id)
