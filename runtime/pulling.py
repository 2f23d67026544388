"""Taking events from a durable consumer many at a time, and asking for the next while these are worked on.

The client's own fetch makes two tasks for every message; here one listener puts what comes into a line.
"""

import asyncio
import json
from collections import deque
from contextlib import suppress
from typing import Self

import nats.errors
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.js.api import Header, StatusCode

from runtime.bus import Bus

IDLE_SECONDS = 1.0
"""How long a question waits at the bus for a first event."""
DRAIN_SECONDS = 0.25
"""How long what should lie behind it is waited for."""
LAST_SECONDS = 2.0
"""How long the bus may take to say, at the end, that it sends nothing more."""
_ENDS = {StatusCode.NO_MESSAGES, StatusCode.REQUEST_TIMEOUT, StatusCode.CONFLICT}
_PLACE, _PENDING = -4, -1
_FIELDS = 9
"""Of a reply address without domain: $JS.ACK.stream.consumer.delivered.place.place-of-consumer.time.pending."""


class NoConsumer(Exception):  # noqa: N818 - what is the matter
    """The bus does not know the consumer, or not any more."""


def place_of(message: Msg) -> int:
    """Where the event stands in its stream."""
    return _field(message, _PLACE)


def behind(message: Msg) -> int:
    """How many events waited behind it when it was sent."""
    return _field(message, _PENDING)


def _field(message: Msg, from_end: int) -> int:
    fields = message.reply.split(".")
    if len(fields) > _FIELDS:
        fields = fields[: _FIELDS + 2]  # with domain and account before the stream, and a token behind
    return int(fields[from_end])


class Pull:
    """One listener on a durable consumer. ahead: whether to ask for the next many before they are taken."""

    def __init__(self, bus: Bus, stream: str, consumer: str, *, ahead: bool) -> None:
        self._bus = bus
        self._address = f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{consumer}"
        self._ahead = ahead
        self._inbox = bus.client.new_inbox()
        self._line: deque[Msg] = deque()
        self._expected = 0
        self._wanted = 0
        self._failure = ""
        self._arrived = asyncio.Event()
        self._subscription: Subscription | None = None

    async def __aenter__(self) -> Self:
        self._subscription = await self._bus.client.subscribe(self._inbox, cb=self._take_in)
        return self

    async def __aexit__(self, *_: object) -> None:
        """What was asked for and not taken goes back at once, and comes to whoever hears next.

        Also what the bus, slow to answer, sent before it heard that nobody listens here any more.
        """
        if self._subscription is None or not self._bus.connected():
            return
        with suppress(nats.errors.Error, NoConsumer):
            await self._wait(0, DRAIN_SECONDS)
        with suppress(nats.errors.Error, TimeoutError):
            async with asyncio.timeout(LAST_SECONDS):
                await self._subscription.drain()
        with suppress(nats.errors.Error):
            for message in self._line:
                await message.nak()

    async def take(self, most: int) -> list[Msg]:
        """The first as soon as it is there, with what waits behind it; none within a second is none.

        Raises NoConsumer.
        """
        if not self._line and not self._expected:
            await self._ask(1, IDLE_SECONDS)
        await self._wait(1, IDLE_SECONDS + DRAIN_SECONDS)
        if not self._line:
            return []
        if not self._expected and (more := min(behind(self._line[-1]), most - len(self._line))) > 0:
            await self._ask(more)
        await self._wait(most, DRAIN_SECONDS)
        taken = [self._line.popleft() for _ in range(min(most, len(self._line)))]
        if self._ahead and not self._line and not self._expected and (more := min(behind(taken[-1]), most)):
            await self._ask(more)
        return taken

    async def _ask(self, count: int, seconds: float = 0) -> None:
        """For so many: at once what is there, or with `seconds` waiting for it."""
        wish = {"batch": count, **({"expires": int(seconds * 1_000_000_000)} if seconds else {"no_wait": True})}
        self._expected = count
        await self._bus.client.publish(self._address, json.dumps(wish).encode(), self._inbox)

    async def _wait(self, count: int, seconds: float) -> None:
        """Until so many stand in line, nothing more is expected, or the time is up: then the question is forgotten.

        A count of 0 waits for the end of the question alone.
        """
        self._wanted = count
        try:
            async with asyncio.timeout(seconds):
                while not self._has_come():
                    self._arrived.clear()
                    await self._arrived.wait()
        except TimeoutError:
            self._expected = 0
        if self._failure:
            failure, self._failure = self._failure, ""
            raise NoConsumer(failure)

    def _has_come(self) -> bool:
        """What is waited for: nobody is woken before."""
        return not self._expected or 0 < self._wanted <= len(self._line)

    async def _take_in(self, message: Msg) -> None:
        headers = {} if message.reply else message.headers or {}  # what the bus says itself asks for no answer
        status = headers.get(Header.STATUS)
        if status == StatusCode.CONTROL_MESSAGE:
            return
        if status is None:
            self._line.append(message)
            self._expected = max(self._expected - 1, 0)
        else:
            self._expected = 0
            if status not in _ENDS:
                self._failure = f"{status} {headers.get(Header.DESCRIPTION, '')}"
        if self._has_come():
            self._arrived.set()
