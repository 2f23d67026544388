"""Open a pre-evaluation and carry it on: replace who is late or declined, remind, ask a third, decide.

Both orders look at the same state, so asking again changes nothing that is not due.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from grants.breach import NotYet
from grants.calendar import moved_by_days
from grants.contracts.activities import PreEvaluationOrder, PreEvaluationState
from grants.contracts.evaluation_events import (
    AssignmentLapsed,
    AssignmentReminded,
    EvaluatorsMissing,
    PreEvaluationDecided,
)
from grants.contracts.stages import CommitteeDecision
from grants.explanation import Explanation
from grants.values import ApplicationId, PersonId
from runtime.unit import Unit
from services.evaluation.domain import expiring
from services.evaluation.domain.assessing import (
    Decided,
    Wanted,
    is_late,
    is_to_be_reminded,
    next_date,
    next_step,
    submitted,
    under_way,
)
from services.evaluation.domain.choosing import choose, free
from services.evaluation.domain.findings import Check
from services.evaluation.domain.records import (
    Assignment,
    AssignmentStatus,
    CallFile,
    File,
    PreEvaluation,
    PreEvaluationStatus,
)
from services.evaluation.store import assessments, evaluators, files, staffing
from services.evaluation.usecases.access import heard_call
from services.evaluation.usecases.assign import assign, hold_pool, tell_third
from services.evaluation.usecases.feedback import give_feedback
from services.evaluation.usecases.hold_apart import hold


async def open_pre_evaluation(unit: Unit, order: PreEvaluationOrder) -> PreEvaluationState:
    """Assign the evaluators. Raises NotYet while the application was not heard of."""
    file = await _heard_file(unit, order.application_id)
    call = await heard_call(unit, file.call_id)
    wanted = call.rules.evaluation.evaluators.value
    await assessments.open_pre_evaluation(unit.session, file.application_id, wanted, unit.now)
    return await _look(unit, file, call)


async def advance_pre_evaluation(unit: Unit, order: PreEvaluationOrder) -> PreEvaluationState:
    """Look again. Raises NotYet while it was not opened."""
    file = await _heard_file(unit, order.application_id)
    return await _look(unit, file, await heard_call(unit, file.call_id))


async def _heard_file(unit: Unit, application_id: str) -> File:
    file = await files.file(unit.session, application_id, lock=True)
    if file is None:
        raise NotYet(f"application {application_id}")
    return file


async def _look(unit: Unit, file: File, call: CallFile) -> PreEvaluationState:
    pre = await assessments.pre_evaluation(unit.session, file.application_id)
    if pre is None:
        raise NotYet(f"pre-evaluation of {file.application_id}")
    if pre.decided:
        return PreEvaluationState(decided=True, passed=bool(pre.passed), mean=pre.mean)
    if file.ended:
        return PreEvaluationState(decided=False)
    made = await _lapse(unit, call, await assessments.assignments_of(unit.session, file.application_id))
    step = next_step(made, call.rules)
    if isinstance(step, Decided):
        return await _decide(unit, call, pre, step)
    await _remind(unit, call, made)
    return await _fill(unit, file, call, pre, step, made)


async def _lapse(unit: Unit, call: CallFile, made: Sequence[Assignment]) -> tuple[Assignment, ...]:
    left: list[Assignment] = []
    for one in made:
        if not is_late(one, unit.now):
            left.append(one)
            continue
        lapsed = one.model_copy(update={"status": AssignmentStatus.LAPSED})
        await assessments.save_assignment(unit.session, lapsed)
        told = AssignmentLapsed(
            application_id=ApplicationId(one.application_id),
            assignment_id=one.id,
            evaluator_id=PersonId(one.evaluator_id),
            explanations=(expiring.lapsed(one, unit.now, call.rules),),
        )
        unit.tell(told, about=one.application_id, regime=call.pinned)
        left.append(lapsed)
    return tuple(left)


async def _remind(unit: Unit, call: CallFile, made: Sequence[Assignment]) -> None:
    """Remind who accepted and has not submitted, once, the regime's days before the scores are due."""
    for one in made:
        if is_to_be_reminded(one, call.rules, unit.now):
            await assessments.save_assignment(unit.session, one.model_copy(update={"reminded_at": unit.now}))
            told = AssignmentReminded(
                application_id=ApplicationId(one.application_id),
                assignment_id=one.id,
                evaluator_id=PersonId(one.evaluator_id),
                due_at=one.due_at,
                explanations=(expiring.reminded(one, unit.now, call.rules),),
            )
            unit.tell(told, about=one.application_id, regime=call.pinned)


async def _decide(unit: Unit, call: CallFile, pre: PreEvaluation, decided: Decided) -> PreEvaluationState:
    update = {
        "status": PreEvaluationStatus.DECIDED,
        "missing": 0,
        "ask_again_at": None,
        "passed": decided.passed,
        "mean": decided.mean,
        "explanation": decided.explanation,
        "decided_at": unit.now,
    }
    await assessments.save_pre_evaluation(unit.session, pre.model_copy(update=update))
    application_id = ApplicationId(pre.application_id)
    told = PreEvaluationDecided(
        application_id=application_id,
        passed=decided.passed,
        mean=decided.mean,
        wanted=pre.wanted,
        opened_at=pre.opened_at,
        explanations=(decided.explanation,),
    )
    unit.tell(told, about=application_id, regime=call.pinned)
    if not decided.passed:
        await give_feedback(unit, call, application_id, CommitteeDecision.ELIMINATED)
    return PreEvaluationState(decided=True, passed=decided.passed, mean=decided.mean)


@dataclass(frozen=True, slots=True)
class _Found:
    """Whom to ask, each as held against the file. choice: how they were chosen; none where nobody was looked for."""

    checks: tuple[Check, ...] = ()
    choice: tuple[Explanation, ...] = ()


async def _fill(
    unit: Unit, file: File, call: CallFile, pre: PreEvaluation, step: Wanted, made: Sequence[Assignment]
) -> PreEvaluationState:
    """Seat whom there is; for what stays empty, say so at most once a day.

    In a call that is held for proposals nobody is seated here: an officer does that, and is told by a task.
    """
    tell_third(unit, call, pre, step)
    held = await staffing.is_held(unit.session, call.call_id)
    found = _Found() if held else await _chosen(unit, file, call, step, made)
    fresh = [
        await assign(unit, file, call, one, len(made) + place, *found.choice)
        for place, one in enumerate(found.checks, start=1)
    ]
    short = step.missing - len(fresh)
    asked = pre.ask_again_at is not None and unit.now < pre.ask_again_at
    again = pre.ask_again_at if asked else moved_by_days(unit.now, 1)
    if short and not asked and not held:
        told = EvaluatorsMissing(
            application_id=ApplicationId(file.application_id), wanted=short, explanations=found.choice
        )
        unit.tell(told, about=file.application_id, regime=call.pinned)
    update = {"wanted": step.assessments, "missing": short, "ask_again_at": again if short else None}
    await assessments.save_pre_evaluation(unit.session, pre.model_copy(update=update))
    dates = (next_date((*made, *fresh), call.rules, unit.now), again if short else None)
    return PreEvaluationState(decided=False, due_at=min((at for at in dates if at), default=None))


async def _chosen(unit: Unit, file: File, call: CallFile, step: Wanted, made: Sequence[Assignment]) -> _Found:
    """The evaluators to ask, each with the check that found no tie; who cannot be asked now is held against nothing."""
    if not step.missing:
        return _Found()
    await hold_pool(unit)
    at_work = {one.evaluator_id for one in (*under_way(made), *submitted(made))}
    known = await evaluators.evaluators_of(unit.session, file.application_id)
    taken = [one for one in known if one.person_id in at_work]
    pool = [
        one
        for one in await evaluators.candidates(unit.session, file.application_id, unit.now)
        if one.evaluator.person_id not in at_work
    ]
    checks = await hold(unit, file, call, [one.evaluator for one in free(pool)])
    apart = {person_id for person_id, check in checks.items() if check.keeps_apart}
    candidates = [replace(one, apart=one.evaluator.person_id in apart) for one in pool]
    chosen = choose(candidates, file, len(taken) + step.missing, taken, call.rules)
    return _Found(tuple(checks[one] for one in chosen.people), (chosen.explanation,))
