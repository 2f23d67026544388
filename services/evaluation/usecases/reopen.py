"""The officer's act: take an assessment back to its evaluator, with a reason and on record."""

from grants.contracts.evaluation_events import AssessmentReopened
from grants.policy import Action
from grants.values import ApplicationId, PersonId
from runtime.unit import Unit
from services.evaluation.domain.records import Assignment
from services.evaluation.domain.reopening import draft_of, kept, refuse_reopening, reopened
from services.evaluation.store import assessments, sheets
from services.evaluation.usecases.access import call_of, permit, refuse_evaluators, standing
from services.evaluation.usecases.assess import locked_assignment


async def reopen_assessment(unit: Unit, assignment_id: str, reason: str) -> Assignment:
    """Await the scores again, by a new date; the sheet that was given is kept, and its evaluator goes on from it.

    Raises NotFound, NotAllowed (also for who was asked to evaluate the file), AlreadyDone, WrongStage, RulesBroken.
    """
    assignment, file = await locked_assignment(unit, assignment_id)
    permit(unit, Action.ASSIGNMENT_REOPEN, await standing(unit, file))
    await refuse_evaluators(unit, file.application_id, Action.ASSIGNMENT_REOPEN)
    call = await call_of(unit, file.call_id)
    pre = await assessments.pre_evaluation(unit.session, file.application_id)
    refuse_reopening(assignment, pre, file, reason)
    number = len(await sheets.versions(unit.session, assignment_id)) + 1
    await sheets.save_version(unit.session, kept(assignment, number, reason, unit.actor.person_id, unit.now))
    await sheets.save_draft(unit.session, draft_of(assignment, unit.now))
    after = reopened(assignment, call.rules, unit.now)
    await assessments.save_assignment(unit.session, after)
    told = AssessmentReopened(
        application_id=ApplicationId(file.application_id),
        assignment_id=assignment_id,
        evaluator_id=PersonId(assignment.evaluator_id),
        version=number,
        due_at=after.due_at,
        reason=reason,
    )
    unit.tell(told, about=file.application_id, regime=call.pinned)
    return after
