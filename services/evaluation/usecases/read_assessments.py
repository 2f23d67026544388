"""The sheets of a decided file without the names of those who wrote them."""

from grants.breach import Breach, WrongStage
from grants.policy import Action, Relation
from grants.rules.exact import exact_text
from runtime.unit import Unit
from services.evaluation.domain.pseudonyms import numbered
from services.evaluation.domain.records import Assignment, AssignmentStatus
from services.evaluation.store import assessments
from services.evaluation.usecases.access import file_of, permit, standing
from services.evaluation.usecases.views import AnonymousSheet


async def read_assessments(unit: Unit, application_id: str) -> tuple[AnonymousSheet, ...]:
    """For those who gave one of them, for the Ministry's commission and officers, and for the inspector.

    Raises NotFound, NotAllowed, WrongStage (the file is not decided).
    """
    file = await file_of(unit, application_id)
    made = await assessments.assignments_of(unit.session, application_id)
    relations = {Relation.ASSIGNED} if any(_is_own(unit, one) for one in made) else set()
    permit(unit, Action.ASSIGNMENT_READ, relations | await standing(unit, file))
    pre = await assessments.pre_evaluation(unit.session, application_id)
    if pre is None or not pre.decided:
        raise WrongStage(Breach("assessment.undecided", "application_id"))
    return tuple(_shown(number, one, own=_is_own(unit, one)) for number, one in numbered(made))


def _is_own(unit: Unit, assignment: Assignment) -> bool:
    return assignment.evaluator_id == unit.actor.person_id and assignment.status is AssignmentStatus.SUBMITTED


def _shown(number: int, assignment: Assignment, *, own: bool) -> AnonymousSheet:
    total = "" if assignment.total is None else exact_text(assignment.total)
    return AnonymousSheet(number=number, own=own, total=total, **assignment.sheet.model_dump())
