"""Before a room lets go of what it told, it asks whoever keeps the record whether it is held there, as it was told.

Asked over the bus: `{"room": r, "told": [[id, digest], …], "after": id}`, in the order of ids, is answered by
`{"held": [id, …]}`. With `after` the answer ends before the first event that is not held, or that the record has and
the question has not, from that id on: so nothing is let go behind a gap. Without it, each is answered by itself.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from pydantic import BaseModel, ConfigDict, Field

from runtime.asking import Answering, as_json, asked
from runtime.bus import Bus

ADDRESS = "vouch"
MOST = 500


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
        await Answering(self._bus, ADDRESS, "vouch", self._answer).run(stop)

    async def _answer(self, question: bytes) -> bytes:
        return as_json({"held": list(await self._held(Vouched.model_validate_json(question)))})


async def held_of(bus: Bus, question: Vouched) -> list[str]:
    """What is held. Raises NobodyVouches."""
    found, _ = await asked(bus, ADDRESS, question, NobodyVouches)
    return [str(one) for one in found["held"]]
