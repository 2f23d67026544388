"""What workflows carry, encrypted: AES-256-GCM, a key for each file, which is destroyed to erase what it opens.

A key lies in a store as an object of its own, itself encrypted under a master key that only the processes hold. An
object that was emptied is a key that was destroyed: what stands under it is never read again, and what comes later
stands under the file's next key. Ids and search attributes of workflows stay readable.
"""

import base64
import binascii
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

import obstore
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from google.protobuf.message import Message
from obstore.exceptions import AlreadyExistsError
from temporalio.api.common.v1 import Payload
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.converter import (
    DataConverter,
    DefaultFailureConverterWithEncodedAttributes,
    PayloadCodec,
    SerializationContext,
    WithSerializationContext,
)

from runtime.documents import open_documents
from runtime.settings import PlatformSettings
from runtime.signing import OPEN_TO_OTHERS, KeyUnsafe

ENCODING = b"binary/encrypted"
MASTER_BYTES = 32
NONCE = 12
KNOWN_SECONDS = 300.0
"""So long a process may go on with a key that was destroyed elsewhere."""
NOBODY = "-"
"""Whose key it is where a payload belongs to no workflow."""


class KeyDestroyed(Exception):  # noqa: N818 - what is the matter
    """The key of a payload was destroyed: it is erased."""


@dataclass(slots=True)
class KeyShelf:
    """The keys of files. store: as `obstore` opens it; master: 32 bytes."""

    store: Any
    master: bytes
    _known: dict[str, tuple[float, bytes]] = field(default_factory=dict)

    async def newest(self, subject: str) -> tuple[str, bytes]:
        """The name of the key a file is written under now, and the key; made on first use."""
        number = 1
        while (secret := await self._read(f"{subject}/{number:04}", make=True)) == b"":
            number += 1
        return f"{subject}/{number:04}", secret

    async def named(self, name: str) -> bytes:
        """Raises KeyDestroyed, also for a key that never was."""
        secret: bytes | None = await self._read(name, make=False)
        if not secret:
            raise KeyDestroyed(name)
        return secret

    async def destroy(self, subject: str) -> int:
        """Destroy every key of a file; how many there were."""
        number, count = 1, 0
        while (secret := await self._read(f"{subject}/{number:04}", make=False, fresh=True)) is not None:
            if secret:
                await obstore.put_async(self.store, f"{subject}/{number:04}", b"")
                count += 1
            self._known.pop(f"{subject}/{number:04}", None)
            number += 1
        return count

    async def _read(self, name: str, *, make: bool, fresh: bool = False) -> Any:
        """The key; b"" where it was destroyed, None where there is none."""
        known = self._known.get(name)
        if known is not None and not fresh and time.monotonic() - known[0] < KNOWN_SECONDS:
            return known[1]
        try:
            kept = bytes(await (await obstore.get_async(self.store, name)).bytes_async())
        except FileNotFoundError:
            return await self._made(name) if make else None
        return self._remember(name, self._unwrapped(name, kept) if kept else b"")

    async def _made(self, name: str) -> bytes:
        """Of two that begin at once the first one's key stays."""
        secret, nonce = AESGCM.generate_key(8 * MASTER_BYTES), os.urandom(NONCE)
        wrapped = nonce + AESGCM(self.master).encrypt(nonce, secret, name.encode())
        try:
            await obstore.put_async(self.store, name, wrapped, mode="create")
        except AlreadyExistsError:
            made: bytes = await self._read(name, make=False)
            return made
        return self._remember(name, secret)

    def _unwrapped(self, name: str, kept: bytes) -> bytes:
        try:
            return AESGCM(self.master).decrypt(kept[:NONCE], kept[NONCE:], name.encode())
        except InvalidTag as error:
            raise KeyUnsafe(f"{name}: not under this master key") from error

    def _remember(self, name: str, secret: bytes) -> bytes:
        self._known[name] = (time.monotonic(), secret)
        return secret


@dataclass(frozen=True, slots=True)
class Codec(PayloadCodec, WithSerializationContext):
    """Encrypts what a workflow says and hears under its file's key. What is not encrypted is read as it is."""

    shelf: KeyShelf
    subject: str = NOBODY

    def with_context(self, context: SerializationContext) -> Self:
        """For one workflow, its activities included."""
        return replace(self, subject=subject_of(getattr(context, "workflow_id", None) or ""))

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        name, secret = await self.shelf.newest(self.subject)
        return [_shut(payload, name, secret) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Raises KeyDestroyed."""
        return [await self._opened(payload) for payload in payloads]

    async def _opened(self, payload: Payload) -> Payload:
        if payload.metadata.get("encoding") != ENCODING:
            return payload
        name = payload.metadata["key"].decode()
        secret = await self.shelf.named(name)
        plain = AESGCM(secret).decrypt(payload.data[:NONCE], payload.data[NONCE:], name.encode())
        return Payload.FromString(plain)


def subject_of(workflow_id: str) -> str:
    """The file a workflow works for: what stands behind its kind. `grant/17/2` is of file 17."""
    parts = workflow_id.split("/")
    return (parts[1] if len(parts) > 1 else parts[0]) or NOBODY


def _shut(payload: Payload, name: str, secret: bytes) -> Payload:
    nonce = os.urandom(NONCE)
    data = nonce + AESGCM(secret).encrypt(nonce, payload.SerializeToString(), name.encode())
    return Payload(metadata={"encoding": ENCODING, "key": name.encode()}, data=data)


def shelf_of(settings: PlatformSettings) -> KeyShelf | None:
    """The keys, where the settings name their store. Raises KeyUnsafe."""
    if not settings.payload_keys_url:
        return None
    return KeyShelf(open_documents(settings.payload_keys_url).store, master_of(Path(settings.payload_master_key_file)))


def master_of(path: Path) -> bytes:
    """32 bytes as base64, in a file that nobody else may read. Raises KeyUnsafe."""
    if path.stat().st_mode & OPEN_TO_OTHERS:
        raise KeyUnsafe(f"{path}: others may read or change it; chmod 0600")
    try:
        master = base64.b64decode(path.read_text(encoding="ascii").strip(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise KeyUnsafe(f"{path}: not a key in base64") from error
    if len(master) != MASTER_BYTES:
        raise KeyUnsafe(f"{path}: {len(master)} bytes; a master key has {MASTER_BYTES}")
    return master


def converter_of(settings: PlatformSettings) -> DataConverter:
    """How workflows' values become payloads: encrypted, where the settings name a store of keys."""
    shelf = shelf_of(settings)
    if shelf is None:
        return pydantic_data_converter
    return replace(
        pydantic_data_converter,
        payload_codec=Codec(shelf),
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )


async def opened(codec: PayloadCodec | None, history: WorkflowHistory) -> WorkflowHistory:
    """A history whose payloads are readable. Raises KeyDestroyed."""
    if codec is None:
        return history
    copy = WorkflowHistory.from_json(history.workflow_id, history.to_json())
    for event in copy.events:
        for payload in payloads_in(event):
            (plain,) = await codec.decode([payload])
            payload.CopyFrom(plain)
    return copy


def keys_in(history: WorkflowHistory) -> tuple[str, ...]:
    """The names of the keys a history stands under."""
    found = (payload for event in history.events for payload in payloads_in(event))
    names = (one.metadata["key"].decode() for one in found if one.metadata.get("encoding") == ENCODING)
    return tuple(dict.fromkeys(names))


def payloads_in(message: Message) -> Iterator[Payload]:
    """Every payload anywhere in a message."""
    if isinstance(message, Payload):
        yield message
        return
    for descriptor, value in message.ListFields():
        if descriptor.message_type is None:
            continue
        if descriptor.message_type.GetOptions().map_entry:
            inside = [one for one in value.values() if isinstance(one, Message)]
        else:
            inside = [value] if isinstance(value, Message) else list(value)
        for one in inside:
            yield from payloads_in(one)
