"""Documents by the hash of their content: written once, never changed; a folder, memory or an S3-compatible store."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import obstore
import structlog
from obstore.exceptions import AlreadyExistsError, PermissionDeniedError
from obstore.store import from_url

from runtime.settings import LockSettings

if TYPE_CHECKING:
    from runtime.object_lock import Held, ObjectLock

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Documents:
    """A store in which a document's name is the SHA-256 of its bytes. lock: None where it knows no object lock."""

    store: Any
    lock: "ObjectLock | None" = None

    async def keep(self, content: bytes) -> str:
        """Store the bytes; returns their hash. Storing the same bytes again changes nothing."""
        name = hashlib.sha256(content).hexdigest()
        await obstore.put_async(self.store, path_of(name), content)
        return name

    async def put_once(self, path: str, content: bytes) -> bool:
        """Store the bytes under a name of one's own, never over another; False where just these lie there already.

        Raises FileExistsError where other bytes do.
        """
        try:
            await obstore.put_async(self.store, path, content, mode="create")
        except AlreadyExistsError:
            answer = await obstore.get_async(self.store, path)
            if bytes(await answer.bytes_async()) != content:
                raise FileExistsError(path) from None
            return False
        return True

    async def read_at(self, path: str) -> bytes:
        """The bytes under a name; FileNotFoundError where there are none."""
        answer = await obstore.get_async(self.store, path)
        return bytes(await answer.bytes_async())

    async def read(self, name: str) -> bytes:
        """The bytes of a hash; FileNotFoundError where there are none."""
        answer = await obstore.get_async(self.store, path_of(name))
        return bytes(await answer.bytes_async())

    async def keep_for_good(self, content: bytes, now: datetime) -> str:
        """Store the bytes and lock them, where the store has object lock; returns their hash."""
        name = await self.keep(content)
        await self.hold(path_of(name), now)
        return name

    async def hold(self, path: str, since: datetime) -> "Held | None":
        """Lock what was kept under a name at this instant, as the settings say; None where the store has no lock."""
        return None if self.lock is None else await self.lock.hold(path, since)

    async def is_locking(self) -> bool:
        """Whether the store has object lock."""
        return self.lock is not None and await self.lock.is_on()

    async def is_held(self, path: str, since: datetime) -> bool:
        """Whether that is locked for as long as it should be; true where the store has no lock."""
        if self.lock is None or not await self.lock.is_on():
            return True
        return not self.lock.is_short(await self.lock.held(path), since)

    async def destroy(self, name: str) -> None:
        """Take the bytes of a hash away, where they are. A store with object lock keeps them until their time."""
        try:
            await obstore.delete_async(self.store, path_of(name))
        except FileNotFoundError:
            return
        except PermissionDeniedError:
            _log.warning("document_is_locked", document=name)


def open_documents(url: str) -> Documents:
    """`file:///folder`, `memory:///`, `s3://bucket/prefix`."""
    if url.startswith("file://"):
        return Documents(from_url(url, mkdir=True))
    if not url.startswith("s3://"):
        return Documents(from_url(url))
    from runtime.object_lock import open_lock  # noqa: PLC0415 - the client is large, and only such a store needs it

    return Documents(from_url(url), open_lock(url, LockSettings()))


def path_of(name: str) -> str:
    """Where a document of this hash lies in the store."""
    return f"{name[:2]}/{name}"
