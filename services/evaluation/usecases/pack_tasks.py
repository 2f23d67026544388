"""What waits around approval packs: a member's word, and the officer's part in choosing and closing them."""

from runtime.unit import Unit
from services.evaluation.domain.packs import Pack, missing
from services.evaluation.store import packs as store
from services.evaluation.usecases.access import board_of, call_of
from services.evaluation.usecases.combine import stands_to_all
from services.evaluation.usecases.pack import Found, may_answer, pack_of
from services.evaluation.usecases.views import Task, TaskKind

_MOST = 100


async def opinions_awaited(unit: Unit) -> list[Task]:
    """Of a member who has a say in an open pack and has not spoken."""
    return [
        await _task(unit, TaskKind.ANSWER_PACK, pack.call_id)
        for pack in await store.open_packs_of(unit.session, unit.actor.person_id, _MOST)
        if await may_answer(unit, await pack_of(unit, pack.call_id, pack.number)) and not await _has_said(unit, pack)
    ]


async def packs_to_compose(unit: Unit) -> list[Task]:
    """Of an officer: packs in which enough have spoken, calls without one whose regime asks for one, and calls whose
    pack says nothing of who has moved up from the reserve since.
    """
    waiting = await store.open_packs(unit.session, _MOST)
    ready = [one.call_id for one in waiting if await _is_ready(unit, await pack_of(unit, one.call_id, one.number))]
    lacking = [one for one in await store.calls_without(unit.session, _MOST) if await _asks_for_pack(unit, one)]
    outdated = await store.calls_outdated(unit.session, _MOST)
    return [
        await _task(unit, TaskKind.COMPOSE_PACK, one)
        for one in (*ready, *lacking, *outdated)
        if not await stands_to_all(unit, await board_of(unit, one))
    ]


async def _asks_for_pack(unit: Unit, call_id: str) -> bool:
    return (await call_of(unit, call_id)).rules.committee.pack_required.value


async def _is_ready(unit: Unit, found: Found) -> bool:
    said = [one.person_id for one in await store.opinions(unit.session, found.pack.call_id, found.pack.number)]
    rules = (await call_of(unit, found.pack.call_id)).rules
    return not missing(said, found.entitled, found.board.committee.chair_id, rules)


async def _has_said(unit: Unit, pack: Pack) -> bool:
    said = await store.opinions(unit.session, pack.call_id, pack.number)
    return any(one.person_id == unit.actor.person_id for one in said)


async def _task(unit: Unit, kind: TaskKind, call_id: str) -> Task:
    return Task(kind=kind, title=(await call_of(unit, call_id)).name, call_id=call_id)
