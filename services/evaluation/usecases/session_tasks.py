"""What waits around a committee at work: motions to vote on, minutes to prepare and sign, items to put on an agenda."""

from runtime.unit import Unit
from services.evaluation.domain.agenda import is_unscheduled
from services.evaluation.domain.motions import MotionState
from services.evaluation.domain.records import Committee
from services.evaluation.store import committees, files, sessions
from services.evaluation.usecases.access import apart, board_of, call_of, hidden, tied_to_call
from services.evaluation.usecases.views import Task, TaskKind

_MOST = 100


async def of_sessions(unit: Unit) -> list[Task]:
    """The actor's tasks on every committee it sits on."""
    tasks: list[Task] = []
    for committee in await committees.open_committees_of(unit.session, unit.actor.person_id, _MOST):
        tasks += await _votes(unit, committee)
    for committee in await sessions.unfinished_minutes_of(unit.session, unit.actor.person_id, _MOST):
        tasks += await _minutes(unit, committee)
    return tasks


async def _votes(unit: Unit, committee: Committee) -> list[Task]:
    """One for each application on which a motion waits for this member's vote."""
    me, call_id = unit.actor.person_id, committee.call_id
    motions = [one for one in await sessions.motions(unit.session, call_id) if one.state is MotionState.OPEN]
    if not motions:
        return []
    board = await board_of(unit, call_id)
    voted = {
        (one.application_id, one.number) for one in await sessions.ballots(unit.session, call_id) if one.person_id == me
    }
    awaited = {
        one.application_id
        for one in motions
        if (one.application_id, one.number) not in voted and me in board.seating(one.application_id).sitting
    }
    known = await files.files(unit.session, list(awaited - await hidden(unit, board)))
    return [
        Task(
            kind=TaskKind.VOTE, title=file.consortium_name, call_id=call_id, application_id=one, due_at=committee.due_at
        )
        for one, file in known.items()
    ]


async def to_schedule(unit: Unit) -> list[Task]:
    """Of an officer: committees that have to hear every application in a session, with some on no agenda.

    Also what was put off, or left over from a session that is over.
    """
    tasks: list[Task] = []
    for committee in await committees.appointed_open(unit.session, _MOST):
        call, board = await call_of(unit, committee.call_id), await board_of(unit, committee.call_id)
        if {*apart(unit, board), *await tied_to_call(unit, committee.call_id)}:
            continue
        if count := sum(is_unscheduled(board, one.application_id, call.rules, unit.now) for one in board.items):
            kind = TaskKind.SCHEDULE
            tasks.append(Task(kind=kind, title=call.name, call_id=call.call_id, due_at=committee.due_at, missing=count))
    return tasks


async def _minutes(unit: Unit, committee: Committee) -> list[Task]:
    """Of the chair, to prepare them; of everyone who sat and has not signed, to sign them."""
    me, call_id = unit.actor.person_id, committee.call_id
    minutes, board = await sessions.minutes(unit.session, call_id), await board_of(unit, call_id)
    title = (await call_of(unit, call_id)).name
    if minutes is None:
        return [Task(kind=TaskKind.PREPARE_MINUTES, title=title, call_id=call_id)] if board.is_chair(me) else []
    signed = {one.person_id for one in await sessions.signatures(unit.session, call_id)}
    if me not in board.sat or me in signed:
        return []
    return [Task(kind=TaskKind.SIGN_MINUTES, title=title, call_id=call_id)]
