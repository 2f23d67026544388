"""NATS JetStream: one stream a room, kept in files, replicated in production; dead letters in a stream of their own."""

import asyncio

import nats
import structlog
from nats.aio.client import Client as NatsClient
from nats.js import JetStreamContext
from nats.js.api import RetentionPolicy, StorageType, StreamConfig
from nats.js.errors import NotFoundError

from runtime.settings import BUS_DAYS

ROOMS = "application", "evaluation", "monitoring", "audit", "notification"
DEAD = "DEAD"
_TWO_DAYS = 2 * 24 * 3600
_KEPT = BUS_DAYS * 24 * 3600
_log = structlog.get_logger(__name__)


class Bus:
    """A connection to the bus that survives its restarts."""

    def __init__(self, client: NatsClient, replicas: int = 1) -> None:
        self.client = client
        self.replicas = replicas
        self.stream: JetStreamContext = client.jetstream(timeout=5)

    @classmethod
    async def connect(cls, url: str, name: str, patience: float = 60, replicas: int = 1) -> "Bus":
        """Connect, waiting at most `patience` seconds for a first answer; afterwards reconnect for ever."""

        async def told_error(error: Exception) -> None:
            _log.warning("bus_trouble", error=repr(error))

        client = await asyncio.wait_for(
            nats.connect(
                url,
                name=name,
                max_reconnect_attempts=-1,
                reconnect_time_wait=0.25,
                error_cb=told_error,
            ),
            patience,
        )
        return cls(client, replicas)

    async def provide_streams(self, rooms: tuple[str, ...] = ROOMS) -> None:
        """Make the streams of the rooms, and the one for dead letters; what exists is brought up to date."""
        for room in rooms:
            await self._provide(
                StreamConfig(
                    name=stream_name(room),
                    subjects=[f"{room}.>"],
                    retention=RetentionPolicy.LIMITS,
                    storage=StorageType.FILE,
                    duplicate_window=_TWO_DAYS,
                    max_age=_KEPT,
                    num_replicas=self.replicas,
                )
            )
        advisories = ["MAX_DELIVERIES", "MSG_TERMINATED"]
        await self._provide(
            StreamConfig(
                name=DEAD,
                subjects=[f"$JS.EVENT.ADVISORY.CONSUMER.{kind}.>" for kind in advisories],
                storage=StorageType.FILE,
                max_age=_KEPT,
                num_replicas=self.replicas,
            )
        )

    async def _provide(self, config: StreamConfig) -> None:
        try:
            await self.stream.stream_info(str(config.name))
        except NotFoundError:
            await self.stream.add_stream(config)
        else:
            await self.stream.update_stream(config)

    def connected(self) -> bool:
        return bool(self.client.is_connected)

    async def close(self) -> None:
        if not self.client.is_closed:
            await self.client.close()


def stream_name(room: str) -> str:
    return room.upper()
