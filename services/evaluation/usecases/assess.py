"""What an evaluator does: answer the invitation, draft a score sheet, and give the final one."""

from fractions import Fraction

from grants.breach import NotFound
from grants.contracts.evaluation_events import AssessmentSubmitted, AssignmentAccepted, AssignmentDeclined
from grants.policy import Action, Relation
from grants.proof.sealed import hashes
from grants.rules.exact import exact_text
from grants.values import ApplicationId
from runtime.identifiers import new_salt
from runtime.unit import Unit
from services.evaluation.domain.assessing import Reply, answered, assessed, refuse_unscorable, submitted
from services.evaluation.domain.findings import OwnWord
from services.evaluation.domain.records import Assignment, CallFile, Draft, File, Sheet
from services.evaluation.store import assessments, files, sheets
from services.evaluation.usecases.access import call_of, permit, standing
from services.evaluation.usecases.declare import refuse_undeclared, say
from services.evaluation.usecases.hold_apart import has_declared
from services.evaluation.usecases.read_sheets import draft_view
from services.evaluation.usecases.views import DraftView


async def answer_invitation(unit: Unit, assignment_id: str, reply: Reply) -> Assignment:
    """Accept or decline; whoever belongs to the applicants can only decline.

    Raises NotFound, NotAllowed, AlreadyDone, WrongStage, RulesBroken.
    """
    assignment, file = await locked_assignment(unit, assignment_id)
    relations = await standing(unit, file) if reply.accept else frozenset()
    permit(unit, Action.ASSIGNMENT_ANSWER, {*_own(unit, assignment), *relations})
    call = await call_of(unit, file.call_id)
    after = answered(assignment, reply, call.rules, unit.now)
    if after.status is assignment.status:
        return assignment
    await _declare(unit, file, call, reply)
    await assessments.save_assignment(unit.session, after)
    about = ApplicationId(after.application_id)
    why = hashes("assignment", reason=after.reason)
    told = (
        AssignmentAccepted(application_id=about, assignment_id=after.id, due_at=after.due_at, hashes=why)
        if reply.accept
        else AssignmentDeclined(application_id=about, assignment_id=after.id, conflict=reply.conflict, hashes=why)
    )
    unit.tell(told, about=about, regime=call.pinned)
    return after


async def _declare(unit: Unit, file: File, call: CallFile, reply: Reply) -> None:
    """What the answer says of a tie. Nobody accepts who has said nothing of it."""
    if reply.conflict:
        await say(unit, file, call, OwnWord.HARD, reply.reason)
    elif reply.accept and reply.no_tie and not await has_declared(unit, [file.application_id]):
        await say(unit, file, call, OwnWord.NONE, reply.reason)
    elif reply.accept:
        await refuse_undeclared(unit, file.application_id)


async def submit_assessment(unit: Unit, assignment_id: str, sheet: Sheet) -> Assignment:
    """Give the final sheet; a draft of it goes. Raises NotFound, NotAllowed, AlreadyDone, WrongStage, RulesBroken."""
    assignment, file = await locked_assignment(unit, assignment_id)
    permit(unit, Action.ASSIGNMENT_SCORE, {*_own(unit, assignment), *await standing(unit, file)})
    call = await call_of(unit, file.call_id)
    after = assessed(assignment, sheet, call.rules, unit.now).model_copy(update={"salt": new_salt()})
    await assessments.save_assignment(unit.session, after)
    await sheets.drop_draft(unit.session, assignment_id)
    await _tell_submitted(unit, call, after)
    return after


async def save_draft(unit: Unit, assignment_id: str, sheet: Sheet) -> DraftView:
    """Keep a sheet as far as it is written, right or not; the one before is gone.

    Raises NotFound, NotAllowed, AlreadyDone, WrongStage.
    """
    assignment, file = await locked_assignment(unit, assignment_id)
    permit(unit, Action.ASSIGNMENT_SCORE, {*_own(unit, assignment), *await standing(unit, file)})
    refuse_unscorable(assignment, unit.now)
    draft = Draft(**sheet.model_dump(), assignment_id=assignment_id, saved_at=unit.now)
    await sheets.save_draft(unit.session, draft)
    return draft_view(draft, (await call_of(unit, file.call_id)).rules)


async def _tell_submitted(unit: Unit, call: CallFile, assignment: Assignment) -> None:
    about = ApplicationId(assignment.application_id)
    pre = await assessments.pre_evaluation(unit.session, about)
    given = submitted(await assessments.assignments_of(unit.session, about))
    told = AssessmentSubmitted(
        application_id=about,
        assignment_id=assignment.id,
        total=exact_text(assignment.total or Fraction()),
        remaining=max((pre.wanted if pre else 0) - len(given), 0),
        seal=assignment.seal,
        words_seal=assignment.words_seal,
    )
    unit.tell(told, about=about, regime=call.pinned)


async def locked_assignment(unit: Unit, assignment_id: str) -> tuple[Assignment, File]:
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
