"""Which events a room may let go of; and what it has let go of held against the ledger."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from grants.contracts.keeping_events import OutboxPruned, outbox_of
from runtime.accounting import NoAccount, shown_by
from runtime.auth import system_actor
from runtime.bus import Bus
from runtime.identifiers import made_at
from runtime.settings import LEAST_OUTBOX_DAYS
from runtime.unit import Desk, Unit
from runtime.vouching import Vouched
from services.audit.domain.gaps import Gap, GapKind
from services.audit.domain.likeness import Kept, differing, is_like
from services.audit.domain.vouching import NOTHING, fits, unbroken
from services.audit.store import gaps, ledger, likeness, subjects, tree
from services.audit.store import vouching as store
from services.audit.store.vouching import OutboxMark

PATIENCE = 3
"""How often a room may be further than it has told before that counts."""


async def held(desk: Desk, bus: Bus, question: Vouched) -> list[str]:
    """Those of the events asked about that stand under a signed root as the room has them."""
    told = dict(question.told)
    async with desk.unit(system_actor("audit")) as unit:
        root = await tree.last_root(unit.session)
        standing = await store.standing(unit.session, told, root.statement.size if root else 0)
        kept = await likeness.kept(unit.session, told)
        emptied = await subjects.emptied(unit.session, {one.about for one in standing.values()})
        span: list[str] = []
        if question.after is not None and told:
            span = await store.recorded_between(unit.session, question.room, question.after, max(told))
    good = {
        one
        for one, digest in told.items()
        if one in standing
        and standing[one].covered
        and (
            standing[one].about in emptied
            if digest == NOTHING
            else await _is_as_told(bus, question.room, one, digest, kept)
        )
    }
    return sorted(good) if question.after is None else unbroken(told, span, good)


async def _is_as_told(bus: Bus, room: str, event_id: str, digest: str, kept: Mapping[str, Kept]) -> bool:
    """Of what was erased in part, what can still be read is compared."""
    record = kept.get(event_id)
    if record is None or not record.is_sealed():
        return False
    alike = is_like(record, digest)
    if alike is not None:
        return alike
    try:
        body = await shown_by(bus, room, event_id)
    except NoAccount:
        return False
    return body is not None and not differing(record, body)


async def look_at_pruned(unit: Unit, room: str) -> OutboxMark:
    """Hold what a room told of its prunings against the ledger, from where that was left; report what does not fit."""
    mark = await store.outbox_mark(unit.session, room)
    own = OutboxPruned.type_name().replace("{room}", room)
    async for links in ledger.whole_chain(unit.session, outbox_of(room), mark.chain_index):
        for link in links:
            if link.type == own:
                told = _pruning(link.body)
                if told is not None and await _fits(unit, room, mark.last, link.event_id, told):
                    mark = replace(mark, last=told.last)
                else:
                    gap = Gap(link.event_id, room, outbox_of(room), GapKind.PRUNED_OTHERWISE, unit.now)
                    await gaps.add(unit.session, [gap])
            mark = replace(mark, chain_index=link.chain_index)
    await store.set_outbox_mark(unit.session, room, mark)
    return mark


def _pruning(body: str) -> OutboxPruned | None:
    """What a record tells of a pruning; None where it tells none: anybody may publish anything."""
    try:
        return OutboxPruned.model_validate(json.loads(body)["data"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


async def _fits(unit: Unit, room: str, last: str, event_id: str, told: OutboxPruned) -> bool:
    """Whether the ledger has just these events between the last pruning and the end of this one, and they are old.

    How old is of real time: by the id of the telling, and by the ledger's own clock, which no sender sets.
    """
    ends, said = made_at(told.last), made_at(event_id)
    if ends is None or said is None:
        return False
    until = min(said, await store.real_now(unit.session)) - timedelta(days=LEAST_OUTBOX_DAYS)
    recorded = await store.recorded_between(unit.session, room, last, told.last)
    return ends < until and fits(told, last, recorded)


async def is_behind(unit: Unit, room: str, claimed: str) -> bool:
    """Whether a room has let go of more than it told, and that may still be on its way."""
    mark = await look_at_pruned(unit, room)
    waits = mark.waits + 1 if claimed > mark.last else 0
    await store.set_outbox_mark(unit.session, room, replace(mark, waits=waits))
    return 0 < waits <= PATIENCE
