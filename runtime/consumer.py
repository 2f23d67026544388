"""Hearing events: durable pull consumers, one transaction an event, acknowledged after the commit.

Order holds for each subject (application): within a batch its events are taken one after the other, and when
one must be tried again, its followers wait. Trouble with database or bus is waited out without limit; a handler
that fails for another reason is tried a few times, then the event goes to the dead letters.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import nats.errors
import structlog
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
from nats.js.errors import Error as JetStreamError
from sqlalchemy import literal
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, InterfaceError

from runtime.auth import Actor
from runtime.bus import Bus, stream_name
from runtime.cloudevents import CloudEvent, NotAnEvent
from runtime.db import inbox
from runtime.telemetry import HEARD, follow, tracer
from runtime.unit import Desk, Unit

BATCH = 64
ATTEMPTS = 8
ACK_WAIT = 60.0
_TROUBLE = (DBAPIError, InterfaceError, OSError, TimeoutError, nats.errors.Error)
_CONTENT = (IntegrityError, DataError)
"""What the database says of the content itself: it will say the same for ever, so waiting does not help."""
_log = structlog.get_logger(__name__)

Effect = Callable[[CloudEvent], Awaitable[None]]


class Trouble(Exception):  # noqa: N818 - it passes
    """Something outside is not there at the moment; the event is tried again without limit."""


@dataclass(slots=True)
class Consumer:
    """Hears the events of one stream under one durable name and gives each to `effect`.

    name: the durable's name. rooms' streams: `stream`. addresses: the subjects heard.
    """

    bus: Bus
    name: str
    stream: str
    addresses: tuple[str, ...]
    effect: Effect
    _held: dict[str, tuple[int, float]] = field(default_factory=dict)

    async def provide(self) -> None:
        """Make or update the durable consumer."""
        await self.bus.stream.add_consumer(
            stream_name(self.stream),
            ConsumerConfig(
                durable_name=self.name,
                filter_subjects=list(self.addresses),
                ack_policy=AckPolicy.EXPLICIT,
                deliver_policy=DeliverPolicy.ALL,
                ack_wait=ACK_WAIT,
                max_ack_pending=4 * BATCH,
            ),
        )

    async def run(self, stop: asyncio.Event) -> None:
        """Hear until told to stop."""
        while not stop.is_set():
            try:
                await self.provide()
                subscription = await self.bus.stream.pull_subscribe_bind(self.name, stream=stream_name(self.stream))
                await self._hear(subscription, stop)
            except (nats.errors.Error, JetStreamError, OSError, TimeoutError) as error:
                _log.warning("consumer_waits", consumer=self.name, stream=self.stream, error=repr(error))
                await asyncio.sleep(0.5)

    async def _hear(self, subscription: JetStreamContext.PullSubscription, stop: asyncio.Event) -> None:
        try:
            while not stop.is_set():
                try:
                    messages = await subscription.fetch(BATCH, timeout=1)
                except nats.errors.TimeoutError:
                    continue
                await self._take(messages)
        finally:
            if self.bus.connected():
                await subscription.unsubscribe()

    async def _take(self, messages: list[Msg]) -> None:
        lines: dict[str, list[tuple[Msg, CloudEvent]]] = defaultdict(list)
        for message in messages:
            try:
                event = CloudEvent.parse(message.data)
            except NotAnEvent as error:
                _log.error("not_an_event", consumer=self.name, error=str(error)[:500])
                await message.term()
                continue
            lines[event.subject].append((message, event))
        await asyncio.gather(*(self._take_line(subject, line) for subject, line in lines.items()))

    async def _take_line(self, subject: str, line: list[tuple[Msg, CloudEvent]]) -> None:
        for message, event in line:
            place = message.metadata.sequence.stream
            held = self._held.get(subject)
            if held and place > held[0] and time.monotonic() < held[1]:
                await message.nak(delay=1)
                continue
            if await self._act(message, event):
                if held and place >= held[0]:
                    self._held.pop(subject, None)
            else:
                self._held[subject] = (place, time.monotonic() + ACK_WAIT)

    async def _act(self, message: Msg, event: CloudEvent) -> bool:
        """Whether this event is settled: acted on, or given up."""
        span = tracer().start_as_current_span("hear " + event.type, context=follow(event.traceparent))  # type: ignore[arg-type]
        with span, structlog.contextvars.bound_contextvars(event_id=event.id, about=event.subject):
            try:
                await self.effect(event)
            except _CONTENT:
                return await self._failed(message, event)
            except (*_TROUBLE, Trouble) as error:
                _log.warning("event_waits", consumer=self.name, type=event.type, error=repr(error))
                await message.nak(delay=min(0.25 * 2**message.metadata.num_delivered, 10))
                HEARD.labels(self.name, "waits").inc()
                return False
            except Exception:  # noqa: BLE001 - whatever a handler raises, the event is tried again or set aside
                return await self._failed(message, event)
            await message.ack_sync()
            HEARD.labels(self.name, "done").inc()
            return True

    async def _failed(self, message: Msg, event: CloudEvent) -> bool:
        if message.metadata.num_delivered >= ATTEMPTS:
            _log.exception("event_given_up", consumer=self.name, type=event.type)
            await message.term()
            HEARD.labels(self.name, "dead").inc()
            return True
        _log.exception("event_failed", consumer=self.name, type=event.type)
        await message.nak(delay=min(0.25 * 2**message.metadata.num_delivered, 10))
        HEARD.labels(self.name, "failed").inc()
        return False


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
