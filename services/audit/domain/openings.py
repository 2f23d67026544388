"""What was veiled in a record, kept under the key of its subject: once that key is destroyed, nobody reads it again."""

import base64
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BITS = 256
NONCE = 12
DIGITS = 9
"""Of the number of a key at most: more erasures than there will ever be of one subject."""


def new_key() -> bytes:
    """A key for the openings of one subject (AES-256-GCM)."""
    return AESGCM.generate_key(KEY_BITS)


@dataclass(frozen=True)
class SubjectKey:
    """A key of a subject. number: from 1, the next after each erasure. secret: None once it was destroyed."""

    number: int
    secret: bytes | None

    @cached_property
    def cipher(self) -> AESGCM | None:
        """Made once for all that is written or read under it."""
        return None if self.secret is None else AESGCM(self.secret)


Ring = Mapping[int, SubjectKey]
"""The keys of one subject by number."""


def newest(ring: Ring) -> SubjectKey | None:
    """The key that is written under; None where the last one was destroyed, and where there is none."""
    last = ring[max(ring)] if ring else None
    return None if last is None or last.secret is None else last


def shut(key: SubjectKey, event_id: str, openings: str) -> str:
    """Openings as they are stored: `number:` and nonce and cipher text, base64; "" for none. Bound to their event."""
    if not openings or key.cipher is None:
        return ""
    nonce = os.urandom(NONCE)
    sealed = nonce + key.cipher.encrypt(nonce, openings.encode(), event_id.encode())
    return f"{key.number}:{base64.b64encode(sealed).decode()}"


def reveal(ring: Ring, event_id: str, stored: str) -> str:
    """The openings again; "" where there are none, none can be read any more, or somebody wrote there what is none."""
    number, _, text = stored.partition(":")
    key = ring.get(int(number)) if number.isdecimal() and len(number) <= DIGITS else None
    if key is None or key.cipher is None:
        return ""
    try:
        raw = base64.b64decode(text, validate=True)
        return key.cipher.decrypt(raw[:NONCE], raw[NONCE:], event_id.encode()).decode()
    except (InvalidTag, ValueError):
        return ""
