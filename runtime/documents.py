"""Documents by the hash of their content: written once, never changed; a folder, memory or an S3-compatible store."""

import hashlib
from dataclasses import dataclass
from typing import Any

import obstore
import structlog
from obstore.exceptions import AlreadyExistsError, PermissionDeniedError
from obstore.store import from_url

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Documents:
    """A store in which a document's name is the SHA-256 of its bytes."""

    store: Any

    async def keep(self, content: bytes) -> str:
        """Store the bytes; returns their hash. Storing the same bytes again changes nothing."""
        name = hashlib.sha256(content).hexdigest()
        await obstore.put_async(self.store, _path(name), content)
        return name

    async def put_once(self, path: str, content: bytes) -> bool:
        """Store the bytes under a name of one's own, never over another; False where just these lie there already.

        Raises FileExistsError where other bytes do. On a store with object lock its bucket's default retention
        holds them: nobody deletes them before their time.
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
        answer = await obstore.get_async(self.store, _path(name))
        return bytes(await answer.bytes_async())

    async def destroy(self, name: str) -> None:
        """Take the bytes of a hash away, where they are. A store with object lock keeps them until their time."""
        try:
            await obstore.delete_async(self.store, _path(name))
        except FileNotFoundError:
            return
        except PermissionDeniedError:
            _log.warning("document_is_locked", document=name)


def open_documents(url: str) -> Documents:
    """`file:///folder`, `memory:///`, `s3://bucket/prefix`."""
    if url.startswith("file://"):
        return Documents(from_url(url, mkdir=True))
    return Documents(from_url(url))


def _path(name: str) -> str:
    return f"{name[:2]}/{name}"
