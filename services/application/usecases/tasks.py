"""The tasks of a person in this room: one bounded query for each kind of work the person may do."""

from collections.abc import Sequence

from grants.policy import Action, Relation, decide
from runtime.unit import Unit
from services.application.domain import calls as rules_of_calls
from services.application.domain.tasks import WAITING, Task, TaskKind, Waiting
from services.application.store import calls, consortia, lists
from services.application.store.lists import Filter, Listed, Viewer
from services.application.usecases.rights import allow_with

MOST = 100
"""Tasks of one kind that are shown."""


def viewer(unit: Unit, action: Action) -> Viewer:
    """On which files the person may do `action`, by the policy table."""

    def may(*relations: Relation) -> bool:
        return decide(unit.actor.roles, action, frozenset(relations)) is not None

    return Viewer(
        person_id=unit.actor.person_id,
        tax_number=unit.actor.tax_number,
        others=may(),
        own=may(Relation.OWN),
        member=may(Relation.MEMBER),
    )


async def waiting(unit: Unit) -> tuple[Task, ...]:
    """Everything that waits for the person, the most urgent first; at most 100 of a kind."""
    allow_with(unit, Action.TASKS_READ)
    found = [task for wait in WAITING for task in await _of_kind(unit, wait)]
    return tuple(sorted(found, key=lambda task: (task.due_at is None, task.due_at or unit.now)))


async def _of_kind(unit: Unit, wait: Waiting) -> list[Task]:
    seen_by = viewer(unit, wait.action)
    if not seen_by.sees_something:
        return []
    found = await lists.soonest(unit.session, Filter(stages=(wait.stage,)), seen_by, MOST)
    match wait.kind:
        case TaskKind.FINISH_DRAFT:
            return await _drafts(unit, wait.kind, found)
        case TaskKind.CONFIRM_PARTICIPATION:
            return await _drafts(unit, wait.kind, await _unconfirmed(unit, found))
        case TaskKind.ANSWER_POINTS:
            still_open = await lists.with_open_points(unit.session, _ids(found))
            found = tuple(one for one in found if one.application.id in still_open)
        case TaskKind.SIGN_FOR_MINISTRY | TaskKind.SIGN_FOR_ENTERPRISE:
            found = await _unsigned(unit, found, for_ministry=wait.kind is TaskKind.SIGN_FOR_MINISTRY)
        case _:
            pass
    return [_task(unit, wait.kind, one) for one in found]


async def _drafts(unit: Unit, kind: TaskKind, found: Sequence[Listed]) -> list[Task]:
    """Drafts whose call still takes applications, due when it closes."""
    tasks = []
    for one in found:
        call = await calls.find(unit.session, one.application.call_id)
        if rules_of_calls.takes_applications(call, unit.now):
            tasks.append(
                Task(
                    kind=kind,
                    application_id=one.application.id,
                    call_id=call.id,
                    title=one.application.title,
                    consortium_name=one.consortium_name,
                    due_at=call.closes_at,
                    overdue=False,
                )
            )
    return tasks


async def _unconfirmed(unit: Unit, found: Sequence[Listed]) -> tuple[Listed, ...]:
    """Those in whose consortium the person's body has not confirmed that it takes part."""
    of = [one.application.consortium_id for one in found]
    done = await consortia.confirmed(unit.session, unit.actor.tax_number or "", of)
    return tuple(one for one in found if one.application.consortium_id not in done)


async def _unsigned(unit: Unit, found: Sequence[Listed], *, for_ministry: bool) -> tuple[Listed, ...]:
    signed = await lists.signed(unit.session, _ids(found))
    side = 0 if for_ministry else 1
    return tuple(one for one in found if one.application.id in signed and not signed[one.application.id][side])


def _ids(found: Sequence[Listed]) -> list[str]:
    return [one.application.id for one in found]


def _task(unit: Unit, kind: TaskKind, one: Listed) -> Task:
    due_at = one.application.stage_due_at
    return Task(
        kind=kind,
        application_id=one.application.id,
        call_id=one.application.call_id,
        title=one.application.title,
        consortium_name=one.consortium_name,
        due_at=due_at,
        overdue=due_at is not None and due_at <= unit.now,
    )
