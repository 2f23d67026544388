"""Hearing events: durable pull consumers, one transaction an event, acknowledged after the commit.

Order holds for each subject (application): an event that must be tried again holds back its followers until it
is settled, and a room has one active hearer a stream (an advisory lock), whatever the number of its processes.
Trouble with database or bus is waited out without limit; a handler that fails for another reason is tried a few
times, then its event goes to the dead letters.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self

import asyncpg
import structlog
from nats.aio.msg import Msg
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
from nats.js.errors import NotFoundError
from sqlalchemy import literal, select, text
from sqlalchemy.dialects.postgresql import insert

from runtime.auth import Actor, system_actor
from runtime.bus import Bus, stream_name
from runtime.cloudevents import CloudEvent, NotAnEvent
from runtime.db import Database, inbox
from runtime.pulling import Pull, place_of
from runtime.telemetry import HEARD, follow, tracer
from runtime.trouble import Trouble, passes
from runtime.turns import Turns
from runtime.unit import Desk, Unit

__all__ = [
    "ANY",
    "ATTEMPTS",
    "Consumer",
    "Effect",
    "Handler",
    "Heard",
    "MassHandler",
    "Trouble",
    "room_effect",
    "room_together",
]

BATCH = 64
MANY = 512
ATTEMPTS = 8
ACK_WAIT = 30.0
SIDE_BY_SIDE = 8
HELD_SECONDS = 0.3
RETRY_SECONDS = 2.0
LOOKED_BACK = 5_000
_log = structlog.get_logger(__name__)

Effect = Callable[[CloudEvent], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Heard:
    """An event, and the bytes it came as."""

    event: CloudEvent
    content: bytes


Line = list[tuple[Msg, CloudEvent]]
"""What came about one subject."""
Together = Callable[[Sequence[Heard]], Awaitable[None]]
"""The effect of many events at once, in the order of the bus: all of it or nothing."""


@dataclass(slots=True)
class Consumer:
    """Hears the events of one stream under one durable name and gives each to `effect`.

    name: the durable's name. stream: the room whose events are heard. addresses: the subjects heard.
    database: of the hearing room; then one hearer at a time is active, and what it left half done is known to
    the next. Without one, several hear side by side and order is not kept among them.
    together: where given, what waits is acted on in one transaction, and by `effect`, one by one, where that fails.
    """

    bus: Bus
    name: str
    stream: str
    addresses: tuple[str, ...]
    effect: Effect
    database: Database | None = None
    together: Together | None = None
    _turns: Turns = field(default_factory=Turns)
    _failures: Counter[str] = field(default_factory=Counter)
    _places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(SIDE_BY_SIDE))

    async def provide(self) -> None:
        """Make or update the durable consumer, and its stream where that is gone."""
        config = ConsumerConfig(
            durable_name=self.name,
            filter_subjects=list(self.addresses),
            ack_policy=AckPolicy.EXPLICIT,
            deliver_policy=DeliverPolicy.ALL,
            ack_wait=ACK_WAIT,
            max_ack_pending=64 * BATCH,
        )
        try:
            await self.bus.stream.add_consumer(stream_name(self.stream), config)
        except NotFoundError:
            await self.bus.provide_streams((self.stream,))
            await self.bus.stream.add_consumer(stream_name(self.stream), config)

    async def run(self, stop: asyncio.Event) -> None:
        """Hear until told to stop."""
        while not stop.is_set():
            try:
                async with Lead(self.database, f"{self.name} hears {self.stream}") as lead:
                    if await lead.taken():
                        await self._hear(lead, stop)
            except Exception as error:  # noqa: BLE001 - a hearer outlives every trouble; faults of events end elsewhere
                _log.warning("consumer_waits", consumer=self.name, stream=self.stream, error=repr(error))
            if not stop.is_set():
                await asyncio.sleep(0.5)

    async def _hear(self, lead: "Lead", stop: asyncio.Event) -> None:
        await self.provide()
        await self._look_back()
        ahead = self.together is not None
        async with Pull(self.bus, stream_name(self.stream), self.name, ahead=ahead) as pull:
            while not stop.is_set() and lead.holds():
                await self._take(await pull.take(MANY if ahead else BATCH))

    async def _look_back(self) -> None:
        """What was delivered before and not acknowledged comes again later: its followers must wait for it."""
        self._turns = Turns()
        if self.database is None:
            return
        name = stream_name(self.stream)
        info = await self.bus.stream.consumer_info(name, self.name)
        if not info.num_ack_pending or info.ack_floor is None or info.delivered is None:
            return
        last = info.delivered.stream_seq
        found: dict[str, tuple[str, int]] = {}
        for place in range(max(info.ack_floor.stream_seq + 1, last - LOOKED_BACK), last + 1):
            with suppress(NotFoundError, NotAnEvent):
                event = CloudEvent.parse((await self.bus.stream.get_msg(name, place)).data or b"")
                found[event.id] = (event.subject, place)
        heard = await _heard(self.database, list(found))
        for event_id, (subject, place) in found.items():
            if event_id not in heard:
                self._turns.owe(subject, [place])

    async def _take(self, messages: list[Msg]) -> None:
        lines: dict[str, Line] = defaultdict(list)
        for message in messages:
            try:
                event = CloudEvent.parse(message.data)
            except NotAnEvent as error:
                _log.error("not_an_event", consumer=self.name, error=str(error)[:500])
                await message.term()
                continue
            lines[event.subject].append((message, event))
        if self.together is not None and await self._take_together(self.together, lines):
            return
        taken = await asyncio.gather(
            *(self._take_line(subject, line) for subject, line in lines.items()), return_exceptions=True
        )
        for result in taken:
            if isinstance(result, BaseException):
                raise result

    async def _take_together(self, together: Together, lines: Mapping[str, Line]) -> bool:
        """Whether all of it is settled. Where something has to wait, or fails, each line goes its own way."""
        all_of_it = sorted((one for line in lines.values() for one in line), key=_stream_place)
        places = [_stream_place(one) for one in all_of_it]
        if not all(map(self._turns.has_come, (event.subject for _, event in all_of_it), places)):
            return False
        if not all_of_it:
            return True
        try:
            await together([Heard(event, message.data) for message, event in all_of_it])
        except Exception as error:  # noqa: BLE001 - which of them it is shows as each is tried alone
            _log.warning("batch_failed", consumer=self.name, count=len(all_of_it), error=repr(error)[:500])
            return False
        for place, (_, event) in zip(places, all_of_it, strict=True):
            self._turns.settled(event.subject, place)
            self._failures.pop(event.id, None)
        # What is not acknowledged comes again and is known: only the last answer is waited for.
        for message, _ in all_of_it[:-1]:
            await message.ack()
        await all_of_it[-1][0].ack_sync()
        HEARD.labels(self.name, "done").inc(len(all_of_it))
        return True

    async def _take_line(self, subject: str, line: Line) -> None:
        for message, event in sorted(line, key=_stream_place):
            place = place_of(message)
            if not self._turns.has_come(subject, place):
                self._turns.owe(subject, [place])
                await message.nak(delay=HELD_SECONDS)
                continue
            self._turns.owe(subject, [place])
            async with self._places:
                settled = await self._act(message, event)
            if settled:
                self._turns.settled(subject, place)

    async def _act(self, message: Msg, event: CloudEvent) -> bool:
        """Whether this event is settled: acted on, or given up."""
        span = tracer().start_as_current_span("hear " + event.type, context=follow(event.traceparent))
        with (
            span,
            structlog.contextvars.bound_contextvars(event_id=event.id, application=event.subject, actor=event.actorid),
        ):
            try:
                await self.effect(event)
            except Exception as error:  # noqa: BLE001 - whatever it is, the event is tried again or set aside
                return await self._failed(message, event, error)
            await message.ack_sync()
            self._failures.pop(event.id, None)
            HEARD.labels(self.name, "done").inc()
            return True

    async def _failed(self, message: Msg, event: CloudEvent, error: Exception) -> bool:
        """Trouble is waited out and does not count; the last failure that counts gives the event up."""
        if passes(error):
            _log.warning("event_waits", consumer=self.name, type=event.type, error=repr(error))
            HEARD.labels(self.name, "waits").inc()
        else:
            self._failures[event.id] += 1
            _log.error("event_failed", consumer=self.name, type=event.type, exc_info=error)
            HEARD.labels(self.name, "failed").inc()
        if self._failures[event.id] >= ATTEMPTS:
            _log.error("event_given_up", consumer=self.name, type=event.type)
            await message.term()
            del self._failures[event.id]
            HEARD.labels(self.name, "dead").inc()
            return True
        await message.nak(delay=min(0.1 * 2 ** min(message.metadata.num_delivered, 7), RETRY_SECONDS))
        return False


class Lead:
    """The right to be the one hearer of a name, held by a session of the room's database while it lives."""

    def __init__(self, database: Database | None, name: str) -> None:
        self._database = database
        self._name = name
        self._session: asyncpg.Connection | None = None

    async def __aenter__(self) -> Self:
        if self._database is not None:
            self._session = await asyncpg.connect(self._database.url.replace("+asyncpg", ""))
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            with suppress(OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await self._session.close(timeout=1)

    async def taken(self) -> bool:
        """Whether the lead is ours now; another process may have it."""
        if self._session is None:
            return True
        return bool(await self._session.fetchval("SELECT pg_try_advisory_lock(hashtextextended($1, 0))", self._name))

    def holds(self) -> bool:
        """Whether the session that holds the lead still lives."""
        return self._session is None or not self._session.is_closed()


def _stream_place(one: tuple[Msg, CloudEvent]) -> int:
    return place_of(one[0])


async def _heard(database: Database, event_ids: list[str]) -> frozenset[str]:
    async with database.transaction() as session:
        query = select(inbox.c.event_id).where(inbox.c.event_id.in_(event_ids))
        return frozenset((await session.scalars(query)).all())


Handler = Callable[[Unit, CloudEvent], Awaitable[None]]
ANY = "*"
"""Stands for every event type that has no handler of its own."""


def room_effect(desk: Desk, handlers: dict[str, Handler]) -> Effect:
    """The effect of an event on a room: its handler by type, once, in one transaction with the inbox."""

    async def effect(event: CloudEvent) -> None:
        handler = handlers.get(event.type, handlers.get(ANY))
        if handler is None:
            return
        actor = Actor(person_id=event.actorid, name="", roles=frozenset(), role=event.actorrole or "system")
        async with desk.unit(actor) as unit:
            heard = await unit.session.scalar(
                insert(inbox).values(event_id=event.id).on_conflict_do_nothing().returning(literal(1))
            )
            if heard:
                await handler(unit, event)

    return effect


_INTO_INBOX = text(
    "INSERT INTO inbox (event_id) SELECT DISTINCT unnest(CAST(:ids AS text[]))"
    " ON CONFLICT DO NOTHING RETURNING event_id"
)
"""One parameter, however many the events are."""
MassHandler = Callable[[Unit, Sequence[Heard]], Awaitable[None]]


def room_together(desk: Desk, handler: MassHandler) -> Together:
    """The effect of many events on a room, for one that treats them all alike: one transaction, each event once."""

    async def together(heard: Sequence[Heard]) -> None:
        async with desk.unit(system_actor("consumer")) as unit:
            ids = [one.event.id for one in heard]
            fresh = set((await unit.session.scalars(_INTO_INBOX, {"ids": ids})).all())
            first = {one.event.id: one for one in reversed(heard) if one.event.id in fresh}
            await handler(unit, [one for one in heard if first.get(one.event.id) is one])

    return together
