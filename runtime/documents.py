"""Documents by the hash of their content: written once, never changed; a folder, memory or an S3-compatible store."""

import hashlib
from dataclasses import dataclass
from typing import Any

import obstore
from obstore.store import from_url


@dataclass(frozen=True, slots=True)
class Documents:
    """A store in which a document's name is the SHA-256 of its bytes."""

    store: Any

    async def keep(self, content: bytes) -> str:
        """Store the bytes; returns their hash. Storing the same bytes again changes nothing."""
        name = hashlib.sha256(content).hexdigest()
        await obstore.put_async(self.store, _path(name), content)
        return name

    async def read(self, name: str) -> bytes:
        """The bytes of a hash; FileNotFoundError where there are none."""
        answer = await obstore.get_async(self.store, _path(name))
        return bytes(await answer.bytes_async())


def open_documents(url: str) -> Documents:
    """`file:///folder`, `memory:///`, `s3://bucket/prefix`."""
    if url.startswith("file://"):
        return Documents(from_url(url, mkdir=True))
    return Documents(from_url(url))


def _path(name: str) -> str:
    return f"{name[:2]}/{name}"
