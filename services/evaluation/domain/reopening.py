"""Taking an assessment back to its evaluator: only before the file is decided, for a reason, and on record."""

from collections.abc import Iterator
from datetime import datetime

from grants.breach import AlreadyDone, Breach, RulesBroken, WrongStage
from grants.regimes import RuleSet
from services.evaluation.domain.assessing import evaluate_by
from services.evaluation.domain.records import Assignment, AssignmentStatus, Draft, File, PreEvaluation, Version


def refuse_reopening(assignment: Assignment, pre: PreEvaluation | None, file: File, reason: str) -> None:
    """Raises AlreadyDone (the file is decided), WrongStage (no sheet is given, or the file is out), RulesBroken."""
    if pre is None or pre.decided:
        raise AlreadyDone(Breach("assessment.decided", "assignment_id"))
    if file.ended or assignment.status is not AssignmentStatus.SUBMITTED:
        raise WrongStage(Breach("assessment.not_given", "assignment_id", assignment.status))
    broken = tuple(_reason(reason))
    if broken:
        raise RulesBroken(*broken)


def _reason(reason: str) -> Iterator[Breach]:
    if not reason:
        yield Breach("assessment.reopening_reason", "reason", source="Destek")


def kept(assignment: Assignment, number: int, reason: str, officer_id: str, now: datetime) -> Version:
    """The sheet as it was given, with who took it back, when and why."""
    return Version(
        **assignment.sheet.model_dump(),
        assignment_id=assignment.id,
        number=number,
        total=assignment.total,
        submitted_at=assignment.submitted_at or now,
        reopened_at=now,
        reason=reason,
        officer_id=officer_id,
        salt=assignment.salt,
    )


def reopened(assignment: Assignment, rules: RuleSet, now: datetime) -> Assignment:
    """The assignment without its sheet, awaited again for as many days as an evaluation takes."""
    return Assignment(
        **assignment.model_dump(include=_STAYS),
        status=AssignmentStatus.ACCEPTED,
        due_at=evaluate_by(now, rules),
        answered_at=now,
        reopened_at=now,
    )


_STAYS = {"id", "application_id", "evaluator_id", "ordinal", "invited_at", "reason"}


def draft_of(assignment: Assignment, now: datetime) -> Draft:
    """What the evaluator goes on from."""
    return Draft(**assignment.sheet.model_dump(), assignment_id=assignment.id, saved_at=now)
