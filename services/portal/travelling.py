"""The clock of a travelling stack, found when it is first asked for: the pages need it, their start does not."""

from datetime import datetime

from runtime.clock import TravellingClock
from runtime.settings import PlatformSettings
from runtime.temporal import connect


class ClockOfTheStack:
    """Asks Temporal's time-skipping server, as every service and workflow of the stack does."""

    def __init__(self, settings: PlatformSettings) -> None:
        self._settings = settings
        self._clock: TravellingClock | None = None

    async def now(self) -> datetime:
        if self._clock is None:
            self._clock = TravellingClock(await connect(self._settings))
        return await self._clock.now()
