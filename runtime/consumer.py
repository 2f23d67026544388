"""Hearing events: durable pull consumers, one transaction an event, acknowledged after the commit.

Order holds for each subject (application): an event that must be tried again holds back its followers until it
is settled, and a room has one active hearer a stream (an advisory lock), whatever the number of its processes.
Trouble with database or bus is waited out without limit; a handler that fails for another reason is tried a few
times, then its event goes to the dead letters.
"""

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import nats.errors
import structlog
from nats.aio.msg import Msg
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
from nats.js.errors import NotFoundError
from sqlalchemy import select, text

from runtime.auth import Actor, system_actor
from runtime.bus import Bus, stream_name
from runtime.cloudevents import CloudEvent, NotAnEvent
from runtime.db import Database, inbox
from runtime.faults import reason, told
from runtime.forgotten import TooOld, is_first
from runtime.healing import SECONDS as HEALING_SECONDS
from runtime.healing import Healing
from runtime.lead import Lead
from runtime.pulling import Pull, place_of
from runtime.telemetry import HEARD, follow, tracer
from runtime.trouble import Trouble, is_hopeless, passes
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
    "Together",
    "Trouble",
    "room_effect",
    "room_together",
]

BATCH = 64
MANY = 1024
AT_A_TIME = 16
"""So many are read and made ready before whatever else waits has its turn: the next fill the time in which those before
them wait for the database, and hold them up by less than a question to it takes.
"""
ATTEMPTS = 8
ACK_WAIT = 30.0
SIDE_BY_SIDE = 8
HELD_SECONDS = 0.3
RETRY_SECONDS = 2.0
REASON = 300
LOOKED_BACK = 5_000
_log = structlog.get_logger(__name__)

Effect = Callable[[CloudEvent], Awaitable[None]]


class Heard(NamedTuple):
    """An event, and the bytes it came as."""

    event: CloudEvent
    content: bytes


Line = list[tuple[Msg, CloudEvent]]
"""What came about one subject."""


@dataclass(frozen=True, slots=True)
class Together:
    """How many events take effect at once.

    ready: what can be done with one before its turn has come, apart from all else. keep: the effect of all that were
    made so ready, in the order of the bus: all of it or nothing.
    """

    ready: Callable[[Heard], Any]
    keep: Callable[[Sequence[tuple[Heard, Any]]], Awaitable[None]]


@dataclass(slots=True)
class Batch:
    """What was taken at once, in the order of the bus, and what was made of it. is_ready: whether of all of it."""

    events: Line = field(default_factory=list)
    ready: list[tuple[Heard, Any]] = field(default_factory=list)
    is_ready: bool = True

    def lines(self) -> Mapping[str, Line]:
        """By subject."""
        found: dict[str, Line] = defaultdict(list)
        for message, event in self.events:
            found[event.subject].append((message, event))
        return found


@dataclass(slots=True)
class Consumer:
    """Hears the events of one stream under one durable name and gives each to `effect`.

    name: the durable's name. stream: the room whose events are heard. addresses: the subjects heard.
    database: of the hearing room; then one hearer at a time is active, and what it left half done is known to
    the next. Without one, several hear side by side and order is not kept among them.
    together: where given, what waits is acted on in one transaction, and by `effect`, one by one, where that fails.
    healing: of a room, where something else than the bus knows what it missed.
    """

    bus: Bus
    name: str
    stream: str
    addresses: tuple[str, ...]
    effect: Effect
    database: Database | None = None
    together: Together | None = None
    healing: Healing | None = None
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
                _log.warning("consumer_waits", consumer=self.name, stream=self.stream, error=told(error))
            if not stop.is_set():
                await asyncio.sleep(0.5)

    async def _hear(self, lead: Lead, stop: asyncio.Event) -> None:
        await self.provide()
        await self._heal()
        await self._look_back()
        ahead = self.together is not None
        async with Pull(self.bus, stream_name(self.stream), self.name, ahead=ahead) as pull:
            if self.together is not None:
                await self._hear_together(self.together, pull, lambda: not stop.is_set() and lead.holds())
                return
            looked_at = time.monotonic()
            while not stop.is_set() and lead.holds():
                await self._take(await pull.take(BATCH))
                if time.monotonic() - looked_at > HEALING_SECONDS:
                    await self._heal()
                    looked_at = time.monotonic()

    async def _heal(self) -> None:
        if self.healing is not None:
            await self.healing.look()

    async def _hear_together(self, together: Together, pull: Pull, goes_on: Callable[[], bool]) -> None:
        """While some are kept the next are fetched and made ready; what is kept is so in the order of the bus."""
        former, batch = asyncio.create_task(self._settle(Batch(), together)), Batch()
        try:
            while goes_on():
                batch = await self._read(await pull.take(MANY), together)
                await former
                former, batch = asyncio.create_task(self._settle(batch, together)), Batch()
            await former
        finally:
            for message, _ in batch.events:  # nobody acts on it here: whoever hears next should have it at once
                with suppress(nats.errors.Error):
                    await message.nak()
            await asyncio.wait({former}, timeout=HELD_SECONDS)
            former.cancel()

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
        await self._take_lines((await self._read(messages)).lines())

    async def _read(self, messages: Sequence[Msg], together: Together | None = None) -> Batch:
        """The events of these messages, made ready; what is no event is set aside."""
        batch = Batch()
        for number, message in enumerate(sorted(messages, key=place_of), 1):
            if not number % AT_A_TIME:
                await asyncio.sleep(0)
            try:
                event = CloudEvent.parse(message.data)
            except NotAnEvent as error:
                _log.error("not_an_event", consumer=self.name, error=told(error)[:500])
                await self._give_up(message, error)
                continue
            batch.events.append((message, event))
            if together is not None and batch.is_ready:
                batch.is_ready = self._made_ready(batch.ready, Heard(event, message.data), together)
        return batch

    def _made_ready(self, ready: list[tuple[Heard, Any]], heard: Heard, together: Together) -> bool:
        """One more; where it cannot be, each is tried alone."""
        try:
            ready.append((heard, together.ready(heard)))
        except Exception as error:  # noqa: BLE001 - what is the matter with it shows as it is tried alone
            _log.warning("not_ready", consumer=self.name, event_id=heard.event.id, error=told(error)[:500])
            return False
        return True

    async def _settle(self, batch: Batch, together: Together) -> None:
        """All at once; where something has to wait, or fails, each line goes its own way."""
        if not await self._take_together(batch, together):
            await self._take_lines(batch.lines())

    async def _take_lines(self, lines: Mapping[str, Line]) -> None:
        taken = await asyncio.gather(
            *(self._take_line(subject, line) for subject, line in lines.items()), return_exceptions=True
        )
        for result in taken:
            if isinstance(result, BaseException):
                raise result

    async def _take_together(self, batch: Batch, together: Together) -> bool:
        """Whether all of it is settled."""
        places = [place_of(message) for message, _ in batch.events]
        if not all(map(self._turns.has_come, (event.subject for _, event in batch.events), places)):
            return False
        if not batch.events:
            return True
        if not batch.is_ready:
            return False
        try:
            await together.keep(batch.ready)
        except Exception as error:  # noqa: BLE001 - which of them it is shows as each is tried alone
            _log.warning("batch_failed", consumer=self.name, count=len(batch.events), error=told(error)[:500])
            return False
        for place, (_, event) in zip(places, batch.events, strict=True):
            self._turns.settled(event.subject, place)
            self._failures.pop(event.id, None)
        # What is not acknowledged comes again and is known: only the last answer is waited for.
        for message, _ in batch.events[:-1]:
            await message.ack()
        await batch.events[-1][0].ack_sync()
        HEARD.labels(self.name, "done").inc(len(batch.events))
        return True

    async def _take_line(self, subject: str, line: Line) -> None:
        for message, event in line:
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
            _log.warning("event_waits", consumer=self.name, type=event.type, error=told(error))
            HEARD.labels(self.name, "waits").inc()
        else:
            self._failures[event.id] += ATTEMPTS if isinstance(error, TooOld) or is_hopeless(error) else 1
            _log.error("event_failed", consumer=self.name, type=event.type, exc_info=error)
            HEARD.labels(self.name, "failed").inc()
        if self._failures[event.id] >= ATTEMPTS:
            _log.error("event_given_up", consumer=self.name, type=event.type)
            await self._give_up(message, error)
            del self._failures[event.id]
            return True
        await message.nak(delay=min(0.1 * 2 ** min(message.metadata.num_delivered, 7), RETRY_SECONDS))
        return False

    async def _give_up(self, message: Msg, error: Exception) -> None:
        """Set aside among the dead letters; the reason quotes nothing, as those hold no content."""
        HEARD.labels(self.name, "dead").inc()
        why = " ".join(reason(error).split())[:REASON]
        await self.bus.client.publish(message.reply, f"+TERM {why}".encode(errors="replace"))


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
            if await is_first(unit.session, event):
                await handler(unit, event)

    return effect


_INTO_INBOX = text(
    "INSERT INTO inbox (event_id) SELECT DISTINCT unnest(CAST(:ids AS text[]))"
    " ON CONFLICT DO NOTHING RETURNING event_id"
)
"""One parameter, however many the events are."""


@dataclass(frozen=True, slots=True)
class MassHandler:
    """How a room takes many events at once. ready: as of `Together`; keep: what it does with what that gave."""

    ready: Callable[[Heard], Any]
    keep: Callable[[Unit, Sequence[Any]], Awaitable[None]]


def room_together(desk: Desk, handler: MassHandler) -> Together:
    """The effect of many events on a room, for one that treats them all alike: one transaction, each event once."""

    async def keep(heard: Sequence[tuple[Heard, Any]]) -> None:
        async with desk.unit(system_actor("consumer")) as unit:
            ids = [one.event.id for one, _ in heard]
            fresh = set((await unit.session.scalars(_INTO_INBOX, {"ids": ids})).all())
            first = {one.event.id: ready for one, ready in reversed(heard) if one.event.id in fresh}
            await handler.keep(unit, [ready for one, ready in heard if first.get(one.event.id) is ready])

    return Together(handler.ready, keep)
