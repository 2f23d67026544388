"""What workflows carry, encrypted: AES-256-GCM, under the key of the file it is about (`runtime.payload_keys`).

Ids and search attributes of workflows stay readable.
"""

import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from google.protobuf.message import Message
from temporalio.api.common.v1 import Payload
from temporalio.api.failure.v1 import Failure
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.converter import (
    DataConverter,
    DefaultFailureConverterWithEncodedAttributes,
    PayloadCodec,
    SerializationContext,
    WithSerializationContext,
)

from runtime.payload_keys import NONCE, KeyDestroyed, KeyMissing, KeyShelf, shelf_of
from runtime.settings import PlatformSettings
from runtime.signing import KeyUnsafe

ENCODING = b"binary/encrypted"
MessageT = TypeVar("MessageT", bound=Message)
_NAME = re.compile(r"[^/.\x00-\x1f\x7f][^/\x00-\x1f\x7f]{0,199}/[0-9]{4,9}")
LONGEST = 210
"""Bytes of a key's name: a folder's file has no longer one."""
NOBODY = "-"
"""Whose key it is where a payload belongs to no workflow."""


@dataclass(frozen=True, slots=True)
class Codec(PayloadCodec, WithSerializationContext):
    """Encrypts what a workflow says and hears under its file's key. What is not encrypted is read as it is.

    shelf: None where nothing is encrypted.
    """

    shelf: KeyShelf | None
    subject: str = NOBODY

    def with_context(self, context: SerializationContext) -> Self:
        """For one workflow, its activities included."""
        return replace(self, subject=subject_of(getattr(context, "workflow_id", None) or ""))

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        if self.shelf is None:
            return list(payloads)
        name, secret = await self.shelf.newest(self.subject)
        return [_shut(payload, name, secret) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Raises KeyDestroyed, KeyMissing, KeyUnsafe."""
        return [await self._opened(payload) for payload in payloads]

    async def _opened(self, payload: Payload) -> Payload:
        if not is_shut(payload):
            return payload
        name = key_of(payload)
        if self.shelf is None:
            raise KeyMissing(f"{name}: what stands under this key is encrypted; DESTEK_PAYLOAD_KEYS_URL is not given")
        return unshut(payload, name, await self.shelf.named(name))


def subject_of(workflow_id: str) -> str:
    """The file a workflow works for: what stands behind its kind. `grant/17/2` is of file 17."""
    parts = workflow_id.split("/")
    return (parts[1] if len(parts) > 1 else parts[0]) or NOBODY


def is_shut(payload: Payload) -> bool:
    """Whether it is encrypted."""
    return payload.metadata.get("encoding") == ENCODING


def key_of(payload: Payload) -> str:
    """The name of the key an encrypted payload stands under. Raises KeyMissing where it names none."""
    name = payload.metadata.get("key", b"").decode(errors="replace")
    if not _NAME.fullmatch(name) or len(name.encode()) > LONGEST:
        raise KeyMissing(f"{name[:80]!r}: not the name of a key")
    return name


def unshut(payload: Payload, name: str, secret: bytes) -> Payload:
    """What is in it. Raises KeyUnsafe where it is not what was encrypted under this key."""
    try:
        plain = AESGCM(secret).decrypt(payload.data[:NONCE], payload.data[NONCE:], name.encode())
    except (InvalidTag, ValueError) as error:  # too short to be anything
        raise KeyUnsafe(f"{name}: a payload that was not encrypted under it, or was changed") from error
    return Payload.FromString(plain)


def _shut(payload: Payload, name: str, secret: bytes) -> Payload:
    nonce = os.urandom(NONCE)
    data = nonce + AESGCM(secret).encrypt(nonce, payload.SerializeToString(), name.encode())
    return Payload(metadata={"encoding": ENCODING, "key": name.encode()}, data=data)


def converter_of(settings: PlatformSettings) -> DataConverter:
    """How workflows' values become payloads: encrypted, where the settings name a store of keys. Raises KeyUnsafe."""
    shelf = shelf_of(settings)
    converter = replace(pydantic_data_converter, payload_codec=Codec(shelf))
    if shelf is None:
        return converter
    return replace(converter, failure_converter_class=DefaultFailureConverterWithEncodedAttributes)


async def opened(codec: PayloadCodec | None, history: WorkflowHistory) -> WorkflowHistory:
    """A history whose payloads are readable. Raises KeyDestroyed, KeyMissing, KeyUnsafe.

    What a workflow said to those of other files stands under their keys, and stays as it is once these were destroyed.
    """
    if codec is None or not keys_in(history):
        return history
    events = [HistoryEvent.FromString(event.SerializeToString()) for event in history.events]
    shut = [payload for event in events for payload in payloads_in(event) if is_shut(payload)]
    try:
        _replace(shut, await codec.decode(shut))
    except KeyDestroyed:
        await _open_the_rest(codec, subject_of(history.workflow_id), shut)
    for failure in (one for event in events for one in found_in(event, Failure)):
        _say(failure)
    return WorkflowHistory(history.workflow_id, events)


def _say(failure: Failure) -> None:
    """What went wrong stood encrypted beside it."""
    if failure.HasField("encoded_attributes") and not is_shut(failure.encoded_attributes):
        said = json.loads(failure.encoded_attributes.data)
        failure.message, failure.stack_trace = said["message"], said["stack_trace"]
        failure.ClearField("encoded_attributes")


async def _open_the_rest(codec: PayloadCodec, own: str, shut: Sequence[Payload]) -> None:
    """Key by key. Raises KeyDestroyed where it is the file's own."""
    for name in dict.fromkeys(map(key_of, shut)):
        some = [one for one in shut if is_shut(one) and key_of(one) == name]
        try:
            _replace(some, await codec.decode(some))
        except KeyDestroyed:
            if name.rpartition("/")[0] == own:
                raise


def _replace(shut: Sequence[Payload], plain: Sequence[Payload]) -> None:
    for payload, found in zip(shut, plain, strict=True):
        payload.CopyFrom(found)


def keys_in(history: WorkflowHistory) -> tuple[str, ...]:
    """The names of the keys a history stands under. Raises KeyMissing."""
    found = (payload for event in history.events for payload in payloads_in(event))
    return tuple(dict.fromkeys(key_of(payload) for payload in found if is_shut(payload)))


def payloads_in(message: Message) -> Iterator[Payload]:
    """Every payload anywhere in a message."""
    return found_in(message, Payload)


def found_in(message: Message, kind: type[MessageT]) -> Iterator[MessageT]:
    """Every message of a kind anywhere in a message."""
    if isinstance(message, kind):
        yield message
    for descriptor, value in message.ListFields():
        if descriptor.message_type is None:
            continue
        if descriptor.message_type.GetOptions().map_entry:
            inside = [one for one in value.values() if isinstance(one, Message)]
        else:
            inside = [value] if isinstance(value, Message) else list(value)
        for one in inside:
            yield from found_in(one, kind)
