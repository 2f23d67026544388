"""Questions over the bus to whoever keeps something: one asks, one of those who can answers.

A question is one JSON object, its answer another in its first line, and whatever the answer is made of in the lines
behind it. One that cannot be read is answered by `{"error": why}`; where trouble keeps the answer back nothing comes,
and whoever asked asks again.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import nats.errors
import structlog
from nats.aio.msg import Msg
from pydantic import BaseModel, ValidationError

from runtime.bus import Bus
from runtime.faults import told

PATIENCE = 20.0
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Answering:
    """Answers at an address until told to stop; queue: of those who can, one has each question."""

    bus: Bus
    address: str
    queue: str
    answer: Callable[[bytes], Awaitable[bytes]]

    async def run(self, stop: asyncio.Event) -> None:
        """The subscription outlives restarts of the bus."""
        subscription = await self.bus.client.subscribe(self.address, queue=self.queue, cb=self._answer)
        await stop.wait()
        if self.bus.connected():
            await subscription.unsubscribe()

    async def _answer(self, message: Msg) -> None:
        try:
            answer = await self.answer(message.data)
        except ValidationError as error:
            answer = as_json({"error": told(error)[:200]})
        except Exception as error:  # noqa: BLE001 - whoever asked asks again
            _log.warning("question_waits", address=self.address, error=told(error)[:200])
            return
        await message.respond(answer)


async def asked(
    bus: Bus, address: str, question: BaseModel, nobody: Callable[[str], Exception]
) -> tuple[dict[str, Any], list[bytes]]:
    """The answer, and the lines behind it. Raises what `nobody` makes of the reason why there is none."""
    try:
        answer = await bus.client.request(address, question.model_dump_json().encode(), timeout=PATIENCE)
    except (nats.errors.Error, TimeoutError) as error:
        raise nobody(f"{error!r}") from error
    head, *lines = answer.data.split(b"\n")
    found: dict[str, Any] = json.loads(head)
    if "error" in found:
        raise nobody(str(found["error"]))
    return found, lines


def as_json(answer: Mapping[str, Any]) -> bytes:
    """One line."""
    return json.dumps(answer).encode()
