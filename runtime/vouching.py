"""Before a room lets go of what it told, it asks whoever keeps the record whether it is held there, as it was told.

Asked over the bus: `{"room": r, "told": [[id, digest], …], "after": id}`, in the order of ids, is answered by
`{"held": [id, …]}`. With `after` the answer ends before the first event that is not held, or that the record has and
the question has not, from that id on: so nothing is let go behind a gap. Without it, each is answered by itself.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence

import nats.errors
import structlog
from nats.aio.msg import Msg
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from runtime.bus import Bus
from runtime.faults import told

ADDRESS = "vouch"
MOST = 500
PATIENCE = 20.0
_log = structlog.get_logger(__name__)


class NobodyVouches(Exception):  # noqa: N818 - what is the matter
    """Whoever keeps the record did not answer."""


class Vouched(BaseModel):
    """A question: what is held of these. told: ids and the SHA-256, hex, of what was told."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    room: str = Field(max_length=100)
    told: tuple[tuple[str, str], ...] = Field(max_length=MOST)
    after: str | None = Field(default=None, max_length=100)


class Voucher:
    """Answers by `held` until told to stop."""

    def __init__(self, bus: Bus, held: Callable[[Vouched], Awaitable[Sequence[str]]]) -> None:
        self._bus = bus
        self._held = held

    async def run(self, stop: asyncio.Event) -> None:
        subscription = await self._bus.client.subscribe(ADDRESS, queue="vouch", cb=self._answer)
        await stop.wait()
        if self._bus.connected():
            await subscription.unsubscribe()

    async def _answer(self, message: Msg) -> None:
        try:
            answer: dict[str, object] = {"held": list(await self._held(Vouched.model_validate_json(message.data)))}
        except ValidationError as error:
            answer = {"error": told(error)[:200]}
        except Exception as error:  # noqa: BLE001 - whoever asked keeps what it has, and asks again
            _log.warning("vouching_waits", error=told(error)[:200])
            return
        await message.respond(json.dumps(answer).encode())


async def held_of(bus: Bus, question: Vouched) -> list[str]:
    """What is held. Raises NobodyVouches."""
    try:
        answer = await bus.client.request(ADDRESS, question.model_dump_json().encode(), timeout=PATIENCE)
    except (nats.errors.Error, TimeoutError) as error:
        raise NobodyVouches(f"{error!r}") from error
    found = json.loads(answer.data)
    if "error" in found:
        raise NobodyVouches(str(found["error"]))
    return [str(one) for one in found["held"]]
