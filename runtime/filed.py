"""Documents of a file that may name persons: encrypted in the store, under a key of the file's own in each room.

An object lies at `files/<file>/<room>/<SHA-256 of the document>`: the hash is that of the plain bytes, which the events
tell. Its first line names the key, empty where nothing is encrypted. An erasure destroys the key, so that a store which
lets nobody delete keeps what nobody can read. What was kept before, in clear under its hash alone, is still read.
"""

import hashlib
import os
from dataclasses import dataclass

import obstore
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from obstore.exceptions import PermissionDeniedError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from grants.breach import Breach, Refused
from runtime.documents import Documents, path_of
from runtime.keeping import PAPERS, kept
from runtime.payload_keys import NONCE, KeyDestroyed, KeyMissing, KeyShelf

MARK = b"destek document "


class DocumentErased(Refused):
    """What is personal in the file was erased, and the document with it."""

    rule = "document.erased"


@dataclass(frozen=True, slots=True)
class Filed:
    """Those a room keeps. shelf: where the keys lie; None where nothing is encrypted, which production may not do."""

    documents: Documents
    shelf: KeyShelf | None
    room: str

    async def keep(self, about: str, content: bytes) -> str:
        """Store a document of a file; returns the hash of its plain bytes. The same again changes nothing in it."""
        name = hashlib.sha256(content).hexdigest()
        await obstore.put_async(self.documents.store, f"{self._folder(about)}/{name}", await self._shut(about, content))
        return name

    async def read(self, session: AsyncSession, about: str, name: str) -> bytes:
        """The plain bytes. Raises DocumentErased; FileNotFoundError where the store has lost it."""
        query = select(kept.c.ended_at).where(kept.c.about == about, kept.c.ground == PAPERS)
        erased = (await session.execute(query)).first()
        if erased is not None and erased.ended_at is None:
            raise DocumentErased(Breach(DocumentErased.rule, "document", name))
        try:
            return await self._read_at(f"{self._folder(about)}/{name}")
        except KeyDestroyed as error:
            raise DocumentErased(Breach(DocumentErased.rule, "document", name)) from error
        except FileNotFoundError as error:
            destroyed = self.shelf is not None and await self.shelf.is_destroyed(self._subject(about))
            if erased is not None or destroyed:  # who reads another room's may not have heard of the erasure yet
                raise DocumentErased(Breach(DocumentErased.rule, "document", name)) from error
            return await self.documents.read(name)

    async def find(self, about: str, name: str) -> bytes:
        """The plain bytes, whichever room keeps it for the file. FileNotFoundError where none does, or it is erased."""
        for path in await self._paths(f"files/{about}"):
            if path.rpartition("/")[2] == name:
                try:
                    return await self._read_at(path)
                except KeyDestroyed:
                    continue
        raise FileNotFoundError(name)

    async def destroy(self, about: str) -> None:
        """The key first, so that nothing can be read from then on; then the objects, as far as the store lets us."""
        if self.shelf is not None:
            await self.shelf.destroy(self._subject(about))
        for path in await self._paths(self._folder(about)):
            try:
                await obstore.delete_async(self.documents.store, path)
            except (FileNotFoundError, PermissionDeniedError):
                continue  # locked: what stays cannot be read

    async def is_in_clear(self, name: str) -> bool:
        """Whether a document lies there as it was kept before this: in clear, under its hash alone."""
        try:
            await obstore.head_async(self.documents.store, path_of(name))
        except FileNotFoundError:
            return False
        return True

    def _folder(self, about: str) -> str:
        return f"files/{about}/{self.room}"

    def _subject(self, about: str) -> str:
        """Of no workflow: what those carried goes later, once none of the file goes on."""
        return f"papers-{self.room}-{about}"

    async def _paths(self, folder: str) -> list[str]:
        listed = await obstore.list(self.documents.store, f"{folder}/").collect_async()
        return [one["path"] for one in listed]

    async def _shut(self, about: str, content: bytes) -> bytes:
        if self.shelf is None:
            return MARK + b"\n" + content
        key, secret = await self.shelf.afresh().newest(self._subject(about))
        head, nonce = MARK + key.encode() + b"\n", os.urandom(NONCE)
        return head + nonce + AESGCM(secret).encrypt(nonce, content, head)

    async def _read_at(self, path: str) -> bytes:
        """Raises KeyDestroyed, KeyMissing, InvalidTag, FileNotFoundError."""
        head, _, rest = (await self.documents.read_at(path)).partition(b"\n")
        key = head.removeprefix(MARK).decode()
        if not key:
            return rest
        if self.shelf is None:
            raise KeyMissing(f"{key}: what stands under this key is encrypted; DESTEK_PAYLOAD_KEYS_URL is not given")
        secret = await self.shelf.afresh().named(key)
        return AESGCM(secret).decrypt(rest[:NONCE], rest[NONCE:], head + b"\n")
