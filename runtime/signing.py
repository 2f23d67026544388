"""A private key in a file: who holds the file can sign, so nobody else may read it."""

import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from grants.proof.signatures import Signed, encoded, key_id

OPEN_TO_OTHERS = stat.S_IRWXO | stat.S_IWGRP | stat.S_IXGRP
"""A group may read it, as a mounted secret is read; the others nothing."""


class KeyUnsafe(Exception):  # noqa: N818 - what is the matter
    """The file is no Ed25519 key, or others may read it."""


@dataclass(frozen=True, slots=True)
class Signer:
    """An Ed25519 key. id, public: as `grants.proof.signatures` names and writes them."""

    private: Ed25519PrivateKey

    @property
    def id(self) -> str:
        return key_id(self.private.public_key().public_bytes_raw())

    @property
    def public(self) -> str:
        return encoded(self.private.public_key().public_bytes_raw())

    def sign(self, content: bytes) -> Signed:
        return Signed(key=self.id, signature=encoded(self.private.sign(content)))


def open_signer(path: Path, *, make: bool = False) -> Signer:
    """The key in `path` (PEM, PKCS 8). make: a new one is put there where the file is absent.

    Raises KeyUnsafe, FileNotFoundError.
    """
    if make and not path.exists():
        write_new(path)
    if stat.S_IMODE(path.stat().st_mode) & OPEN_TO_OTHERS:
        raise KeyUnsafe(f"{path}: others may read or change it; chmod 0600")
    try:
        private = load_pem_private_key(path.read_bytes(), None)
    except (ValueError, TypeError) as error:
        raise KeyUnsafe(f"{path}: not a private key without a password") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise KeyUnsafe(f"{path}: not an Ed25519 key")
    return Signer(private)


def new_signer() -> Signer:
    """A key that lives no longer than this process."""
    return Signer(Ed25519PrivateKey.generate())


def write_new(path: Path) -> None:
    """A new key, whole or not at all: of two that begin at once the first one's stays."""
    write_once(path, Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def write_once(path: Path, content: bytes) -> None:
    """A secret put into a file that its owner alone may read, whole or not at all, and never over another."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=".key-")  # mkstemp makes it 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(handle)
        path.hardlink_to(aside)
    except FileExistsError:
        pass
    finally:
        Path(aside).unlink()


def rotate(path: Path, previous: Path) -> Signer:
    """Put a new key in place of the one in `path`, which is kept in `previous` to vouch for it; the new one.

    The key that was in `previous` is no longer needed: the one in `path` stands on its voucher already.
    """
    open_signer(path)
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    write_new(fresh)
    path.replace(previous)
    fresh.replace(path)
    return open_signer(path)
