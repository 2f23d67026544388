"""What archived workflows carried, under the keys of the file: whether the keys in a dossier open it.

A payload is encrypted with AES-256-GCM under its file's key; the key's name is authenticated with it. In a history, as
Temporal writes it, it stands as `{"metadata": {"encoding": …, "key": …}, "data": …}`, each value in base64, where the
encoding is `binary/encrypted`, the key the name of the key, and the data 12 bytes of nonce and what was encrypted.
"""

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

ENCODING = "binary/encrypted"
NONCE = 12
KEY_BYTES = 32
_ENCODED = base64.b64encode(ENCODING.encode()).decode()


@dataclass(frozen=True, slots=True)
class Opening:
    """Of one history. opened, shut: how many payloads the keys open, and how many stand under others.

    false: the name of a key that is here and does not open what says it stands under it; "" where each does.
    """

    opened: int = 0
    shut: int = 0
    false: str = ""


def open_with(history: bytes, keys: Mapping[str, bytes]) -> Opening:
    """Try the keys (32 bytes each, by name) on every encrypted payload of a history. Raises ValueError."""
    opened, shut = 0, 0
    for name, data in _encrypted(json.loads(history)):
        if name not in keys:
            shut += 1
        elif _opens(keys[name], name, data):
            opened += 1
        else:
            return Opening(opened, shut, name)
    return Opening(opened, shut)


def key_of(text: str) -> bytes | None:
    """A key as a dossier writes it; None where it is none."""
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return key if len(key) == KEY_BYTES else None


def _opens(key: bytes, name: str, data: bytes) -> bool:
    try:
        AESGCM(key).decrypt(data[:NONCE], data[NONCE:], name.encode())
    except (InvalidTag, ValueError):
        return False
    return True


def _encrypted(value: Any) -> Iterator[tuple[str, bytes]]:
    """Names of keys, and what stands under them."""
    if isinstance(value, list):
        for one in value:
            yield from _encrypted(one)
    elif isinstance(value, dict):
        metadata = value.get("metadata")
        if isinstance(metadata, dict) and metadata.get("encoding") == _ENCODED:
            name = base64.b64decode(str(metadata.get("key", ""))).decode(errors="replace")
            yield name, base64.b64decode(str(value.get("data", "")))
        else:
            for one in value.values():
                yield from _encrypted(one)
