"""The one place where time is read. Services and workflows always agree on it.

In a normal stack that is the machine's clock. In a travelling stack (demo, tests) Temporal's time-skipping
test server holds the clock, and every process asks it, so that five years pass for all at once.
"""

from datetime import UTC, datetime
from typing import Protocol

from google.protobuf.empty_pb2 import Empty
from temporalio.client import Client


class Clock(Protocol):
    """Says what time it is, in UTC."""

    async def now(self) -> datetime: ...


class SystemClock:
    """The machine's clock."""

    async def now(self) -> datetime:
        return datetime.now(UTC)


class TravellingClock:
    """The clock of a time-skipping Temporal test server."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def now(self) -> datetime:
        answer = await self._client.test_service.get_current_time(Empty())
        return answer.time.ToDatetime(tzinfo=UTC)
