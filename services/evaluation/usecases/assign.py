"""Assign an evaluator to an application: by the room itself, or by an officer's hand."""

from collections.abc import Sequence

from grants.breach import AlreadyDone, Breach, NotFound, WrongStage
from grants.contracts.evaluation_events import EvaluatorAssigned, ThirdEvaluatorNeeded
from grants.explanation import Explanation
from grants.policy import Action
from grants.values import ApplicationId, PersonId
from runtime.identifiers import new_id
from runtime.unit import Unit
from services.evaluation.domain.assessing import Wanted, answer_by, evaluate_by, next_step, submitted, under_way
from services.evaluation.domain.board import refuse_broken
from services.evaluation.domain.employers import employer_keys
from services.evaluation.domain.findings import Check
from services.evaluation.domain.pool import unable
from services.evaluation.domain.records import Assignment, AssignmentStatus, CallFile, Evaluator, File, PreEvaluation
from services.evaluation.store import assessments, evaluators
from services.evaluation.usecases.access import call_of, file_of, permit, refuse_evaluators, standing
from services.evaluation.usecases.hold_apart import checked, keep


async def assign(
    unit: Unit, file: File, call: CallFile, check: Check, ordinal: int, *choice: Explanation
) -> Assignment:
    """Invite who was checked; due by the regime's days for an answer, and once accepted for an evaluation.

    choice: how the room chose. An officer's hand and an accepted proposal have none: they are the officer's act.
    """
    assignment = Assignment(
        id=new_id(),
        application_id=file.application_id,
        evaluator_id=check.person_id,
        ordinal=ordinal,
        status=AssignmentStatus.INVITED,
        invited_at=unit.now,
        due_at=answer_by(unit.now, call.rules),
    )
    await assessments.save_assignment(unit.session, assignment)
    told = EvaluatorAssigned(
        application_id=ApplicationId(file.application_id),
        assignment_id=assignment.id,
        evaluator_id=PersonId(check.person_id),
        due_at=assignment.due_at,
        evaluate_by=evaluate_by(unit.now, call.rules),
        ordinal=ordinal,
        explanations=(check.explanation, *choice),
    )
    unit.tell(told, about=file.application_id, regime=call.pinned)
    return assignment


def tell_third(unit: Unit, call: CallFile, pre: PreEvaluation, step: Wanted) -> None:
    """Say once that the totals ask for one more evaluator."""
    if step.third is None or pre.wanted >= step.assessments:
        return
    told = ThirdEvaluatorNeeded(application_id=ApplicationId(pre.application_id), explanations=(step.third,))
    unit.tell(told, about=pre.application_id, regime=call.pinned)


async def assign_by_hand(unit: Unit, application_id: str, evaluator_id: str) -> Assignment:
    """Give a free seat to an evaluator an officer has chosen.

    Raises NotFound, NotAllowed, WrongStage (no seat is free), AlreadyDone (asked before), RulesBroken (a tie).
    """
    file = await file_of(unit, application_id, lock=True)
    permit(unit, Action.EVALUATION_ASSIGN, await standing(unit, file))
    await refuse_evaluators(unit, application_id, Action.EVALUATION_ASSIGN)
    call = await call_of(unit, file.call_id)
    made = await assessments.assignments_of(unit.session, application_id)
    pre = await assessments.pre_evaluation(unit.session, application_id)
    step = next_step(made, call.rules)
    if pre is None or file.ended or not isinstance(step, Wanted) or not step.missing:
        raise WrongStage(Breach("assignment.no_seat", "application_id", application_id))
    check = await _free(unit, file, evaluator_id, made)
    assignment = await assign(unit, file, call, check, len(made) + 1)
    tell_third(unit, call, pre, step)
    await _seat_taken(unit, pre, step)
    return assignment


async def _free(unit: Unit, file: File, evaluator_id: str, made: Sequence[Assignment]) -> Check:
    await hold_pool(unit)
    evaluator = await evaluators.evaluator(unit.session, evaluator_id)
    if evaluator is None or not evaluator.active:
        raise NotFound(Breach("assignment.evaluator_unknown", "evaluator_id", evaluator_id))
    if any(one.evaluator_id == evaluator_id for one in made):
        raise AlreadyDone(Breach("assignment.twice", "evaluator_id", evaluator_id))
    call = await call_of(unit, file.call_id)
    check = (await checked(unit, file, call, [evaluator]))[evaluator_id]
    same = await _same_employer(unit, evaluator, made)
    refuse_broken((*check.breaches, *same, *await _unable(unit, evaluator_id)))
    await keep(unit, call, check)
    return check


async def _same_employer(unit: Unit, evaluator: Evaluator, made: Sequence[Assignment]) -> tuple[Breach, ...]:
    """Whether somebody of the same employer is at work on the file."""
    busy = {one.evaluator_id for one in (*under_way(made), *submitted(made))}
    at_work = await evaluators.evaluators_in(unit.session, busy)
    keys = employer_keys([evaluator, *at_work.values()])
    same = any(keys[one] == keys[evaluator.person_id] for one in at_work)
    return (Breach("assignment.same_employer", "evaluator_id", evaluator.person_id, "", "Destek"),) if same else ()


async def _unable(unit: Unit, evaluator_id: str) -> tuple[Breach, ...]:
    """Why this evaluator cannot be asked now, whatever the file."""
    found = await evaluators.found(unit.session, evaluator_id)
    terms = (await evaluators.contracts(unit.session, [evaluator_id])).get(evaluator_id, ())
    count = await evaluators.open_files(unit.session, evaluator_id)
    return unable(found[0], terms, count, unit.now) if found else ()


async def hold_pool(unit: Unit) -> None:
    """Whoever is about to ask somebody waits for who is asking now: a limit of open files is never passed."""
    await unit.lock("pool of evaluators")


async def _seat_taken(unit: Unit, pre: PreEvaluation, step: Wanted) -> None:
    left = step.missing - 1
    again = pre.ask_again_at if left else None
    update = {"wanted": step.assessments, "missing": left, "ask_again_at": again}
    await assessments.save_pre_evaluation(unit.session, pre.model_copy(update=update))
