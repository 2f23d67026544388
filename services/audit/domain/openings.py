"""What was veiled in a record, kept under the key of its subject: once that key is destroyed, nobody reads it again."""

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BITS = 256
NONCE = 12


def new_key() -> bytes:
    """A key for the openings of one subject (AES-256-GCM)."""
    return AESGCM.generate_key(KEY_BITS)


def shut(key: bytes, event_id: str, openings: str) -> str:
    """Openings as they are stored: nonce and cipher text, base64; "" for none. Bound to their event."""
    if not openings:
        return ""
    nonce = os.urandom(NONCE)
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, openings.encode(), event_id.encode())).decode()


def reveal(key: bytes | None, event_id: str, stored: str) -> str:
    """The openings again; "" where there are none, or none can be read any more."""
    if not stored or key is None:
        return ""
    try:
        raw = base64.b64decode(stored, validate=True)
        return AESGCM(key).decrypt(raw[:NONCE], raw[NONCE:], event_id.encode()).decode()
    except (InvalidTag, ValueError):
        return ""
