"""The travelling clock: goes to an instant once all is quiet, so that nothing on its way is overtaken by years."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from google.protobuf.empty_pb2 import Empty
from sqlalchemy import func, select
from temporalio.api.testservice.v1 import SleepRequest
from temporalio.client import Client

from cli.demo.cast import until
from grants.contracts.queues import ROOMS
from runtime.bus import Bus, stream_name
from runtime.db import Database, outbox

_MARGIN = timedelta(milliseconds=20)
_A_LEAP = timedelta(minutes=5)
"""How long one leap may take: what falls due on the way is done before it is over, and that may be much."""


@dataclass(frozen=True, slots=True)
class Traveller:
    """Moves the time of a whole stack; needs its Temporal test server, its bus and its databases."""

    client: Client
    bus: Bus
    databases: dict[str, Database]

    async def now(self) -> datetime:
        answer = await self.client.test_service.get_current_time(Empty())
        return answer.time.ToDatetime(tzinfo=UTC)

    async def to(self, moment: datetime) -> datetime:
        """Go just past an instant; returns the time it then is."""
        await self.quiet()
        span = moment - await self.now() + _MARGIN
        if span > timedelta():
            request = SleepRequest()
            request.duration.FromTimedelta(span)
            await self.client.test_service.unlock_time_skipping_with_sleep(request, timeout=_A_LEAP)
        return await self.now()

    async def forward(self, span: timedelta) -> datetime:
        return await self.to(await self.now() + span)

    async def quiet(self) -> None:
        """Wait until every outbox is empty and every listener has heard everything."""

        async def look() -> bool | None:
            return True if not await self._waiting() and not await self._unheard() else None

        await until("quiet on the bus", look)

    async def _waiting(self) -> int:
        counts = await asyncio.gather(*(_count_waiting(database) for database in self.databases.values()))
        return sum(counts)

    async def _unheard(self) -> int:
        pages = await asyncio.gather(*(self.bus.stream.consumers_info(stream_name(room)) for room in ROOMS))
        return sum((one.num_pending or 0) + (one.num_ack_pending or 0) for page in pages for one in page)


async def _count_waiting(database: Database) -> int:
    async with database.transaction() as session:
        query = select(func.count()).select_from(outbox).where(outbox.c.stream_place.is_(None))
        return int(await session.scalar(query) or 0)
