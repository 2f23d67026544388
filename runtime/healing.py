"""A listener that was away longer than the bus keeps events hears what it missed from the record, before it goes on.

While it hears it notes how far it has come in each stream (`runtime.noting`): a room beside its inbox (`pruned`: what
`heard <room>`; `rows`, the place in the stream; `upto`, when it had heard all there was). Where the stream begins
behind that place, or has begun anew, something may be missing: the record is asked, and the inbox knows what was heard;
who has none takes what comes twice for once.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

import structlog
from nats.js.api import ConsumerInfo, StreamInfo
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from runtime.bus import Bus, stream_name
from runtime.cloudevents import CloudEvent, NotAnEvent
from runtime.faults import told
from runtime.forgotten import TooOld
from runtime.identifiers import before
from runtime.keeping import HEARD, pruned
from runtime.noting import Noted, Notes
from runtime.retelling import Missing, NobodyTells, Retold, retold
from runtime.settings import MARGIN_DAYS
from runtime.trouble import is_hopeless, passes

SECONDS = 3_600.0
"""Between two looks while a room hears."""
TRIES = 3
PAUSE = 0.2
_MARGIN = timedelta(days=MARGIN_DAYS)
"""So long before it had heard all an event may have been made that came to the bus only later."""
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Healing:
    """Of one listener and one stream it hears. types: of the events it hears; effect: what each does, once."""

    bus: Bus
    notes: Notes
    room: str
    stream: str
    types: tuple[str, ...]
    effect: Callable[[CloudEvent], Awaitable[None]]

    async def look(self) -> None:
        """Hear what is missing, if anything is; then note how far it has come. Raises NobodyTells and other trouble."""
        name = stream_name(self.stream)
        stream = await self.bus.stream.stream_info(name)
        state = stream.state
        info = await self.bus.stream.consumer_info(name, self.room)
        noted, is_known = await self._noted()
        if is_missing(noted, stream, info):
            await self._heal(_since(noted, info), noted.reached if noted else 0)
        if not is_known:
            return
        has_all = not info.num_pending and not info.num_ack_pending
        floor = info.ack_floor.stream_seq if info.ack_floor else 0
        place = max(state.last_seq if has_all else floor, state.first_seq - 1)
        await self.notes.write(self.stream, place, None if has_all else stream.created)

    async def _noted(self) -> tuple[Noted | None, bool]:
        """How far it has come, and whether that could be asked. Where it could not, its place on the bus says what it
        says, and nothing is written over the note: the next look reads it.
        """
        try:
            return await self.notes.read(self.stream), True
        except NobodyTells as error:
            _log.warning("how_far_is_not_known", consumer=self.room, stream=self.stream, error=str(error)[:200])
            return None, False

    async def _heal(self, since: str, reached: int) -> None:
        count, goes_on = 0, True
        _log.warning("events_missed", room=self.room, stream=self.stream, since=since)
        while goes_on:
            part = await retold(
                self.bus, Missing(room=self.stream, types=self.types, after=reached, since="" if reached else since)
            )
            count += await self._hear(part)
            reached, goes_on = part.after, part.goes_on
            await self.notes.reach(self.stream, reached)
        _log.info("events_heard_from_the_record", room=self.room, stream=self.stream, count=count)

    async def _hear(self, part: Retold) -> int:
        for content in part.events:
            try:
                event = CloudEvent.parse(content)
            except NotAnEvent as error:
                _log.error("not_an_event", consumer=self.room, error=told(error)[:500])
                continue
            await self._take(event, content)
        return len(part.events)

    async def _take(self, event: CloudEvent, content: bytes) -> None:
        """One that cannot be acted on comes by the bus once more, and is set aside there as any other is."""
        for number in range(1, TRIES + 1):
            try:
                await self.effect(event)
            except TooOld:
                return  # from before anything was known: the inbox was kept back for what may be missing
            except Exception as error:
                if passes(error):
                    raise
                _log.error("event_failed", consumer=self.room, type=event.type, event_id=event.id, error=told(error))
                if number == TRIES or is_hopeless(error):
                    await self._give_back(event, content)
                    return
                await asyncio.sleep(PAUSE * number)
            else:
                return

    async def _give_back(self, event: CloudEvent, content: bytes) -> None:
        address = event.type.rpartition(".v")[0]
        headers = {"Nats-Msg-Id": f"{event.id}/again/{uuid4()}"}
        await self.bus.stream.publish(address, content, headers=headers)


def is_missing(noted: Noted | None, stream: StreamInfo, info: ConsumerInfo) -> bool:
    """Whether something went off the stream that the room may not have heard, or a healing was broken off."""
    begins, ends = int(stream.state.first_seq), int(stream.state.last_seq)
    if noted is None:
        heard = int(info.ack_floor.stream_seq) if info.ack_floor else 0
        return heard + 1 < begins
    is_another = bool(stream.created and noted.upto and stream.created > noted.upto)
    return is_another or noted.reached > 0 or noted.place + 1 < begins or ends < noted.place


def heard_of(stream: str) -> str:
    """Under which name it is noted how far a room has heard a stream."""
    return f"{HEARD} {stream}"


async def kept_back(session: AsyncSession, until: datetime) -> datetime:
    """Up to when the inbox may be let go of: what may still be missing has to be known."""
    query = select(func.min(pruned.c.upto)).where(pruned.c.what.startswith(f"{HEARD} "))
    oldest: datetime | None = await session.scalar(query)
    return until if oldest is None else min(until, oldest - _MARGIN)


def _since(noted: Noted | None, info: ConsumerInfo) -> str:
    """The id after which something may be missing; "" where that is not known. Of who noted nothing, its place on the
    bus says when it came there.
    """
    heard = info.ack_floor.last_active if info.ack_floor and noted is None else None
    upto = noted.upto if noted else heard
    return "" if upto is None else before(upto - _MARGIN)
