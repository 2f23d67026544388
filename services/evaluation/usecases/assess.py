"""What an evaluator does: answer the invitation, and give the final scores."""

from grants.breach import NotFound
from grants.contracts.evaluation_events import AssessmentSubmitted, AssignmentAccepted, AssignmentDeclined
from grants.policy import Action, Relation
from grants.rules.exact import plain
from grants.values import ZERO, ApplicationId
from runtime.unit import Unit
from services.evaluation.domain.assessing import Reply, answered, assessed, submitted
from services.evaluation.domain.records import Assignment, CallFile, File
from services.evaluation.store import assessments, files
from services.evaluation.usecases.access import call_of, party, permit


async def answer_invitation(unit: Unit, assignment_id: str, reply: Reply) -> Assignment:
    """Accept or decline; whoever belongs to the applicants can only decline.

    Raises NotFound, NotAllowed, AlreadyDone, WrongStage, RulesBroken.
    """
    assignment, file = await _locked(unit, assignment_id)
    standing = party(unit.actor, file) if reply.accept else frozenset()
    permit(unit, Action.ASSIGNMENT_ANSWER, {*_own(unit, assignment), *standing})
    call = await call_of(unit, file.call_id)
    after = answered(assignment, reply, call.rules, unit.now)
    if after.status is assignment.status:
        return assignment
    await assessments.save_assignment(unit.session, after)
    about = ApplicationId(after.application_id)
    told = (
        AssignmentAccepted(application_id=about, assignment_id=after.id, due_at=after.due_at)
        if reply.accept
        else AssignmentDeclined(application_id=about, assignment_id=after.id, conflict=reply.conflict)
    )
    unit.tell(told, about=about, regime=call.pinned)
    return after


async def submit_assessment(
    unit: Unit, assignment_id: str, scores: dict[str, str], justifications: dict[str, str]
) -> Assignment:
    """Give the final scores. Raises NotFound, NotAllowed, AlreadyDone, WrongStage, RulesBroken."""
    assignment, file = await _locked(unit, assignment_id)
    permit(unit, Action.ASSIGNMENT_SCORE, {*_own(unit, assignment), *party(unit.actor, file)})
    call = await call_of(unit, file.call_id)
    after = assessed(assignment, scores, justifications, call.rules, unit.now)
    await assessments.save_assignment(unit.session, after)
    await _tell_submitted(unit, call, after)
    return after


async def _tell_submitted(unit: Unit, call: CallFile, assignment: Assignment) -> None:
    about = ApplicationId(assignment.application_id)
    pre = await assessments.pre_evaluation(unit.session, about)
    given = submitted(await assessments.assignments_of(unit.session, about))
    told = AssessmentSubmitted(
        application_id=about,
        assignment_id=assignment.id,
        total=plain(assignment.total or ZERO),
        remaining=max((pre.wanted if pre else 0) - len(given), 0),
    )
    unit.tell(told, about=about, regime=call.pinned)


async def _locked(unit: Unit, assignment_id: str) -> tuple[Assignment, File]:
    """The assignment as it stands while its application is locked."""
    seen = await assessments.assignment(unit.session, assignment_id)
    if seen is None:
        raise NotFound
    unit.about = seen.application_id
    file = await files.file(unit.session, seen.application_id, lock=True)
    assignment = await assessments.assignment(unit.session, assignment_id)
    if file is None or assignment is None:
        raise NotFound
    return assignment, file


def _own(unit: Unit, assignment: Assignment) -> frozenset[Relation]:
    return frozenset({Relation.ASSIGNED} if assignment.evaluator_id == unit.actor.person_id else ())
