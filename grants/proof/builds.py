"""The sources of a build as the archive keeps them: one file, and what is wrong with it before anything of it is run.

tree = SHA-256 over one line a file, in order of their paths: the SHA-256 of its bytes (hex), a blank, its path, and a
line feed. So it says what the files are, however they were packed.
"""

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

_MADE = (1980, 1, 1, 0, 0, 0)
_PATH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*", re.ASCII)
"""Names within a folder and nowhere else: none begins with a dot, none is empty."""


class Wrong(StrEnum):
    """What the kept sources of a build can show.

    missing: they are not there. document_changed: the kept bytes are not those that were recorded. unreadable: they
    are no archive of sources. content_changed: the files in them are not those that were recorded.
    """

    MISSING = "missing"
    DOCUMENT_CHANGED = "document_changed"
    UNREADABLE = "unreadable"
    CONTENT_CHANGED = "content_changed"


@dataclass(frozen=True, slots=True)
class Kept:
    """What is on record of the sources of a build. document: SHA-256 of the kept bytes; size: of the files in them."""

    build: str
    tree: str
    document: str
    files: int
    size: int


def tree_of(files: Mapping[str, bytes]) -> str:
    """What the files are, by their paths and bytes."""
    lines = (f"{hashlib.sha256(content).hexdigest()} {path}\n" for path, content in sorted(files.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def pack(files: Mapping[str, bytes]) -> bytes:
    """The files as they are kept."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(path, _MADE), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def unpack(kept: Kept, document: bytes) -> dict[str, bytes] | Wrong:
    """The files of a build, once all is as it was recorded; or what is wrong with them."""
    if hashlib.sha256(document).hexdigest() != kept.document:
        return Wrong.DOCUMENT_CHANGED
    try:
        with zipfile.ZipFile(io.BytesIO(document)) as archive:
            files = _read(archive, kept)
    except (zipfile.BadZipFile, zlib.error, ValueError, RuntimeError, EOFError, OSError):
        return Wrong.UNREADABLE
    if files is None or len(files) != kept.files or tree_of(files) != kept.tree:
        return Wrong.CONTENT_CHANGED
    return files


def _read(archive: zipfile.ZipFile, kept: Kept) -> dict[str, bytes] | None:
    """Never more than was recorded, whatever the archive says of itself; None where a name leads elsewhere."""
    entries = archive.infolist()
    names = {one.filename for one in entries}
    if len(names) != len(entries) or not all(_PATH.fullmatch(name) for name in names):
        return None
    files, left = {}, kept.size
    for one in entries:
        with archive.open(one) as entry:
            files[one.filename] = entry.read(left + 1)
        left -= len(files[one.filename])
        if left < 0:
            return None
    return files
