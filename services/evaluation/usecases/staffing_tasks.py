"""What waits for officers where evaluators are lacking: a person to name, a proposal to have made, one to accept."""

from collections.abc import Mapping

from runtime.unit import Unit
from services.evaluation.domain.records import CallFile, File
from services.evaluation.store import assessments, evaluators, files, proposals, staffing
from services.evaluation.usecases.access import call_of, kept_apart, party, tied_to_call
from services.evaluation.usecases.views import Task, TaskKind

_MOST = 100


async def of_staffing(unit: Unit) -> list[Task]:
    """Files that lack evaluators, one by one; calls held for proposals, each once; proposals that wait."""
    known = await files.files(unit.session, await staffing.lacking_by_hand(unit.session, _MOST))
    return [*await _to_assign(unit, known), *await _of_calls(unit)]


async def _to_assign(unit: Unit, known: Mapping[str, File]) -> list[Task]:
    asked = await assessments.asked(unit.session, list(known))
    apart = await kept_apart(unit, known)
    return [
        Task(kind=TaskKind.ASSIGN, title=file.consortium_name, call_id=file.call_id, application_id=file.application_id)
        for file in known.values()
        if not party(unit.actor, file)
        and file.application_id not in apart
        and (file.application_id, unit.actor.person_id) not in asked
    ]


async def _of_calls(unit: Unit) -> list[Task]:
    """None for who is of the pool, and of no call with a file the person is tied to."""
    if await evaluators.found(unit.session, unit.actor.person_id) is not None:
        return []
    held = await staffing.held_and_lacking(unit.session, _MOST)
    waiting = [one.call_id for one in await proposals.newest_open(unit.session, _MOST)]
    kinds = dict.fromkeys(held, TaskKind.PROPOSE) | dict.fromkeys(waiting, TaskKind.PROPOSAL)
    return [
        await _of_call(unit, kind, await call_of(unit, call_id))
        for call_id, kind in kinds.items()
        if not await tied_to_call(unit, call_id)
    ]


async def _of_call(unit: Unit, kind: TaskKind, call: CallFile) -> Task:
    _, people = await staffing.empty_seats(unit.session, call.call_id)
    return Task(kind=kind, title=call.name, call_id=call.call_id, missing=people or None)
