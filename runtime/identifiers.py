"""New ids: UUIDv7, so that they sort by the time they were made, and say it; and salts, which say nothing."""

import re
import secrets
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import uuid_utils.compat

_V7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_HEX_OF_TIME = 12
_SALT = 16
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STEP = timedelta(milliseconds=1)


def new_id() -> str:
    return str(uuid_utils.compat.uuid7())


def new_salt() -> str:
    """16 random bytes, hex: what is hashed with it cannot be found by trying."""
    return secrets.token_hex(_SALT)


def derived(one: str, content: bytes) -> str:
    """Another id out of a UUIDv7 and what it is for: always the same, and it says the same time. Raises ValueError."""
    if made_at(one) is None:
        raise ValueError(f"{one[:40]}: no UUIDv7")
    digest = sha256(one.encode() + b"\n" + content).hexdigest()
    variant = "89ab"[int(digest[3], 16) % 4]
    return f"{one[:14]}7{digest[:3]}-{variant}{digest[4:7]}-{digest[8:20]}"


def made_at(one: str) -> datetime | None:
    """When an id was made, to the millisecond; None for what is no UUIDv7 as this programme writes them.

    One that says a year after 9999 is none: anybody may write it.
    """
    if not _V7.fullmatch(one):
        return None
    try:
        return _EPOCH + int(one.replace("-", "")[:_HEX_OF_TIME], 16) * _STEP
    except OverflowError:
        return None


def before(moment: datetime) -> str:
    """What is greater than each id made before this moment, and not greater than any made at it or later."""
    digits = f"{(moment - _EPOCH) // _STEP:0{_HEX_OF_TIME}x}"
    return f"{digits[:8]}-{digits[8:]}"
