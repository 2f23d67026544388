"""A room lets go of what its plumbing no longer needs: by itself, a little at a time, again and again.

Out of the outbox goes what the ledger vouched for, from the oldest on, never past an event it does not vouch for; each
batch is told of in the transaction that deletes it, so that what is gone stands on record with its count, its first and
last, and a digest. The inbox forgets what was heard once no copy can come any more, and remembers since when: what
comes from before that is refused, not acted on a second time. Answers go after a while; their keys stay used.
All spans are of real time, by the database's clock: the bus and the keys of requests know no other.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Row, Table, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from grants.calendar import istanbul_day
from grants.contracts.keeping_events import OutboxPruned, digest_of, outbox_of
from runtime import people
from runtime.answered import moment_in, spent_digest
from runtime.auth import system_actor
from runtime.bus import Bus
from runtime.copies import Copies
from runtime.db import answers, inbox, outbox
from runtime.erasure import NOTHING, Personal, empty, end_ground, grounds_over
from runtime.faults import told
from runtime.healing import kept_back
from runtime.identifiers import before
from runtime.keeping import ANSWERS, INBOX, OUTBOX, last_pruned, pruned, spent
from runtime.rights import forget, rights_until
from runtime.settings import KeepingSettings
from runtime.telemetry import PRUNED, UNVOUCHED
from runtime.unit import Desk, Unit
from runtime.vouching import MOST, NobodyVouches, Vouched, held_of

BATCH = 1_000
_CLOCKS_APART = timedelta(minutes=5)
_log = structlog.get_logger(__name__)


class PrunedMeanwhile(Exception):  # noqa: N818 - what is the matter
    """Somebody else has let go of it in the meantime, or it changed: nothing is done."""


@dataclass(frozen=True, slots=True)
class Gone:
    """How many rows went in one round."""

    outbox: int
    inbox: int
    answers: int


class Pruner:
    """Prunes one room's plumbing until told to stop."""

    def __init__(self, desk: Desk, bus: Bus, settings: KeepingSettings, personal: Personal = NOTHING) -> None:
        self._desk = desk
        self._bus = bus
        self._settings = settings
        self._personal = personal

    async def run(self, stop: asyncio.Event) -> None:
        """A round, a pause, and again; what fails in one is done in the next."""
        while not stop.is_set():
            try:
                await self.round()
            except Exception as error:  # noqa: BLE001 - nothing is lost by keeping it until the next round
                _log.warning("pruning_waits", room=self._desk.room, error=told(error)[:500])
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), self._settings.round_seconds)

    async def round(self) -> Gone:
        """Everything whose time is over. Where nobody vouches, the outbox waits and the rest goes on."""
        own = self._settings
        await self._erased()
        gone = Gone(
            await self._outbox(timedelta(days=own.outbox_days)),
            await self._inbox(timedelta(days=own.inbox_days)),
            await self._answers(timedelta(days=own.answers_days), timedelta(days=own.orders_days)),
        )
        for what, count in ((OUTBOX, gone.outbox), (INBOX, gone.inbox), (ANSWERS, gone.answers)):
            PRUNED.labels(self._desk.room, what).inc(count)
        return gone

    async def _outbox(self, age: timedelta) -> int:
        count = 0
        try:
            while gone := await self._next_of_outbox(age):
                count += gone
        except NobodyVouches as error:
            _log.warning("nobody_vouches", room=self._desk.room, error=str(error)[:200])
        return count

    async def _erased(self) -> None:
        """Of files whose personal data were erased: copies in outbox and bus, and what a ground kept until now.

        And of no file: with which rights people were seen long ago.
        """
        try:
            await Copies(self._desk, self._bus).destroy()
        except NobodyVouches as error:
            _log.warning("copies_wait", room=self._desk.room, error=str(error)[:200])
        now = await self._desk.clock.now()
        async with self._desk.database.transaction() as session:
            over = await grounds_over(session, istanbul_day(now))
            apart = await self._personal.over(session, now, self._settings) if self._personal.over else ()
            await forget(session, rights_until(now, self._settings.rights_years))
            await people.forget(session, rights_until(now, self._settings.rights_years))
        for about, ground in over:
            async with self._desk.unit(system_actor("pruner")) as unit:
                await end_ground(unit, self._personal, about, ground)
        for about, ground in apart:
            async with self._desk.unit(system_actor("pruner")) as unit:
                await empty(unit, self._personal, about, ground)

    async def _next_of_outbox(self, age: timedelta) -> int:
        """The oldest events, as far as they are vouched for; 0 where none is."""
        async with self._desk.database.transaction() as session:
            after, old = await last_pruned(session), await _oldest(session, age)
        if not old:
            UNVOUCHED.labels(self._desk.room).set(0)
            return 0
        question = Vouched(room=self._desk.room, told=[(row.id, row.digest) for row in old], after=after)
        held = await held_of(self._bus, question)
        UNVOUCHED.labels(self._desk.room).set(len(old) - len(held))
        if not held:
            _log.warning("outbox_not_vouched_for", room=self._desk.room, first=old[0].id)
            return 0
        async with self._desk.unit(system_actor("pruner")) as unit:
            await let_go(unit, after, held)
        return len(held)

    async def _inbox(self, age: timedelta) -> int:
        async def some(session: AsyncSession) -> int:
            until = await kept_back(session, await _ago(session, age))
            old = select(inbox.c.event_id).where(inbox.c.event_id < before(until), inbox.c.heard_at < until)
            return await _forget(session, inbox, old.order_by(inbox.c.event_id), INBOX, until)

        return await self._until_none(some)

    async def _answers(self, age: timedelta, age_of_orders: timedelta) -> int:
        async def to_writes(session: AsyncSession) -> int:
            until = await _ago(session, age)
            old = select(answers.c.key).where(answers.c.answered_at < until, answers.c.digest != "")
            gone = await session.execute(
                delete(answers)
                .where(answers.c.key.in_(old.order_by(answers.c.answered_at).limit(BATCH)))
                .returning(answers.c.key, answers.c.answered_at)
            )
            rows = gone.all()
            timeless = [{"digest": spent_digest(row.key)} for row in rows if not _says_when(row)]
            if timeless:
                await session.execute(insert(spent).on_conflict_do_nothing(), timeless)
            await _note(session, ANSWERS, len(rows), until)
            return len(rows)

        async def to_orders(session: AsyncSession) -> int:
            until = await _ago(session, age_of_orders)
            old = select(answers.c.key).where(answers.c.answered_at < until, answers.c.digest == "")
            gone = delete(answers).where(answers.c.key.in_(old.order_by(answers.c.answered_at).limit(BATCH)))
            return len((await session.execute(gone.returning(answers.c.key))).all())

        return await self._until_none(to_writes) + await self._until_none(to_orders)

    async def _until_none(self, some: Any) -> int:
        """Batch after batch, each in a transaction of its own, until one takes less than a whole batch."""
        count = 0
        while True:
            async with self._desk.database.transaction() as session:
                gone: int = await some(session)
            count += gone
            if gone < BATCH:
                return count


async def let_go(unit: Unit, after: str, event_ids: Sequence[str]) -> None:
    """Delete these events, which follow each other, and tell of it. Raises PrunedMeanwhile."""
    await unit.lock(f"{unit.room} prunes")
    if await last_pruned(unit.session) != after:
        raise PrunedMeanwhile(after)
    gone = await unit.session.scalars(delete(outbox).where(outbox.c.id.in_(event_ids)).returning(outbox.c.id))
    if sorted(gone.all()) != list(event_ids):
        raise PrunedMeanwhile(event_ids[0])
    await _note(unit.session, OUTBOX, len(event_ids), None, event_ids[-1])
    told = OutboxPruned(after=after, last=event_ids[-1], count=len(event_ids), digest=digest_of(event_ids))
    unit.tell(told, about=outbox_of(unit.room))


async def _oldest(session: AsyncSession, age: timedelta) -> Sequence[Row[Any, Any, Any]]:
    """The oldest events of the outbox that are older than this, up to the first that still waits for the bus."""
    digest = func.encode(func.sha256(func.convert_to(outbox.c.body, "UTF8")), "hex").label("digest")
    until = before(await _ago(session, age))
    query = select(outbox.c.id, outbox.c.stream_place, digest).where(outbox.c.id < until)
    rows = (await session.execute(query.order_by(outbox.c.id).limit(MOST))).all()
    waits = next((index for index, row in enumerate(rows) if row.stream_place is None), len(rows))
    return rows[:waits]


async def _ago(session: AsyncSession, age: timedelta) -> datetime:
    now: datetime = (await session.scalars(select(func.now()))).one()
    return now - age


async def _forget(session: AsyncSession, table: Table, old: Any, what: str, until: datetime) -> int:
    """Note first since when nothing is certain, then delete, in one transaction."""
    (key,) = table.primary_key
    gone = await session.execute(delete(table).where(key.in_(old.limit(BATCH))).returning(key))
    count = len(gone.all())
    await _note(session, what, count, until)
    return count


async def _note(session: AsyncSession, what: str, count: int, until: datetime | None, last: str = "") -> None:
    """How far a table is pruned now; nothing is written where nothing went."""
    if not count:
        return
    fresh = insert(pruned).values(what=what, upto=until, last=last, rows=count)
    known = {
        "upto": func.greatest(pruned.c.upto, fresh.excluded.upto),
        "last": func.greatest(pruned.c.last, fresh.excluded.last),
        "rows": pruned.c.rows + count,
    }
    await session.execute(fresh.on_conflict_do_update(index_elements=["what"], set_=known))


def _says_when(row: Row[Any, Any]) -> bool:
    """Whether a key says by itself that it is old, and truly: one from the future would not be known again."""
    made = moment_in(row.key)
    return made is not None and made < row.answered_at + _CLOCKS_APART
