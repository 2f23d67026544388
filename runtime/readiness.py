"""What a process must have before work is sent to it; its parts say so as they are put together."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

Check = Callable[[], Awaitable[bool]]
PATIENCE_SECONDS = 2.0
"""For one answer; a probe waits three."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """The named checks of one process, all of them asked at once."""

    checks: dict[str, Check] = field(default_factory=dict)

    def needs(self, name: str, check: Check) -> None:
        """The process is ready only while this holds."""
        self.checks[name] = check

    def awaits(self, name: str) -> asyncio.Event:
        """The process is ready only once this has happened."""
        happened = asyncio.Event()
        self.needs(name, when(happened.is_set))
        return happened

    async def found(self) -> dict[str, bool]:
        """What holds at this moment."""
        answers = await asyncio.gather(*(_passes(check) for check in self.checks.values()))
        return dict(zip(self.checks, answers, strict=True))


def when(holds: Callable[[], bool]) -> Check:
    """A check of what is known without asking anybody."""

    async def check() -> bool:
        return holds()

    return check


async def _passes(check: Check) -> bool:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await check()
    except Exception:  # noqa: BLE001 - whatever fails, the part is not ready
        return False
