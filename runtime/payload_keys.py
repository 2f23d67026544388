"""The keys under which files' payloads stand: one and another for each file, itself encrypted under a master key.

Each lies in a store as an object of its own. An object that was emptied is a key that was destroyed: what stands
under it is never read again, and what comes later stands under the file's next key. The master key only the processes
hold; the store's own mark stands under it too, so that another master key, or another store, shows at once.
"""

import base64
import binascii
import os
import stat
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import obstore
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from obstore.exceptions import AlreadyExistsError

from runtime.documents import open_documents
from runtime.settings import PlatformSettings
from runtime.signing import OPEN_TO_OTHERS, KeyUnsafe, write_once

MASTER_BYTES = 32
NONCE = 12
KNOWN_SECONDS = 300.0
"""So long a process may go on with a key that was destroyed elsewhere."""
KNOWN_KEYS = 4096
"""So many keys a process holds; those it needed longest ago it asks for again."""
MARK = "shelf/0001"


class KeyDestroyed(Exception):  # noqa: N818 - what is the matter
    """The key of a payload was destroyed: it is erased."""


class KeyMissing(Exception):  # noqa: N818 - what is the matter
    """The key of a payload is not where keys are looked for: nothing was erased, the place is not the right one."""


@dataclass(slots=True)
class KeyShelf:
    """The keys of files. store: as `obstore` opens it; master: 32 bytes. most: keys held at once."""

    store: Any
    master: bytes
    most: int = KNOWN_KEYS
    _known: OrderedDict[str, tuple[float, bytes]] = field(default_factory=OrderedDict)
    _has_begun: bool = False

    async def begin(self) -> None:
        """Mark a new store as this master's. Raises KeyUnsafe where it is another's; whatever the store raises."""
        if await self._kept(MARK) is None:
            await self._made(MARK)
        self._has_begun = True

    def afresh(self) -> "KeyShelf":
        """The same keys for somebody who must not read under one that was destroyed a moment ago."""
        return KeyShelf(self.store, self.master, self.most)

    async def newest(self, subject: str) -> tuple[str, bytes]:
        """The name of the key a file is written under now, and the key; made on first use."""
        number = 1
        while (secret := await self._read(f"{subject}/{number:04}")) == b"":
            number += 1
        name = f"{subject}/{number:04}"
        return name, await self._new(name) if secret is None else secret

    async def named(self, name: str) -> bytes:
        """Raises KeyDestroyed; KeyMissing for a key that never was."""
        secret = await self._read(name)
        if secret is None:
            raise KeyMissing(f"{name}: is not in the store of keys (DESTEK_PAYLOAD_KEYS_URL)")
        if not secret:
            raise KeyDestroyed(name)
        return secret

    async def is_destroyed(self, subject: str) -> bool:
        """Whether a file had a key that was destroyed, as the store says now; it may have another since."""
        return await self._kept(f"{subject}/0001") == b""

    async def destroy(self, subject: str) -> int:
        """Destroy every key of a file; how many it had. Safe to repeat."""
        number = 1
        while (secret := await self._kept(f"{subject}/{number:04}")) is not None:
            if secret:
                await obstore.put_async(self.store, f"{subject}/{number:04}", b"")
            self._known.pop(f"{subject}/{number:04}", None)
            number += 1
        return number - 1

    async def _new(self, name: str) -> bytes:
        """A store that lost its mark since is not the one that holds the keys: none is made there."""
        if not self._has_begun:
            await self.begin()
        elif await self._kept(MARK) is None:
            raise KeyMissing(f"{name}: not made, the store of keys is not the one it was (DESTEK_PAYLOAD_KEYS_URL)")
        return self._remember(name, await self._made(name))

    async def _read(self, name: str) -> bytes | None:
        """The key; b"" where it was destroyed, None where there is none."""
        known = self._known.get(name)
        if known is not None and time.monotonic() - known[0] < KNOWN_SECONDS:
            self._known.move_to_end(name)
            return known[1]
        kept = await self._kept(name)
        return None if kept is None else self._remember(name, kept)

    async def _kept(self, name: str) -> bytes | None:
        """The same, as it stands in the store now."""
        try:
            kept = bytes(await (await obstore.get_async(self.store, name)).bytes_async())
        except FileNotFoundError:
            return None
        return self._unwrapped(name, kept) if kept else b""

    async def _made(self, name: str) -> bytes:
        """Of two that begin at once the first one's key stays."""
        secret, nonce = AESGCM.generate_key(8 * MASTER_BYTES), os.urandom(NONCE)
        wrapped = nonce + AESGCM(self.master).encrypt(nonce, secret, name.encode())
        try:
            await obstore.put_async(self.store, name, wrapped, mode="create")
        except AlreadyExistsError:
            return await self._kept(name) or b""
        return secret

    def _unwrapped(self, name: str, kept: bytes) -> bytes:
        try:
            return AESGCM(self.master).decrypt(kept[:NONCE], kept[NONCE:], name.encode())
        except InvalidTag as error:
            raise KeyUnsafe(f"{name}: not under this master key (DESTEK_PAYLOAD_MASTER_KEY_FILE)") from error

    def _remember(self, name: str, secret: bytes) -> bytes:
        self._known[name] = (time.monotonic(), secret)
        self._known.move_to_end(name)
        if len(self._known) > self.most:
            self._known.popitem(last=False)
        return secret


@cache
def shelf_of(settings: PlatformSettings) -> KeyShelf | None:
    """The keys, the same for all of a process; None where the settings name no store, which production may not do.

    Raises KeyUnsafe.
    """
    if not settings.payload_keys_url:
        if settings.production:
            raise KeyUnsafe("DESTEK_PAYLOAD_KEYS_URL: is needed, where the keys of what workflows carry are kept")
        return None
    if not settings.payload_master_key_file:
        raise KeyUnsafe("DESTEK_PAYLOAD_MASTER_KEY_FILE: is needed, the key that opens DESTEK_PAYLOAD_KEYS_URL")
    path = Path(settings.payload_master_key_file)
    if settings.payload_make_key:
        mint(path)
    return KeyShelf(open_documents(settings.payload_keys_url).store, master_of(path))


def mint(path: Path) -> None:
    """A new master key, where there is none; readable by its owner alone."""
    if not path.exists():
        write_once(path, base64.b64encode(os.urandom(MASTER_BYTES)) + b"\n")


def master_of(path: Path) -> bytes:
    """32 bytes as base64, in a file that nobody else may read. Raises KeyUnsafe."""
    try:
        mode, text = path.stat().st_mode, path.read_bytes()
    except OSError as error:
        raise KeyUnsafe(f"DESTEK_PAYLOAD_MASTER_KEY_FILE: {path}: {error.strerror}") from error
    if stat.S_IMODE(mode) & OPEN_TO_OTHERS:
        raise KeyUnsafe(f"{path}: others may read or change it; chmod 0600")
    try:
        master = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise KeyUnsafe(f"{path}: not a key in base64") from error
    if len(master) != MASTER_BYTES:
        raise KeyUnsafe(f"{path}: {len(master)} bytes; a master key has {MASTER_BYTES}")
    return master
