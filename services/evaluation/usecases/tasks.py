"""What waits for a person in this room."""

from dataclasses import replace

from grants.policy import Action, Role
from runtime.unit import Unit
from services.evaluation.domain.choosing import Candidate, free
from services.evaluation.domain.records import Assignment, AssignmentStatus, File
from services.evaluation.store import assessments, committees, evaluators, files
from services.evaluation.usecases.access import board_of, call_of, hidden, kept_apart, party, permit, tied_to_call
from services.evaluation.usecases.feedback_tasks import feedback_tasks, may_object
from services.evaluation.usecases.hold_apart import checked, has_declared
from services.evaluation.usecases.pack_tasks import opinions_awaited, packs_to_compose
from services.evaluation.usecases.session_tasks import of_sessions, to_schedule
from services.evaluation.usecases.staffing_tasks import of_staffing
from services.evaluation.usecases.views import Task, TaskKind, TaskList

_MOST = 100
_POOLS = 20
"""Files whose pool is looked through at once; each is a look at all evaluators."""
_OFFICERS = frozenset({Role.COMMISSION_MEMBER, Role.MINISTRY_OFFICER})
_BOARD = frozenset({Role.COMMITTEE_CHAIR, Role.COMMITTEE_MEMBER})


async def list_tasks(unit: Unit) -> TaskList:
    """The actor's tasks by each role held, at most a hundred of a kind."""
    permit(unit, Action.TASKS_READ)
    tasks: list[Task] = []
    if Role.EVALUATOR in unit.actor.roles:
        tasks += await _evaluator(unit)
    if _BOARD & unit.actor.roles:
        tasks += [*await _board(unit), *await of_sessions(unit), *await opinions_awaited(unit)]
    if _OFFICERS & unit.actor.roles:
        tasks += [*await _officer(unit), *await to_schedule(unit)]
    if Role.MINISTRY_OFFICER in unit.actor.roles:
        tasks += [*await packs_to_compose(unit), *await feedback_tasks(unit)]
    if Role.COORDINATOR in unit.actor.roles:
        tasks += await may_object(unit)
    if Role.ADMINISTRATOR in unit.actor.roles:
        tasks += await _administrator(unit)
    return TaskList(tasks=tuple(tasks))


async def _evaluator(unit: Unit) -> list[Task]:
    own = await assessments.open_assignments_for(unit.session, unit.actor.person_id, _MOST)
    known = await files.files(unit.session, [one.application_id for one in own])
    pairs = [(one, known[one.application_id]) for one in own]
    apart = await kept_apart(unit, known)
    return [
        _assignment(one, file)
        for one, file in pairs
        if not party(unit.actor, file) and file.application_id not in apart
    ]


def _assignment(assignment: Assignment, file: File) -> Task:
    return Task(
        kind=TaskKind.ANSWER if assignment.status is AssignmentStatus.INVITED else TaskKind.SCORE,
        title=file.consortium_name,
        call_id=file.call_id,
        application_id=file.application_id,
        assignment_id=assignment.id,
        due_at=assignment.due_at,
    )


async def _board(unit: Unit) -> list[Task]:
    tasks: list[Task] = []
    for committee in await committees.open_committees_of(unit.session, unit.actor.person_id, _MOST):
        tasks += await _unscored(unit, committee.call_id)
        if committee.chair_id == unit.actor.person_id:
            kind = TaskKind.ATTEND if committee.present is None else TaskKind.CONCLUDE
            call = await call_of(unit, committee.call_id)
            tasks.append(Task(kind=kind, title=call.name, call_id=call.call_id, due_at=committee.due_at))
    return tasks


async def _unscored(unit: Unit, call_id: str) -> list[Task]:
    board, me = await board_of(unit, call_id), unit.actor.person_id
    unseen = await hidden(unit, board)
    known = await files.files(unit.session, [item.application_id for item in board.items])
    declared = await has_declared(unit, known)
    return [
        Task(
            kind=TaskKind.COMMITTEE_SCORE if one in declared else TaskKind.COMMITTEE_DECLARE,
            title=known[one].consortium_name,
            call_id=call_id,
            application_id=one,
            due_at=board.committee.due_at,
        )
        for one in known
        if me in board.awaited(one) and one not in unseen
    ]


async def _officer(unit: Unit) -> list[Task]:
    tasks: list[Task] = []
    for committee in await committees.unappointed(unit.session, _MOST):
        if await tied_to_call(unit, committee.call_id):
            continue
        call = await call_of(unit, committee.call_id)
        tasks.append(Task(kind=TaskKind.APPOINT, title=call.name, call_id=call.call_id, due_at=committee.due_at))
    return [*await of_staffing(unit), *tasks]


async def _able(unit: Unit, file: File) -> list[Candidate]:
    """Those of the pool who could be asked about this file now."""
    pool = free(await evaluators.candidates(unit.session, file.application_id, unit.now))
    checks = await checked(unit, file, await call_of(unit, file.call_id), [one.evaluator for one in pool])
    return free([replace(one, apart=checks[one.evaluator.person_id].keeps_apart) for one in pool])


async def _administrator(unit: Unit) -> list[Task]:
    """Files with a seat that nobody of the registered evaluators may take: others have to be registered."""
    lacking = await assessments.lacking_evaluators(unit.session, "", _POOLS)
    known = await files.files(unit.session, [one.application_id for one in lacking])
    apart = await kept_apart(unit, known)
    tasks = []
    for pre in lacking:
        file = known[pre.application_id]
        if party(unit.actor, file) or file.application_id in apart:
            continue
        able = await _able(unit, file)
        if len(able) < pre.missing:
            tasks.append(
                Task(
                    kind=TaskKind.REGISTER,
                    title=file.consortium_name,
                    call_id=file.call_id,
                    application_id=file.application_id,
                    nace=file.nace,
                    missing=pre.missing - len(able),
                )
            )
    return tasks
