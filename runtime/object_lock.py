"""Object lock: what nobody deletes or overwrites before its day, in an S3 store whose bucket has it.

The library that writes documents cannot ask for it object by object, so this does, beside it, with the provider's own.
A lock lives in the store's time: its days are counted from the wall clock where that of the stack travels behind it.
"""

import asyncio
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from botocore.config import Config  # type: ignore[import-untyped]  # has no types
from botocore.exceptions import ClientError  # type: ignore[import-untyped]  # has no types
from botocore.session import get_session  # type: ignore[import-untyped]  # has no types

from runtime.settings import LockSettings

_NONE = frozenset({"ObjectLockConfigurationNotFoundError", "NoSuchObjectLockConfiguration"})
_ABSENT = frozenset({"NoSuchKey", "404"})
SLACK = timedelta(days=1)
"""By so much a lock may end before the day it is held to: clocks differ, and objects are older than their lock."""


@dataclass(frozen=True, slots=True)
class Held:
    """How an object is locked: governance (who has the right may lift it) or compliance (nobody may), until when."""

    mode: str
    until: datetime


@dataclass(slots=True)
class ObjectLock:
    """Locks objects of one bucket. `is_on` asks the bucket once it answers; where it has no lock, nothing is held."""

    client: Any
    bucket: str
    prefix: str
    settings: LockSettings
    wall_clock: Callable[[], float] = time.time
    _is_on: bool | None = field(default=None)

    async def is_on(self) -> bool:
        """Whether the bucket has object lock. Raises what the store's client raises where it cannot be asked."""
        if self._is_on is None:
            self._is_on = await asyncio.to_thread(self._asked)
        return self._is_on

    async def hold(self, path: str, since: datetime) -> Held | None:
        """Lock what was kept at this instant, never for a shorter time than it is locked for.

        None where the bucket has no lock, or nothing lies there.
        """
        if not await self.is_on():
            return None
        held = await self.held(path)
        if held is not None and not self.is_short(held, since):
            return held
        if held is None and not await asyncio.to_thread(self._is_there, path):
            return None
        wanted = self.wanted(since)
        await asyncio.to_thread(self._put, path, wanted)
        return wanted

    def is_short(self, held: Held | None, since: datetime) -> bool:
        """Whether what was kept at this instant is not locked, or not for as long as the settings say."""
        return held is None or held.until < since + timedelta(days=self.settings.days) - SLACK

    async def held(self, path: str) -> Held | None:
        """How an object is locked now; None where it is not, or is not there."""
        return await asyncio.to_thread(self._got, path)

    def wanted(self, since: datetime) -> Held:
        """How what was kept at this instant is to be locked: a store takes no day that is over."""
        begin = max(since, datetime.fromtimestamp(self.wall_clock(), UTC)).replace(microsecond=0)
        return Held(self.settings.mode, begin + timedelta(days=self.settings.days))

    def _asked(self) -> bool:
        try:
            answer = self.client.get_object_lock_configuration(Bucket=self.bucket)
        except ClientError as error:
            if _code(error) in _NONE:
                return False
            raise
        return bool(answer["ObjectLockConfiguration"].get("ObjectLockEnabled") == "Enabled")

    def _put(self, path: str, held: Held) -> None:
        retention = {"Mode": held.mode.upper(), "RetainUntilDate": held.until}
        self.client.put_object_retention(Bucket=self.bucket, Key=self._key(path), Retention=retention)

    def _is_there(self, path: str) -> bool:
        return self._head(path) is not None

    def _head(self, path: str) -> dict[str, Any] | None:
        try:
            found: dict[str, Any] = self.client.head_object(Bucket=self.bucket, Key=self._key(path))
        except ClientError as error:
            if _code(error) in _ABSENT:
                return None
            raise
        return found

    def _got(self, path: str) -> Held | None:
        found = self._head(path) or {}
        mode, until = found.get("ObjectLockMode"), found.get("ObjectLockRetainUntilDate")
        return Held(str(mode).lower(), until.astimezone(UTC)) if mode and until else None

    def _key(self, path: str) -> str:
        return f"{self.prefix}/{path}" if self.prefix else path


def open_lock(url: str, settings: LockSettings, environ: Mapping[str, str] = os.environ) -> ObjectLock | None:
    """For `s3://bucket/prefix`; None for a store that is no S3. Addresses and keys as the store itself finds them."""
    parts = urlsplit(url)
    if parts.scheme != "s3":
        return None
    endpoint = environ.get("AWS_ENDPOINT_URL") or environ.get("AWS_ENDPOINT")
    client = get_session().create_client(
        "s3",
        region_name=environ.get("AWS_REGION") or environ.get("AWS_DEFAULT_REGION") or "us-east-1",
        aws_access_key_id=environ.get("AWS_ACCESS_KEY_ID"),
        aws_secret_access_key=environ.get("AWS_SECRET_ACCESS_KEY"),
        aws_session_token=environ.get("AWS_SESSION_TOKEN"),
        endpoint_url=endpoint,
        config=Config(s3={"addressing_style": "path" if endpoint else "auto"}, retries={"mode": "standard"}),
    )
    return ObjectLock(client, parts.netloc, parts.path.strip("/"), settings)


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
