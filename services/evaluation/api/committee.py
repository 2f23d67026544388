"""The committee of a call over HTTP."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from grants.values import Money
from runtime.http.door import Door, recorded, triable
from services.evaluation.api.shapes import Id, InUnit, PathId, Reason, Request
from services.evaluation.domain.board import Nominee
from services.evaluation.usecases import read_committee as reading
from services.evaluation.usecases.conclude import conclude_committee
from services.evaluation.usecases.convene import appoint_committee
from services.evaluation.usecases.deliberate import declare_conflict, give_score, take_attendance
from services.evaluation.usecases.exceed import exceed_envelope
from services.evaluation.usecases.views import CommitteeView, ItemContent, RankingView

router = APIRouter(route_class=Door, prefix="/calls/{call_id}")


class AppointCommittee(Request):
    members: tuple[Nominee, ...] = Field(max_length=100)
    chair: Id


class DeclareConflict(Request):
    application_id: Id


class TakeAttendance(Request):
    present: tuple[Id, ...] = Field(max_length=200)


class GiveScore(Request):
    """Whole points."""

    application_id: Id
    score: Annotated[int, Field(strict=True, ge=-1_000_000, le=1_000_000)]


class ExceedEnvelope(Request):
    """envelope: what the committee may fill, in lira, above the call's own."""

    envelope: Money
    reason: Reason = ""


class Conclude(Request):
    """Nothing to say: the scores and the usable envelope decide."""


@router.post("/committee", status_code=201)
async def appoint(call_id: PathId, body: AppointCommittee, unit: InUnit) -> CommitteeView:
    await appoint_committee(unit, call_id, body.members, body.chair)
    return await reading.read_committee(unit, call_id)


@router.get("/committee")
async def read(call_id: PathId, unit: InUnit) -> CommitteeView:
    return await reading.read_committee(unit, call_id)


@router.get("/committee/applications/{application_id}")
@recorded
async def read_item(call_id: PathId, application_id: PathId, unit: InUnit) -> ItemContent:
    return await reading.read_item(unit, call_id, application_id)


@router.post("/committee/conflicts")
@triable
async def conflict(call_id: PathId, body: DeclareConflict, unit: InUnit) -> CommitteeView:
    await declare_conflict(unit, call_id, body.application_id)
    return await reading.read_committee(unit, call_id)


@router.post("/committee/attendance")
async def attendance(call_id: PathId, body: TakeAttendance, unit: InUnit) -> CommitteeView:
    await take_attendance(unit, call_id, body.present)
    return await reading.read_committee(unit, call_id)


@router.post("/committee/scores")
async def score(call_id: PathId, body: GiveScore, unit: InUnit) -> CommitteeView:
    await give_score(unit, call_id, body.application_id, body.score)
    return await reading.read_committee(unit, call_id)


@router.post("/committee/envelope")
async def envelope(call_id: PathId, body: ExceedEnvelope, unit: InUnit) -> CommitteeView:
    await exceed_envelope(unit, call_id, body.envelope, body.reason)
    return await reading.read_committee(unit, call_id)


@router.post("/committee/conclude")
@triable
async def conclude(call_id: PathId, _body: Conclude, unit: InUnit) -> RankingView:
    await conclude_committee(unit, call_id)
    return await reading.read_ranking(unit, call_id)


@router.get("/ranking")
@recorded
async def ranking(call_id: PathId, unit: InUnit) -> RankingView:
    return await reading.read_ranking(unit, call_id)
