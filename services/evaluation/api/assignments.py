"""Assignments, assessments and the pre-evaluation over HTTP."""

from fastapi import APIRouter
from pydantic import Field

from runtime.http.door import Door
from services.evaluation.api.shapes import After, Id, InUnit, Justification, Limit, PathId, Reason, Request, Short
from services.evaluation.domain.assessing import Reply
from services.evaluation.domain.records import Assignment, AssignmentStatus
from services.evaluation.usecases import read_assignments as reading
from services.evaluation.usecases.assess import answer_invitation, submit_assessment
from services.evaluation.usecases.assign import assign_by_hand
from services.evaluation.usecases.views import AssignmentLine, AssignmentView, PreEvaluationView, View

router = APIRouter(route_class=Door)


class AssignEvaluator(Request):
    evaluator_id: Id


class AnswerInvitation(Request):
    """A tie is declared by `conflict` with `accept` false."""

    accept: bool
    conflict: bool = False
    reason: Reason = ""


class SubmitAssessment(Request):
    """Points by block as text ("18.5") and a reason for each."""

    scores: dict[Short, Short] = Field(max_length=50)
    justifications: dict[Short, Justification] = Field(max_length=50)


class AssignmentState(View):
    id: str
    application_id: str
    status: AssignmentStatus


def _state(assignment: Assignment) -> AssignmentState:
    return AssignmentState.model_validate(assignment)


@router.post("/applications/{application_id}/assignments", status_code=201)
async def assign(application_id: PathId, body: AssignEvaluator, unit: InUnit) -> AssignmentState:
    return _state(await assign_by_hand(unit, application_id, body.evaluator_id))


@router.get("/applications/{application_id}/pre-evaluation")
async def pre_evaluation(application_id: PathId, unit: InUnit) -> PreEvaluationView:
    return await reading.read_pre_evaluation(unit, application_id)


@router.get("/assignments")
async def own(unit: InUnit, after: After = "", limit: Limit = 50) -> tuple[AssignmentLine, ...]:
    return await reading.list_assignments(unit, after, limit)


@router.get("/assignments/{assignment_id}")
async def read(assignment_id: PathId, unit: InUnit) -> AssignmentView:
    return await reading.read_assignment(unit, assignment_id)


@router.post("/assignments/{assignment_id}/answer")
async def answer(assignment_id: PathId, body: AnswerInvitation, unit: InUnit) -> AssignmentState:
    reply = Reply(body.accept, body.conflict, body.reason)
    return _state(await answer_invitation(unit, assignment_id, reply))


@router.post("/assignments/{assignment_id}/assessment")
async def assess(assignment_id: PathId, body: SubmitAssessment, unit: InUnit) -> AssignmentState:
    return _state(await submit_assessment(unit, assignment_id, body.scores, body.justifications))
