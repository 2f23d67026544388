"""Dead letters: what a listener gave up, with its reason, and where it lies."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

from nats.js.errors import NotFoundError

from runtime.bus import DEAD, Bus
from runtime.cloudevents import CloudEvent, NotAnEvent


@dataclass(frozen=True, slots=True)
class Dead:
    """One dead letter. seq: its own number; stream, place: where the event lies; consumer: who gave it up.

    address, content: the event as published; empty when the stream no longer has it.
    """

    seq: int
    stream: str
    place: int
    consumer: str
    reason: str
    at: str
    address: str
    content: bytes

    def event(self) -> CloudEvent | None:
        """The event, if it is one."""
        try:
            return CloudEvent.parse(self.content)
        except NotAnEvent:
            return None

    def as_dict(self) -> dict[str, object]:
        event = self.event()
        told = event.model_dump(mode="json") if event else self.content.decode(errors="replace")[:500]
        return {
            "seq": self.seq,
            "stream": self.stream,
            "place": self.place,
            "consumer": self.consumer,
            "reason": self.reason,
            "at": self.at,
            "event": told,
        }


async def dead_letters(bus: Bus, consumer: str = "", after: int = 0) -> AsyncIterator[Dead]:
    """Every dead letter, oldest first. consumer: of this one alone. after: the number of the last that is known."""
    seq, wanted = after, f"$JS.EVENT.ADVISORY.CONSUMER.*.*.{consumer}" if consumer else ">"
    while True:
        try:
            found = await bus.stream.get_msg(DEAD, seq=seq + 1, subject=wanted, next=True)
        except NotFoundError:
            return
        seq = int(found.seq or 0)
        yield await _dead(bus, seq, found.data or b"{}")


async def dead_letter(bus: Bus, seq: int) -> Dead:
    """The dead letter of this number. Raises NotFoundError."""
    found = await bus.stream.get_msg(DEAD, seq=seq)
    return await _dead(bus, seq, found.data or b"{}")


async def _dead(bus: Bus, seq: int, advisory: bytes) -> Dead:
    told = json.loads(advisory)
    stream, place = str(told.get("stream", "")), int(told.get("stream_seq", 0))
    address, content = "", b""
    try:
        found = await bus.stream.get_msg(stream, seq=place)
    except NotFoundError:
        pass
    else:
        address, content = str(found.subject), found.data or b""
    kind = str(told.get("type", "")).rpartition(".")[2]
    reason = str(told.get("reason") or kind)
    return Dead(
        seq, stream, place, str(told.get("consumer", "")), reason, str(told.get("timestamp", "")), address, content
    )
