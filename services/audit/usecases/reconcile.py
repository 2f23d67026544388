"""Outboxes and ledger held against each other: what is missing is told again, and reported where that does not help.

What both have is compared too: the ledger cannot be changed and an outbox is its room's own, so a difference is
reported with the fields it lies in, and healed when the side that is wrong was restored. What a room has let go of is
held against the ledger by what it told of that, and is missed by nobody then.
"""

from collections.abc import Sequence
from dataclasses import replace

import structlog

from grants.contracts.ledger_events import GapFound, GapHealed
from grants.policy import Action
from runtime.accounting import MOST, SETTLED_SECONDS, NoAccount, Told, pruned_by, shown_by, tell_again, told_by
from runtime.auth import system_actor
from runtime.bus import Bus
from runtime.unit import Desk, Unit
from services.audit.domain.gaps import Account, Gap, GapKind, Turn, turn
from services.audit.domain.likeness import Kept, differing, is_like, kind_of
from services.audit.domain.vouching import NOTHING
from services.audit.store import gaps as store
from services.audit.store import likeness, subjects, vouching
from services.audit.usecases.rights import allow
from services.audit.usecases.vouch import is_behind, look_at_pruned

AT_ONCE = 200
"""So many gaps are settled in one transaction."""
_log = structlog.get_logger(__name__)


async def sweep(desk: Desk, bus: Bus, room: str, settled_seconds: int = SETTLED_SECONDS) -> int:
    """Look a room's outbox through from where it was left, once a day from its beginning; settle the gaps known.

    Returns how many gaps are open. A room that gives no account is asked the next time.
    """
    try:
        while await _look_on(desk, bus, room, settled_seconds):
            pass
        return await _settle(desk, bus, room)
    except NoAccount as error:
        _log.warning("no_account", room=room, error=str(error)[:200])
        return 0


async def _look_on(desk: Desk, bus: Bus, room: str, settled_seconds: int) -> bool:
    """The next span of ids; whether there may be more."""
    async with desk.unit(system_actor("audit")) as unit:
        after, swept_at = await store.mark(unit.session, room)
        if swept_at is not None and swept_at.date() != unit.now.date():
            after = ""
        pruned = await look_at_pruned(unit, room)
        recorded = await store.recorded_after(unit.session, room, max(after, pruned.last), MOST)
    told = await told_by(bus, room, after, settled_seconds)
    if await _lets_go(desk, bus, room):
        return False
    account = Account(
        {one.event_id: one.about for one in told},
        frozenset(one.event_id for one in told if one.is_settled),
        recorded,
        MOST,
    )
    unlike = await _unlike(desk, bus, room, [one for one in told if one.event_id in account.expected()])
    async with desk.unit(system_actor("audit")) as unit:
        expected = account.expected()
        missing = expected.keys() - await store.recorded(unit.session, expected)
        found = [Gap(one, room, expected[one], GapKind.NOT_RECORDED, unit.now) for one in sorted(missing)]
        gone = (await vouching.outbox_mark(unit.session, room)).last  # by now: it may have let go of some meanwhile
        not_told = {one: about for one, about in account.not_told().items() if one > gone}
        found += [Gap(one, room, about, GapKind.NOT_TOLD, unit.now) for one, about in not_told.items()]
        await store.add(unit.session, [*found, *unlike])
        await store.set_mark(unit.session, room, account.looked_through(after), unit.now)
    return account.goes_on and account.looked_through(after) > after


async def _lets_go(desk: Desk, bus: Bus, room: str) -> bool:
    """Whether the room is letting go of events just now: what is told of it is waited for, a few times."""
    claimed = await pruned_by(bus, room)
    async with desk.unit(system_actor("audit")) as unit:
        return await is_behind(unit, room, claimed)


async def _unlike(desk: Desk, bus: Bus, room: str, told: Sequence[Told]) -> list[Gap]:
    """Those of these events that the ledger has otherwise than the room has them now."""
    digests = {one.event_id: one.digest for one in told if one.digest}
    async with desk.unit(system_actor("audit")) as unit:
        kept, now = await likeness.kept(unit.session, digests), unit.now
        erased = await subjects.emptied(unit.session, {one.about for one in told if one.digest == NOTHING})
    about = {one.event_id: one.about for one in told}
    emptied = {one for one, digest in digests.items() if digest == NOTHING and about[one] in erased}
    compared = digests.keys() & kept.keys() - emptied
    doubtful = {one: kept[one] for one in sorted(compared) if not is_like(kept[one], digests[one])}
    found = {one: await _differing(bus, room, one, record) for one, record in doubtful.items()}
    return [
        Gap(one, room, about[one], kind_of(kept[one]), now, fields=fields) for one, fields in found.items() if fields
    ]


async def _differing(bus: Bus, room: str, event_id: str, kept: Kept) -> tuple[str, ...]:
    """In which fields; none where the room has it no more: it is missed there, then."""
    body = await shown_by(bus, room, event_id)
    return () if body is None else differing(kept, body)


async def _agreeing(desk: Desk, bus: Bus, found: Sequence[Gap]) -> frozenset[str]:
    """Of gaps that telling again cannot mend, those that somebody mended."""
    others = [gap for gap in found if gap.kind not in {GapKind.NOT_RECORDED, GapKind.PRUNED_OTHERWISE}]
    async with desk.unit(system_actor("audit")) as unit:
        kept = await likeness.kept(unit.session, [gap.event_id for gap in others])
        last = {gap.room: (await vouching.outbox_mark(unit.session, gap.room)).last for gap in others}
    agree = {gap.event_id for gap in others if gap.kind is GapKind.NOT_TOLD and gap.event_id <= last[gap.room]}
    for gap in others:
        body = await shown_by(bus, gap.room, gap.event_id)
        if body is not None and gap.event_id in kept and not differing(kept[gap.event_id], body):
            agree.add(gap.event_id)
    return frozenset(agree)


async def _settle(desk: Desk, bus: Bus, room: str) -> int:
    """Every gap that is open, some at a time: those nobody can mend hold no other back."""
    still, after = 0, ""
    while True:
        async with desk.unit(system_actor("audit")) as unit:
            found = await store.page_of(unit.session, after, AT_ONCE, room)
        if not found:
            return still
        still, after = still + await _settle_these(desk, bus, room, found), found[-1].event_id


async def _settle_these(desk: Desk, bus: Bus, room: str, found: Sequence[Gap]) -> int:
    agree = await _agreeing(desk, bus, found)
    async with desk.unit(system_actor("audit")) as unit:
        recorded = await store.recorded(unit.session, [gap.event_id for gap in found])
        here = [gap for gap in found if gap.event_id in (recorded if gap.kind is GapKind.NOT_RECORDED else agree)]
        for gap in here:
            await _healed(unit, gap)
        still = [gap for gap in found if gap not in here]
        again = [gap for gap in still if turn(gap) is Turn.TELL_AGAIN]
        for gap in again:
            await store.keep(unit.session, replace(gap, asked=gap.asked + 1))
        for gap in still:
            if turn(gap) is Turn.REPORT:
                await _report(unit, gap)
    if again:
        await tell_again(bus, room, [gap.event_id for gap in again])
    return len(still)


async def _healed(unit: Unit, gap: Gap) -> None:
    if gap.kind is GapKind.NOT_RECORDED and not gap.asked:
        await store.forget(unit.session, gap)
        return
    await store.keep(unit.session, replace(gap, healed_at=unit.now))
    unit.tell(GapHealed(room=gap.room, event_id=gap.event_id), about=gap.about)


async def _report(unit: Unit, gap: Gap) -> None:
    await store.keep(unit.session, replace(gap, reported_at=unit.now))
    unit.tell(GapFound(room=gap.room, event_id=gap.event_id, kind=gap.kind, fields=gap.fields), about=gap.about)
    _log.error("gap", room=gap.room, event_id=gap.event_id, kind=gap.kind, fields=gap.fields)


async def gaps(unit: Unit, after: str | None, limit: int) -> list[Gap]:
    """The gaps that are open, after that of an event. Raises NotAllowed."""
    allow(unit, frozenset(), Action.GAPS_READ)
    return await store.page_of(unit.session, after, limit)
