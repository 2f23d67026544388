"""Reading assignments and the pre-evaluation they make up."""

from grants.breach import NotFound
from grants.policy import Action, Relation, Role
from grants.regimes.lists import Block as RubricBlock
from grants.rules.exact import exact_text, plain
from runtime.unit import Unit
from services.evaluation.domain.assessing import evaluate_by, submitted
from services.evaluation.domain.records import Assignment, AssignmentStatus, CallFile, File, PreEvaluation
from services.evaluation.store import assessments, committees, evaluators, files
from services.evaluation.usecases.access import (
    WITHIN,
    call_of,
    conflicted,
    file_of,
    kept_apart,
    party,
    permit,
    refuse_evaluators,
    sits,
    standing,
)
from services.evaluation.usecases.hold_apart import barred, has_declared
from services.evaluation.usecases.judged_content import content_of
from services.evaluation.usecases.read_sheets import own_sheets, reopenings
from services.evaluation.usecases.views import (
    AspectOfBlock,
    AssessmentLine,
    AssignmentLine,
    AssignmentView,
    Block,
    MemberOfConsortium,
    PreEvaluationView,
)

_SEES_CONTENT = frozenset({AssignmentStatus.ACCEPTED, AssignmentStatus.SUBMITTED})
_SEES_OWN = frozenset({Relation.ASSIGNED})


async def list_assignments(unit: Unit, after: str, limit: int) -> tuple[AssignmentLine, ...]:
    """The actor's own assignments, oldest first; what a tie was declared on is out of sight."""
    permit(unit, Action.ASSIGNMENT_READ, _SEES_OWN)
    own = await assessments.assignments_for(unit.session, unit.actor.person_id, after, limit)
    known = await files.files(unit.session, [one.application_id for one in own])
    apart = await kept_apart(unit, known)
    visible = [
        one for one in own if one.application_id not in apart and not party(unit.actor, known[one.application_id])
    ]
    return tuple(_line(one, known[one.application_id]) for one in visible)


async def read_assignment(unit: Unit, assignment_id: str) -> AssignmentView:
    """Raises NotFound, NotAllowed (another's, or a tie was declared)."""
    assignment = await assessments.assignment(unit.session, assignment_id)
    if assignment is None:
        raise NotFound
    unit.about = assignment.application_id
    file = await file_of(unit, assignment.application_id)
    own = assignment.evaluator_id == unit.actor.person_id
    relations = {*await standing(unit, file), *({Relation.ASSIGNED} if own else ())}
    role = permit(unit, Action.ASSIGNMENT_READ, relations)
    call = await call_of(unit, file.call_id)
    if own:
        shown = _view(assignment, file, call, open_file=assignment.status in _SEES_CONTENT)
        said = await has_declared(unit, [file.application_id])
        return shown.model_copy(update={**await own_sheets(unit, assignment, call.rules), "declared": bool(said)})
    await refuse_evaluators(unit, file.application_id)
    pre = await assessments.pre_evaluation(unit.session, file.application_id)
    shown = _view(_sealed(assignment, role, pre), file, call, open_file=True)
    taken_back = await reopenings(unit, assignment, sealed=_is_sealed(role, pre))
    return shown.model_copy(update={"evaluator_id": assignment.evaluator_id, "reopenings": taken_back})


def _sealed(assignment: Assignment, role: Role, pre: PreEvaluation | None) -> Assignment:
    """The assignment as this role sees it: whoever may choose the third evaluator does not know the first points."""
    if not _is_sealed(role, pre):
        return assignment
    return assignment.model_copy(update={"scores": {}, "justifications": {}, "not_applicable": {}, "total": None})


def _is_sealed(role: Role, pre: PreEvaluation | None) -> bool:
    return role is not Role.INSPECTOR and (pre is None or not pre.decided)


def _line(assignment: Assignment, file: File) -> AssignmentLine:
    return AssignmentLine(
        id=assignment.id,
        application_id=assignment.application_id,
        consortium_name=file.consortium_name,
        status=assignment.status,
        due_at=assignment.due_at,
        total=_points(assignment),
    )


def _view(assignment: Assignment, file: File, call: CallFile, *, open_file: bool) -> AssignmentView:
    evaluation = call.rules.evaluation
    return AssignmentView(
        **_line(assignment, file).model_dump(),
        evaluate_by=evaluate_by(assignment.asked_at, call.rules),
        regime=call.regime,
        revision=call.revision,
        currency=call.currency,
        members=shown_members(file) if open_file else names_of_members(file),
        blocks=tuple(_block(block) for block in evaluation.blocks.value),
        justification_minimum_length=evaluation.justification_minimum_length.value,
        content=content_of(file, call) if open_file else None,
        scores=assignment.scores,
        justifications=assignment.justifications,
        not_applicable=assignment.not_applicable,
    )


def _block(block: RubricBlock) -> Block:
    aspects = zip(block.parts, block.aspects, strict=False)
    return Block(
        code=block.code,
        names=block.names,
        maximum=plain(block.maximum),
        aspects=tuple(
            AspectOfBlock(part=part, names=aspect.names, maximum=plain(aspect.maximum)) for part, aspect in aspects
        ),
        may_be_not_applicable=block.may_be_not_applicable,
    )


def names_of_members(file: File) -> tuple[MemberOfConsortium, ...]:
    """What is shown for the declaration of ties."""
    return tuple(MemberOfConsortium(name=member.name) for member in file.members)


def shown_members(file: File) -> tuple[MemberOfConsortium, ...]:
    return tuple(MemberOfConsortium.model_validate(member) for member in file.members)


def _points(assignment: Assignment) -> str | None:
    return None if assignment.total is None else exact_text(assignment.total)


async def read_pre_evaluation(unit: Unit, application_id: str) -> PreEvaluationView:
    """How it stands; who evaluated, and with what, only for officer and inspector.

    Raises NotFound, NotAllowed (also for who was asked to evaluate it, until it is decided).
    """
    file = await file_of(unit, application_id)
    relations = {*await standing(unit, file), *await _at_committee(unit, file)}
    role = permit(unit, Action.EVALUATION_READ, relations)
    await refuse_evaluators(unit, application_id)
    pre = await assessments.pre_evaluation(unit.session, application_id)
    if pre is None:
        raise NotFound
    call = await call_of(unit, file.call_id)
    shown = _pre_view(pre, call)
    if role not in WITHIN:
        return shown
    known = await assessments.assignments_of(unit.session, application_id)
    made = tuple(_sealed(one, role, pre) for one in known)
    return shown.model_copy(
        update={
            "wanted": pre.wanted,
            "submitted": len(submitted(made)),
            "missing": pre.missing,
            "totals": tuple(exact_text(total) for total in sorted(one.total for one in made if one.total is not None)),
            "explanation": pre.explanation,
            "evaluators": await _lines(unit, file, call, made),
        }
    )


async def _at_committee(unit: Unit, file: File) -> frozenset[Relation]:
    """A committee member sees the files that lie before the committee, and are not in conflict."""
    board = await committees.board(unit.session, file.call_id)
    if board is None:
        return frozenset()
    said = await has_declared(unit, [file.application_id])
    seat = sits(unit, board) if said and board.item(file.application_id) else frozenset()
    return seat | conflicted(unit, board, file.application_id)


def _pre_view(pre: PreEvaluation, call: CallFile) -> PreEvaluationView:
    return PreEvaluationView(
        application_id=pre.application_id,
        status=pre.status,
        passed=pre.passed,
        mean=pre.mean,
        pass_mark=plain(call.rules.evaluation.pass_mark.value),
    )


async def _lines(unit: Unit, file: File, call: CallFile, made: tuple[Assignment, ...]) -> tuple[AssessmentLine, ...]:
    if not made:
        return ()
    ties = await barred(unit, file, call, made)
    known = await evaluators.evaluators_of(unit.session, made[0].application_id)
    names = {one.person_id: one.name for one in known}
    return tuple(
        AssessmentLine(
            assignment_id=one.id,
            evaluator_id=one.evaluator_id,
            evaluator_name=names.get(one.evaluator_id, ""),
            status=one.status,
            due_at=one.due_at,
            total=_points(one),
            barred=ties[one.evaluator_id],
        )
        for one in made
    )
