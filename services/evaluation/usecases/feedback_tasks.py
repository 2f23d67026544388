"""What waits after the decision: feedback that would betray somebody, objections to decide, and days to object."""

from collections.abc import Iterable

from grants.policy import Action, decide
from runtime.unit import Unit
from services.evaluation.domain.feedback import Feedback
from services.evaluation.store import feedback as store
from services.evaluation.store import files
from services.evaluation.usecases.access import party
from services.evaluation.usecases.feedback import unbiased
from services.evaluation.usecases.views import Task, TaskKind

_MOST = 100


async def feedback_tasks(unit: Unit) -> list[Task]:
    """Of files in which the officer had no part and has no tie."""
    held = await store.held(unit.session, _MOST)
    objections = await store.open_objections(unit.session, _MOST)
    return [
        *await _tasks(unit, TaskKind.REDACT, (one.application_id for one in held)),
        *await _tasks(unit, TaskKind.DECIDE_OBJECTION, (one.application_id for one in objections)),
    ]


async def may_object(unit: Unit) -> list[Task]:
    """Decisions against which the coordinator may object, each until the end of its days."""
    open_to = {one.application_id: one for one in await _contestable(unit)}
    known = await files.files(unit.session, [*open_to])
    return [
        Task(
            kind=TaskKind.OBJECT,
            title=file.consortium_name,
            call_id=file.call_id,
            application_id=one,
            due_at=open_to[one].object_until,
        )
        for one, file in known.items()
        if decide(unit.actor.roles, Action.OBJECTION_MAKE, party(unit.actor, file))
    ]


async def _contestable(unit: Unit) -> tuple[Feedback, ...]:
    return await store.contestable(unit.session, unit.actor.person_id, unit.now, _MOST)


async def _tasks(unit: Unit, kind: TaskKind, application_ids: Iterable[str]) -> list[Task]:
    known = await files.files(unit.session, [*application_ids])
    return [
        Task(kind=kind, title=file.consortium_name, call_id=file.call_id, application_id=file.application_id)
        for file in known.values()
        if not await unbiased(unit, file)
    ]
