"""Assignments, assessments and the pre-evaluation over HTTP."""

from fastapi import APIRouter
from pydantic import Field

from runtime.http.door import Door, recorded, triable
from services.evaluation.api.shapes import After, Id, InUnit, Justification, Limit, Part, PathId, Reason, Request, Short
from services.evaluation.domain.assessing import Reply
from services.evaluation.domain.records import Assignment, AssignmentStatus, Sheet
from services.evaluation.usecases import read_assignments as reading
from services.evaluation.usecases.assess import answer_invitation, save_draft, submit_assessment
from services.evaluation.usecases.assign import assign_by_hand
from services.evaluation.usecases.read_assessments import read_assessments
from services.evaluation.usecases.reopen import reopen_assessment
from services.evaluation.usecases.views import (
    AnonymousSheet,
    AssignmentLine,
    AssignmentView,
    DraftView,
    PreEvaluationView,
    View,
)

router = APIRouter(route_class=Door)


class AssignEvaluator(Request):
    evaluator_id: Id


class AnswerInvitation(Request):
    """A hard tie is declared by `conflict` with `accept` false; that there is none by `no_tie`, or beforehand."""

    accept: bool
    conflict: bool = False
    no_tie: bool = False
    reason: Reason = ""


class SubmitAssessment(Request):
    """Points as text ("18.5") by block, or by each aspect of it ("competitiveness.level"); a reason by block.

    not_applicable: blocks that do not apply, each with the reason, where the regime lets them be left out.
    """

    scores: dict[Part, Short] = Field(max_length=50)
    justifications: dict[Short, Justification] = Field(max_length=50)
    not_applicable: dict[Short, Justification] = Field(default={}, max_length=50)

    @property
    def sheet(self) -> Sheet:
        return Sheet.model_validate(self.model_dump())


class SaveDraft(SubmitAssessment):
    """A sheet as far as it is written; nothing of it is held against the rules yet."""

    scores: dict[Part, Short] = Field(default={}, max_length=50)
    justifications: dict[Short, Justification] = Field(default={}, max_length=50)


class ReopenAssessment(Request):
    reason: Reason


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
@recorded
async def pre_evaluation(application_id: PathId, unit: InUnit) -> PreEvaluationView:
    return await reading.read_pre_evaluation(unit, application_id)


@router.get("/applications/{application_id}/assessments")
@recorded
async def assessments(application_id: PathId, unit: InUnit) -> tuple[AnonymousSheet, ...]:
    """The sheets of a decided file, each under a number."""
    return await read_assessments(unit, application_id)


@router.get("/assignments")
async def own(unit: InUnit, after: After = "", limit: Limit = 50) -> tuple[AssignmentLine, ...]:
    return await reading.list_assignments(unit, after, limit)


@router.get("/assignments/{assignment_id}")
@recorded
async def read(assignment_id: PathId, unit: InUnit) -> AssignmentView:
    return await reading.read_assignment(unit, assignment_id)


@router.post("/assignments/{assignment_id}/answer")
@triable
async def answer(assignment_id: PathId, body: AnswerInvitation, unit: InUnit) -> AssignmentState:
    reply = Reply(body.accept, body.conflict, body.reason, body.no_tie)
    return _state(await answer_invitation(unit, assignment_id, reply))


@router.post("/assignments/{assignment_id}/assessment")
async def assess(assignment_id: PathId, body: SubmitAssessment, unit: InUnit) -> AssignmentState:
    return _state(await submit_assessment(unit, assignment_id, body.sheet))


@router.post("/assignments/{assignment_id}/draft")
async def draft(assignment_id: PathId, body: SaveDraft, unit: InUnit) -> DraftView:
    return await save_draft(unit, assignment_id, body.sheet)


@router.post("/assignments/{assignment_id}/reopening")
@triable
async def reopen(assignment_id: PathId, body: ReopenAssessment, unit: InUnit) -> AssignmentState:
    return _state(await reopen_assessment(unit, assignment_id, body.reason))
