"""Feedback after the decision over HTTP: read as data or as a letter, reworded, objected to."""

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Field, StringConstraints

from runtime.http.door import Door, recorded
from services.evaluation.api.shapes import InUnit, PathId, Reason, Request
from services.evaluation.usecases import feedback, objections
from services.evaluation.usecases.feedback_paper import read_letter
from services.evaluation.usecases.feedback_views import FeedbackView

router = APIRouter(route_class=Door, prefix="/applications/{application_id}")

Block = Annotated[str, StringConstraints(max_length=40)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000)]


class Redact(Request):
    """block, number: which text; text: the words in its place; the original is kept."""

    block: Block
    number: Annotated[int, Field(ge=1, le=1_000)]
    text: Text = ""
    reason: Reason = ""


class Object(Request):
    reasons: Text = ""


class DecideObjection(Request):
    upheld: bool
    reason: Reason = ""


@router.get("/feedback")
@recorded
async def read(application_id: PathId, unit: InUnit) -> FeedbackView:
    return await feedback.read_feedback(unit, application_id)


@router.get("/feedback.pdf", response_class=Response, responses={200: {"content": {"application/pdf": {}}}})
async def letter(application_id: PathId, unit: InUnit) -> Response:
    content = await read_letter(unit, application_id)
    name = f'inline; filename="feedback-{application_id}.pdf"'
    headers = {"Content-Disposition": name, "Cache-Control": "private"}
    return Response(content, media_type="application/pdf", headers=headers)


@router.post("/feedback/redactions")
async def redact(application_id: PathId, body: Redact, unit: InUnit) -> FeedbackView:
    return await feedback.redact(unit, application_id, (body.block, body.number), body.text, body.reason)


@router.post("/objection", status_code=201)
async def make_objection(application_id: PathId, body: Object, unit: InUnit) -> FeedbackView:
    await objections.make_objection(unit, application_id, body.reasons)
    return await feedback.read_feedback(unit, application_id)


@router.post("/objection/decision")
async def decide_objection(application_id: PathId, body: DecideObjection, unit: InUnit) -> FeedbackView:
    await objections.decide_objection(unit, application_id, body.reason, uphold=body.upheld)
    return await feedback.read_feedback(unit, application_id)
