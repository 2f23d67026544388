"""Entries as a ZIP file, byte for byte the same whenever and wherever it is written: stored, in order, undated."""

import io
import struct
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

_UNDATED = (1980, 1, 1, 0, 0, 0)
_RIGHTS = 0o644 << 16
_UNIX = 3
HEADER = 30
"""Bytes before the name of an entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in the dossier. offset: where its content begins in the whole."""

    name: str
    content: bytes
    offset: int = 0

    @property
    def stop(self) -> int:
        """The first byte after it."""
        return self.offset + len(self.content)


_UNREADABLE = (zipfile.BadZipFile, RuntimeError, EOFError, ValueError, OSError, struct.error)
"""What the library says of bytes that are no ZIP file."""


class NotPacked(Exception):  # noqa: N818 - what was given, not a fault of ours
    """Bytes that are no ZIP file at all."""


def pack(entries: Sequence[Entry]) -> bytes:
    """The entries as one file, in this order."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        for entry in entries:
            info = zipfile.ZipInfo(entry.name, _UNDATED)
            info.create_system, info.external_attr = _UNIX, _RIGHTS
            archive.writestr(info, entry.content)
    return whole.getvalue()


def directory_of(whole: bytes) -> int:
    """Where the list of entries at the end of a file that was packed here begins."""
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        return archive.start_dir


def unpack(whole: bytes) -> list[Entry]:
    """The entries in their order. Raises NotPacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(whole)) as archive:
            return [_entry(archive, info) for info in archive.infolist()]
    except OverflowError as error:
        raise NotPacked("a size or a place in it is beyond any file") from error
    except _UNREADABLE as error:
        raise NotPacked(str(error)) from error


def _entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Entry:
    if info.compress_type != zipfile.ZIP_STORED:
        raise NotPacked(f"{info.filename} is not stored as it is")
    content = archive.read(info)
    return Entry(info.filename, content, info.header_offset + HEADER + len(info.filename.encode()))
